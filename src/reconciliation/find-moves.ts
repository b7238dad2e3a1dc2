/**
 * People whom two communes name as living with them. The rule of residence counts each of them once, in one commune
 * (`toUnit`); the other one (`fromUnit`) has not yet said that he left.
 */
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';
import { BIRTH_TEXT } from './find-identities.ts';

export type MoveAnswer = 'confirmed' | 'contested' | 'upheld' | 'rejected';

export type Move = Readonly<{
  personId: string;
  name: string;
  sex: string | null;
  birth: string | null;
  nationalId: string | null;
  fromUnit: number;
  toUnit: number;
  /** As the commune that he left shows him. */
  from: Readonly<{ hamlet: string | null; kind: string | null; asOf: PlainDate; sources: readonly string[] }>;
  to: Readonly<{
    hamlet: string | null;
    kind: string | null;
    asOf: PlainDate | null;
    sources: readonly string[];
    /** When it first named him here. */
    since: string | null;
  }>;
  answer: Readonly<{
    answer: MoveAnswer;
    on: PlainDate;
    reason: string;
    by: string;
    at: string;
    aboveUnit: number | null;
  }> | null;
}>;

const RECORD = `app.source_record r
  JOIN app.person_link l ON l.record_id = r.id AND l.filed_under = r.person_id AND l.superseded_at IS NULL AND l.status <> 'review'
  JOIN app.person p ON p.id = l.person_id`;

// A row that says that he is away, dead, gone, or now in another commune claims nobody; nor does a claim of identity alone.
const AWAY = `bool_or(r.claim ->> 'whereabouts' IS NOT NULL OR r.claim ->> 'residenceKind' = 'absent'
  OR ((r.claim ->> 'unitStated')::boolean AND (r.claim ->> 'unitId')::int <> r.unit_id))`;

const pairs = (where: string): string => `
  SELECT p.id AS person_id, r.unit_id AS from_unit, p.unit_id AS to_unit, max(r.as_of) AS as_of,
    array_agg(DISTINCT r.source ORDER BY r.source) AS sources, max(r.claim ->> 'hamlet') AS hamlet, max(r.claim ->> 'residenceKind') AS kind
  FROM ${RECORD}
  WHERE ${where} AND r.kind = 'residents' AND r.replaced_by IS NULL AND r.claim ->> 'vouched' IS NULL
    AND p.unit_id <> r.unit_id AND p.whereabouts IN ('here', 'absent')
  GROUP BY p.id, r.unit_id, p.unit_id HAVING NOT ${AWAY}`;

const WHERE = {
  /** Somebody of ours whom another commune counts. */
  in: 'r.unit_id = ANY($1::int[])',
  /** Somebody whom we count and another commune still names. */
  out: 'p.unit_id = ANY($1::int[])',
  /** One person. */
  person: 'p.id = ANY($1::uuid[])',
} as const;

const SELECT = (where: string): string => `
  SELECT m.person_id AS "personId", p.name, p.sex, ${BIRTH_TEXT} AS birth, p.national_id AS "nationalId", m.from_unit AS "fromUnit", m.to_unit AS "toUnit",
    m.hamlet AS from_hamlet, m.kind AS from_kind, m.as_of AS from_as_of, m.sources AS from_sources,
    p.hamlet AS to_hamlet, p.residence_kind AS to_kind, t.as_of AS to_as_of, t.sources AS to_sources, t.since,
    a.answer, a.on_day, a.reason, a.answered_by, a.answered_at, a.above_unit
  FROM (${pairs(where)}) m
  JOIN app.person p ON p.id = m.person_id
  LEFT JOIN LATERAL (
    SELECT max(r.as_of) AS as_of, array_agg(DISTINCT r.source ORDER BY r.source) AS sources, min(r.recorded_at) AS since
    FROM app.person_link l JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id
    WHERE l.person_id = m.person_id AND l.superseded_at IS NULL AND r.unit_id = m.to_unit AND r.kind = 'residents' AND r.replaced_by IS NULL
      AND r.claim ->> 'vouched' IS NULL) t ON true
  LEFT JOIN app.move_answer a ON a.person_id = m.person_id AND a.from_unit = m.from_unit AND a.to_unit = m.to_unit AND a.superseded_at IS NULL`;

type Row = {
  personId: string;
  name: string;
  sex: string | null;
  birth: string | null;
  nationalId: string | null;
  fromUnit: number;
  toUnit: number;
  from_hamlet: string | null;
  from_kind: string | null;
  from_as_of: PlainDate;
  from_sources: string[];
  to_hamlet: string | null;
  to_kind: string | null;
  to_as_of: PlainDate | null;
  to_sources: string[] | null;
  since: Date | null;
  answer: MoveAnswer | null;
  on_day: PlainDate | null;
  reason: string | null;
  answered_by: string | null;
  answered_at: Date | null;
  above_unit: number | null;
};

const toMove = (row: Row): Move => ({
  personId: row.personId,
  name: row.name,
  sex: row.sex,
  birth: row.birth,
  nationalId: row.nationalId,
  fromUnit: row.fromUnit,
  toUnit: row.toUnit,
  from: { hamlet: row.from_hamlet, kind: row.from_kind, asOf: row.from_as_of, sources: row.from_sources },
  to: {
    hamlet: row.to_hamlet,
    kind: row.to_kind,
    asOf: row.to_as_of,
    sources: row.to_sources ?? [],
    since: row.since?.toISOString() ?? null,
  },
  answer:
    row.answer === null
      ? null
      : {
          answer: row.answer,
          on: row.on_day!,
          reason: row.reason!,
          by: row.answered_by!,
          at: row.answered_at!.toISOString(),
          aboveUnit: row.above_unit,
        },
});

/**
 * The open moves of units, those without an answer first, the latest claim first: of their people whom others claim
 * (`in`), or of people whom they claim from others (`out`). `since` leaves out claims made before that day.
 */
export async function findMoves(
  db: Database,
  {
    unitIds,
    direction,
    since,
  }: Readonly<{ unitIds: readonly number[]; direction: 'in' | 'out'; since: PlainDate | null }>,
): Promise<Move[]> {
  const rows = await db.query<Row>(
    `${SELECT(WHERE[direction])} WHERE $2::date IS NULL OR t.since IS NULL OR t.since >= $2::date
     ORDER BY (a.id IS NOT NULL), t.since DESC NULLS LAST, p.sort_key, m.person_id LIMIT 5000`,
    [unitIds, since],
  );
  return rows.map(toMove);
}

/** The move of a person between two communes; undefined when it is not open (any more). */
export async function findMove(
  tx: Tx | Database['pool'],
  { personId, fromUnit, toUnit }: Readonly<{ personId: string; fromUnit: number; toUnit: number }>,
): Promise<Move | undefined> {
  const { rows } = await tx.query<Row>(SELECT(WHERE.person), [[personId]]);
  return rows.map(toMove).find((move) => move.fromUnit === fromUnit && move.toUnit === toUnit);
}

/** Moves in dispute in which these units have a part: as one of the two communes, or as the unit above both. The oldest first. */
export async function findDisputes(db: Database, unitIds: readonly number[]): Promise<Move[]> {
  const contested = `superseded_at IS NULL AND answer = 'contested' AND (above_unit = ANY($1::int[]) OR from_unit = ANY($1::int[]) OR to_unit = ANY($1::int[]))`;
  const people = await db.query<{ person_id: string }>(
    `SELECT DISTINCT person_id FROM app.move_answer WHERE ${contested}`,
    [unitIds],
  );
  if (people.length === 0) return [];
  const rows = await db.query<Row>(
    `${SELECT(WHERE.person)} WHERE a.answer = 'contested' ORDER BY a.answered_at, m.person_id`,
    [people.map(({ person_id }) => person_id)],
  );
  const parties = new Set<number | null>(unitIds);
  return rows
    .map(toMove)
    .filter(
      ({ fromUnit, toUnit, answer }) =>
        parties.has(fromUnit) ||
        parties.has(toUnit) ||
        (answer!.aboveUnit !== null && parties.has(answer!.aboveUnit)),
    );
}

/** How many people two communes name, one of them of these units: without an answer, and in dispute. */
export async function countMoves(
  db: Database,
  unitIds: readonly number[],
): Promise<Readonly<{ in: number; out: number; disputed: number }>> {
  const count = async (direction: 'in' | 'out') =>
    (
      await db.query<{ open: number; disputed: number }>(
        `SELECT count(*) FILTER (WHERE a.id IS NULL)::int AS open, count(*) FILTER (WHERE a.answer = 'contested')::int AS disputed
         FROM (${pairs(WHERE[direction])}) m
         LEFT JOIN app.move_answer a ON a.person_id = m.person_id AND a.from_unit = m.from_unit AND a.to_unit = m.to_unit AND a.superseded_at IS NULL`,
        [unitIds],
      )
    )[0]!;
  const [own, claimed] = await Promise.all([count('in'), count('out')]);
  return { in: own.open, out: claimed.open, disputed: own.disputed + claimed.disputed };
}
