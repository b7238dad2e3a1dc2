import { addDays, addYears, type BirthDate, type PlainDate } from '../kernel/plain-date.ts';
import type { Condition, DoseKind } from './contract.ts';
import { type GivenDose, inOrder } from './evaluate-doses.ts';
import {
  exemptionOn,
  type PlacedDose,
  type Requirement,
  requirementsOf,
  seriesVaccine,
} from './requirements.ts';
import { ageReached, primaryDoses, ruleOn, type Schedule } from './schedule.ts';

export const NO_DOSE_REASONS = [
  'complete',
  'last_dose_undated',
  'contraindicated',
  'postponed',
  'not_scheduled',
] as const;
export type NoDoseReason = (typeof NO_DOSE_REASONS)[number];

export type Forecast = Readonly<{ next: NextDose; reason: null } | { next: null; reason: NoDoseReason }>;

export type NextDose = Readonly<{
  kind: DoseKind;
  doseNo: number;
  /** First day on which the dose would be valid. */
  earliest: PlainDate;
  recommended: PlainDate;
  /** First day on which it is late. */
  overdue: PlainDate;
  /** Products it may be, each from its own first day; the product given before comes first. */
  vaccines: readonly Readonly<{ vaccine: string; earliest: PlainDate }>[];
  /** The day to which screening put the person off, when that moved `earliest`. */
  postponedUntil: PlainDate | null;
  document: string;
}>;

export type ForecastPerson = Readonly<{
  birth: BirthDate | null;
  /** What is known of the person now. */
  conditions?: readonly Condition[];
  /** Put off at screening: until a day, or until further notice (null). */
  postponed?: Readonly<{ until: PlainDate | null }> | null;
}>;

type Option = Readonly<{ vaccine: string; earliest: PlainDate; rule: Requirement }>;

const later = (a: PlainDate, b: PlainDate | null): PlainDate => (b !== null && b > a ? b : a);

/**
 * The next dose of a person, by the rules begun by `on`: a rule that begins later is not known to that day, nor that
 * one of today will end. `earliest` may lie in the past (the dose is due) or in the future; given then, the dose
 * evaluates as valid. Days come from the rule: its recommended interval, and the last recommended day, after which
 * the dose is overdue (counted from `earliest` where a rule came later than the interval ran out).
 * Sources: domain.md §4 and the documents named in the rules.
 */
export function forecast(
  person: ForecastPerson,
  doses: readonly GivenDose[],
  schedule: Schedule,
  on: PlainDate,
): Forecast {
  const given = inOrder(schedule, doses);
  const last = given.at(-1);
  if (last !== undefined && last.on === null) return none('last_dose_undated');
  if (person.postponed && person.postponed.until === null) return none('postponed');
  const kind = nextKind(schedule, person, given, on);
  const options = optionsOf(schedule, person, given, kind, on);
  const open = options.filter(
    ({ vaccine, earliest }) => exemptionOn(schedule, person.conditions ?? [], vaccine, earliest) === null,
  );
  if (open.length === 0) {
    if (options.length > 0) return none('contraindicated');
    return none(kind === 'primary' ? 'not_scheduled' : 'complete');
  }
  const ordered = [...open].sort(
    (a, b) =>
      Number(b.vaccine === last?.vaccine) - Number(a.vaccine === last?.vaccine) ||
      (a.earliest < b.earliest ? -1 : a.earliest > b.earliest ? 1 : a.vaccine < b.vaccine ? -1 : 1),
  );
  // A series is finished with its own product where it can be; an added dose is whichever may come first.
  const best = kind === 'primary' ? ordered[0]! : ordered.reduce((a, b) => (b.earliest < a.earliest ? b : a));
  const until = person.postponed?.until ?? null;
  const earliest = later(best.earliest, until);
  const { interval } = best.rule;
  const window =
    interval === null ? (ruleOn(schedule.settings, on)?.firstDoseDays ?? 0) : interval[2] - interval[0];
  return {
    next: {
      kind,
      doseNo: given.length + 1,
      earliest,
      recommended: interval === null ? earliest : later(earliest, addDays(last!.on!, interval[1])),
      overdue: addDays(earliest, window + 1),
      vaccines: ordered.map((option) => ({
        vaccine: option.vaccine,
        earliest: later(option.earliest, until),
      })),
      postponedUntil: earliest === best.earliest ? null : until,
      document: best.rule.document,
    },
    reason: null,
  };
}

const none = (reason: NoDoseReason): Forecast => ({ next: null, reason });

/** A series is filled first; then the additional dose of those who need one, once, before any booster. */
/** What kind the next dose of a person is on a day, whatever day it is due: what the table writes down of it. */
export const kindOfNext = (
  person: ForecastPerson,
  doses: readonly GivenDose[],
  schedule: Schedule,
  on: PlainDate,
): DoseKind => nextKind(schedule, person, inOrder(schedule, doses), on);

function nextKind(
  schedule: Schedule,
  { conditions = [] }: ForecastPerson,
  given: readonly PlacedDose[],
  on: PlainDate,
): DoseKind {
  const product = seriesVaccine(given);
  if (given.length < primaryDoses(schedule, product)) return 'primary';
  const rule = ruleOn(schedule.additional, on);
  const meant =
    rule !== null &&
    (conditions.includes('immunocompromised') || (product !== null && rule.after.includes(product)));
  return meant && given.every(({ kind }) => kind === 'primary') ? 'additional' : 'booster';
}

function optionsOf(
  schedule: Schedule,
  { birth }: ForecastPerson,
  given: readonly PlacedDose[],
  kind: DoseKind,
  on: PlainDate,
): Option[] {
  const product = seriesVaccine(given);
  return [...schedule.primary.keys()].flatMap((vaccine): Option[] => {
    // Where no product is known, one that makes the series shorter or longer cannot carry it on.
    if (
      given.length > 0 &&
      product === null &&
      primaryDoses(schedule, vaccine) !== primaryDoses(schedule, null)
    )
      return [];
    let first: Option | null = null;
    for (const rule of requirementsOf(schedule, given, kind, vaccine)) {
      const day =
        rule.allowed && rule.from <= on ? firstDay(rule, birth, given.at(-1)?.on ?? null, on) : null;
      if (day !== null && (first === null || day < first.earliest)) first = { vaccine, earliest: day, rule };
    }
    return first === null ? [] : [first];
  });
}

/** The first day on which a requirement is fulfilled, null when there is none before it ends or the person outgrows it. */
function firstDay(
  rule: Requirement,
  birth: BirthDate | null,
  last: PlainDate | null,
  on: PlainDate,
): PlainDate | null {
  if (birth === null && rule.maximumAge !== null) return null;
  let day = later(rule.from, ageReached(birth, rule.minimumAge));
  if (last !== null) day = later(day, addDays(last, rule.interval?.[0] ?? 0));
  const ends = rule.to !== null && rule.to <= on ? rule.to : null;
  if (ends !== null && day >= ends) return null;
  if (birth !== null && rule.maximumAge !== null && day >= addYears(birth.on, rule.maximumAge + 1))
    return null;
  return day;
}
