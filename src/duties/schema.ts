/** What a directive must look like, from whichever door it comes: the web form, the API, a file of db/reference. */
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import { ROLES } from '../identity/access.ts';
import { CLOCK_TIME } from '../kernel/vietnam-time.ts';
import { CHECKS, FORMS, LEVELS, SESSION_EVENT, SEVERE_EVENT } from './contract.ts';

const slug = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,39}$/);
const time = z.string().regex(CLOCK_TIME);
const hours = z
  .number()
  .int()
  .min(0)
  .max(24 * 31);
const words = (most: number) => z.string().trim().min(1).max(most);

const schedule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('once'), on: dateParameter, time }),
  z.object({ kind: z.literal('daily'), time }),
  z.object({ kind: z.literal('weekly'), weekday: z.number().int().min(1).max(7), time }),
  z.object({ kind: z.literal('monthly'), day: z.number().int().min(1).max(31), time }),
  z.object({ kind: z.literal('event'), event: slug, days: z.number().int().min(0).max(366), time }),
  z.object({ kind: z.literal('session'), hours }),
  z.object({ kind: z.literal('severe'), hours }),
  z.object({ kind: z.literal('below') }),
]);

export const itemSchema = z.object({
  id: slug,
  number: words(20),
  title: words(300),
  note: z.string().trim().max(1000).nullable().default(null),
  owners: z.object({
    levels: z.array(z.enum(LEVELS)).max(3),
    facilities: z.boolean().default(false),
    roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length),
  }),
  form: z.enum(FORMS),
  schedule,
  parent: slug.nullable().default(null),
  check: z.enum(CHECKS).default('none'),
  from: dateParameter,
  until: dateParameter.nullable().default(null),
});

export const contentSchema = z.object({
  number: words(60),
  issuedOn: dateParameter,
  issuer: words(200),
  signer: words(200),
  summary: words(1000),
  legalBases: z.array(words(300)).max(30).default([]),
  events: z
    .array(
      z.object({
        key: slug.refine((key) => key !== SESSION_EVENT && key !== SEVERE_EVENT),
        label: words(200),
      }),
    )
    .max(20)
    .default([]),
  items: z.array(itemSchema).min(1).max(100),
});

export type DirectiveContent = z.output<typeof contentSchema>;
