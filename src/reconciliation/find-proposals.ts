import type { Database } from '../platform/database.ts';
import { findRows, type ReviewedRow } from './find-reviews.ts';

/** Two people of the register who look like one, each with all that is said of him. */
export type Proposal = Readonly<{
  personA: string;
  personB: string;
  probability: number;
  score: number;
  proposedAt: string;
  rowsA: readonly ReviewedRow[];
  rowsB: readonly ReviewedRow[];
}>;

type Row = { person_a: string; person_b: string; probability: number; score: number; proposed_at: Date };

/** Open proposals that concern the units, the likeliest first. Two queries, whatever the limit. */
export async function findProposals(
  db: Database,
  unitIds: readonly number[],
  limit: number,
): Promise<{ proposals: Proposal[]; waiting: number }> {
  const open = `FROM app.merge_proposal p
    WHERE p.verdict IS NULL AND EXISTS (SELECT 1 FROM app.person a WHERE a.id = p.person_a) AND EXISTS (SELECT 1 FROM app.person b WHERE b.id = p.person_b)
      AND (p.unit_a = ANY($1::int[]) OR p.unit_b = ANY($1::int[]))`;
  const [found, counted] = await Promise.all([
    db.query<Row>(
      `SELECT p.person_a, p.person_b, p.probability, p.score, p.proposed_at ${open} ORDER BY p.score DESC, p.person_a LIMIT $2`,
      [unitIds, limit],
    ),
    db.query<{ n: number }>(`SELECT count(*)::int AS n ${open}`, [unitIds]),
  ]);
  const rows = await findRows(db, [
    ...new Set(found.flatMap(({ person_a, person_b }) => [person_a, person_b])),
  ]);
  const of = (personId: string): ReviewedRow[] => rows.filter((row) => row.personId === personId);
  return {
    proposals: found.map((row) => ({
      personA: row.person_a,
      personB: row.person_b,
      probability: row.probability,
      score: row.score,
      proposedAt: row.proposed_at.toISOString(),
      rowsA: of(row.person_a),
      rowsB: of(row.person_b),
    })),
    waiting: counted[0]?.n ?? 0,
  };
}
