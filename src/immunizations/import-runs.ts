/** Imports that people start in the browser: the run's row is queue, progress and result in one, so a run can be left and found again. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Units } from '../areas/units.ts';
import type { ColumnMeaning } from '../intake/layout.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import { newId } from '../kernel/ids.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { type ImportedFile, type ImportProgress, importFile } from './import-file.ts';

export type RunOptions = Readonly<{
  kind: 'residents' | 'injections' | 'auto';
  source: 'police' | 'commune' | 'health' | null;
  unitCode: string | null;
  asOf: string | null;
  complete: boolean;
  dryRun: boolean;
}>;
export type FindingGroup = Readonly<{ code: string; severity: Finding['severity']; count: number }>;

export type Run = Readonly<{
  id: string;
  fileId: string;
  fileName: string;
  unitId: number | null;
  options: RunOptions;
  state: string;
  progress: ImportProgress;
  layouts: ImportedFile['layouts'] | null;
  result: (Omit<ImportedFile, 'findings' | 'layouts'> & { findingGroups: readonly FindingGroup[] }) | null;
  problem: { code: string; params: Record<string, unknown> } | null;
  accountId: string | null;
  requestedAt: string;
  finishedAt: string | null;
  secondsLeft: number | null;
}>;

const CHUNK = 1024 * 1024;
const SILENT_SECONDS = 30;

/** Stores an upload as it comes, in chunks; returns its id. The bytes are never interpreted here. */
export async function storeFile(db: Database, actor: Actor, name: string, bytes: Readable): Promise<string> {
  const id = newId();
  const hash = createHash('sha256');
  let size = 0;
  let seq = 0;
  let rest: Buffer[] = [];
  let held = 0;
  await db.transaction(actor, async (tx) => {
    const put = async (): Promise<void> => {
      if (held === 0) return;
      await tx.query('INSERT INTO app.stored_file_chunk (file_id, seq, bytes) VALUES ($1, $2, $3)', [
        id,
        seq++,
        Buffer.concat(rest),
      ]);
      rest = [];
      held = 0;
    };
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
      rest.push(chunk);
      held += chunk.length;
      if (held >= CHUNK) await put();
    }
    await put();
    await tx.query(
      'INSERT INTO app.stored_file (id, sha256, name, bytes, account_id, stored_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, hash.digest('hex'), name, size, actor.accountId, new Date().toISOString()],
    );
  });
  return id;
}

/** Writes a stored file to a temporary path for the time of `work`. */
export async function withStoredFile<T>(
  db: Database,
  fileId: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sotiem-file-'));
  const path = join(folder, 'list');
  try {
    await pipeline(async function* () {
      for (let seq = 0; ; seq++) {
        const rows = await db.query<{ bytes: Buffer }>(
          'SELECT bytes FROM app.stored_file_chunk WHERE file_id = $1 AND seq = $2',
          [fileId, seq],
        );
        if (rows[0] === undefined) return;
        yield rows[0].bytes;
      }
    }, createWriteStream(path));
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function enqueueRun(
  db: Database,
  actor: Actor,
  file: { id: string; name: string },
  unitId: number | null,
  options: RunOptions,
): Promise<string> {
  const id = newId();
  await db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.import_run (id, file_id, file_name, unit_id, options, state, progress, account_id, requested_at) VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8)`,
      [
        id,
        file.id,
        file.name,
        unitId,
        JSON.stringify({ ...options, actor: actor.name, onBehalfOf: actor.onBehalfOf }),
        JSON.stringify(NOTHING),
        actor.accountId,
        new Date().toISOString(),
      ],
    ),
  );
  return id;
}

const NOTHING: ImportProgress = {
  rowsRead: 0,
  rowsChecked: 0,
  rowsMatched: 0,
  rowsCommitted: 0,
  stage: 'reading',
};

type RunRow = {
  id: string;
  file_id: string;
  file_name: string;
  unit_id: number | null;
  options: RunOptions & { actor: string; onBehalfOf: string | null };
  state: string;
  progress: ImportProgress;
  layouts: Run['layouts'];
  result: Run['result'];
  problem: Run['problem'];
  account_id: string | null;
  requested_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  cancel_requested: boolean;
};
const COLUMNS =
  'id, file_id, file_name, unit_id, options, state, progress, layouts, result, problem, account_id, requested_at, started_at, finished_at, cancel_requested';

function toRun(row: RunRow): Run {
  return {
    id: row.id,
    fileId: row.file_id,
    fileName: row.file_name,
    unitId: row.unit_id,
    options: row.options,
    state: row.state,
    progress: row.progress,
    layouts: row.layouts,
    result: row.result,
    problem: row.problem,
    accountId: row.account_id,
    requestedAt: row.requested_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    secondsLeft: secondsLeft(row),
  };
}

/** A guess from the run's own speed: rows read so far; nothing while there is nothing to go by. */
function secondsLeft({ state, progress, started_at }: RunRow): number | null {
  if (started_at === null || !['reading', 'matching'].includes(state) || progress.rowsRead === 0) return null;
  const spent = (Date.now() - started_at.getTime()) / 1000;
  return state === 'matching'
    ? Math.ceil(Math.max(1, progress.rowsRead / 4000 - spent / 2))
    : Math.ceil(spent);
}

export async function getRun(db: Database, id: string): Promise<Run> {
  const rows = /^[0-9a-f-]{36}$/.test(id)
    ? await db.query<RunRow>(`SELECT ${COLUMNS} FROM app.import_run WHERE id = $1`, [id])
    : [];
  if (rows[0] === undefined) throw new AppError('run_unknown', 'not-found', { id });
  return toRun(rows[0]);
}

/** The latest runs of units, newest first. */
export async function findRuns(db: Database, unitIds: readonly number[], limit = 50): Promise<Run[]> {
  const rows = await db.query<RunRow>(
    `SELECT ${COLUMNS} FROM app.import_run WHERE unit_id = ANY($1::int[]) ORDER BY requested_at DESC LIMIT $2`,
    [unitIds, limit],
  );
  return rows.map(toRun).map((run) => ({ ...run, layouts: null }));
}

/** Findings of a run as the pipeline gave them, those of one code when asked. */
export async function findRunFindings(
  db: Database,
  id: string,
  code: string | null,
  after: number,
  limit = 200,
): Promise<{ findings: Finding[]; total: number }> {
  const rows = await db.query<{ finding: Finding; total: number }>(
    `SELECT f.value AS finding, count(*) OVER ()::int AS total FROM app.import_run r, jsonb_array_elements(r.findings) WITH ORDINALITY f(value, n)
     WHERE r.id = $1 AND ($2::text IS NULL OR f.value ->> 'code' = $2) ORDER BY f.n OFFSET $3 LIMIT $4`,
    [id, code, after, limit],
  );
  return { findings: rows.map(({ finding }) => finding), total: rows[0]?.total ?? 0 };
}

/** Asks a run to stop; what is committed already stays. */
export const cancelRun = (db: Database, id: string): Promise<unknown> =>
  db.query(
    `UPDATE app.import_run SET cancel_requested = true, state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END WHERE id = $1 AND state IN ('waiting', 'reading', 'matching')`,
    [id],
  );

/** Runs a finished run's file once more: a dry run for real, or with corrected columns. */
export async function repeatRun(
  db: Database,
  actor: Actor,
  run: Run,
  change: Partial<RunOptions>,
): Promise<string> {
  return enqueueRun(db, actor, { id: run.fileId, name: run.fileName }, run.unitId, {
    ...run.options,
    ...change,
  });
}

/** Remembers what the user said of columns, for lists of that unit with that header. */
export async function rememberLayout(
  db: Database,
  actor: Actor,
  unitId: number,
  kind: string,
  signature: string,
  columns: readonly ColumnMeaning[],
): Promise<void> {
  await db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.layout_memory (unit_id, kind, signature, columns, account_id, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (unit_id, kind, signature) DO UPDATE SET columns = excluded.columns, account_id = excluded.account_id, saved_at = excluded.saved_at`,
      [unitId, kind, signature, JSON.stringify(columns), actor.accountId, new Date().toISOString()],
    ),
  );
}

async function remembered(
  db: Database,
  unitId: number | null,
  kind: string,
): Promise<Map<string, ColumnMeaning[]>> {
  if (unitId === null) return new Map();
  const rows = await db.query<{ signature: string; columns: ColumnMeaning[] }>(
    'SELECT signature, columns FROM app.layout_memory WHERE unit_id = $1 AND kind = $2',
    [unitId, kind],
  );
  return new Map(rows.map(({ signature, columns }) => [signature, columns]));
}

export type RunWorker = Readonly<{ stop(): Promise<void>; wake(): void }>;

/**
 * Works off waiting runs, one at a time in this process (several processes share the queue by SKIP LOCKED). A run
 * whose worker died says nothing for half a minute and is taken up again; nothing of it had been kept.
 */
export function startRunWorker(db: Database, units: Units, onError: (error: unknown) => void): RunWorker {
  let stopped = false;
  let wake: () => void = () => {};
  const loop = (async () => {
    while (!stopped) {
      const row = await takeRun(db).catch((error) => {
        onError(error);
        return undefined;
      });
      if (row !== undefined) await work(db, units, row).catch(onError);
      else
        await new Promise<void>((done) => {
          const timer = setTimeout(done, 1000);
          wake = () => {
            clearTimeout(timer);
            done();
          };
        });
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      wake();
      await loop;
    },
    wake: () => wake(),
  };
}

async function takeRun(db: Database): Promise<RunRow | undefined> {
  const at = new Date();
  const rows = await db.query<RunRow>(
    `UPDATE app.import_run SET state = 'reading', started_at = $1, heartbeat_at = $1 WHERE id = (
       SELECT id FROM app.import_run WHERE state = 'waiting' OR (state IN ('reading', 'matching') AND heartbeat_at < $2)
       ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING ${COLUMNS}`,
    [at.toISOString(), new Date(at.getTime() - SILENT_SECONDS * 1000).toISOString()],
  );
  return rows[0];
}

async function work(db: Database, units: Units, row: RunRow): Promise<void> {
  const today = new Date().toISOString().slice(0, 10) as PlainDate;
  const { options } = row;
  const actor: Actor = {
    accountId: row.account_id,
    name: options.actor,
    onBehalfOf: options.onBehalfOf,
    requestId: row.id,
    reason: 'import',
  };
  let progress = row.progress;
  let cancelled = false;
  const beat = setInterval(() => {
    db.query<{ cancel_requested: boolean }>(
      'UPDATE app.import_run SET progress = $2, heartbeat_at = $3, state = $4 WHERE id = $1 RETURNING cancel_requested',
      [
        row.id,
        JSON.stringify(progress),
        new Date().toISOString(),
        progress.stage === 'reading' ? 'reading' : 'matching',
      ],
    ).then(
      (rows) => {
        cancelled = rows[0]?.cancel_requested ?? false;
      },
      () => {},
    );
  }, 400);
  const finish = (
    state: string,
    fields: { result?: unknown; layouts?: unknown; findings?: unknown; problem?: unknown; unitId?: number },
  ): Promise<unknown> => {
    clearInterval(beat);
    return db.query(
      'UPDATE app.import_run SET state = $2, result = $3, layouts = $4, findings = $5, problem = $6, progress = $7, finished_at = $8, unit_id = coalesce(unit_id, $9) WHERE id = $1',
      [
        row.id,
        state,
        json(fields.result),
        json(fields.layouts),
        json(fields.findings),
        json(fields.problem),
        JSON.stringify(progress),
        new Date().toISOString(),
        fields.unitId ?? null,
      ],
    );
  };
  try {
    const result = await withStoredFile(db, row.file_id, async (path) =>
      importFile(
        db,
        units,
        actor,
        { path, name: row.file_name, fileId: row.file_id, runId: row.id },
        {
          kind: options.kind,
          source: options.source,
          unitCode: options.unitCode,
          asOf: options.asOf === null ? null : parseDate(options.asOf),
          complete: options.complete,
          dryRun: options.dryRun,
          corrections: await remembered(db, row.unit_id, options.kind),
        },
        today,
        {
          progress: (now) => {
            progress = now;
          },
          cancelled: () => cancelled,
        },
        row.unit_id === null ? null : units.get(row.unit_id, today),
      ),
    );
    const { findings, layouts, ...rest } = result;
    await finish(options.dryRun ? 'checked' : 'committed', {
      result: { ...rest, findingGroups: groupsOf(findings) },
      layouts,
      findings,
      unitId: result.unitId,
    });
  } catch (error) {
    clearInterval(beat);
    if (!(error instanceof AppError)) {
      await finish('failed', { problem: { code: 'internal_error', params: {} } });
      throw error;
    }
    await finish(error.code === 'import_cancelled' ? 'cancelled' : 'failed', {
      problem: { code: error.code, params: error.params },
    });
  }
}

const json = (value: unknown): string | null =>
  value === undefined ? null : JSON.stringify(value).replaceAll('\\u0000', '');

function groupsOf(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, { code: string; severity: Finding['severity']; count: number }>();
  for (const { code, severity } of findings) {
    const group = groups.get(code);
    if (group === undefined) groups.set(code, { code, severity, count: 1 });
    else group.count++;
  }
  const rank = { error: 0, warning: 1, info: 2 };
  return [...groups.values()].sort((a, b) => rank[a.severity] - rank[b.severity] || b.count - a.count);
}
