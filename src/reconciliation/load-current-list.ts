import type { ResidenceKind } from '../intake/claim.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { foldText } from '../kernel/vietnamese-text.ts';
import type { Database, Tx } from '../platform/database.ts';
import { BIRTH_TEXT, countIdentities, type StateCounts } from './find-identities.ts';
import { countMoves } from './find-moves.ts';
import type { ListedPerson } from './signed-list-rules.ts';

type Reader = Pick<Database, 'pool'> | Readonly<{ pool: Tx }>;

/** Somebody of a list with the key by which lists are ordered: given name first. */
export type SortedPerson = ListedPerson & Readonly<{ sortKey: string }>;

/**
 * Everybody who lives in the units on a day, of every age and kind of residence: the same people whom coverage counts.
 * In the order of printed lists: hamlet, then given name.
 */
export async function loadCurrentList(
  db: Reader,
  unitIds: readonly number[],
  on: PlainDate,
): Promise<SortedPerson[]> {
  const { rows } = await db.pool.query<SortedPerson & { kind: ResidenceKind }>({
    name: 'current-list',
    text: `SELECT p.id AS "personId", p.name, p.sort_key AS "sortKey", p.sex, ${BIRTH_TEXT} AS birth, p.national_id AS "nationalId",
             r.hamlet, p.household, s.residence_kind AS kind
           FROM app.vaccination_status s
           JOIN app.person p ON p.id = s.person_id
           LEFT JOIN app.residence r ON r.person_id = s.person_id AND r.unit_id = s.unit_id AND r.kind = s.residence_kind
             AND coalesce(r.from_on, '-infinity') = s.from_on AND coalesce(r.to_on, 'infinity') = s.to_on
           WHERE s.unit_id = ANY($1::int[]) AND s.from_on <= $2::date AND s.to_on > $2::date`,
    values: [unitIds, on],
  });
  return rows.sort(byHamletAndName);
}

const collator = new Intl.Collator('vi', { numeric: true });

/** Hamlets as people count them (Khu phố 2 before 10), people without one last; then given names. */
export const byHamletAndName = (a: SortedPerson, b: SortedPerson): number =>
  Number(a.hamlet === null) - Number(b.hamlet === null) ||
  collator.compare(foldText(a.hamlet ?? ''), foldText(b.hamlet ?? '')) ||
  (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : 0) ||
  (a.personId < b.personId ? -1 : 1);

/** What a list rests on: how complete and how settled it was when it was signed. */
export type ListBasis = Readonly<{
  lists: readonly Readonly<{
    id: string;
    file: string;
    source: string;
    kind: string;
    asOf: PlainDate;
    complete: boolean;
    rows: number;
  }>[];
  /** Hands that have sent no resident list. */
  missing: readonly ('police' | 'commune')[];
  rowsInReview: number;
  rowsWaiting: number;
  verification: StateCounts;
  /** People whom another commune claims too, or counts: without an answer, and in dispute. */
  moves: Awaited<ReturnType<typeof countMoves>>;
}>;

/** What the list of the units rests on now. */
export async function loadBasis(db: Database, unitIds: readonly number[]): Promise<ListBasis> {
  const [lists, people, verification, moves] = await Promise.all([
    db.query<ListBasis['lists'][number] & { waiting: number }>(
      `SELECT id, file_name AS file, source, kind, as_of AS "asOf", complete, rows_taken AS rows, rows_waiting AS waiting FROM app.list_edition
       WHERE unit_id = ANY($1::int[]) AND superseded_by IS NULL AND file_sha256 <> 'form' ORDER BY kind DESC, source, as_of, id`,
      [unitIds],
    ),
    db.query<{ review: number }>(
      'SELECT coalesce(sum(rows_in_review), 0)::int AS review FROM app.person WHERE unit_id = ANY($1::int[]) AND rows_in_review > 0',
      [unitIds],
    ),
    countIdentities(db, unitIds),
    countMoves(db, unitIds),
  ]);
  const sent = new Set(lists.filter(({ kind }) => kind === 'residents').map(({ source }) => source));
  return {
    lists: lists.map(({ waiting: _, ...list }) => list),
    missing: (['police', 'commune'] as const).filter((source) => !sent.has(source)),
    rowsInReview: people[0]!.review,
    rowsWaiting: lists.reduce((sum, { waiting }) => sum + waiting, 0),
    verification,
    moves,
  };
}
