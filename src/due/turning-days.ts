/**
 * The days between which nobody's standing changes: who had the last dose, or was born, between two of them stands on
 * the day like everybody else there. So people are counted by stretches of days, not by days. Pure.
 */
import { addDays, addYears, type PlainDate } from '../kernel/plain-date.ts';
import type { Interval } from '../schedules/contract.ts';
import type { Schedule } from '../schedules/rules.ts';

type Timed = Readonly<{ from: PlainDate; to: PlainDate | null; intervals: readonly Interval[] }>;

const BEGINNING = '0001-01-01' as PlainDate;

/** The days on which a rule begins and ends. */
const bounds = ({ from, to }: Readonly<{ from: PlainDate; to: PlainDate | null }>): PlainDate[] =>
  to === null ? [from] : [from, to];
const exemptionDays = (schedule: Schedule): PlainDate[] => schedule.exemptions.flat().flatMap(bounds);

/** Rules with intervals by what they are about: only rules of one subject follow each other. */
function timedRules(schedule: Schedule): readonly (readonly Timed[])[] {
  const one = <R extends { from: PlainDate; to: PlainDate | null; interval: Interval }>({
    from,
    to,
    interval,
  }: R): Timed => ({
    from,
    to,
    intervals: [interval],
  });
  return [
    ...schedule.primary.values(),
    ...[...schedule.mixing.values()].map((rules) => rules.map(one)),
    schedule.additional.map(one),
    schedule.booster.flat().map(one),
  ];
}

/**
 * First days of the stretches of last doses, in order. A dose is possible on `on` when `earliest` days have passed, late
 * when `latest` have; and a rule that ended or began is reached before or after by as many days.
 */
export function turningDays(schedules: readonly Schedule[], on: PlainDate): PlainDate[] {
  const days = new Set<PlainDate>([BEGINNING]);
  const exempt = schedules.flatMap(exemptionDays);
  const turn = (last: PlainDate): void => void days.add(last).add(addDays(last, 1));
  for (const rules of schedules.flatMap(timedRules)) {
    const intervals = rules.flatMap((rule) => rule.intervals);
    for (const [earliest, , latest] of intervals) {
      turn(addDays(on, -earliest));
      turn(addDays(on, -latest - 1));
      // Who is exempt is asked of the day on which the dose would come first.
      for (const day of [...rules.flatMap(bounds), ...exempt]) turn(addDays(day, -earliest));
    }
  }
  return [...days].sort();
}

/** First days of the stretches of births of people without a dose, in order: an age was reached by a day, or not yet. */
export function turningBirths(schedules: readonly Schedule[], on: PlainDate): PlainDate[] {
  const births = new Set<PlainDate>([BEGINNING]);
  for (const schedule of schedules) {
    const rules = [...schedule.primary.values()].flat();
    const late = schedule.settings.map(({ firstDoseDays }) => addDays(on, -firstDoseDays - 1));
    const days = [on, ...late, ...rules.flatMap(bounds), ...exemptionDays(schedule)];
    for (const { minimumAge } of rules)
      for (const day of days) {
        const born = addYears(day, -minimumAge);
        // 29 February moves by a day: one more stretch on either side makes sure.
        for (const step of [-1, 0, 1]) births.add(addDays(born, step));
      }
  }
  return [...births].sort();
}

/** Who was born by this day has every age that the schedules know, on every day that they speak of. */
export function grownBefore(schedules: readonly Schedule[], on: PlainDate): PlainDate {
  let oldest = 0;
  let first = on;
  for (const schedule of schedules) {
    const ages = [...schedule.primary.values(), schedule.additional, ...schedule.booster].flat();
    for (const { minimumAge, from } of ages) {
      oldest = Math.max(oldest, minimumAge);
      if (from < first) first = from;
    }
    for (const { maximumAge } of schedule.booster.flat()) oldest = Math.max(oldest, (maximumAge ?? -1) + 1);
  }
  return addYears(first, -oldest - 1);
}
