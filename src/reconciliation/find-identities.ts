/** People with what the police said of their four fields: the work list, the list for signing, what is to be corrected. */
import type { Database } from '../platform/database.ts';
import type { Marks } from './decide-check.ts';
import { IDENTITY_FIELDS, type Identity, type IdentityField } from './identity-fields.ts';

/**
 * waiting: nobody looked yet; partial: something is not known yet; wrong: something is false and the right value is
 * not known; stale: something shown has changed since; matched: all four are right; foreign: a passport, no match needed.
 */
export const VERIFICATION_STATES = ['waiting', 'partial', 'wrong', 'stale', 'matched', 'foreign'] as const;
export type VerificationState = (typeof VERIFICATION_STATES)[number];

export type VerifiedPerson = Readonly<{
  personId: string;
  unitId: number;
  identity: Identity;
  hamlet: string | null;
  household: string | null;
  state: VerificationState;
  marks: Marks;
  corrected: readonly IdentityField[];
  checkedBy: string | null;
  checkedAt: string | null;
  doses: number;
}>;

/** A person's birth date as text cut to what is known of it; `p` is app.person. */
export const BIRTH_TEXT = `CASE p.birth_precision WHEN 'year' THEN left(p.birth_on::text, 4) WHEN 'month' THEN left(p.birth_on::text, 7) ELSE p.birth_on::text END`;

const wrong = (field: IdentityField): string =>
  `(c.${field}_right IS FALSE AND NOT '${field}' = ANY(c.corrected))`;

/** The one place that says how a verification stands; `p` is app.person, `c` its open app.identity_check or null. */
export const VERIFICATION_STATE = `CASE
  WHEN p.national_id ~ '^[A-Z]' THEN 'foreign'
  WHEN c.id IS NULL THEN 'waiting'
  WHEN (p.name, p.sex, ${BIRTH_TEXT}, p.national_id) IS DISTINCT FROM (c.name, c.sex, c.birth, c.national_id) THEN 'stale'
  WHEN ${wrong('name')} OR ${wrong('sex')} OR ${wrong('birth')} OR ${wrong('id')} THEN 'wrong'
  WHEN c.name_right IS NULL OR c.sex_right IS NULL OR c.birth_right IS NULL OR c.id_right IS NULL THEN 'partial'
  ELSE 'matched' END`;

/** Who is to be verified: everybody of the units who is not dead and has not moved away. */
export const VERIFIED_FROM = `FROM app.person p
  LEFT JOIN app.identity_check c ON c.person_id = p.id AND c.superseded_at IS NULL
  WHERE p.unit_id = ANY($1::int[]) AND p.whereabouts IN ('here', 'absent')`;

export type IdentityQuestion = Readonly<{
  unitIds: readonly number[];
  state: VerificationState | null;
  hamlet: string | null;
  /** One person only. */
  personId?: string;
}>;

type Row = {
  id: string;
  unit_id: number;
  name: string;
  sex: string | null;
  birth: string | null;
  national_id: string | null;
  hamlet: string | null;
  household: string | null;
  state: VerificationState;
  name_right: boolean | null;
  sex_right: boolean | null;
  birth_right: boolean | null;
  id_right: boolean | null;
  corrected: IdentityField[] | null;
  checked_by: string | null;
  checked_at: Date | null;
  doses: number;
};

/** People of a question, hamlet by hamlet in given-name order, at most `limit` from `offset`. */
export async function findIdentities(
  db: Database,
  { unitIds, state, hamlet, personId }: IdentityQuestion,
  { offset, limit }: Readonly<{ offset: number; limit: number }>,
): Promise<VerifiedPerson[]> {
  const rows = await db.query<Row>(
    `SELECT id, unit_id, name, sex, birth, national_id, hamlet, household, state, name_right, sex_right, birth_right, id_right, corrected,
       checked_by, checked_at, (SELECT count(*)::int FROM app.injection i WHERE i.person_id = found.id) AS doses
     FROM (
       SELECT p.id, p.unit_id, p.name, p.sort_key, p.sex, ${BIRTH_TEXT} AS birth, p.national_id, p.hamlet, p.household,
         ${VERIFICATION_STATE} AS state, c.name_right, c.sex_right, c.birth_right, c.id_right, c.corrected, c.checked_by, c.checked_at
       ${VERIFIED_FROM} AND ($3::text IS NULL OR p.hamlet = $3) AND ($6::uuid IS NULL OR p.id = $6)) found
     WHERE $2::text IS NULL OR state = $2
     ORDER BY unit_id, hamlet NULLS LAST, sort_key, id LIMIT $4 OFFSET $5`,
    [unitIds, state, hamlet, limit, offset, personId ?? null],
  );
  return rows.map((row) => ({
    personId: row.id,
    unitId: row.unit_id,
    identity: { name: row.name, sex: row.sex, birth: row.birth, id: row.national_id },
    hamlet: row.hamlet,
    household: row.household,
    state: row.state,
    // What the police corrected is right now.
    marks: Object.fromEntries(
      IDENTITY_FIELDS.map((field) => [field, row.corrected?.includes(field) ? true : row[`${field}_right`]]),
    ) as Marks,
    corrected: row.corrected ?? [],
    checkedBy: row.checked_by,
    checkedAt: row.checked_at?.toISOString() ?? null,
    doses: row.doses,
  }));
}

export type StateCounts = Readonly<Record<VerificationState, number>>;

const NO_COUNTS = Object.fromEntries(VERIFICATION_STATES.map((state) => [state, 0])) as StateCounts;

/** How many people stand in each state, unit by unit of record; units without anybody are not in it. */
export async function countIdentitiesByUnit(
  db: Pick<Database, 'query'>,
  unitIds: readonly number[],
  hamlet: string | null = null,
): Promise<Map<number, StateCounts>> {
  const rows = await db.query<{ unit_id: number; state: VerificationState; people: number }>(
    `SELECT p.unit_id, ${VERIFICATION_STATE} AS state, count(*)::int AS people ${VERIFIED_FROM} AND ($2::text IS NULL OR p.hamlet = $2) GROUP BY 1, 2`,
    [unitIds, hamlet],
  );
  const counts = new Map<number, StateCounts>();
  for (const { unit_id, state, people } of rows)
    counts.set(unit_id, { ...(counts.get(unit_id) ?? NO_COUNTS), [state]: people });
  return counts;
}

/** How many people stand in each state. */
export async function countIdentities(
  db: Pick<Database, 'query'>,
  unitIds: readonly number[],
  hamlet: string | null = null,
): Promise<StateCounts> {
  return sumStates((await countIdentitiesByUnit(db, unitIds, hamlet)).values());
}

export const sumStates = (counts: Iterable<StateCounts>): StateCounts => {
  const sum: Record<VerificationState, number> = { ...NO_COUNTS };
  for (const one of counts) for (const state of VERIFICATION_STATES) sum[state] += one[state];
  return sum;
};

/** Hamlets of the units with their people who are to be verified. */
export const findVerifiedHamlets = (
  db: Database,
  unitIds: readonly number[],
): Promise<{ hamlet: string; people: number }[]> =>
  db.query(
    `SELECT p.hamlet, count(*)::int AS people ${VERIFIED_FROM} AND p.hamlet IS NOT NULL GROUP BY p.hamlet ORDER BY p.hamlet`,
    [unitIds],
  );
