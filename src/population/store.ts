/** The SQL of population figures. Rows are only ever added: a correction is a new version, a decision a new event. */
import type { PlainDate } from '../kernel/plain-date.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { BandSet, Figure, Report, ReportEvent } from './contract.ts';

export type Reader = Pick<Database, 'pool'> | { pool: Tx };
export type StoredReport = Report & Readonly<{ contentHash: string; events: readonly ReportEvent[] }>;

type ReportRow = {
  unit_id: number;
  id: string;
  effective_on: PlainDate;
  version: number;
  band_set: string;
  series: Report['series'];
  source: Report['source'];
  reporter: string;
  account_id: string | null;
  note: string | null;
  replaces: string | null;
  file_id: string | null;
  file_name: string | null;
  content_hash: string;
  recorded_at: Date;
  events:
    | {
        action: ReportEvent['action'];
        checker_id: number | null;
        done_by: string;
        account_id: string | null;
        done_at: string;
        reason: string | null;
      }[]
    | null;
};

const REPORTS = `SELECT r.unit_id, r.id, r.effective_on, r.version, r.band_set, r.series, r.source, r.reporter, r.account_id, r.note, r.replaces,
    r.file_id, r.file_name, r.content_hash, r.recorded_at,
    (SELECT json_agg(e ORDER BY e.id) FROM app.population_event e WHERE e.unit_id = r.unit_id AND e.report_id = r.id) AS events
  FROM app.population_report r`;

const toReport = (row: ReportRow): StoredReport => ({
  unitId: row.unit_id,
  id: row.id,
  effectiveOn: row.effective_on,
  version: row.version,
  bandSet: row.band_set,
  series: row.series,
  source: row.source,
  reporter: row.reporter,
  accountId: row.account_id,
  note: row.note,
  replaces: row.replaces,
  fileId: row.file_id,
  fileName: row.file_name,
  recordedAt: row.recorded_at.toISOString(),
  contentHash: row.content_hash,
  events: (row.events ?? []).map((event) => ({
    action: event.action,
    checkerId: event.checker_id,
    by: event.done_by,
    accountId: event.account_id,
    at: new Date(event.done_at).toISOString(),
    reason: event.reason,
  })),
});

/** Ids of all units that ever reported, of any map. */
export async function reportingUnits(db: Reader): Promise<number[]> {
  const { rows } = await db.pool.query<{ unit_id: number }>(
    'SELECT DISTINCT unit_id FROM app.population_report',
  );
  return rows.map(({ unit_id }) => unit_id);
}

/** Versions of units up to a day (null: of any day), the newest day and version first. */
export async function findReports(
  db: Reader,
  unitIds: readonly number[],
  until: PlainDate | null,
): Promise<StoredReport[]> {
  const { rows } = await db.pool.query<ReportRow>({
    name: 'population-reports',
    text: `${REPORTS} WHERE r.unit_id = ANY($1::int[]) AND ($2::date IS NULL OR r.effective_on <= $2::date)
           ORDER BY r.unit_id, r.effective_on DESC, r.version DESC`,
    values: [unitIds, until],
  });
  return rows.map(toReport);
}

/** One version by its id; undefined when there is none. */
export async function findReport(db: Reader, id: string): Promise<StoredReport | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
  const { rows } = await db.pool.query<ReportRow>(`${REPORTS} WHERE r.id = $1`, [id]);
  return rows[0] === undefined ? undefined : toReport(rows[0]);
}

/** Figures of versions, by the version's id. */
export async function figuresOf(
  db: Reader,
  reports: readonly Pick<Report, 'unitId' | 'id'>[],
): Promise<Map<string, Figure[]>> {
  const found = new Map<string, Figure[]>(reports.map(({ id }) => [id, []]));
  const { rows } = await db.pool.query<Figure & { report_id: string }>({
    name: 'population-figures',
    text: `SELECT report_id, series, hamlet, sex, band, people, method FROM app.population_figure
           WHERE unit_id = ANY($1::int[]) AND report_id = ANY($2::uuid[])`,
    values: [[...new Set(reports.map(({ unitId }) => unitId))], [...found.keys()]],
  });
  for (const { report_id, ...figure } of rows) found.get(report_id)!.push(figure);
  return found;
}

/** Adds a version; its number follows the unit's last one, so that two at once cannot both be the same. */
export async function addReport(
  tx: Tx,
  report: Omit<Report, 'version'> & { contentHash: string },
  figures: readonly Figure[],
): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(
    `INSERT INTO app.population_report (unit_id, id, effective_on, version, band_set, series, source, reporter, account_id, note, replaces,
       file_id, file_name, content_hash, recorded_at)
     SELECT $1::int, $2::uuid, $3::date, coalesce(max(version), 0) + 1, $4::text, $5::text[], $6::text, $7::text, $8::uuid, $9::text, $10::uuid,
       $11::uuid, $12::text, $13::text, $14::timestamptz
     FROM app.population_report WHERE unit_id = $1::int RETURNING version`,
    [
      report.unitId,
      report.id,
      report.effectiveOn,
      report.bandSet,
      report.series,
      report.source,
      report.reporter,
      report.accountId,
      report.note,
      report.replaces,
      report.fileId,
      report.fileName,
      report.contentHash,
      report.recordedAt,
    ],
  );
  await copyRows(
    tx,
    'app.population_figure',
    ['unit_id', 'report_id', 'series', 'hamlet', 'sex', 'band', 'people', 'method'],
    figures.map(({ series, hamlet, sex, band, people, method }) => [
      report.unitId,
      report.id,
      series,
      hamlet,
      sex,
      band,
      people,
      method,
    ]),
  );
  return rows[0]!.version;
}

export async function addEvent(
  tx: Tx,
  unitId: number,
  reportId: string,
  id: string,
  event: ReportEvent,
): Promise<void> {
  await tx.query(
    `INSERT INTO app.population_event (unit_id, id, report_id, action, checker_id, done_by, account_id, done_at, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [unitId, id, reportId, event.action, event.checkerId, event.by, event.accountId, event.at, event.reason],
  );
}

/** One writer of a unit's versions at a time, for the rest of the transaction. */
export const lockUnit = (tx: Tx, unitId: number): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock(7326031, $1)', [unitId]);

export async function bandSets(db: Reader): Promise<BandSet[]> {
  const { rows } = await db.pool.query<{ id: string; label: string; starts: number[] }>(
    'SELECT id, label, starts FROM app.population_band_set ORDER BY defined_at, id',
  );
  return rows;
}

export type Placement = Readonly<{ fromId: number; hamlet: string; toId: number; share: number }>;

/** Where divided units' people went, as last stated. */
export async function findPlacements(db: Reader): Promise<Placement[]> {
  const { rows } = await db.pool.query<{ from_id: number; hamlet: string; to_id: number; share: number }>(
    `SELECT p.from_id, p.hamlet, p.to_id, p.share FROM app.population_placement p
     JOIN (SELECT DISTINCT ON (from_id, hamlet) from_id, hamlet, statement_id FROM app.population_placement
           ORDER BY from_id, hamlet, stated_at DESC, statement_id DESC) newest
       ON newest.from_id = p.from_id AND newest.hamlet = p.hamlet AND newest.statement_id = p.statement_id`,
  );
  return rows.map(({ from_id, hamlet, to_id, share }) => ({ fromId: from_id, hamlet, toId: to_id, share }));
}
