import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import { mask } from '../identity/access.ts';
import type { Guard } from '../identity/guard.ts';
import { FIELDS } from '../intake/layout.ts';
import { ageBandOn } from '../kernel/age-band.ts';
import { AppError } from '../kernel/app-error.ts';
import { ageOn, type PlainDate, parseDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { sentence } from '../platform/messages.ts';
import { findPeople, type PersonSummary } from '../residents/find-people.ts';
import { speaksOfDoses, UNNAMED } from './finding-words.ts';
import { getPerson } from './get-person.ts';
import { handBackRun } from './hand-back-run.ts';
import {
  cancelRun,
  enqueueRun,
  findRunFindings,
  findRuns,
  getRun,
  type Run,
  type RunOptions,
  rememberLayout,
  repeatRun,
  storeFile,
} from './import-runs.ts';
import { peopleFilters, peopleQuestion } from './people-question.ts';
import type { RunWorker } from './run-worker.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;
const idParameter = z.object({ id: z.string().max(40) });

type Deps = { db: Database; units: Units; guard: Guard; worker: RunWorker };

/** Imports and people. Every answer is cut to the fields of the asker's role. */
export function immunizationRoutes(server: FastifyInstance, { db, units, guard, worker }: Deps): void {
  const api = withTypes(server);

  const ownRun = async (request: FastifyRequest, id: string): Promise<Run> => {
    const run = await getRun(db, id);
    const own = run.accountId === guard.session(request).account.id;
    if (!own && (run.unitId === null || !guard.allows(request, 'list.view', run.unitId)))
      throw new AppError('forbidden', 'forbidden', { action: 'list.view' });
    return run;
  };
  const shown = (request: FastifyRequest, run: Run) => {
    const language = languageOf(request);
    return {
      ...run,
      unit:
        run.unitId === null
          ? null
          : { code: units.get(run.unitId, today()).code, name: units.get(run.unitId, today()).fullName },
      problem:
        run.problem === null
          ? null
          : { ...run.problem, message: sentence(language, `error.${run.problem.code}`, run.problem.params) },
      result:
        run.result === null
          ? null
          : {
              ...run.result,
              personRows: undefined,
              findingGroups: run.result.findingGroups.map((group) => ({
                ...group,
                message: sentence(language, `finding.${group.code}`, UNNAMED),
              })),
            },
    };
  };

  api.post(
    '/imports',
    {
      config: { access: 'list.import' },
      schema: { summary: 'Upload lists (multipart: files, kind, source, unit, asOf, completeness, dryRun)' },
    },
    async (request, reply) => {
      const stored: { id: string; name: string }[] = [];
      const fields: Record<string, string> = {};
      for await (const part of request.parts()) {
        if (part.type === 'field') fields[part.fieldname] = String(part.value).slice(0, 200);
        else {
          const name = part.filename.split(/[\\/]/).at(-1)!.slice(0, 200) || 'list';
          stored.push({ id: await storeFile(db, guard.actor(request, 'upload'), name, part.file), name });
          if (part.file.truncated) throw new AppError('file_too_large', 'too-large');
        }
      }
      if (stored.length === 0) throw new AppError('file_empty', 'invalid');
      const choice = <T extends string>(name: string, values: readonly T[], other: T): T =>
        values.includes(fields[name] as T) ? (fields[name] as T) : other;
      const asOf = fields.asOf ? parseDate(fields.asOf) : null;
      const scope = guard
        .session(request)
        .principal.grants.find(({ unitId }) => guard.allows(request, 'list.import', unitId))!;
      const unitId = fields.unit ? units.byCodeOrEarlier(fields.unit, asOf ?? today()).id : scope.unitId;
      guard.demand(request, 'list.import', unitId);
      const source = choice('source', ['police', 'commune', 'health', ''], '');
      const options: RunOptions = {
        kind: choice('kind', ['residents', 'injections', 'auto'], 'auto'),
        source: source === '' ? null : source,
        unitCode: units.get(unitId, today()).code,
        asOf,
        complete: fields.completeness === 'complete',
        dryRun: fields.dryRun === 'true',
      };
      const actor = guard.actor(request, 'import', 'list.import', unitId);
      const runs = [];
      for (const file of stored)
        runs.push({ id: await enqueueRun(db, actor, file, unitId, options), fileName: file.name });
      worker.wake();
      return reply.status(202).send({ runs });
    },
  );
  api.get(
    '/imports',
    {
      config: { access: 'list.view' },
      schema: {
        summary: 'Latest imports of a unit',
        querystring: z.object({ unit: z.string().max(5), at: dateParameter.optional() }),
      },
    },
    async (request) => {
      const at = request.query.at ?? today();
      const unit = units.byCodeOrEarlier(request.query.unit, at);
      guard.demand(request, 'list.view', unit.id);
      const day = units.find(unit.id, at) === undefined ? unit.from : at;
      const runs = await findRuns(db, [unit.id, ...units.communesUnder(unit.id, day).map(({ id }) => id)]);
      return { runs: runs.map((run) => shown(request, run)) };
    },
  );
  api.get(
    '/imports/:id',
    {
      config: { access: 'list.view' },
      schema: { summary: 'One import: progress, result, layouts', params: idParameter },
    },
    async (request) => shown(request, await ownRun(request, request.params.id)),
  );
  api.get(
    '/imports/:id/findings',
    {
      config: { access: 'list.view' },
      schema: {
        summary: 'Findings of an import',
        params: idParameter,
        querystring: z.object({
          code: z.string().max(80).optional(),
          after: z.coerce.number().int().min(0).default(0),
        }),
      },
    },
    async (request) => {
      const run = await ownRun(request, request.params.id);
      const { findings, total } = await findRunFindings(
        db,
        run.id,
        request.query.code ?? null,
        request.query.after,
      );
      const next = request.query.after + findings.length;
      return {
        findings: findings.map((finding) => ({
          ...finding,
          message: sentence(languageOf(request), `finding.${finding.code}`, finding.params),
        })),
        total,
        next: next < total ? next : null,
      };
    },
  );
  api.get(
    '/imports/:id/returned',
    {
      config: { access: 'list.view' },
      schema: { summary: 'The file itself, with its findings in it', params: idParameter },
    },
    async (request, reply) => {
      const run = await ownRun(request, request.params.id);
      const { name, bytes } = await handBackRun(db, run, languageOf(request));
      await recordRead(db, guard.actor(request), 'export', 'import_run', run.id);
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(bytes);
    },
  );
  api.post(
    '/imports/:id/cancel',
    { config: { access: 'list.import' }, schema: { summary: 'Stop an import', params: idParameter } },
    async (request) => {
      const run = await ownRun(request, request.params.id);
      await cancelRun(db, run.id);
      return { done: true };
    },
  );
  api.post(
    '/imports/:id/commit',
    {
      config: { access: 'list.import' },
      schema: { summary: 'Take the rows of a dry run', params: idParameter },
    },
    async (request) => {
      const run = await ownRun(request, request.params.id);
      guard.demand(request, 'list.import', run.unitId!);
      const id = await repeatRun(db, guard.actor(request, 'import', 'list.import', run.unitId!), run, {
        dryRun: false,
      });
      worker.wake();
      return { id };
    },
  );
  const column = z.object({
    column: z.number().int().min(0).max(1023),
    field: z.enum(FIELDS),
    dose: z.number().int().min(1).max(9).nullable(),
  });
  api.put(
    '/imports/:id/layout',
    {
      config: { access: 'list.import' },
      schema: {
        summary: 'Correct what columns mean; remembered for this unit and header',
        params: idParameter,
        body: z.object({
          sheets: z
            .array(z.object({ sheet: z.string().max(200), columns: z.array(column).max(200) }))
            .max(100),
        }),
      },
    },
    async (request) => {
      const run = await ownRun(request, request.params.id);
      guard.demand(request, 'list.import', run.unitId!);
      const actor = guard.actor(request, 'correct columns', 'list.import', run.unitId!);
      for (const { sheet, columns } of request.body.sheets) {
        const layout = run.layouts?.find((one) => one.sheet === sheet);
        if (layout !== undefined)
          await rememberLayout(
            db,
            actor,
            run.unitId!,
            run.options.kind,
            layout.signature,
            columns.map((one) => ({
              ...one,
              header: layout.columns.find(({ column: at }) => at === one.column)?.header ?? '',
              confidence: 1,
            })),
          );
      }
      const id = await repeatRun(db, actor, run, {});
      worker.wake();
      return { id };
    },
  );
  api.get(
    '/imports/:id/events',
    {
      config: { access: 'list.view' },
      schema: { summary: 'Progress as server-sent events', params: idParameter },
    },
    async (request, reply) => {
      const run = await ownRun(request, request.params.id);
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      let last = '';
      while (!reply.raw.destroyed) {
        const now = await getRun(db, run.id);
        const text = JSON.stringify({
          state: now.state,
          progress: now.progress,
          secondsLeft: now.secondsLeft,
        });
        if (text !== last) reply.raw.write(`data: ${text}\n\n`);
        last = text;
        if (now.finishedAt !== null) break;
        await sleep(400);
      }
      reply.raw.end();
    },
  );

  const summary = (request: FastifyRequest, person: PersonSummary, askedUnitId: number, on: PlainDate) => {
    const fields = guard.fields(request, 'person.search', person.unitId ?? askedUnitId);
    const unit = person.unitId === null ? null : units.get(person.unitId, on);
    return {
      id: person.id,
      name: person.name,
      sortKey: person.sortKey,
      sex: person.sex,
      birth: person.birth,
      age: person.birth === null ? null : ageOn(person.birth.on, on),
      band: ageBandOn(person.birth?.on ?? null, on),
      unit: unit === null ? null : { code: unit.code, name: unit.fullName },
      hamlet: person.hamlet,
      kind: person.kind,
      whereabouts: person.whereabouts,
      nationalId: mask(person.nationalId),
      phone: mask(person.phone),
      sources: person.sources,
      findings: person.findings,
      review: person.rowsInReview > 0,
      doses: fields.has('doses') ? person.doses : null,
      full: fields.has('doses') ? person.full : null,
    };
  };
  api.get(
    '/persons',
    {
      config: { access: 'person.search' },
      schema: {
        summary: 'People of a unit, in given-name order',
        querystring: peopleFilters.extend({
          afterKey: z.string().max(200).optional(),
          afterId: z.uuid().optional(),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
      },
    },
    async (request) => {
      const { query } = request;
      const { date, unitId, filter } = await peopleQuestion(request, query, 'person.search', {
        db,
        units,
        guard,
      });
      const { persons, total } = await findPeople(db, {
        ...filter,
        after:
          query.afterKey !== undefined && query.afterId !== undefined
            ? { sortKey: query.afterKey, id: query.afterId }
            : null,
        limit: query.limit,
      });
      return { persons: persons.map((person) => summary(request, person, unitId, date)), total };
    },
  );
  api.get(
    '/hamlets',
    {
      config: { access: 'person.search' },
      schema: {
        summary: 'Hamlets of a unit',
        querystring: z.object({ unit: z.string().max(5), mapDate: dateParameter.optional() }),
      },
    },
    async (request) => {
      const unit = units.byCodeOrEarlier(request.query.unit, request.query.mapDate ?? today());
      guard.demand(request, 'person.search', unit.id);
      const rows = await db.query<{ hamlet: string; people: number }>(
        'SELECT hamlet, count(*)::int AS people FROM app.person WHERE unit_id = $1 AND hamlet IS NOT NULL GROUP BY hamlet ORDER BY hamlet',
        [unit.id],
      );
      return { hamlets: rows };
    },
  );
  api.get(
    '/persons/:id',
    {
      config: { access: 'person.view' },
      schema: { summary: 'One person with every source record', params: idParameter },
    },
    async (request) => {
      const person = await getPerson(db, request.params.id);
      const unitId =
        person.unitId ??
        (person.records[0] === undefined ? null : await recordUnit(db, person.records[0].id));
      if (unitId === null || !guard.allows(request, 'person.view', unitId))
        throw new AppError('person_unknown', 'not-found', { id: request.params.id });
      const fields = guard.fields(request, 'person.view', unitId);
      await recordRead(db, guard.actor(request, null, 'person.view', unitId), 'view', 'person', person.id);
      const doses = fields.has('doses');
      const unit = units.get(unitId, '2021-12-14' as PlainDate);
      return {
        ...person,
        nationalId: mask(person.nationalId),
        phone: mask(person.phone),
        unit: { code: unit.code, name: unit.fullName },
        identifiers: person.identifiers.map((identifier) => ({
          ...identifier,
          value: mask(identifier.value),
        })),
        residences: person.residences.map((home) => ({
          ...home,
          unitName: units.get(home.unitId, '2021-12-14' as PlainDate).fullName,
        })),
        doses: doses ? person.doses : null,
        // Raw rows hold everything a list said: they are shown to those who may see all of it, and without numbers in clear.
        records: person.records
          .filter(({ kind }) => doses || kind === 'residents')
          .map((record) => ({
            ...record,
            claim: undefined,
            cells: doses ? record.cells.map(maskDigits) : record.cells.slice(0, 12).map(maskDigits),
          })),
        findings: person.findings
          .filter(({ code }) => doses || !speaksOfDoses(code))
          .map((finding) => ({
            ...finding,
            cell: maskDigits(finding.cell),
            suggestion: maskDigits(finding.suggestion),
            message: sentence(languageOf(request), `finding.${finding.code}`, finding.params),
          })),
        audit: await db.query(
          'SELECT at, subject, action, actor, on_behalf_of AS "onBehalfOf", reason FROM app.audit_event WHERE subject_id = $1 ORDER BY id DESC LIMIT 50',
          [person.id],
        ),
      };
    },
  );
  api.post(
    '/persons/:id/reveal',
    {
      config: { access: 'person.reveal' },
      schema: {
        summary: 'Show numbers in clear, with a reason that is logged',
        params: idParameter,
        body: z.object({ reason: z.string().trim().min(5).max(300) }),
      },
    },
    async (request) => {
      const person = await getPerson(db, request.params.id);
      if (person.unitId === null)
        throw new AppError('person_unknown', 'not-found', { id: request.params.id });
      guard.demand(request, 'person.reveal', person.unitId);
      await recordRead(
        db,
        guard.actor(request, request.body.reason, 'person.reveal', person.unitId),
        'reveal',
        'person',
        person.id,
      );
      return { identifiers: person.identifiers, phone: person.phone };
    },
  );
}

/** Digits of identity and phone numbers within free cells, hidden but for their ends. */
const maskDigits = (text: string | null): string | null =>
  text?.replace(/\d[\d .]{6,}\d/g, (number) =>
    /^\d{1,2}[ .]\d{1,2}[ .]\d{4}$/.test(number) ? number : mask(number.replace(/[ .]/g, ''))!,
  ) ?? null;

async function recordUnit(db: Database, recordId: string): Promise<number | null> {
  const rows = await db.query<{ unit_id: number }>('SELECT unit_id FROM app.source_record WHERE id = $1', [
    recordId,
  ]);
  return rows[0]?.unit_id ?? null;
}
