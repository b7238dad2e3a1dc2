/**
 * What a schedule asks of one more dose after those given. Evaluation looks up the requirement of the dose's day,
 * the forecast looks for the first day that fulfils one: both from here, so that they cannot disagree. Pure.
 */
import { ageOn, type BirthDate, type PlainDate } from '../kernel/plain-date.ts';
import type { Condition, DoseKind, Interval } from './contract.ts';
import {
  type AdditionalRule,
  type BoosterRule,
  type DatedRule,
  primaryDoses,
  ruleOn,
  type Schedule,
} from './schedule.ts';

/** A dose in its place; `number` counts the person's series from 1. */
export type PlacedDose = Readonly<{
  number: number;
  kind: DoseKind;
  vaccine: string | null;
  on: PlainDate | null;
}>;

export type Requirement = Readonly<{
  from: PlainDate;
  to: PlainDate | null;
  /** Null for a first dose. */
  interval: Interval | null;
  minimumAge: number;
  maximumAge: number | null;
  /** False where the rule of the day gives this dose, but not of this product. */
  allowed: boolean;
  document: string;
}>;

/** The product that decides how long the primary series is: the first that is known. */
export const seriesVaccine = (doses: readonly Readonly<{ vaccine: string | null }>[]): string | null =>
  doses.find(({ vaccine }) => vaccine !== null)?.vaccine ?? null;

/** What kind the dose at a place is: a series is filled before anything is added, whatever a list calls it. */
export function kindAt(
  schedule: Schedule,
  number: number,
  said: DoseKind | null,
  vaccine: string | null,
): DoseKind {
  if (number <= primaryDoses(schedule, vaccine)) return 'primary';
  return said === 'additional' ? 'additional' : 'booster';
}

/** What additional and booster rules have in common. */
type AddedRule = (AdditionalRule & Readonly<{ maximumAge?: null }>) | BoosterRule;

/** Both rules at once: the days on which both hold. */
function together<A extends DatedRule, B extends DatedRule>(
  left: readonly A[],
  right: readonly B[],
): Readonly<{ a: A; b: B; from: PlainDate; to: PlainDate | null }>[] {
  return left.flatMap((a) =>
    right.flatMap((b) => {
      const from = a.from > b.from ? a.from : b.from;
      const to = a.to === null || (b.to !== null && b.to < a.to) ? b.to : a.to;
      return to === null || from < to ? [{ a, b, from, to }] : [];
    }),
  );
}

/** Requirements, in order of time, of a dose of `vaccine` after the doses `before` (in their order). */
export function requirementsOf(
  schedule: Schedule,
  before: readonly PlacedDose[],
  kind: DoseKind,
  vaccine: string,
): readonly Requirement[] {
  const product = schedule.primary.get(vaccine) ?? [];
  const last = before.at(-1);
  if (kind !== 'primary') {
    const ordinal = before.filter((dose) => dose.kind === 'booster').length + 1;
    const subjects: readonly (readonly AddedRule[])[] =
      kind === 'additional'
        ? [schedule.additional]
        : schedule.booster.filter(([first]) => first!.number === ordinal);
    const had = before.some((dose) => dose.vaccine === vaccine);
    return subjects.flatMap((subject) =>
      together(product, subject).map(({ a, b, from, to }) => ({
        from,
        to,
        interval: b.interval,
        minimumAge: Math.max(a.minimumAge, b.minimumAge),
        maximumAge: b.maximumAge ?? null,
        allowed: had || b.vaccines.includes(vaccine),
        document: b.document,
      })),
    );
  }
  if (last?.vaccine == null || last.vaccine === vaccine)
    return product.map(({ from, to, intervals, minimumAge, document }) => ({
      from,
      to,
      interval:
        last === undefined
          ? null
          : (intervals[before.length - 1] ?? intervals.at(-1) ?? ([0, 0, 28] as const)),
      minimumAge,
      maximumAge: null,
      allowed: true,
      document,
    })) as Requirement[];
  return together(product, schedule.mixing.get(`${last.vaccine}>${vaccine}`) ?? []).map(
    ({ a, b, from, to }) => ({
      from,
      to,
      interval: b.interval,
      minimumAge: a.minimumAge,
      maximumAge: null,
      allowed: true,
      document: b.document,
    }),
  );
}

/** The age that ages are held against: of the first day that the birth date may mean, so that nobody is called too young on a guess. */
export const ageAt = (birth: BirthDate | null, on: PlainDate): number | null =>
  birth === null ? null : ageOn(birth.on, on);

/** The rule that keeps a product from a person on a day; null when none does. */
export function exemptionOn(
  schedule: Schedule,
  conditions: readonly Condition[],
  vaccine: string,
  on: PlainDate,
): DatedRule | null {
  if (conditions.length === 0) return null;
  for (const subject of schedule.exemptions) {
    const rule = ruleOn(subject, on);
    if (
      rule !== null &&
      conditions.includes(rule.condition) &&
      (rule.vaccine === null || rule.vaccine === vaccine)
    )
      return rule;
  }
  return null;
}
