/**
 * One slip that was told more than once: by the transfer, by hand, by the store's book. Which tellings are of one slip is
 * decided by slip number, or by day and doses where a telling has no number; each telling belongs to one slip. Pure.
 */
import { daysBetween } from '../kernel/plain-date.ts';
import { balanceOf, type Movement, type MovementSource } from './contract.ts';

/** Days by which two tellings of one slip without a number may lie apart: what is sent on a Monday is booked that week. */
const NEAR_DAYS = 7;
/** Who is believed first: the transfer names both stores, a form was written at the box, a book is copied later. */
const SOURCES: readonly MovementSource[] = ['transfer', 'form', 'book'];

const number = ({ slip }: Movement): string | null =>
  slip === null ? null : slip.toUpperCase().replace(/[^\p{L}\p{N}]+/gu, '') || null;

/** Of one lot at one store, and in one direction: the tellings of receipts, or those of what left. */
export const isHalf = (movement: Movement): boolean =>
  SOURCES.includes(movement.source) &&
  ((movement.kind === 'receipt' && balanceOf(movement.amounts) > 0) ||
    ((movement.kind === 'issue' || movement.kind === 'sent') && balanceOf(movement.amounts) < 0));

/** How far two tellings of the same doses are from one another, least for one slip number; null: they are of two slips. */
export function distance(a: Movement, b: Movement): number | null {
  if (a.item !== b.item || a.lot !== b.lot || balanceOf(a.amounts) !== balanceOf(b.amounts)) return null;
  const [one, other] = [number(a), number(b)];
  const days = Math.abs(daysBetween(a.on, b.on));
  if (one !== null && other !== null) return one === other ? days / 1000 : null;
  return days <= NEAR_DAYS ? 1 + days : null;
}

/** Second tellings by the id of the movement, with the first; the nearest are put together first. `apart`: are told to be slips of their own. */
export function secondTellings(
  movements: readonly Movement[],
  apart: ReadonlySet<string>,
): Map<string, Movement> {
  const found = new Map<string, Movement>();
  const first: Movement[] = [];
  for (const source of SOURCES) {
    const own = movements.filter((one) => one.source === source && isHalf(one));
    const near = own
      .filter(({ id }) => !apart.has(id))
      .flatMap((second) =>
        first.flatMap((one) => {
          const far = distance(one, second);
          return far === null ? [] : [{ one, second, far }];
        }),
      )
      .sort((a, b) => a.far - b.far || order(a.one, b.one) || order(a.second, b.second));
    const taken = new Set<string>();
    for (const { one, second } of near)
      if (!taken.has(one.id) && !found.has(second.id)) {
        taken.add(one.id);
        found.set(second.id, one);
      }
    first.push(...own.filter(({ id }) => !found.has(id)));
  }
  return found;
}

const order = (a: Movement, b: Movement): number =>
  a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1;

/**
 * Receipts of transfers that the store's own book should tell too, for it goes past their day, and does not: with the
 * receipt of the book that is near but of other doses, where there is one.
 */
export function missingInBook(
  movements: readonly Movement[],
  told: ReadonlyMap<string, Movement>,
): { half: Movement; near: Movement | null }[] {
  const receipts = movements.filter((one) => one.kind === 'receipt' && isHalf(one));
  const booked = receipts.filter(({ source }) => source === 'book');
  const days = booked.map(({ on }) => on).sort();
  const firsts = new Set([...told.values()].map(({ id }) => id));
  return receipts
    .filter(
      ({ source, id, on }) =>
        source === 'transfer' && !firsts.has(id) && days.length > 0 && days[0]! <= on && on <= days.at(-1)!,
    )
    .map((half) => ({
      half,
      near:
        booked.find((one) => !told.has(one.id) && Math.abs(daysBetween(one.on, half.on)) <= NEAR_DAYS) ??
        null,
    }));
}
