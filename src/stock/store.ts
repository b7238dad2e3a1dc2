/** The SQL that reads the ledger: balances now and as of a day, movements with their entries, lots. */
import type { Actor } from '../kernel/actor.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Database, Tx } from '../platform/database.ts';
import {
  ACCOUNTS,
  type Account,
  type Amounts,
  type Holding,
  type KnownEvent,
  type Lot,
  type Movement,
} from './contract.ts';

export type Reader = Pick<Database, 'pool'> | Readonly<{ pool: Tx }>;
export type Balance = Holding & Readonly<{ amounts: Readonly<Record<Account, number>> }>;

const HOLDING = 'unit_id AS "unitId", facility, item, lot';

/** What stands now, lot by lot; of all facilities of the units, or of one. */
export async function findBalances(
  db: Reader,
  unitIds: readonly number[],
  facility: string | null = null,
): Promise<Balance[]> {
  const { rows } = await db.pool.query<Holding & Record<Account, number>>({
    name: 'stock-balances',
    text: `SELECT ${HOLDING}, ${ACCOUNTS.join(', ')} FROM app.stock_balance
      WHERE unit_id = ANY($1::int[]) AND ($2::text IS NULL OR facility = $2) ORDER BY unit_id, facility, item, lot`,
    values: [unitIds, facility],
  });
  return rows.map(({ unitId, facility: at, item, lot, ...amounts }) => ({
    unitId,
    facility: at,
    item,
    lot,
    amounts,
  }));
}

/** Doses on hand, less what is owed to suspense, of one lot at one facility; 0 where nothing ever was. */
export async function stockOnHand(db: Reader, at: Holding): Promise<number> {
  const { rows } = await db.pool.query<{ net: number }>({
    name: 'stock-on-hand',
    text: `SELECT on_hand + suspense AS net FROM app.stock_balance WHERE unit_id = $1 AND facility = $2 AND item = $3 AND lot = $4`,
    values: [at.unitId, at.facility, at.item, at.lot],
  });
  return rows[0]?.net ?? 0;
}

export type MovementFilter = Readonly<{
  unitIds: readonly number[];
  facility?: string | null;
  item?: string | null;
  lot?: string | null;
  until?: PlainDate | null;
  /** Use of earlier days is left out: of a year's ledger it is nearly all. */
  usesSince?: PlainDate | null;
}>;

type MovementRow = Omit<Movement, 'recordedAt' | 'amounts'> & { recordedAt: Date; amounts: Amounts };

const MOVEMENTS = `SELECT m.unit_id AS "unitId", m.id, m.facility, m.item, m.lot, m.kind, m.on_day AS "on", m.vials, m.slip, m.counterpart,
    m.reason, m.source, m.import_id AS "importId", m.sheet, m.row_no AS "row", m.refers_to AS "refersTo",
    m.recorded_by AS "recordedBy", m.recorded_at AS "recordedAt",
    (SELECT json_object_agg(e.account, e.doses) FROM app.stock_entry e WHERE e.unit_id = m.unit_id AND e.movement_id = m.id) AS amounts
  FROM app.stock_movement m`;

const toMovement = (row: MovementRow): Movement => ({
  ...row,
  amounts: row.amounts ?? {},
  recordedAt: row.recordedAt.toISOString(),
});

/** Movements with their entries, in the order of their days. */
export async function findMovements(
  db: Reader,
  { unitIds, facility = null, item = null, lot = null, until = null, usesSince = null }: MovementFilter,
): Promise<Movement[]> {
  const { rows } = await db.pool.query<MovementRow>({
    name: 'stock-movements',
    text: `${MOVEMENTS} WHERE m.unit_id = ANY($1::int[]) AND ($2::text IS NULL OR m.facility = $2) AND ($3::text IS NULL OR m.item = $3)
      AND ($4::text IS NULL OR m.lot = $4) AND ($5::date IS NULL OR m.on_day <= $5::date)
      AND ($6::date IS NULL OR m.on_day >= $6::date OR m.kind NOT IN ('use', 'open')) ORDER BY m.on_day, m.recorded_at, m.id`,
    values: [unitIds, facility, item, lot, until, usesSince],
  });
  return rows.map(toMovement);
}

/** One movement; undefined when the unit has none of this id. */
export async function findMovement(db: Reader, unitId: number, id: string): Promise<Movement | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
  const { rows } = await db.pool.query<MovementRow>(`${MOVEMENTS} WHERE m.unit_id = $1 AND m.id = $2`, [
    unitId,
    id,
  ]);
  return rows[0] === undefined ? undefined : toMovement(rows[0]);
}

/** Movements that settle or name something (not those that take one back), in units. */
export async function findMovementsOf(
  tx: Tx,
  unitIds: readonly number[],
  refersTo: string,
): Promise<Movement[]> {
  const { rows } = await tx.query<MovementRow>(
    `${MOVEMENTS} WHERE m.unit_id = ANY($1::int[]) AND m.refers_to = $2 AND m.kind <> 'reversal' ORDER BY m.id`,
    [unitIds, refersTo],
  );
  return rows.map(toMovement);
}

/** Known lots by `item|lot`; all, or those of one number. */
export async function findLots(db: Reader, lot: string | null = null): Promise<Map<string, Lot>> {
  const { rows } = await db.pool.query<Lot>(
    `SELECT item, lot, expires_on AS "expiresOn", doses_per_vial AS "dosesPerVial", max_doses_per_vial AS "maxDosesPerVial"
     FROM app.stock_lot WHERE $1::text IS NULL OR lot = $1 ORDER BY item, lot`,
    [lot],
  );
  return new Map(rows.map((one) => [`${one.item}|${one.lot}`, one]));
}

/** Numbers of all lots that any store has or had. */
export async function lotsInStock(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ lot: string }>('SELECT DISTINCT lot FROM app.stock_balance ORDER BY lot');
  return rows.map(({ lot }) => lot);
}

/** Movements of one source at a facility that nobody took back. */
export async function findStandingMovements(
  db: Reader,
  { unitId, facility }: Readonly<{ unitId: number; facility: string }>,
  source: Movement['source'],
): Promise<Movement[]> {
  const { rows } = await db.pool.query<MovementRow>(
    `${MOVEMENTS} WHERE m.unit_id = $1 AND m.facility = $2 AND m.source = $3 AND m.kind <> 'reversal' AND NOT EXISTS (
       SELECT 1 FROM app.stock_movement r WHERE r.unit_id = m.unit_id AND r.refers_to = m.id AND r.kind = 'reversal')
     ORDER BY m.on_day, m.id`,
    [unitId, facility, source],
  );
  return rows.map(toMovement);
}

/** Adds lots; a known one takes an expiry date that it had not, or that a later paper corrects. */
export async function upsertLots(tx: Tx, actor: Actor, lots: readonly Lot[], now: Date): Promise<void> {
  const newest = new Map<string, Lot>();
  for (const lot of lots) {
    const key = `${lot.item}|${lot.lot}`;
    const known = newest.get(key);
    newest.set(key, known === undefined ? lot : { ...known, expiresOn: known.expiresOn ?? lot.expiresOn });
  }
  const all = [...newest.values()];
  await tx.query(
    `INSERT INTO app.stock_lot AS l (item, lot, expires_on, doses_per_vial, max_doses_per_vial, recorded_by, recorded_at)
     SELECT *, $6::text, $7::timestamptz FROM unnest($1::text[], $2::text[], $3::date[], $4::smallint[], $5::smallint[]) ORDER BY 1, 2
     ON CONFLICT (item, lot) DO UPDATE SET expires_on = coalesce(excluded.expires_on, l.expires_on), recorded_by = excluded.recorded_by,
       recorded_at = excluded.recorded_at
     WHERE excluded.expires_on IS NOT NULL AND l.expires_on IS DISTINCT FROM excluded.expires_on`,
    [
      all.map(({ item }) => item),
      all.map(({ lot }) => lot),
      all.map(({ expiresOn }) => expiresOn),
      all.map(({ dosesPerVial }) => dosesPerVial),
      all.map(({ maxDosesPerVial }) => maxDosesPerVial),
      actor.name,
      now.toISOString(),
    ],
  );
}

export type Statement = Readonly<{
  kind: 'closing' | 'session';
  item: string;
  lot: string;
  on: PlainDate;
  doses: number;
  sheet: string;
  row: number;
}>;

/** Keeps what a book states without its being a movement; what an earlier state of it said of the same days goes. */
export async function saveStatements(
  tx: Tx,
  at: Readonly<{ unitId: number; facility: string; importId: string }>,
  statements: readonly Statement[],
): Promise<void> {
  for (const kind of ['closing', 'session'] as const) {
    const days = statements.flatMap((one) => (one.kind === kind ? [one.on] : [])).sort();
    if (days.length > 0)
      await tx.query(
        `DELETE FROM app.stock_statement WHERE unit_id = $1 AND facility = $2 AND kind = $3 AND on_day BETWEEN $4::date AND $5::date`,
        [at.unitId, at.facility, kind, days[0], days.at(-1)],
      );
  }
  await copyRows(
    tx,
    'app.stock_statement',
    ['unit_id', 'id', 'import_id', 'facility', 'item', 'lot', 'kind', 'on_day', 'doses', 'sheet', 'row_no'],
    statements.map(({ item, lot, kind, on, doses, sheet, row }) => [
      at.unitId,
      newId(),
      at.importId,
      at.facility,
      item,
      lot,
      kind,
      on,
      doses,
      sheet,
      row,
    ]),
  );
}

/** What books stated until a day; of closing balances of a lot only the newest counts. */
export async function findStatements(
  db: Reader,
  unitIds: readonly number[],
  facility: string | null,
  until: PlainDate,
): Promise<(Statement & Holding)[]> {
  const { rows } = await db.pool.query<Statement & Holding>(
    `SELECT unit_id AS "unitId", facility, item, lot, kind, on_day AS "on", doses, sheet, row_no AS "row" FROM app.stock_statement
     WHERE unit_id = ANY($1::int[]) AND ($2::text IS NULL OR facility = $2) AND on_day <= $3::date ORDER BY on_day, row_no`,
    [unitIds, facility, until],
  );
  return rows;
}

/** What happened to a lot in these units, the newest first: recalls of units above count, and refrigerators with all they held. */
export async function findStockEvents(
  db: Reader,
  unitIds: readonly number[],
  item: string,
  lot: string,
): Promise<KnownEvent[]> {
  const { rows } = await db.pool.query<Omit<KnownEvent, 'happenedAt'> & { happenedAt: Date }>(
    `SELECT id, facility, kind, happened_at AS "happenedAt", content, recorded_by AS "recordedBy" FROM app.stock_event
     WHERE unit_id = ANY($1::int[]) AND (item IS NULL OR item = $2) AND (lot IS NULL OR lot = $3) ORDER BY happened_at DESC LIMIT 100`,
    [unitIds, item, lot],
  );
  return rows.map((row) => ({ ...row, happenedAt: row.happenedAt.toISOString() }));
}
