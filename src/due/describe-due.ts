import type { Units, UnitVersion } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { type DueGroup, NO_COUNTS } from './contract.ts';
import type { DueCell } from './count-due.ts';

export type DueFigures = DueGroup & Readonly<{ groups: readonly DueGroup[] }>;

/** Sums cells to the figures of one unit and of what it is made of: its child units, or of a commune its hamlets. */
export function describeDue(
  units: Units,
  unit: UnitVersion,
  mapDate: PlainDate,
  cells: readonly DueCell[],
): DueFigures {
  const children = units.children(unit.id, mapDate);
  const total = sum(unit, cells);
  if (children.length === 0) {
    if (cells.every(({ hamlet }) => hamlet === undefined)) return { ...total, groups: [] };
    const hamlets = Map.groupBy(cells, ({ hamlet }) => hamlet ?? null);
    const groups = [...hamlets].map(([hamlet, own]) => ({ ...sum(unit, own), hamlet }));
    return { ...total, groups: groups.sort((a, b) => byHamlet(a.hamlet, b.hamlet)) };
  }
  const childOf = new Map(
    children.flatMap((child) => units.everWithin(child.id, mapDate).map((id) => [id, child.code] as const)),
  );
  const own = Map.groupBy(cells, ({ unitId }) => childOf.get(unitId));
  const groups = children.map((child) => sum(child, own.get(child.code) ?? []));
  const rest = own.get(undefined);
  if (rest !== undefined) groups.push({ ...sum(unit, rest), unit: 'unassigned' });
  return { ...total, groups };
}

/** Hamlets in the order of their names and numbers; people without one come last. */
export const byHamlet = (a: string | null, b: string | null): number =>
  Number(a === null) - Number(b === null) || (a ?? '').localeCompare(b ?? '', 'vi', { numeric: true });

function sum(unit: UnitVersion, cells: readonly DueCell[]): DueGroup {
  const counts = { ...NO_COUNTS };
  const doses = new Map<
    string,
    { kind: NonNullable<DueCell['kind']>; doseNo: number; due: number; overdue: number }
  >();
  const needs = new Map<string | null, number>();
  let people = 0;
  for (const { state, kind, doseNo, vaccine, people: n } of cells) {
    people += n;
    counts[state] += n;
    if ((state !== 'due' && state !== 'overdue') || kind === null || doseNo === null) continue;
    const key = `${doseNo} ${kind}`;
    let dose = doses.get(key);
    if (dose === undefined) {
      dose = { kind, doseNo, due: 0, overdue: 0 };
      doses.set(key, dose);
    }
    dose[state] += n;
    needs.set(vaccine, (needs.get(vaccine) ?? 0) + n);
  }
  return {
    unit: unit.code,
    unitName: unit.fullName,
    people,
    counts,
    doses: [...doses].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, dose]) => dose),
    needs: [...needs].map(([vaccine, doses]) => ({ vaccine, doses })).sort((a, b) => b.doses - a.doses),
  };
}
