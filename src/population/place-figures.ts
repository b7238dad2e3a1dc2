/**
 * Figures of one unit seen on the map of another day. People of a unit that went over whole go along; those of a
 * divided unit go by hamlet, then by a stated share; whoever cannot be placed stays in a row of his own within the
 * lowest unit that holds all successors. Nobody is lost and nobody is counted twice. Pure.
 */
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { sameText } from '../kernel/vietnamese-text.ts';
import type { Figure } from './contract.ts';
import { apportion } from './estimate-bands.ts';
import type { Placement } from './store.ts';

/** `unit`: placed; `within`: somewhere in it, nobody knows where yet. */
export type Place = Readonly<{ unit: number } | { within: number }>;
export type PlacedFigures = Readonly<{ place: Place; figures: readonly Figure[] }>;

const without = (whole: Figure, parts: readonly Figure[]): number =>
  whole.people - parts.reduce((sum, { people }) => sum + people, 0);

/** Divides figures of the whole unit by shares; what the shares leave over comes last. */
function divide(figure: Figure, shares: readonly number[]): Figure[] {
  const rest = Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0));
  // Shares that add up to one but for the way computers write fractions leave nobody over.
  const weights = [...shares, rest < 1e-9 ? 0 : rest];
  return apportion(figure.people, weights).map((people, i) =>
    i < shares.length ? { ...figure, people, method: 'stated_share' } : { ...figure, people },
  );
}

/** Where the figures of a unit of record stand on the map of `date`; hamlet rows are used up, the answer has whole units only. */
export function placeFigures(
  units: Units,
  unitId: number,
  figures: readonly Figure[],
  date: PlainDate,
  placements: readonly Placement[],
): PlacedFigures[] {
  const wholes = figures.filter(({ hamlet }) => hamlet === '');
  const placed = units.mapTo(unitId, date);
  if ('unitId' in placed) return [{ place: { unit: placed.unitId }, figures: wholes }];
  const targets = new Set(units.nowUnit(unitId, date).units.map(({ id }) => id));
  const stated = placements.filter(({ fromId, toId }) => fromId === unitId && targets.has(toId));
  const byUnit = new Map<number, Figure[]>();
  const left: Figure[] = [];
  for (const whole of wholes) {
    const moved = hamletParts(whole, figures, stated);
    const shares = stated.filter(({ hamlet }) => hamlet === '');
    const rest = { ...whole, people: without(whole, [...moved.values()].flat()) };
    // Hamlets that add up to more than the whole contradict it: then the whole stays together and is asked about.
    if (rest.people < 0) {
      left.push(whole);
      continue;
    }
    const parts = divide(
      rest,
      shares.map(({ share }) => share),
    );
    for (const [i, { toId }] of shares.entries()) moved.set(toId, [...(moved.get(toId) ?? []), parts[i]!]);
    for (const [toId, own] of moved) byUnit.set(toId, [...(byUnit.get(toId) ?? []), merged(own)]);
    left.push(parts.at(-1)!);
  }
  return [
    ...[...byUnit].map(([unit, own]) => ({ place: { unit }, figures: own })),
    ...(left.some(({ people }) => people > 0)
      ? [{ place: { within: placed.unassignedWithin }, figures: left }]
      : []),
  ];
}

/** The same figure of the hamlets that went whole, by the unit they went to. */
function hamletParts(
  whole: Figure,
  figures: readonly Figure[],
  stated: readonly Placement[],
): Map<number, Figure[]> {
  const parts = new Map<number, Figure[]>();
  for (const { hamlet, toId } of stated) {
    if (hamlet === '') continue;
    const own = figures.find(
      (figure) =>
        sameText(figure.hamlet, hamlet) &&
        figure.series === whole.series &&
        figure.sex === whole.sex &&
        figure.band === whole.band,
    );
    if (own !== undefined) parts.set(toId, [...(parts.get(toId) ?? []), { ...own, hamlet: '' }]);
  }
  return parts;
}

const merged = (own: readonly Figure[]): Figure => ({
  ...own[0]!,
  people: own.reduce((sum, { people }) => sum + people, 0),
  method: own.find(({ method }) => method !== null)?.method ?? null,
});
