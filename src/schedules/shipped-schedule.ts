import shipped from '../../db/reference/vaccine-schedules.json' with { type: 'json' };
import { documentSchema, rulesSchema } from './contract.ts';
import { makeSchedule } from './schedule.ts';

/** The rules that come with the product, from the documents of the time (db/reference/vaccine-schedules.json). */
export const shippedRules = rulesSchema.parse(shipped);
export const shippedDocuments = shipped.documents.map((document) => documentSchema.parse(document));
export const shippedSchedule = makeSchedule(shippedRules);
