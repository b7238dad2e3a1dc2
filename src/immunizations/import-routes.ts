import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import { maskDigits } from '../identity/access.ts';
import type { Guard } from '../identity/guard.ts';
import { FIELDS } from '../intake/layout.ts';
import { AppError } from '../kernel/app-error.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { sentence } from '../platform/messages.ts';
import { UNNAMED } from './finding-words.ts';
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
import { runAccess } from './run-access.ts';
import type { RunWorker } from './run-worker.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;
const idParameter = z.object({ id: z.string().max(40) });

/** Lists in: upload, progress, findings, corrected columns, the file back. */
export function importRoutes(
  server: FastifyInstance,
  { db, units, guard, worker }: { db: Database; units: Units; guard: Guard; worker: RunWorker },
): void {
  const api = withTypes(server);
  const access = runAccess(db, guard);
  const shown = (request: FastifyRequest, run: Run) => {
    const language = languageOf(request);
    const readable = access.reads(request, run);
    return {
      ...run,
      layouts: readable ? run.layouts : null,
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
              // They show people by name.
              samples: readable ? run.result.samples : undefined,
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
      const facility = guard.facilities(request, 'list.import', unitId)?.[0] ?? null;
      // A facility brings what it injected; who lives where is not for it to say.
      const own: RunOptions =
        facility === null ? options : { ...options, kind: 'injections', source: 'health', complete: false };
      const runs = [];
      for (const file of stored)
        runs.push({ id: await enqueueRun(db, actor, file, { unitId, facility }, own), fileName: file.name });
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
      return { runs: runs.filter((run) => access.sees(request, run)).map((run) => shown(request, run)) };
    },
  );
  api.get(
    '/imports/:id',
    {
      config: { access: 'list.view' },
      schema: { summary: 'One import: progress, result, layouts', params: idParameter },
    },
    async (request) => shown(request, await access.toSee(request, request.params.id)),
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
      const run = await access.toRead(request, request.params.id);
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
          ...(access.isOwn(request, run)
            ? {}
            : { cell: maskDigits(finding.cell), suggestion: maskDigits(finding.suggestion) }),
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
      const run = await access.toRead(request, request.params.id);
      // Another's file holds numbers in clear.
      if (!access.isOwn(request, run)) guard.demand(request, 'person.reveal', run.unitId!);
      const { name, bytes } = await handBackRun(db, run, languageOf(request));
      await recordRead(
        db,
        guard.actor(request, null, 'list.view', run.unitId!),
        'export',
        'import_run',
        run.id,
      );
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
      const run = await access.toChange(request, request.params.id);
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
      const run = await access.toChange(request, request.params.id);
      const id = await repeatRun(db, guard.actor(request, 'import', 'list.import', run.unitId), run, {
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
      const run = await access.toChange(request, request.params.id);
      const actor = guard.actor(request, 'correct columns', 'list.import', run.unitId);
      for (const { sheet, columns } of request.body.sheets) {
        const layout = run.layouts?.find((one) => one.sheet === sheet);
        if (layout !== undefined)
          await rememberLayout(
            db,
            actor,
            run.unitId,
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
      const run = await access.toSee(request, request.params.id);
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
}
