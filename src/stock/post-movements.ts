/**
 * The one way into the ledger. A movement is balanced entries of one lot at one facility; the statement that changes the
 * balance locks its row, keeps physical stock at nothing or more, and takes to suspense what is used before its receipt.
 */
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Tx } from '../platform/database.ts';
import { ACCOUNTS, type Account, type Amounts, type Holding, type NewMovement } from './contract.ts';

export const holdingKey = ({ unitId, facility, item, lot }: Holding): string =>
  `${unitId}|${facility}|${item}|${lot}`;

// `on_hand` and `suspense` are one number with a sign: what is there, or what is owed.
const MOVED = ACCOUNTS.filter((account) => account !== 'suspense');
const PLAIN = MOVED.filter((account) => account !== 'on_hand');

const AT = 'b.unit_id = x.unit_id AND b.facility = x.facility AND b.item = x.item AND b.lot = x.lot';

const CHANGE = `UPDATE app.stock_balance b SET
    on_hand = greatest(b.on_hand + b.suspense + x.on_hand, 0), suspense = least(b.on_hand + b.suspense + x.on_hand, 0),
    ${PLAIN.map((account) => `${account} = b.${account} + x.${account}`).join(', ')}
  FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], ${MOVED.map((_, i) => `$${i + 5}::int[]`).join(', ')})
    AS x(unit_id, facility, item, lot, ${MOVED.join(', ')})
  WHERE ${AT} RETURNING b.unit_id AS "unitId", b.facility, b.item, b.lot, b.on_hand + b.suspense AS net`;
const KEYS = 'unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS x(unit_id, facility, item, lot)';
/** Two that post several lots each wait for one another instead of locking crosswise. */
const LOCK = `SELECT 1 FROM app.stock_balance b JOIN ${KEYS} ON ${AT} ORDER BY b.unit_id, b.facility, b.item, b.lot FOR UPDATE OF b`;
const BEGIN = `INSERT INTO app.stock_balance (unit_id, facility, item, lot) SELECT * FROM ${KEYS} ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING`;

const MOVEMENT_COLUMNS = `unit_id, id, facility, item, lot, kind, on_day, vials, slip, counterpart, reason, source, import_id, sheet,
  row_no, refers_to, recorded_by, account_id, recorded_at`;

export type PostedMovement = Readonly<{ id: string; entries: Amounts }>;

/**
 * Posts movements, in the order given, and answers what each did, suspense included. Throws `stock_unbalanced` for
 * amounts that do not add up, `stock_short` when doses are wanted that are not there: the transaction is then over.
 */
export async function postMovements(
  tx: Tx,
  actor: Actor,
  movements: readonly NewMovement[],
  now: Date,
): Promise<readonly PostedMovement[]> {
  if (movements.length === 0) return [];
  for (const { amounts, kind } of movements) demandBalanced(kind, amounts);
  const totals = new Map<string, Total>();
  for (const movement of movements) {
    const key = holdingKey(movement);
    const total = totals.get(key) ?? {
      holding: movement,
      amounts: Object.fromEntries(ACCOUNTS.map((account) => [account, 0])) as Record<Account, number>,
    };
    for (const account of ACCOUNTS) total.amounts[account] += movement.amounts[account] ?? 0;
    totals.set(key, total);
  }
  const standing = await changeBalances(tx, [...totals.values()]);
  for (const [key, { amounts }] of totals) standing.set(key, standing.get(key)! - amounts.on_hand);
  const posted = movements.map((movement): PostedMovement => {
    const key = holdingKey(movement);
    const before = standing.get(key)!;
    const after = before + (movement.amounts.on_hand ?? 0);
    if (after < 0 && after < before && movement.short === 'refuse')
      throw new AppError('stock_short', 'conflict', {
        lot: movement.lot,
        facility: movement.facility,
        missing: -after,
      });
    standing.set(key, after);
    const entries = {
      ...movement.amounts,
      on_hand: Math.max(after, 0) - Math.max(before, 0),
      suspense: Math.min(after, 0) - Math.min(before, 0),
    };
    return { id: movement.id ?? newId(), entries };
  });
  await writeMovements(tx, actor, movements, posted, now);
  return posted;
}

function demandBalanced(kind: string, amounts: Amounts): void {
  const values = Object.values(amounts);
  if (
    values.some((doses) => !Number.isSafeInteger(doses)) ||
    values.reduce((sum, doses) => sum + doses, 0) !== 0 ||
    amounts.suspense !== undefined
  )
    throw new AppError('stock_unbalanced', 'invalid', { kind });
}

type Total = Readonly<{ holding: Holding; amounts: Record<Account, number> }>;

const keysOf = (totals: readonly Total[]): unknown[][] => [
  totals.map(({ holding }) => holding.unitId),
  totals.map(({ holding }) => holding.facility),
  totals.map(({ holding }) => holding.item),
  totals.map(({ holding }) => holding.lot),
];

/** Changes balances and answers what is on hand (or owed) after it, by holding. */
async function changeBalances(tx: Tx, totals: readonly Total[]): Promise<Map<string, number>> {
  const change = async (some: readonly Total[]): Promise<Map<string, number>> => {
    const { rows } = await tx.query<Holding & { net: number }>({
      name: 'change-stock',
      text: CHANGE,
      values: [...keysOf(some), ...MOVED.map((account) => some.map(({ amounts }) => amounts[account]))],
    });
    return new Map(rows.map((row) => [holdingKey(row), row.net]));
  };
  try {
    if (totals.length > 1) await tx.query({ name: 'lock-stock', text: LOCK, values: keysOf(totals) });
    const net = await change(totals);
    const unknown = totals.filter(({ holding }) => !net.has(holdingKey(holding)));
    if (unknown.length > 0) {
      await tx.query({ name: 'begin-stock', text: BEGIN, values: keysOf(unknown) });
      for (const [key, value] of await change(unknown)) net.set(key, value);
    }
    return net;
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'stock_balance_physical_ck') throw error;
    const [{ holding }] = totals as [Total];
    throw new AppError('stock_short', 'conflict', {
      lot: holding.lot,
      facility: holding.facility,
      missing: null,
    });
  }
}

async function writeMovements(
  tx: Tx,
  actor: Actor,
  movements: readonly NewMovement[],
  posted: readonly PostedMovement[],
  now: Date,
): Promise<void> {
  const column = <T>(value: (movement: NewMovement) => T): T[] => movements.map(value);
  await tx.query({
    name: 'write-stock-movements',
    text: `INSERT INTO app.stock_movement (${MOVEMENT_COLUMNS})
      SELECT *, $17::text, $18::uuid, $19::timestamptz FROM unnest($1::int[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[],
        $8::int[], $9::text[], $10::text[], $11::text[], $12::text[], $13::uuid[], $14::text[], $15::int[], $16::uuid[])`,
    values: [
      column(({ unitId }) => unitId),
      posted.map(({ id }) => id),
      column(({ facility }) => facility),
      column(({ item }) => item),
      column(({ lot }) => lot),
      column(({ kind }) => kind),
      column(({ on }) => on),
      column(({ vials }) => vials ?? null),
      column(({ slip }) => slip ?? null),
      column(({ counterpart }) => counterpart ?? null),
      column(({ reason }) => reason ?? null),
      column(({ source }) => source),
      column(({ importId }) => importId ?? null),
      column(({ sheet }) => sheet ?? null),
      column(({ row }) => row ?? null),
      column(({ refersTo }) => refersTo ?? null),
      actor.name,
      actor.accountId,
      now.toISOString(),
    ],
  });
  const entries = posted.flatMap(({ id, entries: own }, i) =>
    ACCOUNTS.flatMap((account) => {
      const doses = own[account] ?? 0;
      return doses === 0 ? [] : [{ unitId: movements[i]!.unitId, id, account, doses }];
    }),
  );
  await tx.query({
    name: 'write-stock-entries',
    text: `INSERT INTO app.stock_entry (unit_id, movement_id, account, doses)
      SELECT * FROM unnest($1::int[], $2::uuid[], $3::text[], $4::int[])`,
    values: [
      entries.map(({ unitId }) => unitId),
      entries.map(({ id }) => id),
      entries.map(({ account }) => account),
      entries.map(({ doses }) => doses),
    ],
  });
}
