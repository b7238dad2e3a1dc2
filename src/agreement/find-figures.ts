/** The three figures of each facility, day and lot: from reports that were sent, from people's doses, from the ledger. */
import type { Units } from '../areas/units.ts';
import { type DailyReport, findDailyReports } from '../duties/find-daily-reports.ts';
import { readLotField } from '../duties/rules.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { Movement } from '../stock/contract.ts';
import { facilitiesOf, facilityKey, findPlacesOf, isCommune, ownFacility } from '../stock/facilities.ts';
import { standing } from '../stock/judge-stock.ts';
import { findMovements } from '../stock/store.ts';
import type { DayReport, LotDay } from './contract.ts';
import { isVaccine } from './propose-report.ts';

export type FacilityFigures = Readonly<{
  unitId: number;
  facility: string;
  lots: readonly LotDay[];
  reports: readonly DayReport[];
  /** Who last wrote in the ledger here; null where nobody did. */
  storekeeper: string | null;
}>;

export type FiguresQuestion = Readonly<{ unitId: number; from: PlainDate; to: PlainDate }>;

/** A mistaken date is looked for so far on both sides of the days asked for. */
export const AROUND_DAYS = 30;

type Span = Readonly<{ from: PlainDate; to: PlainDate }>;
type Cell = { -readonly [Key in keyof LotDay]: LotDay[Key] };

/** One facility being counted. */
class Counting {
  readonly unitId: number;
  readonly facility: string;
  readonly reports = new Map<PlainDate, DayReport>();
  /** First receipt of each `item|lot`. */
  readonly receipts = new Map<string, PlainDate>();
  storekeeper: string | null = null;
  ledger = false;
  readonly #cells = new Map<string, Cell>();

  constructor(unitId: number, facility: string) {
    this.unitId = unitId;
    this.facility = facility;
  }

  cell(day: PlainDate, item: string | null, lot: string | null): Cell {
    const key = JSON.stringify([day, item, lot]);
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      cell = {
        ...{ day, item, lot, declared: null, named: 0, namedLate: 0, namedAfterReport: 0, duplicates: 0 },
        ...{
          used: null,
          usedAfterReport: 0,
          usedTwice: 0,
          overfill: 0,
          wasted: 0,
          untold: 0,
          firstReceipt: null,
        },
      };
      this.#cells.set(key, cell);
    }
    return cell;
  }

  /** The cells as counted: where there is a ledger, a day on which it knows nothing of a lot used none of it. */
  lots(): LotDay[] {
    return [...this.#cells.values()].map((cell) => ({
      ...cell,
      used: this.ledger ? (cell.used ?? 0) : null,
      firstReceipt: this.receipts.get(`${cell.item}|${cell.lot}`) ?? null,
    }));
  }
}

/** Facilities of the unit and all below it about which any of the three says something in the days. */
export async function findFigures(
  db: Database,
  units: Units,
  { unitId, from, to }: FiguresQuestion,
): Promise<FacilityFigures[]> {
  const span = { from: addDays(from, -AROUND_DAYS), to: addDays(to, AROUND_DAYS) };
  const unitIds = units.everWithin(unitId, to);
  const facilities = new Map<string, Counting>();
  const counting = (id: number, name: string): Counting => {
    const key = `${id} ${facilityKey(name)}`;
    let one = facilities.get(key);
    if (one === undefined) {
      one = new Counting(id, name);
      facilities.set(key, one);
    }
    return one;
  };
  for (const { unitId: id, name } of await facilitiesOf(db, unitIds)) counting(id, name);
  const own = (id: number): Counting => {
    const unit = units.get(id, to);
    return counting(id, ownFacility(unit, isCommune(units, unit, to)));
  };
  for (const report of await findDailyReports(db, units, unitId, { from, to }))
    takeReport(
      report.duty.facility === null
        ? own(report.duty.unitId)
        : counting(report.duty.unitId, report.duty.facility),
      report,
    );
  const movements = await findMovements(db, { unitIds, until: span.to, usesSince: span.from });
  takeMovements(movements, counting, span);
  await takeNamed(db, unitIds, facilities, own, { from, to, span });
  return [...facilities.values()]
    .map((one) => ({
      unitId: one.unitId,
      facility: one.facility,
      lots: one.lots(),
      reports: [...one.reports.values()],
      storekeeper: one.storekeeper,
    }))
    .filter(({ lots, reports }) => lots.length > 0 || reports.length > 0);
}

function takeReport(at: Counting, { duty, submission, sentAt }: DailyReport): void {
  const day = duty.period.from;
  let byLot = false;
  let total = 0;
  for (const [field, doses] of Object.entries(submission.figures)) {
    if (field.startsWith('injected.')) total += doses;
    const told = readLotField(field);
    if (told?.measure !== 'used') continue;
    byLot = true;
    at.cell(day, told.item, told.lot).declared = doses;
  }
  at.reports.set(day, { day, total, byLot, sentAt, by: submission.by });
}

function takeMovements(
  movements: readonly Movement[],
  counting: (unitId: number, facility: string) => Counting,
  { from }: Readonly<{ from: PlainDate }>,
): void {
  const seen = new Set<string>();
  for (const movement of standing(movements)) {
    const { item, lot, on, amounts, kind, vials } = movement;
    if (!isVaccine(item)) continue;
    const at = counting(movement.unitId, movement.facility);
    at.ledger = true;
    at.storekeeper = movement.recordedBy;
    if (kind === 'receipt' && !at.receipts.has(`${item}|${lot}`)) at.receipts.set(`${item}|${lot}`, on);
    const { injected = 0, wasted = 0, opened = 0, overfill = 0 } = amounts;
    if (on < from || (injected === 0 && wasted === 0 && opened === 0)) continue;
    const cell = at.cell(on, item, lot);
    cell.used = (cell.used ?? 0) + injected;
    cell.overfill -= overfill;
    cell.wasted += wasted;
    cell.untold += opened;
    const report = at.reports.get(on);
    if (report !== undefined && movement.recordedAt > report.sentAt) cell.usedAfterReport += injected;
    // Vials of the table are alike and each its own: by what it refers to, the vial, one is told from another.
    const { refersTo } = movement;
    const same = JSON.stringify([at.unitId, at.facility, item, lot, on, kind, vials, amounts, refersTo]);
    if (kind === 'use' && seen.has(same)) cell.usedTwice += injected;
    seen.add(same);
  }
}

type NamedRow = Readonly<{
  /** Null: of a list of the unit that names none. */
  place: string | null;
  unitId: number | null;
  item: string | null;
  lot: string | null;
  day: PlainDate;
  doses: number;
  late: number;
  after: number;
  people: number;
}>;

/**
 * Doses of persons by place, day and lot; a dose whose list names no place was given by the site of the list's unit. When a
 * dose was told of matters on the days asked for alone (`$7`, `$8`).
 */
const named = (which: string): string => `
  SELECT i.place, i.unit_id AS "unitId", i.vaccine AS item, i.lot, i.given_on AS day, count(*)::int AS doses,
    count(*) FILTER (WHERE i.entered = 'late' OR (i.entered = 'later' AND (r.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date > i.given_on))::int AS late,
    count(*) FILTER (WHERE r.recorded_at > s.sent_at)::int AS after,
    count(DISTINCT (p.name_key, p.birth_on, CASE WHEN p.birth_on IS NULL THEN p.id END))::int AS people
  FROM app.injection i JOIN app.person p ON p.id = i.person_id
  LEFT JOIN LATERAL (
    SELECT min(r.recorded_at) AS recorded_at FROM app.person_link l
      JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id
    WHERE l.person_id = i.person_id AND l.superseded_at IS NULL AND r.id = ANY(i.record_ids)
      AND i.given_on BETWEEN $7::date AND $8::date) r ON true
  LEFT JOIN unnest($3::text[], $4::date[], $5::timestamptz[]) AS s(place, day, sent_at) ON s.place = i.place AND s.day = i.given_on
  WHERE i.given_on BETWEEN $1::date AND $2::date AND i.validity <> 'inferred' AND ${which}
  GROUP BY 1, 2, 3, 4, 5`;
const PLACED = named('i.place = ANY($6::text[])');
const UNPLACED = named('i.place IS NULL AND i.unit_id = ANY($6::int[])');

async function takeNamed(
  db: Database,
  unitIds: readonly number[],
  facilities: ReadonlyMap<string, Counting>,
  own: (unitId: number) => Counting,
  { from, to, span }: Span & Readonly<{ span: Span }>,
): Promise<void> {
  const all = [...facilities.values()];
  const meant = await findPlacesOf(
    db,
    all.map(({ facility }) => facility),
  );
  const byName = new Map(all.map((one) => [one.facility, one]));
  const sent = [...meant].flatMap(([place, name]) =>
    [...(byName.get(name)?.reports.values() ?? [])].map(({ day, sentAt }) => ({ place, day, sentAt })),
  );
  const asked = [
    ...[span.from, span.to],
    ...[sent.map(({ place }) => place), sent.map(({ day }) => day), sent.map(({ sentAt }) => sentAt)],
  ];
  const [placed, unplaced] = await Promise.all([
    db.query<NamedRow>(PLACED, [...asked, [...meant.keys()], from, to]),
    db.query<NamedRow>(UNPLACED, [...asked, unitIds, from, to]),
  ]);
  for (const { place, unitId, item, lot, day, doses, late, after, people } of [...placed, ...unplaced]) {
    const at = place === null ? own(unitId!) : byName.get(meant.get(place)!)!;
    const cell = at.cell(day, item, lot);
    cell.named += doses;
    cell.namedLate += late;
    cell.namedAfterReport += after;
    cell.duplicates += doses - people;
  }
}
