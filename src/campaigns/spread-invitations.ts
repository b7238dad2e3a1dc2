/**
 * Who is asked to come at which hour. Pure: the same people and hours give the same answer, whatever order they come in.
 */
import type { Slot } from './rules.ts';

export type Candidate = Readonly<{
  id: string;
  /** People with the same key live together; null: alone. */
  household: string | null;
  /** Who goes first where not everybody fits: smaller before larger. A household is as urgent as its most urgent. */
  rank: number;
}>;
/** Hours with the places that are still free. */
export type SpreadAnswer = Readonly<{
  /** Index of the hour, by person. */
  slotOf: ReadonlyMap<string, number>;
  /** For whom there was no place, the most urgent first. */
  left: readonly string[];
}>;

/**
 * Spreads people over hours: nobody twice, no hour over its places, a household in one hour, and the hours as evenly full
 * as that allows. A household larger than every hour is divided, for it could never come otherwise. Each household goes to
 * the hour that is emptiest by its share, the largest first; a place that a large household cannot take is offered to
 * the next smaller one.
 */
export function spreadInvitations(people: readonly Candidate[], slots: readonly Slot[]): SpreadAnswer {
  const largest = Math.max(0, ...slots.map(({ places }) => places));
  const groups = householdsOf(people, largest);
  const free = slots.map(({ places }) => places);
  let room = free.reduce((sum, places) => sum + places, 0);
  const chosen: Group[] = [];
  const waiting: Group[] = [];
  for (const group of groups) {
    if (group.people.length <= room) {
      chosen.push(group);
      room -= group.people.length;
    } else waiting.push(group);
  }
  const slotOf = new Map<string, number>();
  const left: Group[] = [];
  const seat = (group: Group): void => {
    const slot = emptiest(free, slots, group.people.length);
    if (slot === null) left.push(group);
    else {
      free[slot]! -= group.people.length;
      for (const { id } of group.people) slotOf.set(id, slot);
    }
  };
  for (const group of [...chosen].sort((a, b) => b.people.length - a.people.length || inOrder(a, b)))
    seat(group);
  // What could not be seated whole left places behind: those who wait next may fit there.
  const next = [...left.splice(0), ...waiting].sort(inOrder);
  for (const group of next) seat(group);
  return { slotOf, left: left.flatMap(({ people: own }) => own.map(({ id }) => id)) };
}

type Group = Readonly<{ key: string; rank: number; people: readonly Candidate[] }>;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const inOrder = (a: Group, b: Group): number => a.rank - b.rank || byText(a.key, b.key);

function householdsOf(people: readonly Candidate[], largest: number): Group[] {
  const ordered = [...new Map(people.map((one) => [one.id, one])).values()].sort(
    (a, b) => a.rank - b.rank || byText(a.id, b.id),
  );
  if (largest === 0) return ordered.map((one) => ({ key: one.id, rank: one.rank, people: [one] }));
  const groups: Group[] = [];
  for (const own of Map.groupBy(ordered, ({ household, id }) =>
    household === null ? `person ${id}` : `household ${household}`,
  ).values())
    for (let at = 0; at < own.length; at += largest) {
      const part = own.slice(at, at + largest);
      groups.push({ key: part[0]!.id, rank: part[0]!.rank, people: part });
    }
  return groups.sort(inOrder);
}

/** The hour with the largest share of its places free that holds so many; the earliest of equals. */
function emptiest(free: readonly number[], slots: readonly Slot[], size: number): number | null {
  let best: number | null = null;
  for (const [i, places] of free.entries()) {
    if (places < size) continue;
    // Shares compared without dividing: equal ones stay equal.
    if (best === null || places * slots[best]!.places > free[best]! * slots[i]!.places) best = i;
  }
  return best;
}
