/** The words of the injection table and its rules: pure, without any library, the same on the phone and on the server. */

/** Outcomes of the screening (QĐ 2995/QĐ-BYT, 4th version of 08/2021): eligible, examine with care, defer, contraindicated. */
export const SCREENING_OUTCOMES = ['eligible', 'caution', 'deferred', 'contraindicated'] as const;
export type ScreeningOutcome = (typeof SCREENING_OUTCOMES)[number];

/** What the screening found. Those that follow from a measure are set by `flagsOf` (rules.ts), the others by the doctor. */
export const SCREENING_FLAGS = [
  'temperature',
  'pulse',
  'blood_pressure',
  'breathing',
  'covid_within_6_months',
  'acute_illness',
  'pregnant_under_13_weeks',
  'pregnant',
  'breastfeeding',
  'allergy_history',
  'anaphylaxis_history',
  'reaction_to_earlier_dose',
  'immunocompromised',
  'bleeding_disorder',
  'chronic_disease',
  'other_vaccine_within_14_days',
  'age_over_65',
] as const;
export type ScreeningFlag = (typeof SCREENING_FLAGS)[number];

export const POSTPONE_REASONS = [
  'acute_illness',
  'covid_within_6_months',
  'pregnant_under_13_weeks',
  'measures_outside_limits',
  'interval_not_reached',
  'recent_treatment',
  'vaccine_not_here',
  'vaccine_ran_out',
  'absent',
  'other',
] as const;
export const REFUSE_REASONS = [
  'wants_other_vaccine',
  'afraid_of_reactions',
  'wants_to_wait',
  'family_disagrees',
  'belief',
  'no_reason_given',
  'other',
] as const;

export const ADVERSE_EVENTS = [
  'pain_or_swelling',
  'fever',
  'headache',
  'fatigue',
  'nausea',
  'dizziness',
  'rash',
  'fainting',
  'breathing_difficulty',
  'anaphylaxis',
  'convulsion',
  'chest_pain',
  'other',
] as const;
export const SEVERITIES = ['mild', 'moderate', 'severe'] as const;
export const ADVERSE_OUTCOMES = [
  'recovered',
  'recovering',
  'transferred',
  'sequelae',
  'died',
  'unknown',
] as const;

/** What stops a dose: it is not given at this table, or only against a rule and with a reason. */
export const STOPS = [
  'lot_expired',
  'lot_recalled',
  'lot_wrong_vaccine',
  'vial_too_old',
  'too_young',
  'contraindicated',
  'deferred',
  'given_today',
  'mixing_forbidden',
  'not_on_rules',
] as const;
/** What a vaccinator may set aside with a reason. */
export const WARNINGS = [
  'too_early',
  'not_screened',
  'examine_with_care',
  'lot_unknown',
  'lot_not_in_stock',
  'vial_unknown',
  'vial_empty',
  'mixing',
  'series_complete',
  'postponed_until',
  'age_unknown',
  'earlier_dose_unclear',
] as const;
export type Stop = (typeof STOPS)[number];
export type Warning = (typeof WARNINGS)[number];

/** Why the server did not take an event; it is kept all the same, for somebody to look at. */
export const REFUSALS = [
  'event_malformed',
  'session_unknown',
  'session_not_yours',
  'person_unknown',
  'dose_unknown',
  'vial_unknown',
  'vaccine_unknown',
  'time_impossible',
  'dose_stopped',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** What two devices did to one person without knowing of each other; a person decides. */
export const CONFLICTS = [
  'double_dose',
  'double_screening',
  'dose_after_refusal',
  'dose_against_screening',
  'dose_against_rule',
  'person_added_twice',
] as const;
export type ConflictKind = (typeof CONFLICTS)[number];

/** Minutes that everybody is watched after a dose (QĐ 2995/QĐ-BYT). */
export const OBSERVATION_MINUTES = 30;
/** Events in one batch; a longer outbox goes in several. */
export const MAX_BATCH = 500;

export type Measures = Readonly<{
  temperature: number | null;
  pulse: number | null;
  systolic: number | null;
  diastolic: number | null;
  breathing: number | null;
}>;

const outside = (value: number | null, low: number, high: number): boolean =>
  value !== null && (value < low || value > high);

/**
 * The flags that follow from what was measured: °C, beats a minute, mmHg, breaths a minute (screening form of
 * QĐ 2995/QĐ-BYT: temperature under 35.5 or over 37.5, pulse under 60 or over 100, blood pressure under 90/60 or over
 * 140/90, more than 25 breaths). They make the doctor look; the outcome is his.
 */
export function flagsOf(measures: Measures): readonly ScreeningFlag[] {
  const flags: ScreeningFlag[] = [];
  if (outside(measures.temperature, 35.5, 37.5)) flags.push('temperature');
  if (outside(measures.pulse, 60, 100)) flags.push('pulse');
  if (outside(measures.systolic, 90, 140) || outside(measures.diastolic, 60, 90))
    flags.push('blood_pressure');
  if (outside(measures.breathing, 0, 25)) flags.push('breathing');
  return flags;
}
