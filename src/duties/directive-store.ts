/** The SQL of directives, their events and the facilities that report. Versions and events are only ever added. */
import type { Database, Tx } from '../platform/database.ts';
import type { Directive, DirectiveEvent, Facility } from './contract.ts';
import type { DirectiveContent } from './schema.ts';

export type Reader = Pick<Database, 'pool'> | Readonly<{ pool: Tx }>;

type DirectiveRow = Readonly<{
  id: string;
  version: number;
  unit_id: number;
  content: DirectiveContent;
  file_id: string | null;
  file_name: string | null;
  recorded_by: string;
  recorded_at: Date;
}>;

const toDirective = (row: DirectiveRow): Directive => ({
  ...row.content,
  id: row.id,
  version: row.version,
  unitId: row.unit_id,
  fileId: row.file_id,
  fileName: row.file_name,
  recordedBy: row.recorded_by,
  recordedAt: row.recorded_at.toISOString(),
});

/** Every directive as its newest version says, the latest issued first. */
export async function findDirectives(db: Reader): Promise<Directive[]> {
  const { rows } = await db.pool.query<DirectiveRow>(
    'SELECT DISTINCT ON (id) * FROM app.directive ORDER BY id, version DESC',
  );
  return rows
    .map(toDirective)
    .sort((a, b) => (a.issuedOn < b.issuedOn ? 1 : a.issuedOn > b.issuedOn ? -1 : a.id < b.id ? -1 : 1));
}

/** All versions of one directive, the newest first; empty for an unknown one. */
export async function findVersions(db: Reader, id: string): Promise<Directive[]> {
  const { rows } = await db.pool.query<DirectiveRow>(
    'SELECT * FROM app.directive WHERE id = $1 ORDER BY version DESC',
    [id],
  );
  return rows.map(toDirective);
}

export async function addVersion(
  tx: Tx,
  { id, version, unitId, fileId, fileName, recordedBy, recordedAt }: Omit<Directive, keyof DirectiveContent>,
  content: DirectiveContent,
): Promise<void> {
  await tx.query(
    `INSERT INTO app.directive (id, version, unit_id, content, file_id, file_name, recorded_by, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, version, unitId, JSON.stringify(content), fileId, fileName, recordedBy, recordedAt],
  );
}

/** What happened, in the order of time. */
export async function findEvents(db: Reader): Promise<DirectiveEvent[]> {
  const { rows } = await db.pool.query<
    Omit<DirectiveEvent, 'at' | 'recordedAt'> & { at: Date; recordedAt: Date }
  >(
    `SELECT id, directive_id AS "directiveId", event, unit_id AS "unitId", facility, happened_at AS at, note, recorded_by AS "recordedBy",
       recorded_at AS "recordedAt" FROM app.directive_event ORDER BY happened_at, id`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), recordedAt: row.recordedAt.toISOString() }));
}

export async function addEvent(tx: Tx, event: DirectiveEvent): Promise<void> {
  await tx.query(
    `INSERT INTO app.directive_event (directive_id, id, event, unit_id, facility, happened_at, note, recorded_by, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      event.directiveId,
      event.id,
      event.event,
      event.unitId,
      event.facility,
      event.at,
      event.note,
      event.recordedBy,
      event.recordedAt,
    ],
  );
}

/**
 * Facilities that report: those whose opening somebody stated, and those of accounts, which are open from the day of
 * their first right until the last one ends.
 */
export async function findFacilities(db: Reader): Promise<Facility[]> {
  const { rows } = await db.pool.query<Facility>(
    `SELECT unit_id AS "unitId", name, opened_on AS "openedOn", closed_on AS "closedOn" FROM app.reporting_facility
     UNION ALL
     SELECT g.unit_id, g.facility, min(g.valid_from AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
       CASE WHEN bool_and(g.valid_to IS NOT NULL) THEN max(g.valid_to AT TIME ZONE 'Asia/Ho_Chi_Minh')::date END
     FROM app.role_grant g
     WHERE g.role = 'facility' AND g.facility IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM app.reporting_facility f WHERE f.unit_id = g.unit_id AND f.name = g.facility)
     GROUP BY g.unit_id, g.facility ORDER BY 1, 2`,
  );
  return rows;
}

/** States from when to when a facility owes; said again, the newest statement holds (the audit keeps the earlier). */
export async function putFacility(tx: Tx, { unitId, name, openedOn, closedOn }: Facility): Promise<void> {
  await tx.query(
    `INSERT INTO app.reporting_facility (unit_id, name, opened_on, closed_on) VALUES ($1, $2, $3, $4)
     ON CONFLICT (unit_id, name) DO UPDATE SET opened_on = EXCLUDED.opened_on, closed_on = EXCLUDED.closed_on`,
    [unitId, name, openedOn, closedOn],
  );
}
