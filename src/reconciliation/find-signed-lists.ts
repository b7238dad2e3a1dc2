import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { byHamletAndName, type ListBasis, type SortedPerson } from './load-current-list.ts';
import type { ListCounts } from './signed-list-rules.ts';

export type Receipt = Readonly<{
  listId: string;
  role: string;
  receivedBy: string;
  receivedAt: string;
  note: string | null;
}>;

/** A list as it was signed, without its rows. */
export type SignedListSummary = Readonly<{
  id: string;
  unitId: number;
  version: number;
  on: PlainDate;
  people: number;
  sha256: string;
  counts: ListCounts;
  basis: ListBasis;
  note: string | null;
  signedBy: string;
  /** For whom, when the right to sign was lent. */
  signedFor: string | null;
  signedAt: string;
  receipts: readonly Receipt[];
}>;

const SELECT = `SELECT id, unit_id AS "unitId", version, reference_date AS "on", people, sha256, counts, basis, note, signed_by AS "signedBy",
  signed_for AS "signedFor", signed_at AS "signedAt" FROM app.signed_list`;

type Row = Omit<SignedListSummary, 'signedAt' | 'receipts'> & { signedAt: Date };

/** The signed lists of units, the latest first; of each unit only its latest when `latest` is set. */
export async function findSignedLists(
  db: Database,
  unitIds: readonly number[],
  { latest = false } = {},
): Promise<SignedListSummary[]> {
  const rows = await db.query<Row>(
    latest
      ? `SELECT DISTINCT ON (l."unitId") * FROM (${SELECT} WHERE unit_id = ANY($1::int[])) l ORDER BY l."unitId", l.version DESC`
      : `${SELECT} WHERE unit_id = ANY($1::int[]) ORDER BY id DESC`,
    [unitIds],
  );
  return withReceipts(db, rows);
}

/** One signed list. Throws `list_unknown`. */
export async function getSignedList(db: Database, id: string): Promise<SignedListSummary> {
  const [list] = await withReceipts(db, await db.query<Row>(`${SELECT} WHERE id = $1`, [id]));
  if (list === undefined) throw new AppError('list_unknown', 'not-found', { id });
  return list;
}

async function withReceipts(db: Database, rows: readonly Row[]): Promise<SignedListSummary[]> {
  const receipts = await db.query<Omit<Receipt, 'receivedAt'> & { receivedAt: Date }>(
    `SELECT list_id AS "listId", role, received_by AS "receivedBy", received_at AS "receivedAt", note FROM app.list_receipt
     WHERE unit_id = ANY($1::int[]) AND list_id = ANY($2::uuid[]) ORDER BY received_at`,
    [rows.map(({ unitId }) => unitId), rows.map(({ id }) => id)],
  );
  return rows.map((row) => ({
    ...row,
    signedAt: row.signedAt.toISOString(),
    receipts: receipts
      .filter(({ listId }) => listId === row.id)
      .map((receipt) => ({ ...receipt, receivedAt: receipt.receivedAt.toISOString() })),
  }));
}

/** The rows of a signed list, in the order of printed lists. */
export async function loadSignedRows(
  db: Database,
  { id, unitId }: Readonly<{ id: string; unitId: number }>,
): Promise<SortedPerson[]> {
  const rows = await db.query<SortedPerson>(
    `SELECT person_id AS "personId", name, sort_key AS "sortKey", sex, birth, national_id AS "nationalId", hamlet, household, kind
     FROM app.signed_list_row WHERE unit_id = $1 AND list_id = $2`,
    [unitId, id],
  );
  return rows.sort(byHamletAndName);
}
