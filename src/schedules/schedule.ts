/**
 * A schedule ready for use: rules in order of time, each with the day on which it ends because another takes its
 * place. Nothing is ever overwritten; the rule of a day is looked up. Pure, and small enough for the browser.
 */
import { addYears, type BirthDate, type PlainDate } from '../kernel/plain-date.ts';
import type { ScheduleRules } from './contract.ts';

type Rule<Kind extends keyof ScheduleRules> = Readonly<ScheduleRules[Kind][number]>;
export type SettingsRule = Rule<'settings'>;
export type PrimaryRule = Rule<'primary'>;
export type MixingRule = Rule<'mixing'>;
export type AdditionalRule = Rule<'additional'>;
export type BoosterRule = Rule<'booster'>;
export type ExemptionRule = Rule<'exemptions'>;
export type DatedRule = Readonly<{ from: PlainDate; to: PlainDate | null; document: string }>;

/** Rules on one subject (a product, a pair, a booster of an age), in order of time and without overlap. */
type Subject<R> = readonly R[];

export type Schedule = Readonly<{
  settings: Subject<SettingsRule>;
  primary: ReadonlyMap<string, Subject<PrimaryRule>>;
  mixing: ReadonlyMap<string, Subject<MixingRule>>;
  additional: Subject<AdditionalRule>;
  booster: readonly Subject<BoosterRule>[];
  exemptions: readonly Subject<ExemptionRule>[];
}>;

/** Groups by subject; a rule ends where the next of its subject begins. Of two that begin together the later adopted holds. */
function subjects<R extends DatedRule>(rules: readonly R[], subject: (rule: R) => string): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const rule of rules) {
    const key = subject(rule);
    groups.set(key, [...(groups.get(key) ?? []).filter(({ from }) => from !== rule.from), rule]);
  }
  for (const [key, group] of groups) {
    group.sort((a, b) => (a.from < b.from ? -1 : 1));
    groups.set(
      key,
      group.map((rule, place) => {
        const next = group[place + 1]?.from ?? null;
        return { ...rule, to: rule.to !== null && (next === null || rule.to < next) ? rule.to : next };
      }),
    );
  }
  return groups;
}

/** The schedule of several sets of rules, the shipped first, then what was adopted, in order of adoption. */
export function makeSchedule(...sets: readonly ScheduleRules[]): Schedule {
  const all = <R extends DatedRule>(
    pick: (set: ScheduleRules) => readonly R[],
    subject: (rule: R) => string,
  ) => subjects(sets.flatMap(pick), subject);
  const alone = <R extends DatedRule>(pick: (set: ScheduleRules) => readonly R[]): Subject<R> =>
    all(pick, () => '').get('') ?? [];
  return {
    settings: alone(({ settings }) => settings),
    primary: all(
      ({ primary }) => primary,
      ({ vaccine }) => vaccine,
    ),
    mixing: all(
      ({ mixing }) => mixing,
      ({ first, second }) => `${first}>${second}`,
    ),
    additional: alone(({ additional }) => additional),
    booster: [
      ...all(
        ({ booster }) => booster,
        ({ number, minimumAge }) => `${number}:${minimumAge}`,
      ).values(),
    ],
    exemptions: [
      ...all(
        ({ exemptions }) => exemptions,
        ({ condition, vaccine }) => `${condition}:${vaccine}`,
      ).values(),
    ],
  };
}

/** The rule of a subject on a day; null when there is none. */
export const ruleOn = <R extends DatedRule>(rules: Subject<R> | undefined, on: PlainDate): R | null =>
  rules?.find(({ from, to }) => from <= on && (to === null || on < to)) ?? null;

/** All rules in force on a day, e.g. to show them. A rule that begins later does not show. */
export function rulesOn(schedule: Schedule, on: PlainDate): ScheduleRules {
  const held = <R extends DatedRule>(groups: Iterable<Subject<R>>): R[] =>
    [...groups].flatMap((group) => ruleOn(group, on) ?? []);
  return {
    settings: held([schedule.settings]),
    primary: held(schedule.primary.values()),
    mixing: held(schedule.mixing.values()),
    additional: held([schedule.additional]),
    booster: held(schedule.booster),
    exemptions: held(schedule.exemptions),
  };
}

/** Doses of the primary series of a product; 2 where the product is unknown (every product but two). */
export const primaryDoses = (schedule: Schedule, vaccine: string | null): number =>
  (vaccine === null ? undefined : schedule.primary.get(vaccine)?.at(-1))?.doses ?? 2;

/** The day from which a person has the age; who has no birth date is held to have it (nobody is turned away for a gap in a list). */
export const ageReached = (birth: BirthDate | null, years: number): PlainDate | null =>
  birth === null ? null : addYears(birth.on, years);
