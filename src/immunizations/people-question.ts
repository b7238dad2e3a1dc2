import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { AGE_BANDS } from '../kernel/age-band.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { CONFLICT_FIELDS } from '../residents/find-conflicts.ts';
import type { PeopleQuery } from '../residents/find-people.ts';
import { recordedWithin } from './recorded-units.ts';

/** How people of a unit are chosen, on the page and in the workbook alike. */
export const peopleFilters = z.object({
  unit: z.string().max(5),
  q: z.string().max(100).optional(),
  hamlet: z.string().max(80).optional(),
  kind: z.enum(['permanent', 'temporary', 'absent', 'transient', 'actual', 'present']).optional(),
  band: z.enum(AGE_BANDS).optional(),
  doses: z.enum(['none', '1', '2', '3', 'full']).optional(),
  source: z.enum(['police', 'commune', 'health']).optional(),
  finding: z.string().max(80).optional(),
  lists: z
    .string()
    .regex(/^(commune|health|police)(,(commune|health|police)){0,2}$/)
    .optional(),
  conflict: z.enum([...CONFLICT_FIELDS, 'any']).optional(),
  beside: z.enum(['on_no_list', 'non_resident']).optional(),
  date: dateParameter.optional(),
  mapDate: dateParameter.optional(),
});

export type PeopleQuestion = Readonly<{
  date: PlainDate;
  unitId: number;
  filter: Omit<PeopleQuery, 'limit'>;
}>;

/** The question within what the asker may see. Throws `forbidden`, also when doses are asked of who may not know them. */
export async function peopleQuestion(
  request: FastifyRequest,
  query: z.output<typeof peopleFilters>,
  action: 'person.search' | 'person.export',
  { db, units, guard }: { db: Database; units: Units; guard: Guard },
): Promise<PeopleQuestion> {
  const date = query.date ?? (new Date().toISOString().slice(0, 10) as PlainDate);
  const mapDate = query.mapDate ?? date;
  const unit = units.byCodeOrEarlier(query.unit, mapDate);
  guard.demand(request, action, unit.id);
  const ofDoses = query.doses !== undefined || query.beside !== undefined;
  if (ofDoses && !guard.fields(request, action, unit.id).has('doses'))
    throw new AppError('forbidden', 'forbidden', { action: 'doses' });
  const day = units.find(unit.id, mapDate) === undefined ? unit.from : mapDate;
  const unitIds = (await recordedWithin(db, units, unit.id, day)).filter((id) =>
    guard.allows(request, action, id),
  );
  return {
    date,
    unitId: unit.id,
    filter: {
      unitIds,
      facilities: guard.facilities(request, action, unit.id),
      query: query.q ?? null,
      hamlet: query.hamlet ?? null,
      kind: query.kind ?? null,
      band: query.band ?? null,
      doses: query.doses ?? null,
      source: query.source ?? null,
      finding: query.finding ?? null,
      lists: query.lists?.split(',') ?? null,
      conflict: query.conflict ?? null,
      beside: query.beside ?? null,
      date,
    },
  };
}
