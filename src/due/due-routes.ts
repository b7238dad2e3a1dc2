import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import { mask } from '../identity/access.ts';
import type { Guard } from '../identity/guard.ts';
import { AGE_BANDS, ageBandOn } from '../kernel/age-band.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import { paperPdf } from '../papers/paper-pdf.ts';
import { paperWorkbook } from '../papers/paper-workbook.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { sentence } from '../platform/messages.ts';
import { isOfFacilities } from '../residents/find-people.ts';
import { DOSE_KINDS } from '../schedules/contract.ts';
import { productNames } from '../schedules/products.ts';
import { type DuePerson, LISTED_STATES } from './contract.ts';
import { countsPaper } from './counts-paper.ts';
import { byHamlet } from './describe-due.ts';
import { dueCounts, placeOf } from './due-counts.ts';
import { duePapers, noteWords } from './due-paper.ts';
import { evaluatePerson } from './evaluate-person.ts';
import { type DueRow, findDue } from './find-due.ts';

const placed = {
  unit: z.string().max(5),
  date: dateParameter.optional(),
  mapDate: dateParameter.optional(),
};
type Placed = z.output<z.ZodObject<typeof placed>>;
const filtered = z.object({
  ...placed,
  /** Empty: people without a hamlet. */
  hamlet: z.string().max(80).optional(),
  state: z.enum(LISTED_STATES).optional(),
  kind: z.enum(DOSE_KINDS).optional(),
  doseNo: z.coerce.number().int().min(1).max(20).optional(),
  band: z.enum(AGE_BANDS).optional(),
});
type Filter = z.output<typeof filtered>;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** On one paper; more is printed hamlet by hamlet. */
const MOST_ON_PAPER = 5_000;

/** Who is due: figures for whoever sees coverage, names for whoever sees the doses of these people. */
export function dueRoutes(
  server: FastifyInstance,
  { db, units, guard, clock }: { db: Database; units: Units; guard: Guard; clock: Clock },
): void {
  const api = withTypes(server);
  const dayOf = ({ date }: { date?: PlainDate | undefined }): PlainDate => date ?? dayInVietnam(clock());

  const figures = async (
    request: FastifyRequest,
    query: Placed,
    action: 'coverage.view' | 'coverage.export',
  ) => {
    const on = dayOf(query);
    const mapDate = query.mapDate ?? on;
    const { id } = units.byCodeOrEarlier(query.unit, mapDate);
    guard.demand(request, action, id);
    // Where somebody lives is for those who may know his doses, of everybody there.
    const hamlets =
      guard.fields(request, 'person.search', id).has('doses') &&
      guard.facilities(request, 'person.search', id) === null;
    return { id, date: on, ...(await dueCounts(db, units, { unit: query.unit, on, mapDate, hamlets })) };
  };

  api.get(
    '/due',
    {
      config: { access: 'coverage.view' },
      schema: {
        summary: 'How many are due and overdue, by child unit or hamlet',
        querystring: z.object(placed),
      },
    },
    async (request) => figures(request, request.query, 'coverage.view'),
  );
  api.get(
    '/due/counts.xlsx',
    {
      config: { access: 'coverage.export' },
      schema: { summary: 'The same as a workbook for print', querystring: z.object(placed) },
    },
    async (request, reply) => {
      const { id, date, ...counted } = await figures(request, request.query, 'coverage.export');
      const actor = guard.actor(request, null, 'coverage.export', id);
      await recordRead(db, actor, 'export', 'due_counts', counted.unit, request.query);
      const language = languageOf(request);
      return reply
        .type(XLSX)
        .header('content-disposition', `attachment; filename="so-den-han-tiem-${counted.unit}-${date}.xlsx"`)
        .send(Buffer.from(await paperWorkbook([countsPaper(counted, date, language)], language)));
    },
  );

  /** The list that is asked for, of one commune and within what the asker may see. */
  const list = async (request: FastifyRequest, query: Filter, action: 'person.search' | 'person.export') => {
    const on = dayOf(query);
    const { unit, day, recorded } = await placeOf(db, units, query.unit, query.mapDate ?? on);
    guard.demand(request, action, unit.id);
    if (!guard.fields(request, action, unit.id).has('doses'))
      throw new AppError('forbidden', 'forbidden', { action: 'doses' });
    if (units.children(unit.id, day).length > 0)
      throw new AppError('commune_needed', 'invalid', { unit: unit.fullName });
    const all = await findDue(db, {
      unitIds: recorded.filter((id) => guard.allows(request, action, id)),
      on,
      hamlet: query.hamlet ?? null,
      facilities: guard.facilities(request, action, unit.id),
    });
    const rows = all.filter((row) => wanted(row, query, on));
    const health = guard.fields(request, action, unit.id).has('health');
    // Why somebody waits is told to those who treat him; to others, that he waits and until when.
    return {
      unit,
      day,
      on,
      rows: health ? rows : rows.map((row) => ({ ...row, note: null, conditions: [] })),
    };
  };

  api.get(
    '/due/people',
    {
      config: { access: 'person.search' },
      schema: {
        summary: 'Who of a commune is due, overdue or put off, in given-name order',
        querystring: filtered.extend({
          from: z.coerce.number().int().min(0).default(0),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
      },
    },
    async (request) => {
      const { from, limit } = request.query;
      const { rows, day } = await list(request, request.query, 'person.search');
      return {
        total: rows.length,
        people: rows.slice(from, from + limit).map(
          ({ sortKey: _, birthOn: __, unitId, ...person }): DuePerson => ({
            ...person,
            unit: units.get(unitId, day).code,
            nationalId: mask(person.nationalId),
            phone: mask(person.phone),
            note: noteWords(person, languageOf(request)),
          }),
        ),
      };
    },
  );

  const papers = async (request: FastifyRequest, query: Filter, perHamlet: boolean) => {
    const { unit, on, rows } = await list(request, query, 'person.export');
    const actor = guard.actor(request, null, 'person.export', unit.id);
    await recordRead(db, actor, 'export', 'due', unit.code, { ...query, people: rows.length });
    const sorted = [...rows].sort((a, b) => byHamlet(a.hamlet, b.hamlet));
    const about = { office: unit.fullName, on, byHamlet: perHamlet, products: productNames };
    return {
      name: `den-han-tiem-${unit.code}-${on}`,
      made: duePapers(sorted, about, languageOf(request)),
      people: rows.length,
    };
  };
  api.get(
    '/due.xlsx',
    {
      config: { access: 'person.export' },
      schema: { summary: 'The list as a workbook for print, a sheet for each hamlet', querystring: filtered },
    },
    async (request, reply) => {
      const { name, made } = await papers(request, request.query, true);
      return reply
        .type(XLSX)
        .header('content-disposition', `attachment; filename="${name}.xlsx"`)
        .send(Buffer.from(await paperWorkbook(made, languageOf(request))));
    },
  );
  api.get(
    '/due.pdf',
    {
      config: { access: 'person.export' },
      schema: { summary: 'The list on paper', querystring: filtered },
    },
    async (request, reply) => {
      const { name, made, people } = await papers(request, request.query, false);
      if (people > MOST_ON_PAPER)
        throw new AppError('export_too_large', 'too-large', { most: MOST_ON_PAPER, people });
      return reply
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="${name}.pdf"`)
        .send(Buffer.from(await paperPdf(made[0]!, languageOf(request))));
    },
  );

  api.get(
    '/persons/:id/schedule',
    {
      config: { access: 'person.view' },
      schema: {
        summary: 'Each dose of a person by the rules of its day, and the next one',
        params: z.object({ id: z.uuid() }),
        querystring: z.object({ date: dateParameter.optional() }),
      },
    },
    async (request) => {
      const { id } = request.params;
      const unknown = new AppError('person_unknown', 'not-found', { id });
      const { unitId, ...evaluation } = await evaluatePerson(db, id, dayOf(request.query));
      if (unitId === null || !guard.allows(request, 'person.view', unitId)) throw unknown;
      const facilities = guard.facilities(request, 'person.view', unitId);
      if (facilities !== null && !(await isOfFacilities(db, id, facilities))) throw unknown;
      if (!guard.fields(request, 'person.view', unitId).has('doses'))
        throw new AppError('forbidden', 'forbidden', { action: 'doses' });
      const findings = guard.fields(request, 'person.view', unitId).has('health')
        ? evaluation.findings.map(({ finding, since }) => ({
            finding: sentence(languageOf(request), `table.flag.${finding}`),
            since,
          }))
        : [];
      return { ...evaluation, findings };
    },
  );
}

function wanted(row: DueRow, { state, kind, doseNo, band }: Filter, on: PlainDate): boolean {
  return (
    LISTED_STATES.some((one) => one === row.state) &&
    (state === undefined || row.state === state) &&
    (kind === undefined || row.kind === kind) &&
    (doseNo === undefined || row.doseNo === doseNo) &&
    (band === undefined || ageBandOn(row.birthOn, on) === band)
  );
}
