/** One question: the three figures of facilities, day by day, and every gap between them with its explanation. */
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import {
  type FigureRow,
  type Gap,
  type GapKind,
  type OpenGap,
  SETTLER_OF,
  type Settlement,
  type Settler,
} from './contract.ts';
import { explainGaps, sumOf } from './explain-gaps.ts';
import { type FacilityFigures, type FiguresQuestion, findFigures } from './find-figures.ts';

export type Agreement = Readonly<{
  /** A row for each facility and day, then for each of its lots where they are asked for. */
  days: readonly FigureRow[];
  lots: readonly FigureRow[];
  gaps: readonly OpenGap[];
}>;

/** Facilities of a unit and all below it; of one, or of these alone, where `only` names them. */
export async function findGaps(
  db: Database,
  units: Units,
  question: FiguresQuestion,
  only: readonly string[] | null = null,
): Promise<Agreement> {
  const wanted = only === null ? null : new Set(only.map((name) => name.toLowerCase()));
  const facilities = (await findFigures(db, units, question)).filter(
    ({ facility }) => wanted === null || wanted.has(facility.toLowerCase()),
  );
  const settled = await findSettlements(db, question, [...new Set(facilities.map(({ unitId }) => unitId))]);
  const clerks = await findClerks(db, [...new Set(facilities.map(({ unitId }) => unitId))]);
  const within = ({ day }: Readonly<{ day: PlainDate }>): boolean =>
    day >= question.from && day <= question.to;
  const rows = facilities.map((one) => figureRows(one, within));
  return {
    days: rows.flatMap(({ days }) => days).sort(byFacilityAndDay),
    lots: rows.flatMap(({ lots }) => lots).sort(byFacilityAndDay),
    gaps: facilities.flatMap((one) =>
      withMirrors(
        explainGaps(one.lots, one.reports)
          .filter(within)
          .map((gap) => onWorkList(one, gap, settled, clerks.get(one.unitId) ?? null)),
      ),
    ),
  };
}

const byFacilityAndDay = (a: FigureRow, b: FigureRow): number => {
  const key = ({ day, unitId, facility, item, lot }: FigureRow): string =>
    [day, String(unitId).padStart(9, '0'), facility, item, lot].join('|');
  return key(a) < key(b) ? -1 : 1;
};

function figureRows(
  { unitId, facility, lots, reports }: FacilityFigures,
  within: (one: Readonly<{ day: PlainDate }>) => boolean,
): { days: FigureRow[]; lots: FigureRow[] } {
  const totals = new Map(reports.map(({ day, total }) => [day, total]));
  const seen = lots.filter(
    (cell) => within(cell) && (cell.named > 0 || (cell.used ?? 0) > 0 || cell.declared !== null),
  );
  const days = [...new Set([...seen.map(({ day }) => day), ...totals.keys()])].filter((day) =>
    within({ day }),
  );
  return {
    days: days.map((day) => {
      const { named, namedLate, used } = sumOf(
        lots.filter((cell) => cell.day === day),
        day,
      );
      const whole = { item: null, lot: null, declared: totals.get(day) ?? null, named, namedLate };
      return { unitId, facility, day, ...whole, used };
    }),
    lots: seen.map(({ day, item, lot, declared, named, namedLate, used }) => ({
      ...{ unitId, facility, day, item, lot, declared, named, namedLate, used },
    })),
  };
}

type Key = Readonly<{
  unitId: number;
  facility: string;
  day: PlainDate;
  kind: GapKind;
  item: string | null;
  lot: string | null;
}>;
const keyOf = ({ unitId, facility, day, kind, item, lot }: Key): string =>
  JSON.stringify([unitId, facility.toLowerCase(), day, kind, item, lot]);

function onWorkList(
  { unitId, facility, reports, storekeeper }: FacilityFigures,
  gap: Gap,
  settled: ReadonlyMap<string, readonly Settlement[]>,
  clerk: string | null,
): OpenGap {
  const settlements = settled.get(keyOf({ unitId, facility, ...gap })) ?? [];
  const [last] = settlements;
  const holds = last !== undefined && last.first === gap.first && last.second === gap.second;
  const main = gap.parts.reduce((a, b) => (Math.abs(b.doses) > Math.abs(a.doses) ? b : a));
  const settler = SETTLER_OF[main.cause];
  const reporter = reports.find(({ day }) => day === gap.day)?.by ?? null;
  const account: Readonly<Record<Settler, string | null>> = {
    entry: clerk,
    store: storekeeper,
    report: reporter,
  };
  return {
    ...gap,
    unitId,
    facility,
    settlements,
    mirror: false,
    state: holds ? 'settled' : last === undefined ? 'open' : 'reopened',
    settler,
    account: account[settler],
  };
}

/** People named too many here are those who are missing there: one mistake is settled once, where they are missing. */
function withMirrors(gaps: readonly OpenGap[]): OpenGap[] {
  const at = (one: Readonly<{ day: PlainDate; item: string | null; lot: string | null }>): string =>
    JSON.stringify([one.day, one.item, one.lot]);
  const known = new Map(gaps.map((gap) => [`${gap.kind} ${at(gap)}`, gap]));
  return gaps.map((gap) => {
    const others = gap.parts.map(({ other }) =>
      other === null ? undefined : known.get(`${gap.kind} ${at(other)}`),
    );
    const mirror = gap.first < gap.second && others.every((other) => other !== undefined);
    const settled = mirror && others.every((other) => other?.state === 'settled');
    return { ...gap, mirror, state: settled ? 'settled' : gap.state };
  });
}

/** Who last brought or typed doses of each unit. */
async function findClerks(db: Database, unitIds: readonly number[]): Promise<Map<number, string>> {
  const rows = await db.query<{ unit_id: number; loaded_by: string }>(
    `SELECT DISTINCT ON (unit_id) unit_id, loaded_by FROM app.list_edition
     WHERE unit_id = ANY($1::int[]) AND kind = 'injections' ORDER BY unit_id, loaded_at DESC, id DESC`,
    [unitIds],
  );
  return new Map(rows.map(({ unit_id, loaded_by }) => [unit_id, loaded_by]));
}

type SettlementRow = Key & Omit<Settlement, 'at'> & Readonly<{ at: Date }>;

/** Explanations of the days by the gap they were given for, the newest first. */
async function findSettlements(
  db: Database,
  { from, to }: FiguresQuestion,
  unitIds: readonly number[],
): Promise<Map<string, Settlement[]>> {
  const rows = await db.query<SettlementRow>(
    `SELECT unit_id AS "unitId", facility, on_day AS day, kind, item, lot, first_doses AS first, second_doses AS second,
       explanation, settled_by AS by, settled_at AS at FROM app.gap_settlement
     WHERE unit_id = ANY($1::int[]) AND on_day BETWEEN $2::date AND $3::date ORDER BY settled_at DESC, id DESC`,
    [unitIds, from, to],
  );
  const found = new Map<string, Settlement[]>();
  for (const { explanation, first, second, by, at, ...key } of rows) {
    const one = { explanation, first, second, by, at: at.toISOString() };
    found.set(keyOf(key), [...(found.get(keyOf(key)) ?? []), one]);
  }
  return found;
}
