import type { Database } from '../platform/database.ts';
import type { ConflictField } from '../residents/find-conflicts.ts';

/** How the lists of the three hands meet in one place. */
export type BoardRow = Readonly<{
  unitId: number;
  hamlet: string | null;
  /** People by the lists that name them: "commune,health,police" all three, "police" police only, … */
  lists: Readonly<Record<string, number>>;
  people: number;
  /** People on whom the lists disagree, by field. */
  conflicts: Readonly<Partial<Record<ConflictField, number>>>;
  inConflict: number;
  rowsInReview: number;
}>;

type Row = {
  unit_id: number;
  hamlet: string | null;
  sources: string[];
  people: number;
  in_conflict: number;
  in_review: number;
};

/**
 * The board of some units: one row a unit, or one a hamlet. People on no resident list stand with the unit whose
 * injection list names them, without a hamlet. One scan of the units' people, whatever the size of the register.
 */
export async function board(
  db: Database,
  unitIds: readonly number[],
  by: 'unit' | 'hamlet',
): Promise<BoardRow[]> {
  const hamlet = by === 'hamlet' ? 'hamlet' : 'NULL::text AS hamlet';
  const placed = `SELECT id, unit_id, ${hamlet}, sources, conflicts, rows_in_review FROM app.person WHERE unit_id = ANY($1::int[])
    UNION ALL
    SELECT p.id, b.unit_id, NULL, p.sources, p.conflicts, p.rows_in_review FROM app.injected_beside b JOIN app.person p ON p.id = b.person_id
    WHERE b.unit_id = ANY($1::int[]) AND b.reason = 'on_no_list' AND p.unit_id IS NULL`;
  const [groups, fields] = await Promise.all([
    db.query<Row>(
      `SELECT unit_id, hamlet, sources, count(*)::int AS people, count(*) FILTER (WHERE cardinality(conflicts) > 0)::int AS in_conflict,
         sum(rows_in_review)::int AS in_review
       FROM (${placed}) p GROUP BY unit_id, hamlet, sources`,
      [unitIds],
    ),
    db.query<{ unit_id: number; hamlet: string | null; field: ConflictField; people: number }>(
      `SELECT unit_id, hamlet, field, count(*)::int AS people FROM (${placed}) p, unnest(conflicts) AS field
       WHERE cardinality(conflicts) > 0 GROUP BY unit_id, hamlet, field`,
      [unitIds],
    ),
  ]);
  type Building = {
    -readonly [K in keyof BoardRow]: K extends 'lists' | 'conflicts' ? Record<string, number> : BoardRow[K];
  };
  const rows = new Map<string, Building>();
  for (const group of groups) {
    const key = `${group.unit_id} ${group.hamlet ?? ''}`;
    const row = rows.get(key) ?? {
      unitId: group.unit_id,
      hamlet: group.hamlet,
      lists: {},
      people: 0,
      conflicts: {},
      inConflict: 0,
      rowsInReview: 0,
    };
    rows.set(key, row);
    row.lists[group.sources.join(',')] = group.people;
    row.people += group.people;
    row.inConflict += group.in_conflict;
    row.rowsInReview += group.in_review;
  }
  for (const { unit_id, hamlet: place, field, people } of fields)
    rows.get(`${unit_id} ${place ?? ''}`)!.conflicts[field] = people;
  const collator = new Intl.Collator('vi', { numeric: true });
  return [...rows.values()].sort(
    (a, b) => a.unitId - b.unitId || collator.compare(a.hamlet ?? '\uffff', b.hamlet ?? '\uffff'),
  );
}
