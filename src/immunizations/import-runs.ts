/** Imports that people start in the browser: the run's row is queue, progress and result in one, so a run can be left and found again. */
import type { ColumnMeaning } from '../intake/layout.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import type { ImportedFile } from './import-file.ts';
import type { ImportProgress } from './read-list.ts';

export { storeFile, withStoredFile } from '../intake/stored-files.ts';

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
  /** The facility that brought the list; null for an authority's. */
  facility: string | null;
  requestedAt: string;
  finishedAt: string | null;
  secondsLeft: number | null;
}>;

export async function enqueueRun(
  db: Database,
  actor: Actor,
  file: { id: string; name: string },
  of: Readonly<{ unitId: number | null; facility: string | null }>,
  options: RunOptions,
): Promise<string> {
  const id = newId();
  await db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.import_run (id, file_id, file_name, unit_id, options, state, progress, account_id, requested_at, facility) VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8, $9)`,
      [
        id,
        file.id,
        file.name,
        of.unitId,
        JSON.stringify({ ...options, actor: actor.name, onBehalfOf: actor.onBehalfOf }),
        JSON.stringify(NOTHING),
        actor.accountId,
        new Date().toISOString(),
        of.facility,
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

export type RunRow = {
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
  facility: string | null;
  requested_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  cancel_requested: boolean;
  deaths: number;
};
export const COLUMNS =
  'id, file_id, file_name, unit_id, options, state, progress, layouts, result, problem, account_id, facility, requested_at, started_at, finished_at, cancel_requested, deaths';

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
    facility: row.facility,
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
  return enqueueRun(db, actor, { id: run.fileId, name: run.fileName }, run, {
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
