/**
 * Works off the runs that wait. A worker holds a session lock on its run for as long as it lives, so a run whose worker
 * died is free the moment its connection is gone, and is taken up again: nothing of it had been kept.
 */
import type { Units } from '../areas/units.ts';
import type { ColumnMeaning } from '../intake/layout.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import { type Database, isConnectionLoss, type Tx } from '../platform/database.ts';
import { importFile } from './import-file.ts';
import { COLUMNS, type FindingGroup, type RunRow, withStoredFile } from './import-runs.ts';

export type RunWorker = Readonly<{
  /** Ends after the run in hand has stopped at its next step; that run waits again. */
  stop(): Promise<void>;
  /** Says that a run waits, so that it need not wait for the next look. */
  wake(): void;
}>;

const LOOK_EVERY_MS = 1000;
const RUN_LOCK = 7_326_003;
// A run that outlived so many workers is taken to be what killed them.
const MAX_DEATHS = 2;

/** Starts working, one run at a time; several processes share the queue by their locks. */
export function startRunWorker(db: Database, units: Units, onError: (error: unknown) => void): RunWorker {
  let stopped = false;
  let wake: () => void = () => {};
  const loop = (async () => {
    while (!stopped) {
      const worked = await workOnNext(db, units, () => stopped).catch((error) => {
        onError(error);
        return false;
      });
      if (!worked && !stopped)
        await new Promise<void>((done) => {
          const timer = setTimeout(done, LOOK_EVERY_MS);
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

/** Takes the oldest free run and works on it; false when there is none. */
async function workOnNext(db: Database, units: Units, leaving: () => boolean): Promise<boolean> {
  const lock = await db.pool.connect();
  try {
    // A worker on another machine that fell silent gives its lock up within a minute, not within hours.
    await lock.query('SET tcp_keepalives_idle = 20');
    await lock.query('SET tcp_keepalives_interval = 10');
    await lock.query('SET tcp_keepalives_count = 3');
    const row = await takeRun(lock);
    if (row === undefined) return false;
    try {
      if (row.deaths > MAX_DEATHS)
        await finish(db, row, 'failed', { problem: { code: 'import_crashed', params: {} } });
      else await work(db, units, row, leaving);
    } finally {
      await lock.query('SELECT pg_advisory_unlock($1, hashtext($2))', [RUN_LOCK, row.id]);
    }
    return true;
  } finally {
    lock.release();
  }
}

async function takeRun(lock: Tx): Promise<RunRow | undefined> {
  const { rows } = await lock.query<{ id: string }>(
    `SELECT id FROM app.import_run WHERE state IN ('waiting', 'reading', 'matching') ORDER BY requested_at LIMIT 20`,
  );
  for (const { id } of rows) {
    const tried = await lock.query<{ free: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS free',
      [RUN_LOCK, id],
    );
    if (!tried.rows[0]!.free) continue;
    // Under way and yet free: its worker died over it.
    const taken = await lock.query<RunRow>(
      `UPDATE app.import_run SET state = 'reading', started_at = $2, deaths = deaths + (state <> 'waiting')::int
       WHERE id = $1 AND state IN ('waiting', 'reading', 'matching') RETURNING ${COLUMNS}`,
      [id, new Date().toISOString()],
    );
    if (taken.rows[0] !== undefined) return taken.rows[0];
    await lock.query('SELECT pg_advisory_unlock($1, hashtext($2))', [RUN_LOCK, id]);
  }
  return undefined;
}

async function work(db: Database, units: Units, row: RunRow, leaving: () => boolean): Promise<void> {
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
    // A beat that comes late must not put a finished run under way again.
    db.query<{ cancel_requested: boolean }>(
      `UPDATE app.import_run SET progress = $2, state = $3 WHERE id = $1 AND state IN ('reading', 'matching') RETURNING cancel_requested`,
      [row.id, JSON.stringify(progress), progress.stage === 'reading' ? 'reading' : 'matching'],
    ).then(
      (rows) => {
        cancelled = rows[0]?.cancel_requested ?? false;
      },
      () => {},
    );
  }, 400);
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
          cancelled: () => cancelled || leaving(),
        },
        row.unit_id === null ? null : units.get(row.unit_id, today),
      ),
    );
    const { findings, layouts, ...rest } = result;
    await finish(db, { ...row, progress }, options.dryRun ? 'checked' : 'committed', {
      result: { ...rest, findingGroups: groupsOf(findings) },
      layouts,
      findings,
      unitId: result.unitId,
    });
  } catch (error) {
    // Nothing is wrong with the list: the run is free again, and its next worker begins it anew.
    if (isConnectionLoss(error)) throw error;
    const known = error instanceof AppError;
    if (known && error.code === 'import_cancelled' && !cancelled) await putBack(db, row.id);
    else
      await finish(
        db,
        { ...row, progress },
        known && error.code === 'import_cancelled' ? 'cancelled' : 'failed',
        {
          problem: known
            ? { code: error.code, params: error.params }
            : { code: 'internal_error', params: {} },
        },
      );
    if (!known) throw error;
  } finally {
    clearInterval(beat);
  }
}

/** This worker leaves; another begins the run anew. */
const putBack = (db: Database, id: string): Promise<unknown> =>
  db.query(`UPDATE app.import_run SET state = 'waiting' WHERE id = $1 AND state IN ('reading', 'matching')`, [
    id,
  ]);

const finish = (
  db: Database,
  row: RunRow,
  state: 'committed' | 'checked' | 'failed' | 'cancelled',
  fields: { result?: unknown; layouts?: unknown; findings?: unknown; problem?: unknown; unitId?: number },
): Promise<unknown> =>
  db.query(
    'UPDATE app.import_run SET state = $2, result = $3, layouts = $4, findings = $5, problem = $6, progress = $7, finished_at = $8, unit_id = coalesce(unit_id, $9) WHERE id = $1',
    [
      row.id,
      state,
      json(fields.result),
      json(fields.layouts),
      json(fields.findings),
      json(fields.problem),
      JSON.stringify(row.progress),
      new Date().toISOString(),
      fields.unitId ?? null,
    ],
  );

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
