import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { seededRandom } from '../kernel/seeded-random.ts';
import { DEMO_DAY } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { NewMovement } from '../stock/contract.ts';
import { isCommune, nameFacility } from '../stock/facilities.ts';
import { findItem } from '../stock/items.ts';
import { postMovements } from '../stock/post-movements.ts';
import { upsertLots } from '../stock/store.ts';
import { takeTransferStep } from '../stock/transfers/transfer.ts';

const DISTRICT = { code: '193', facility: 'Kho TTYT thành phố Hạ Long' };
const PROVINCE = { code: '22', facility: 'Kho CDC Quảng Ninh' };
/** As it was at the stations: most books fit, some have a slip twice, a receipt that came late, waste not written. */
const SHARES = { twice: 0.06, late: 0.05, untold: 0.08 };

type Given = { unitId: number; item: string; lot: string; on: PlainDate; doses: number };

/**
 * Stock of the demonstration, made to fit the doses of its lists: a receipt for each lot, use by day, some doses left. Does
 * nothing where there is stock already.
 */
export async function loadDemoStock(db: Database, units: Units, actor: Actor): Promise<void> {
  if ((await db.query('SELECT 1 FROM app.stock_movement LIMIT 1')).length > 0) return;
  const given = await db.query<Given>(
    `SELECT r.unit_id AS "unitId", d.vaccine AS item, d.lot, d.given_on AS "on", count(*)::int AS doses
     FROM app.stock_named_dose d JOIN app.person_link l ON l.person_id = d.person_id AND l.superseded_at IS NULL AND l.record_id = d.record_ids[1]
     JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id
     WHERE d.lot IS NOT NULL AND d.vaccine IS NOT NULL AND d.given_on IS NOT NULL
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
  );
  const lots = new Map<string, Given[]>();
  for (const one of given) {
    const key = `${one.unitId}|${one.item}|${one.lot}`;
    lots.set(key, [...(lots.get(key) ?? []), one]);
  }
  const random = seededRandom(43);
  const now = new Date(`${DEMO_DAY}T01:00:00Z`);
  await db.transaction(actor, async (tx) => {
    const names = new Map<number, string>();
    const movements: NewMovement[] = [];
    for (const own of lots.values()) {
      const { unitId, item } = own[0]!;
      if (findItem(item) === undefined) continue;
      const unit = units.get(unitId, DEMO_DAY);
      const facility =
        names.get(unitId) ?? (await nameFacility({ pool: tx }, unit, isCommune(units, unit, DEMO_DAY), null));
      names.set(unitId, facility);
      movements.push(...bookOf(own, facility, random));
    }
    const expiry = new Map(movements.map(({ item, lot, on }) => [`${item}|${lot}`, addDays(on, 150)]));
    await upsertLots(
      tx,
      actor,
      [...expiry].map(([key, expiresOn]) => {
        const [item, lot] = key.split('|') as [string, string];
        const { dosesPerVial, maxDosesPerVial } = findItem(item)!;
        return { item, lot, expiresOn, dosesPerVial, maxDosesPerVial };
      }),
      now,
    );
    await postMovements(tx, actor, movements, now);
    await supply(tx, units, actor, movements, names, now);
  });
}

/** A receipt before the first day, vials opened as they are needed, the rest of the last thrown away; now and then something that does not fit. */
function bookOf(own: readonly Given[], facility: string, random: () => number): NewMovement[] {
  const { unitId, item, lot, on } = own[0]!;
  const { dosesPerVial } = findItem(item)!;
  const base = { unitId, facility, item, lot, source: 'demo', short: 'suspense' } as const;
  let open = 0;
  const uses = own.map(({ on: day, doses }, i): NewMovement => {
    const vials = Math.ceil(Math.max(doses - open, 0) / dosesPerVial);
    const labelled = vials * dosesPerVial;
    open += labelled - doses;
    const wasted = i === own.length - 1 && random() >= SHARES.untold ? open : 0;
    const amounts = { on_hand: -labelled, opened: labelled - doses - wasted, injected: doses, wasted };
    return { ...base, kind: 'use', on: day, vials, amounts, reason: wasted > 0 ? 'Hết buổi tiêm' : null };
  });
  const opened = uses.reduce((sum, { amounts }) => sum - (amounts.on_hand ?? 0), 0);
  const doses = opened + dosesPerVial * Math.floor(random() * 4);
  const slip = `PX${String(Math.floor(random() * 9000) + 1000)}`;
  const receipt: NewMovement = {
    ...base,
    kind: 'receipt',
    on: addDays(on, random() < SHARES.late ? 2 : -3),
    slip,
    counterpart: DISTRICT.facility,
    vials: Math.ceil(doses / dosesPerVial),
    amounts: { external: -doses, on_hand: doses },
  };
  const again: NewMovement[] =
    random() < SHARES.twice
      ? [{ ...receipt, kind: 'repeated_receipt', amounts: { external: -doses, repeated: doses } }]
      : [];
  return [receipt, ...again, ...uses];
}

/** The stores above: doses of two lots, one delivery on its way, one request that waits. */
async function supply(
  tx: Tx,
  units: Units,
  actor: Actor,
  stations: readonly NewMovement[],
  names: ReadonlyMap<number, string>,
  now: Date,
): Promise<void> {
  const [district, province] = [DISTRICT, PROVINCE].map(({ code, facility }) => ({
    unitId: units.byCode(code, DEMO_DAY).id,
    facility,
  })) as [Store, Store];
  const station = [...names].find(([unitId]) => units.isWithin(unitId, district.unitId, DEMO_DAY));
  const newest = ['comirnaty', 'astrazeneca'].flatMap(
    (item) => stations.filter((one) => one.item === item).toSorted((a, b) => (a.on < b.on ? 1 : -1))[0] ?? [],
  );
  if (station === undefined || newest.length === 0) return;
  const store = (at: Store, { item, lot }: NewMovement, doses: number, day: number): NewMovement => ({
    ...at,
    item,
    lot,
    kind: 'receipt',
    on: addDays(DEMO_DAY, day),
    counterpart: 'Kho khu vực',
    amounts: { external: -doses, on_hand: doses },
    source: 'demo',
    short: 'suspense',
  });
  await postMovements(
    tx,
    actor,
    [
      ...newest.map((one) => store(province, one, 12_000, -20)),
      ...newest.map((one) => store(district, one, 2400, -12)),
    ],
    now,
  );
  const [first] = newest as [NewMovement];
  const line = { item: first.item, lot: first.lot, doses: 120 };
  const down = {
    fromUnitId: district.unitId,
    fromFacility: district.facility,
    toUnitId: station[0],
    toFacility: station[1],
  };
  const step = (what: Omit<Parameters<typeof takeTransferStep>[2], 'note'>) =>
    takeTransferStep(tx, actor, { note: null, ...what }, now);
  const id = await step({ id: null, ends: down, step: 'requested', lines: [{ ...line, lot: null }] });
  await step({ id, ends: down, step: 'sent', lines: [line] });
  const up = {
    fromUnitId: province.unitId,
    fromFacility: province.facility,
    toUnitId: district.unitId,
    toFacility: district.facility,
  };
  await step({ id: null, ends: up, step: 'requested', lines: [{ ...line, lot: null, doses: 3000 }] });
}

type Store = { unitId: number; facility: string };
