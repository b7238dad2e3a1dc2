import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { checkersOf, isSent } from './chain.ts';
import { checkReport, getReport, progressOf } from './check-report.ts';
import { type CountRegister, DISPATCH_BANDS, REPORT_SOURCES, SERIES, SEXES } from './contract.ts';
import { populationFigures } from './figures.ts';
import { populationImportRoutes } from './import-routes.ts';
import { asFigures, knownFigures } from './known-figures.ts';
import { proposeFromRegister } from './propose-from-register.ts';
import { getBandSet, isCounted, recordOneReport, recordReport } from './record-report.ts';
import { checkFigures, compareFigures } from './rules.ts';
import { populationSettingRoutes } from './setting-routes.ts';
import { figuresOf, findReports, type StoredReport } from './store.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;
const unitCode = z.string().max(5);
const idParameter = z.object({ id: z.string().max(40) });
const figure = z.object({
  series: z.enum(SERIES),
  hamlet: z.string().trim().max(120).default(''),
  sex: z.enum(SEXES).default('all'),
  band: z.string().max(10),
  people: z.number().int(),
});
const newReport = z.object({
  unit: unitCode,
  effectiveOn: dateParameter,
  bandSet: z.string().max(40).default(DISPATCH_BANDS.id),
  note: z.string().trim().max(500).nullable().default(null),
  figures: z.array(figure).max(5000),
});

type Deps = { db: Database; units: Units; guard: Guard; countRegister: CountRegister; clock: Clock };

/** Population figures: the three series, versions and their checking, forms in and out. */
export function populationRoutes(
  server: FastifyInstance,
  { db, units, guard, countRegister, clock }: Deps,
): void {
  const api = withTypes(server);
  const naming = (id: number, on: PlainDate) => {
    const unit = units.get(id, on);
    return { code: unit.code, name: unit.fullName };
  };
  const shape = (request: FastifyRequest, report: StoredReport) => {
    const { state, waitingFor } = progressOf(units, report);
    const { contentHash: _, unitId, accountId: __, fileId, events, ...rest } = report;
    return {
      ...rest,
      unit: naming(unitId, report.effectiveOn),
      hasFile: fileId !== null,
      state,
      waitingFor: waitingFor === null ? null : naming(waitingFor, report.effectiveOn),
      mayCheck: waitingFor !== null && guard.allows(request, 'population.check', waitingFor),
      maySubmit: !isSent(state) && guard.allows(request, 'population.report', unitId),
      checkers: checkersOf(units, report).map(({ id }) => naming(id, report.effectiveOn)),
      events: events.map(({ accountId: ___, checkerId, ...event }) => ({
        ...event,
        checker: checkerId === null ? null : naming(checkerId, report.effectiveOn),
      })),
    };
  };
  const seen = async (request: FastifyRequest, id: string): Promise<StoredReport> => {
    const report = await getReport(db, id);
    // A version of another unit is as unknown as one that never was.
    if (!guard.allows(request, 'population.view', report.unitId))
      throw new AppError('population_report_unknown', 'not-found', { id });
    return report;
  };

  api.get(
    '/population',
    {
      config: { access: 'population.view' },
      schema: {
        summary:
          'Official, actual and transient population by age group, for a unit, its children or its communes',
        querystring: z.object({
          unit: unitCode,
          by: z.enum(['self', 'children', 'communes']).default('self'),
          date: dateParameter.optional(),
          mapDate: dateParameter.optional(),
          bands: z.string().max(40).default(DISPATCH_BANDS.id),
        }),
      },
    },
    async (request) => {
      const { unit: code, by, bands } = request.query;
      const date = request.query.date ?? today();
      const mapDate = request.query.mapDate ?? date;
      const unit = units.byCode(code, mapDate);
      guard.demand(request, 'population.view', unit.id);
      const answer = await populationFigures(db, units, {
        unitId: unit.id,
        date,
        mapDate,
        by,
        bandSet: bands,
      });
      const below =
        answer.own.length === 0
          ? null
          : await knownFigures(db, units, countRegister, { unitId: unit.id, on: date, bandSet: bands });
      return {
        ...answer,
        counted: isCounted(units, unit, mapDate),
        mayReport: guard.allows(request, 'population.report', unit.id),
        findings:
          below === null
            ? []
            : checkFigures(asFigures(answer.own), date, { ...below, previous: null, register: [] }),
      };
    },
  );
  api.get(
    '/population/reports',
    {
      config: { access: 'population.view' },
      schema: {
        summary:
          'Versions of a unit, the newest first; or those of the units below that wait for it to check',
        querystring: z.object({
          unit: unitCode,
          mapDate: dateParameter.optional(),
          waiting: z.enum(['true', 'false']).default('false'),
        }),
      },
    },
    async (request) => {
      const mapDate = request.query.mapDate ?? today();
      const unit = units.byCode(request.query.unit, mapDate);
      guard.demand(request, 'population.view', unit.id);
      if (request.query.waiting === 'false')
        return { reports: (await findReports(db, [unit.id], null)).map((report) => shape(request, report)) };
      const below = units
        .unitsAt(mapDate)
        .units.filter(({ id }) => id !== unit.id && units.isWithin(id, unit.id, mapDate));
      const reports = await findReports(
        db,
        below.map(({ id }) => id),
        null,
      );
      return {
        reports: reports
          .filter((report) => progressOf(units, report).waitingFor === unit.id)
          .map((report) => shape(request, report)),
      };
    },
  );
  api.get(
    '/population/reports/:id',
    {
      config: { access: 'population.view' },
      schema: { summary: 'One version with its figures and what it changed', params: idParameter },
    },
    async (request) => {
      const report = await seen(request, request.params.id);
      const before = report.replaces === null ? null : await getReport(db, report.replaces);
      const found = await figuresOf(db, before === null ? [report] : [report, before]);
      const figures = found.get(report.id)!;
      const known = await knownFigures(db, units, countRegister, {
        unitId: report.unitId,
        on: report.effectiveOn,
        bandSet: report.bandSet,
      });
      return {
        ...shape(request, report),
        figures,
        changes: before === null ? [] : compareFigures(found.get(before.id)!, figures),
        findings: checkFigures(figures, report.effectiveOn, known),
      };
    },
  );
  api.get(
    '/population/known',
    {
      config: { access: 'population.view' },
      schema: {
        summary:
          'What figures of a unit on a day are compared with while they are typed, and what the register proposes',
        querystring: z.object({
          unit: unitCode,
          on: dateParameter,
          bands: z.string().max(40).default(DISPATCH_BANDS.id),
        }),
      },
    },
    async (request) => {
      const { unit: code, on, bands } = request.query;
      const unit = units.byCode(code, on);
      guard.demand(request, 'population.view', unit.id);
      const known = await knownFigures(db, units, countRegister, { unitId: unit.id, on, bandSet: bands });
      const { starts } = await getBandSet(db, bands);
      return { ...known, proposal: proposeFromRegister(known.register, starts) };
    },
  );
  api.post(
    '/population/reports',
    {
      config: { access: 'population.report' },
      schema: {
        summary: 'Record versions of one or more units; each stands beside the earlier ones',
        body: z.object({
          source: z.enum(REPORT_SOURCES).exclude(['workbook']).default('api'),
          submit: z.boolean().default(false),
          reports: z.array(newReport).min(1).max(300),
        }),
      },
    },
    async (request, reply) => {
      const { source, submit, reports } = request.body;
      const wanted = reports.map(({ unit, ...report }) => ({
        ...report,
        unitId: units.byCode(unit, report.effectiveOn).id,
      }));
      for (const { unitId } of wanted) guard.demand(request, 'population.report', unitId);
      const actor = guard.actor(request, null, 'population.report', wanted[0]!.unitId);
      const now = clock();
      // All or none: a grid half taken in would have to be searched for what is missing.
      const recorded = await db.transaction(actor, async (tx) => {
        const done = [];
        for (const report of wanted)
          done.push(
            await recordReport(
              tx,
              units,
              actor,
              { ...report, source, figures: report.figures.map((one) => ({ ...one, method: null })) },
              now,
            ),
          );
        return done;
      });
      if (submit)
        for (const { id, unchanged } of recorded) {
          const known = await getReport(db, id);
          if (!unchanged || !isSent(progressOf(units, known).state))
            await checkReport(
              db,
              units,
              actor,
              id,
              { action: 'submitted', checkerId: null, reason: null },
              now,
            );
        }
      return reply.status(201).send({
        reports: await Promise.all(
          recorded.map(async ({ id, unchanged }) => ({
            ...shape(request, await getReport(db, id)),
            unchanged,
          })),
        ),
      });
    },
  );
  api.post(
    '/population/proposals',
    {
      config: { access: 'population.report' },
      schema: {
        summary: 'Record what the register counts as a draft: the signed list gives these figures',
        body: z.object({
          unit: unitCode,
          on: dateParameter,
          bandSet: z.string().max(40).default(DISPATCH_BANDS.id),
          note: z.string().trim().max(500).nullable().default(null),
        }),
      },
    },
    async (request, reply) => {
      const { unit: code, on, bandSet, note } = request.body;
      const unit = units.byCode(code, on);
      guard.demand(request, 'population.report', unit.id);
      const { register } = await knownFigures(db, units, countRegister, { unitId: unit.id, on, bandSet });
      const actor = guard.actor(request, null, 'population.report', unit.id);
      const { id } = await recordOneReport(
        db,
        units,
        actor,
        {
          unitId: unit.id,
          effectiveOn: on,
          bandSet,
          source: 'register',
          note,
          figures: proposeFromRegister(register, (await getBandSet(db, bandSet)).starts),
        },
        clock(),
      );
      return reply.status(201).send(shape(request, await getReport(db, id)));
    },
  );
  api.post(
    '/population/reports/:id/submit',
    {
      config: { access: 'population.report' },
      schema: { summary: 'Send a version to be checked', params: idParameter },
    },
    async (request) => {
      const { unitId } = await seen(request, request.params.id);
      guard.demand(request, 'population.report', unitId);
      const actor = guard.actor(request, null, 'population.report', unitId);
      await checkReport(
        db,
        units,
        actor,
        request.params.id,
        { action: 'submitted', checkerId: null, reason: null },
        clock(),
      );
      return shape(request, await getReport(db, request.params.id));
    },
  );
  api.post(
    '/population/reports/:id/check',
    {
      config: { access: 'population.check' },
      schema: {
        summary: 'Accept a version that waits for the asker’s unit, or return it with a reason',
        params: idParameter,
        body: z.object({
          action: z.enum(['accepted', 'returned']),
          reason: z.string().trim().max(500).nullable().default(null),
        }),
      },
    },
    async (request) => {
      const report = await seen(request, request.params.id);
      const { waitingFor, state } = progressOf(units, report);
      if (waitingFor === null) throw new AppError('population_step_wrong', 'conflict', { state });
      guard.demand(request, 'population.check', waitingFor);
      const actor = guard.actor(request, request.body.reason, 'population.check', waitingFor);
      await checkReport(db, units, actor, report.id, { ...request.body, checkerId: waitingFor }, clock());
      return shape(request, await getReport(db, report.id));
    },
  );
  populationSettingRoutes(server, { db, units, guard });
  populationImportRoutes(server, { db, units, guard, countRegister, clock });
}
