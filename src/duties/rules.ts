/** How a duty stands, and how complete and timely many of them are. Pure; the browser may use it too. */
import type { Answer, DutyState } from './contract.ts';

/** The one state of a duty at a moment. */
export function stateOf(
  dueAt: string,
  answer: Pick<Answer, 'state' | 'zeroReason'> | null,
  at: string,
): DutyState {
  if (answer === null || answer.state === 'draft')
    return at > dueAt ? 'late' : answer === null ? 'not_started' : 'draft';
  if (answer.state === 'returned') return 'returned';
  return answer.zeroReason === null ? answer.state : 'zero_reported';
}

const RECEIVED: readonly DutyState[] = ['submitted', 'accepted', 'zero_reported'];
/** Sent and not sent back. A reported zero is received: it is not missing. */
export const isReceived = (state: DutyState): boolean => RECEIVED.includes(state);

export type Completeness = Readonly<{
  expected: number;
  received: number;
  /** Of the received: first sent in time, or after it. */
  onTime: number;
  late: number;
  /** Past their time, and nothing received. */
  missing: number;
  /** Sent back, and not yet sent again. */
  returned: number;
  /** Not yet due and not yet received. */
  waiting: number;
  zero: number;
}>;

export const NO_DUTIES: Completeness = {
  expected: 0,
  received: 0,
  onTime: 0,
  late: 0,
  missing: 0,
  returned: 0,
  waiting: 0,
  zero: 0,
};

/** Counts duties: expected = received + missing + returned + waiting, and received = onTime + late. */
export function countDuties(
  duties: Iterable<Readonly<{ state: DutyState; onTime: boolean | null }>>,
): Completeness {
  const counts = { ...NO_DUTIES };
  for (const { state, onTime } of duties) {
    counts.expected++;
    if (isReceived(state)) {
      counts.received++;
      if (onTime === false) counts.late++;
      else counts.onTime++;
      if (state === 'zero_reported') counts.zero++;
    } else if (state === 'returned') counts.returned++;
    else if (state === 'late') counts.missing++;
    else counts.waiting++;
  }
  return counts;
}

/** The same for all of several: sums over children. */
export function addCompleteness(all: Iterable<Completeness>): Completeness {
  const sum: Record<keyof Completeness, number> = { ...NO_DUTIES };
  for (const one of all) for (const key of Object.keys(sum) as (keyof Completeness)[]) sum[key] += one[key];
  return sum;
}

/** Received of expected, in percent: from 0 to 100; null where nothing is expected. */
export const percentReceived = ({ expected, received }: Completeness): number | null =>
  expected === 0 ? null : (100 * received) / expected;

/** The most urgent first: what was sent back, what is late, then what is due soonest; what is done last. */
export function byUrgency(
  a: Readonly<{ state: DutyState; dueAt: string; key: string }>,
  b: Readonly<{ state: DutyState; dueAt: string; key: string }>,
): number {
  const rank = (state: DutyState): number =>
    state === 'returned' ? 0 : state === 'late' ? 1 : isReceived(state) ? 3 : 2;
  return (
    rank(a.state) - rank(b.state) ||
    (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}
