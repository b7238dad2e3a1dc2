/** Schedules are dated data (`db/reference/vaccine-schedules.json`); what holds on a day is looked up, never coded. */
import schedule from '../../db/reference/vaccine-schedules.json' with { type: 'json' };
import type { DoseKind } from '../intake/claim.ts';
import { ageOn, type BirthDate, daysBetween, type PlainDate } from '../kernel/plain-date.ts';

type Dated = { from: string; to: string | null };

const holdsOn = (rule: Dated, on: PlainDate): boolean =>
  rule.from <= on && (rule.to === null || on < rule.to);

/** Doses that make the primary series of a product; 2 where the product is unknown (every product but three). */
export function primaryDoses(vaccine: string | null): number {
  return schedule.primary.find((rule) => rule.vaccine === vaccine)?.doses ?? 2;
}

export type GivenDose = Readonly<{ kind: DoseKind; vaccine: string | null; on: PlainDate | null }>;
export type Validity =
  | 'valid'
  | 'too_early'
  | 'too_young'
  | 'unknown_product'
  | 'undated'
  | 'out_of_order'
  | 'inferred';

/**
 * How one dose stands to the schedule of its day: `before` is the previous dose of the person, `position` its place
 * in the series from 1. Returns the days that were needed when it came too early. It judges, it never rejects.
 */
export function judgeDose(
  dose: GivenDose,
  before: GivenDose | null,
  position: number,
  birth: BirthDate | null,
): Readonly<{ validity: Validity; days: number | null; minimum: number | null }> {
  const verdict = (validity: Validity, days: number | null = null, minimum: number | null = null) => ({
    validity,
    days,
    minimum,
  });
  if (dose.on === null) return verdict('undated');
  if (dose.vaccine === null) return verdict('unknown_product');
  const on = dose.on;
  const product = schedule.primary.find((rule) => rule.vaccine === dose.vaccine && holdsOn(rule, on));
  if (product === undefined) return verdict('unknown_product');
  if (birth !== null && birth.precision === 'day' && ageOn(birth.on, on) < product.minimumAge)
    return verdict('too_young');
  if (before?.on == null) return verdict('valid');
  const days = daysBetween(before.on, on);
  if (days < 0) return verdict('out_of_order', days);
  const minimum = minimumDays(dose, before, position, on, product.minimumDays);
  return days < minimum ? verdict('too_early', days, minimum) : verdict('valid', days, minimum);
}

function minimumDays(
  dose: GivenDose,
  before: GivenDose,
  position: number,
  on: PlainDate,
  own: readonly number[],
): number {
  if (dose.kind === 'booster') return schedule.booster.find((rule) => holdsOn(rule, on))?.minimumDays ?? 0;
  if (dose.kind === 'additional')
    return schedule.additional.find((rule) => holdsOn(rule, on))?.minimumDays ?? 28;
  if (before.vaccine !== null && before.vaccine !== dose.vaccine) return schedule.mixedMinimumDays;
  return own[position - 2] ?? own.at(-1) ?? 0;
}
