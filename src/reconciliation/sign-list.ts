import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Database } from '../platform/database.ts';
import { lockRegister } from '../residents/file-list.ts';
import { loadBasis, loadCurrentList } from './load-current-list.ts';
import { countList, hashList } from './signed-list-rules.ts';

export type Signing = Readonly<{
  unit: Readonly<{ id: number; code: string }>;
  /** Units of record whose people stand in the unit. */
  recorded: readonly number[];
  on: PlainDate;
  /** The hash of the list that the signer saw: nothing else is signed. */
  sha256: string;
  note: string | null;
}>;

export type SignedList = Readonly<{ id: string; version: number; sha256: string; people: number }>;

/**
 * Signs off the list of a commune as it stands: everybody who lives there on the reference date, frozen row by row.
 * Throws `list_date_future`, `list_empty`, `list_changed_meanwhile` when the list is no longer the one that was seen,
 * `list_unchanged` when this very list is signed already.
 */
export async function signList(
  db: Database,
  actor: Actor,
  { unit, recorded, on, sha256, note }: Signing,
  today: PlainDate,
  now: Date,
): Promise<SignedList> {
  if (on > today) throw new AppError('list_date_future', 'invalid');
  const basis = await loadBasis(db, recorded);
  return db.transaction(actor, async (tx) => {
    // No list enters between what is hashed and what is stored.
    await lockRegister(tx);
    const people = await loadCurrentList({ pool: tx }, recorded, on);
    if (people.length === 0) throw new AppError('list_empty', 'invalid');
    const hash = hashList(unit.code, on, people);
    if (hash !== sha256) throw new AppError('list_changed_meanwhile', 'conflict');
    const { rows } = await tx.query<{ version: number; sha256: string }>(
      'SELECT version, sha256 FROM app.signed_list WHERE unit_id = $1 ORDER BY version DESC LIMIT 1',
      [unit.id],
    );
    if (rows[0]?.sha256 === hash)
      throw new AppError('list_unchanged', 'conflict', { version: rows[0].version });
    const id = newId();
    const version = (rows[0]?.version ?? 0) + 1;
    await tx.query(
      `INSERT INTO app.signed_list (unit_id, id, version, reference_date, people, sha256, counts, basis, note, signed_by, signed_for, account_id, signed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        unit.id,
        id,
        version,
        on,
        people.length,
        hash,
        JSON.stringify(countList(on, people)),
        JSON.stringify(basis),
        note,
        actor.name,
        actor.onBehalfOf,
        actor.accountId,
        now.toISOString(),
      ],
    );
    await copyRows(
      tx,
      'app.signed_list_row',
      [
        'unit_id',
        'list_id',
        'person_id',
        'name',
        'sort_key',
        'sex',
        'birth',
        'national_id',
        'hamlet',
        'household',
        'kind',
      ],
      people.map((person) => [
        unit.id,
        id,
        person.personId,
        person.name,
        person.sortKey,
        person.sex,
        person.birth,
        person.nationalId,
        person.hamlet,
        person.household,
        person.kind,
      ]),
    );
    return { id, version, sha256: hash, people: people.length };
  });
}
