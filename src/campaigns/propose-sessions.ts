/** A week of a district, proposed: which site works on which day and shift so that everybody who is due has a place. Pure. */
import type { PlainDate } from '../kernel/plain-date.ts';
import { meets } from './rules.ts';

/** People who are due and have no place yet. */
export type Need = Readonly<{ unit: string; hamlet: string | null; people: number }>;
/** Where sessions can be held. With a `hamlet`: a mobile site for its people; without: for the rest of its unit. */
export type ProposedSite = Readonly<{
  unit: string;
  facility: string;
  site: string | null;
  hamlet: string | null;
  /** People a shift. */
  capacity: number;
}>;
export type ShiftHours = Readonly<{ from: string; to: string }>;
export type Plan = Readonly<{
  needs: readonly Need[];
  sites: readonly ProposedSite[];
  days: readonly PlainDate[];
  shifts: readonly ShiftHours[];
  /** Of a hundred places, so many are kept for people who come by themselves. */
  walkInPercent: number;
  /** Whether a facility is open on a day. */
  isOpen: (site: Pick<ProposedSite, 'unit' | 'facility'>, on: PlainDate) => boolean;
  /** A team is at one place at a time: what each facility does already. */
  busy: readonly Readonly<{ facility: string; unit: string; on: PlainDate; from: string; to: string }>[];
}>;
export type Proposed = ProposedSite &
  ShiftHours &
  Readonly<{ on: PlainDate; walkIns: number; expected: number }>;

/**
 * Gives each site the earliest free shifts until its people have places, or days end. A facility is in one place at a time,
 * and no session expects more people than its capacity less walk-ins. `unplaced`: for whom the days or sites were not enough.
 */
export function proposeSessions({ needs, sites, days, shifts, walkInPercent, isOpen, busy }: Plan): {
  sessions: readonly Proposed[];
  unplaced: number;
} {
  const mobile = new Set(sites.flatMap(({ unit, hamlet }) => (hamlet === null ? [] : [`${unit} ${hamlet}`])));
  // Sites with the same key draw on the same people.
  const keyOf = ({ unit, hamlet }: Pick<Need, 'unit' | 'hamlet'>): string =>
    mobile.has(`${unit} ${hamlet}`) ? `${unit} ${hamlet}` : unit;
  const waiting = new Map<string, number>();
  for (const need of needs) waiting.set(keyOf(need), (waiting.get(keyOf(need)) ?? 0) + need.people);
  const taken: Plan['busy'][number][] = [...busy];
  const sessions: Proposed[] = [];
  for (const on of days)
    for (const hours of shifts)
      for (const site of sites) {
        const left = waiting.get(keyOf(site)) ?? 0;
        if (
          left === 0 ||
          site.capacity < 1 ||
          !isOpen(site, on) ||
          taken.some(
            (one) => one.unit === site.unit && one.facility === site.facility && meets(one, { ...hours, on }),
          )
        )
          continue;
        const walkIns = Math.min(site.capacity - 1, Math.round((site.capacity * walkInPercent) / 100));
        const expected = Math.min(left, site.capacity - walkIns);
        waiting.set(keyOf(site), left - expected);
        taken.push({ unit: site.unit, facility: site.facility, on, ...hours });
        sessions.push({ ...site, ...hours, on, walkIns, expected });
      }
  return { sessions, unplaced: [...waiting.values()].reduce((sum, left) => sum + left, 0) };
}

/** What is left of needs when people have taken the places of sessions that stand already; each place is taken once. */
export function needsAfter(
  needs: readonly Need[],
  sessions: readonly Readonly<{ serves: readonly string[]; hamlet: string | null; places: number }>[],
): Need[] {
  const left = needs.map((need) => ({ ...need }));
  // Mobile sites first: their places are for one hamlet alone.
  for (const session of [...sessions].sort((a, b) => Number(a.hamlet === null) - Number(b.hamlet === null))) {
    let places = session.places;
    for (const need of left) {
      if (!session.serves.includes(need.unit) || (session.hamlet !== null && session.hamlet !== need.hamlet))
        continue;
      const taken = Math.min(places, need.people);
      need.people -= taken;
      places -= taken;
    }
  }
  return left.filter(({ people }) => people > 0);
}
