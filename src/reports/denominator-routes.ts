import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import type { Guard } from '../identity/guard.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { type CountRegister, DISPATCH_BANDS } from '../population/contract.ts';
import { getBandSet } from '../population/record-report.ts';
import { denominatorBench } from './denominators.ts';
import { PLACES, type VaccinatedPart, vaccinatedPeople } from './vaccinated-where.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;
const MOST_SHOWN = 500;

const question = z.object({
  unit: z.string().max(5),
  date: dateParameter.optional(),
  mapDate: dateParameter.optional(),
  dose: z.enum(['1', '2', '3']).default('1'),
  bands: z.string().max(40).default(DISPATCH_BANDS.id),
});
/** What explains a figure, as cells of the matrix. */
const LISTED = ['actual', 'transient', 'absent'] as const;
const PARTS = {
  nonResidents: { residences: ['elsewhere'], places: ['here'], doubt: null },
  onNoList: { residences: ['no_list'], places: ['here'], doubt: null },
  elsewhere: { residences: LISTED, places: ['elsewhere'], doubt: null },
  placeUnknown: { residences: LISTED, places: ['unknown'], doubt: null },
  in_review: { residences: LISTED, places: PLACES, doubt: 'in_review' },
  group_moved: { residences: LISTED, places: PLACES, doubt: 'group_moved' },
  birth_unsure: { residences: LISTED, places: PLACES, doubt: 'birth_unsure' },
} as const satisfies Record<string, Omit<VaccinatedPart, 'band'>>;
const PART_NAMES = Object.keys(PARTS) as (keyof typeof PARTS)[];

/** Coverage under every denominator, and the people behind what does not fit. */
export function denominatorRoutes(
  server: FastifyInstance,
  {
    db,
    units,
    guard,
    countRegister,
  }: { db: Database; units: Units; guard: Guard; countRegister: CountRegister },
): void {
  const api = withTypes(server);
  const read = (query: z.output<typeof question>) => {
    const date = query.date ?? today();
    const mapDate = query.mapDate ?? date;
    return {
      unit: units.byCode(query.unit, mapDate),
      date,
      mapDate,
      dose: Number(query.dose) as 1 | 2 | 3,
      bandSet: query.bands,
    };
  };
  api.get(
    '/denominators',
    {
      config: { access: 'coverage.view' },
      schema: {
        summary: 'Coverage of a unit under every denominator, and what explains it',
        querystring: question,
      },
    },
    async (request) => {
      const { unit, ...query } = read(request.query);
      guard.demand(request, 'coverage.view', unit.id);
      return denominatorBench(db, units, countRegister, { ...query, unitId: unit.id });
    },
  );
  api.get(
    '/denominators/people',
    {
      config: { access: 'person.search' },
      schema: {
        summary: 'The people of one part: those the asker may see, and how many others there are',
        querystring: question.extend({
          part: z.enum(PART_NAMES),
          band: z.string().max(10).default('total'),
        }),
      },
    },
    async (request) => {
      const { unit, date, mapDate, dose, bandSet } = read(request.query);
      guard.demand(request, 'person.search', unit.id);
      // Who was vaccinated is a matter of doses: a role without that group of fields gets none of it.
      if (!guard.fields(request, 'person.search', unit.id).has('doses'))
        return { people: [], hidden: 0, total: 0 };
      const { starts } = await getBandSet(db, bandSet);
      const { part, band } = request.query;
      const { people, total } = await vaccinatedPeople(
        db,
        { unitIds: await recordedWithin(db, units, unit.id, mapDate), on: date, dose, starts },
        { ...PARTS[part], band: band === 'total' ? null : band },
        MOST_SHOWN,
      );
      // A facility knows whom it injected, by their own pages; whole parts of a unit's people are not for it to open.
      if (guard.facilities(request, 'person.search', unit.id) !== null)
        return { people: [], hidden: people.length, total };
      // A visitor belongs to the list of his own unit; one on no list to those who vaccinated him.
      const mine = people.filter(
        ({ unitId }) => unitId === null || guard.allows(request, 'person.search', unitId),
      );
      await recordRead(
        db,
        guard.actor(request, null, 'person.search', unit.id),
        'view',
        'denominators',
        unit.code,
        { part, band, dose, date },
      );
      return {
        people: mine.map(({ unitId, ...person }) => ({
          ...person,
          unitName: unitId === null ? null : units.get(unitId, mapDate).fullName,
        })),
        hidden: people.length - mine.length,
        total,
      };
    },
  );
}
