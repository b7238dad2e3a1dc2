import { type BirthDate, daysBetween, type PlainDate } from '../kernel/plain-date.ts';
import type { Condition, DoseKind } from './contract.ts';
import {
  ageAt,
  exemptionOn,
  kindAt,
  type PlacedDose,
  requirementsOf,
  seriesVaccine,
} from './requirements.ts';
import { ruleOn, type Schedule } from './schedule.ts';

export const INVALID_REASONS = [
  'undated',
  'unknown_product',
  'contraindicated',
  'too_young',
  'out_of_order',
  'too_early',
  'mixing_not_allowed',
  'not_scheduled',
] as const;
export type InvalidReason = (typeof INVALID_REASONS)[number];

export type GivenDose = Readonly<{
  /** Place in the person's series, from 1. */
  number: number;
  /** As the record calls it; null when it does not say. */
  kind: DoseKind | null;
  /** Product code of db/reference/vaccines. */
  vaccine: string | null;
  on: PlainDate | null;
  /** What was found of the person at this dose's screening. */
  conditions?: readonly Condition[];
}>;

export type EvaluatedDose = Readonly<{
  number: number;
  kind: DoseKind;
  valid: boolean;
  reason: InvalidReason | null;
  /** Days since the dose before; null for a first dose, or when a day is unknown. */
  days: number | null;
  /** Days that were needed; null when nothing was. */
  minimum: number | null;
  /** Id of the document whose rule decided; null when none did. */
  document: string | null;
}>;

type Person = Readonly<{ birth: BirthDate | null }>;

/**
 * How each dose stands to the schedule of its own day, in series order whatever the order of `doses`. It judges and
 * never rejects: a dose that is not valid was given all the same, and counts in the series (no document orders that
 * such a dose be repeated). Sources: domain.md §4, and the documents named in the rules.
 */
export function evaluateDoses(
  person: Person,
  doses: readonly GivenDose[],
  schedule: Schedule,
): readonly EvaluatedDose[] {
  const series = inOrder(schedule, doses);
  return series.map((dose, place) => ({
    number: dose.number,
    kind: dose.kind,
    ...judge(person, dose, series.slice(0, place), schedule),
  }));
}

/** The doses in series order, each with the kind that its place gives it. */
export function inOrder(
  schedule: Schedule,
  doses: readonly GivenDose[],
): (PlacedDose & GivenDose & { kind: DoseKind })[] {
  const text = (dose: GivenDose): string => `${dose.on ?? '9'}|${dose.vaccine ?? ''}|${dose.kind ?? ''}`;
  const sorted = [...doses].sort((a, b) => a.number - b.number || (text(a) < text(b) ? -1 : 1));
  const vaccine = seriesVaccine(sorted);
  return sorted.map((dose, place) => ({ ...dose, kind: kindAt(schedule, place + 1, dose.kind, vaccine) }));
}

function judge(
  { birth }: Person,
  dose: PlacedDose & GivenDose,
  before: readonly PlacedDose[],
  schedule: Schedule,
): Omit<EvaluatedDose, 'number' | 'kind'> {
  let days: number | null = null;
  let minimum: number | null = null;
  const verdict = (reason: InvalidReason | null, document: string | null = null) => ({
    valid: reason === null,
    reason,
    days,
    minimum,
    document,
  });
  const { on, vaccine } = dose;
  if (on === null) return verdict('undated');
  const product = vaccine === null ? null : ruleOn(schedule.primary.get(vaccine), on);
  if (vaccine === null || product === null) return verdict('unknown_product');
  const exempt = exemptionOn(schedule, dose.conditions ?? [], vaccine, on);
  if (exempt !== null) return verdict('contraindicated', exempt.document);
  const age = ageAt(birth, on);
  if (age !== null && age < product.minimumAge) return verdict('too_young', product.document);

  const inForce = requirementsOf(schedule, before, dose.kind, vaccine).filter(
    ({ from, to }) => from <= on && (to === null || on < to),
  );
  const fit = inForce.find(({ minimumAge, maximumAge }) =>
    age === null ? maximumAge === null : age >= minimumAge && (maximumAge === null || age <= maximumAge),
  );
  const settings = ruleOn(schedule.settings, on);
  const last = before.at(-1)?.on ?? null;
  if (last !== null) {
    days = daysBetween(last, on);
    if (days < 0) return verdict('out_of_order');
    minimum = fit === undefined ? (settings?.unlistedMixDays ?? 0) : (fit.interval?.[0] ?? 0);
    if (days < minimum - (settings?.graceDays ?? 0)) return verdict('too_early', fit?.document ?? null);
  }
  if (fit?.allowed) return verdict(null, fit.document);
  if (fit !== undefined) return verdict('mixing_not_allowed', fit.document);
  if (inForce.length > 0 && age !== null && inForce.every(({ minimumAge }) => age < minimumAge))
    return verdict('too_young', inForce[0]!.document);
  return verdict(dose.kind === 'primary' ? 'mixing_not_allowed' : 'not_scheduled');
}
