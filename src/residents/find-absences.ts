import type { BirthDate, PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';

export const ABSENCE_DECISIONS = ['still_here', 'moved_out', 'died'] as const;
export type AbsenceDecision = (typeof ABSENCE_DECISIONS)[number];

/** Somebody who stood in a list and is missing from the complete list that replaced it. */
export type Absence = Readonly<{
  id: string;
  personId: string;
  name: string;
  sex: string | null;
  birth: BirthDate | null;
  unitId: number;
  hamlet: string | null;
  household: string | null;
  whereabouts: string;
  /** Whose list it was, where the person stood last, and the list in which he is missing. */
  source: string;
  last: Readonly<{ file: string; sheet: string; row: number; asOf: PlainDate }>;
  missing: Readonly<{ file: string; asOf: PlainDate }>;
  /** Whose lists in force still name the person: the best hint for the decision. */
  stillIn: readonly string[];
  decision: AbsenceDecision | null;
  decidedOn: PlainDate | null;
  decidedBy: string | null;
  decidedAt: string | null;
}>;

type Row = {
  id: string;
  person_id: string;
  name: string;
  sex: string | null;
  birth_on: PlainDate | null;
  birth_precision: BirthDate['precision'] | null;
  unit_id: number;
  hamlet: string | null;
  household: string | null;
  whereabouts: string;
  source: string;
  last_file: string;
  sheet: string;
  row_no: number;
  last_as_of: PlainDate;
  missing_file: string;
  missing_as_of: PlainDate;
  still_in: string[];
  decision: AbsenceDecision | null;
  decided_on: PlainDate | null;
  decided_by: string | null;
  decided_at: Date | null;
  total: number;
};

// A person who came back in a later list of the same hand needs no decision any more; a corrected row is not missing;
// a list of injections says nothing of who lives here.
const OPEN = `a.decision IS NULL AND p.whereabouts NOT IN ('dead', 'moved_out') AND r.kind = 'residents' AND r.replaced_by IS NULL AND NOT EXISTS (
  SELECT 1 FROM app.person_link cl
    JOIN app.source_record c ON c.person_id = cl.filed_under AND c.id = cl.record_id AND c.replaced_by IS NULL
    JOIN app.list_edition ce ON ce.id = c.edition_id AND ce.superseded_by IS NULL
   WHERE cl.person_id = l.person_id AND cl.superseded_at IS NULL
     AND c.kind = r.kind AND c.source = r.source AND c.unit_id = r.unit_id AND ce.file_sha256 <> 'form')`;

const FROM = `
  FROM app.absence_proposal a
  JOIN app.source_record r ON r.id = a.record_id
  JOIN app.person_link l ON l.record_id = r.id AND l.filed_under = r.person_id AND l.superseded_at IS NULL
  JOIN app.person p ON p.id = l.person_id
  JOIN app.list_edition o ON o.id = r.edition_id
  JOIN app.list_edition e ON e.id = a.edition_id
  WHERE a.unit_id = ANY($1::int[])`;

/** Absences of the units that wait for a decision (or are decided), hamlet by hamlet, at most `limit` from `offset`. */
export async function findAbsences(
  db: Database,
  unitIds: readonly number[],
  { settled, offset, limit }: Readonly<{ settled: boolean; offset: number; limit: number }>,
): Promise<{ absences: Absence[]; total: number }> {
  const rows = await db.query<Row>(
    `SELECT a.id, p.id AS person_id, p.name, p.sex, p.birth_on, p.birth_precision, a.unit_id, p.hamlet, p.household, p.whereabouts,
       r.source, o.file_name AS last_file, r.sheet, r.row_no, r.as_of AS last_as_of, e.file_name AS missing_file, e.as_of AS missing_as_of,
       ARRAY(SELECT DISTINCT c.source FROM app.person_link cl
               JOIN app.source_record c ON c.person_id = cl.filed_under AND c.id = cl.record_id AND c.replaced_by IS NULL
               JOIN app.list_edition ce ON ce.id = c.edition_id AND ce.superseded_by IS NULL AND ce.file_sha256 <> 'form'
              WHERE cl.person_id = p.id AND cl.superseded_at IS NULL AND c.kind = 'residents' ORDER BY 1) AS still_in,
       a.decision, a.decided_on, a.decided_by, a.decided_at, count(*) OVER ()::int AS total
     ${FROM} AND ${settled ? 'a.decision IS NOT NULL' : OPEN}
     ORDER BY ${settled ? 'a.decided_at DESC,' : ''} a.unit_id, p.hamlet NULLS LAST, p.household NULLS LAST, p.sort_key, a.id
     LIMIT $2 OFFSET $3`,
    [unitIds, limit, offset],
  );
  return {
    total: rows[0]?.total ?? 0,
    absences: rows.map((row) => ({
      id: row.id,
      personId: row.person_id,
      name: row.name,
      sex: row.sex,
      birth: row.birth_on === null ? null : { on: row.birth_on, precision: row.birth_precision! },
      unitId: row.unit_id,
      hamlet: row.hamlet,
      household: row.household,
      whereabouts: row.whereabouts,
      source: row.source,
      last: { file: row.last_file, sheet: row.sheet, row: row.row_no, asOf: row.last_as_of },
      missing: { file: row.missing_file, asOf: row.missing_as_of },
      stillIn: row.still_in,
      decision: row.decision,
      decidedOn: row.decided_on,
      decidedBy: row.decided_by,
      decidedAt: row.decided_at?.toISOString() ?? null,
    })),
  };
}

/** How many absences of the units wait for a decision. */
export async function countOpenAbsences(db: Database, unitIds: readonly number[]): Promise<number> {
  const rows = await db.query<{ open: number }>(`SELECT count(*)::int AS open ${FROM} AND ${OPEN}`, [
    unitIds,
  ]);
  return rows[0]!.open;
}

/** The commune that an absence belongs to; undefined when there is no such absence. */
export async function findAbsenceUnit(db: Database, id: string): Promise<number | undefined> {
  const rows = await db.query<{ unit_id: number }>('SELECT unit_id FROM app.absence_proposal WHERE id = $1', [
    id,
  ]);
  return rows[0]?.unit_id;
}
