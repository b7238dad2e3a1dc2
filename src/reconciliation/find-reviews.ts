import type { Database } from '../platform/database.ts';
import type { FiledClaim } from '../residents/sight.ts';

export const REVIEW_ORDERS = ['hard', 'easy', 'oldest'] as const;
export type ReviewOrder = (typeof REVIEW_ORDERS)[number];

/** One row of a list, as a reviewer reads it. */
export type ReviewedRow = Readonly<{
  recordId: string;
  unitId: number;
  file: string;
  sheet: string;
  row: number;
  source: string;
  asOf: string;
  claim: FiledClaim;
}>;

/** A row that looks like somebody, and all that is said of him. */
export type Review = Readonly<{
  record: ReviewedRow;
  candidateId: string;
  candidate: readonly ReviewedRow[];
  reason: string;
  score: number | null;
  since: string;
  unsure: Readonly<{ by: string; note: string | null }> | null;
}>;

export type ReviewQuery = Readonly<{
  unitIds: readonly number[];
  order: ReviewOrder;
  reason?: string | null;
  /** The reviewer: what others hold at this moment is left out. */
  accountId: string | null;
  at: string;
  limit: number;
}>;

export type ReviewCounts = Readonly<{
  waiting: number;
  unsure: number;
  held: number;
  settled: number;
  reasons: readonly { reason: string; waiting: number }[];
}>;

// Hard pairs are those whose evidence is weakest: they need a fresh head. Undecided ones come last, whatever the order.
const ORDER: Readonly<Record<ReviewOrder, string>> = {
  hard: 'l.score ASC NULLS FIRST',
  easy: 'l.score DESC NULLS LAST',
  oldest: 'l.recorded_at ASC',
};

const OPEN = `app.person_link l
  JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id AND r.replaced_by IS NULL
  LEFT JOIN app.review_item i ON i.record_id = l.record_id
  WHERE l.status = 'review' AND l.superseded_at IS NULL AND r.unit_id = ANY($1::int[])`;

type Row = {
  record_id: string;
  person_id: string;
  reason: string;
  score: number | null;
  recorded_at: Date;
  unsure_by: string | null;
  note: string | null;
};

/** The next rows of a queue, each with the rows of the person it looks like. Two queries, whatever the limit. */
export async function findReviews(db: Database, wanted: ReviewQuery): Promise<Review[]> {
  const queue = await db.query<Row>(
    `SELECT l.record_id, l.person_id, l.reason, l.score, l.recorded_at, i.unsure_by, i.note FROM ${OPEN}
       AND ($2::text IS NULL OR l.reason = $2)
       AND (i.held_until IS NULL OR i.held_until < $3 OR i.held_by = $4)
     ORDER BY (i.unsure_at IS NOT NULL), ${ORDER[wanted.order]}, l.record_id LIMIT $5`,
    [wanted.unitIds, wanted.reason ?? null, wanted.at, wanted.accountId, wanted.limit],
  );
  const rows = await findRows(db, [...new Set(queue.map(({ person_id }) => person_id))]);
  const byRecord = new Map(rows.map((row) => [row.recordId, row]));
  return queue.map((item) => ({
    record: byRecord.get(item.record_id)!,
    candidateId: item.person_id,
    candidate: rows.filter(({ personId, status }) => personId === item.person_id && status !== 'review'),
    reason: item.reason,
    score: item.score,
    since: item.recorded_at.toISOString(),
    unsure: item.unsure_by === null ? null : { by: item.unsure_by, note: item.note },
  }));
}

type PersonRow = ReviewedRow & Readonly<{ personId: string; status: string }>;

/** All rows that speak of these people now, newest list first. */
export async function findRows(db: Database, personIds: readonly string[]): Promise<PersonRow[]> {
  return db.query<PersonRow>(
    `SELECT l.person_id AS "personId", l.status, r.id AS "recordId", r.unit_id AS "unitId", e.file_name AS file, r.sheet, r.row_no AS "row",
            r.source, r.as_of AS "asOf", r.claim
     FROM app.person_link l
     JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id AND r.replaced_by IS NULL
     JOIN app.list_edition e ON e.id = r.edition_id
     WHERE l.person_id = ANY($1::uuid[]) AND l.superseded_at IS NULL ORDER BY r.as_of DESC, r.id`,
    [personIds],
  );
}

/** How much waits in the units, by kind of doubt; how much others than `accountId` hold; and how much has been settled. */
export async function countReviews(
  db: Database,
  unitIds: readonly number[],
  at: string,
  accountId: string | null = null,
): Promise<ReviewCounts> {
  const [waiting, settled] = await Promise.all([
    db.query<{ reason: string; waiting: number; unsure: number; held: number }>(
      `SELECT l.reason, count(*)::int AS waiting, count(i.unsure_at)::int AS unsure, count(*) FILTER (WHERE i.held_until >= $2 AND i.held_by IS DISTINCT FROM $3)::int AS held
       FROM ${OPEN} GROUP BY l.reason ORDER BY 2 DESC`,
      [unitIds, at, accountId],
    ),
    db.query<{ settled: number }>(
      `SELECT count(*)::int AS settled FROM app.person_link l
       JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id AND r.replaced_by IS NULL
       WHERE l.status = 'manual' AND l.reason IN ('reviewed_same', 'reviewed_different') AND l.superseded_at IS NULL AND r.unit_id = ANY($1::int[])`,
      [unitIds],
    ),
  ]);
  const sum = (figure: 'waiting' | 'unsure' | 'held'): number =>
    waiting.reduce((total, row) => total + row[figure], 0);
  return {
    waiting: sum('waiting'),
    unsure: sum('unsure'),
    held: sum('held'),
    settled: settled[0]?.settled ?? 0,
    reasons: waiting.map(({ reason, waiting: count }) => ({ reason, waiting: count })),
  };
}
