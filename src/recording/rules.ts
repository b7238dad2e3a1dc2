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
/** What an event that was recorded as severe turns out to have been. */
export const SEVERITY_CORRECTIONS = ['mild', 'moderate', 'entered_in_error'] as const;
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

/** What the schedule's exemptions ask for (src/schedules, `CONDITIONS`), by what the screening found. */
const CONDITION_OF: Readonly<
  Partial<Record<ScreeningFlag, 'pregnant' | 'breastfeeding' | 'immunocompromised' | 'allergic'>>
> = {
  pregnant: 'pregnant',
  pregnant_under_13_weeks: 'pregnant',
  breastfeeding: 'breastfeeding',
  immunocompromised: 'immunocompromised',
  anaphylaxis_history: 'allergic',
};

/** The conditions under which a dose is judged after a screening. */
export const conditionsOf = (flags: readonly ScreeningFlag[]) => [
  ...new Set(flags.flatMap((flag) => CONDITION_OF[flag] ?? [])),
];

/** What is known when a dose is about to be given; the device gathers it from its roster, the server from the register. */
export type DoseFacts = Readonly<{
  vaccine: string;
  /** Day of the dose, and its moment (ISO). */
  on: string;
  at: string;
  birthKnown: boolean;
  /** How `evaluateDoses` of src/schedules judges this dose as the next of the person's. */
  judged: Readonly<{ kind: string; reason: string | null; days: number | null; minimum: number | null }>;
  /** Earlier doses, in series order. */
  earlier: readonly Readonly<{ vaccine: string | null; on: string | null; place: string | null }>[];
  /** Outcome of today's screening; null when there was none. */
  screening: ScreeningOutcome | null;
  postponedUntil: string | null;
  /** What stock knows of the lot; null: nothing. `vaccines`: products under which the lot is known. */
  lot: Readonly<{
    vaccines: readonly string[];
    expiresOn: string | null;
    recalled: boolean;
    balance: number | null;
  }> | null;
  /** The vial named; `undefined` when none was, null when it is unknown. */
  vial?:
    | Readonly<{ useUntil: string | null; left: number | null; maximumLeft: number | null }>
    | null
    | undefined;
}>;

/** A stop or warning; its sentence is `recording.check.<code>` of the catalogue. */
export type DoseConcern = Readonly<{
  code: Stop | Warning;
  params: Readonly<Record<string, string | number>>;
}>;

export const isStop = ({ code }: Readonly<{ code: string }>): boolean =>
  (STOPS as readonly string[]).includes(code);

/** Everything that speaks against the dose, stops first. The jab waits until it is empty or each warning has its reason. */
export function checkDose(facts: DoseFacts): readonly DoseConcern[] {
  const found = [...checkPerson(facts), ...checkSeries(facts), ...checkVial(facts)];
  return [...found.filter(isStop), ...found.filter((one) => !isStop(one))];
}

const concern = (code: Stop | Warning, params: DoseConcern['params'] = {}): DoseConcern => ({ code, params });

function* checkPerson({
  screening,
  postponedUntil,
  on,
  birthKnown,
  earlier,
}: DoseFacts): Generator<DoseConcern> {
  if (screening === 'contraindicated') yield concern('contraindicated');
  if (screening === 'deferred') yield concern('deferred');
  if (screening === 'caution') yield concern('examine_with_care');
  if (screening === null) yield concern('not_screened');
  if (postponedUntil !== null && postponedUntil > on)
    yield concern('postponed_until', { until: postponedUntil });
  if (!birthKnown) yield concern('age_unknown');
  const today = earlier.find((dose) => dose.on === on);
  if (today !== undefined)
    yield concern('given_today', { place: today.place ?? '', vaccine: today.vaccine ?? '' });
}

const OF_REASON: Readonly<Record<string, Stop | Warning>> = {
  too_young: 'too_young',
  too_early: 'too_early',
  contraindicated: 'contraindicated',
  mixing_not_allowed: 'mixing_forbidden',
  not_scheduled: 'not_on_rules',
  unknown_product: 'not_on_rules',
  out_of_order: 'earlier_dose_unclear',
};

function* checkSeries({ judged, earlier, vaccine, on, screening }: DoseFacts): Generator<DoseConcern> {
  const stated = judged.reason === null ? undefined : OF_REASON[judged.reason];
  // No rule foresees a further dose: that is no dose outside the rules.
  const code = stated === 'not_on_rules' && earlier.length > 0 ? 'series_complete' : stated;
  const before = earlier.at(-1);
  // A second dose of one day is told as that, not as one that comes too early.
  const repeated = code === 'too_early' && earlier.some((dose) => dose.on === on);
  if (code !== undefined && !repeated && !(code === 'contraindicated' && screening === 'contraindicated'))
    yield concern(code, code === 'too_early' ? { days: judged.days ?? 0, minimum: judged.minimum ?? 0 } : {});
  if (earlier.some((dose) => dose.on === null || dose.vaccine === null))
    yield concern('earlier_dose_unclear');
  // Another product in the primary series needs the person's consent (6030/BYT-DP, 7548/BYT-DP).
  if (
    judged.kind === 'primary' &&
    before !== undefined &&
    before.vaccine !== null &&
    before.vaccine !== vaccine &&
    code !== 'mixing_forbidden'
  )
    yield concern('mixing', { before: before.vaccine });
}

function* checkVial({ lot, vial, vaccine, on, at }: DoseFacts): Generator<DoseConcern> {
  if (lot === null) yield concern('lot_unknown');
  else {
    if (!lot.vaccines.includes(vaccine))
      yield concern('lot_wrong_vaccine', { vaccine: lot.vaccines[0] ?? '' });
    if (lot.recalled) yield concern('lot_recalled');
    if (lot.expiresOn !== null && lot.expiresOn < on)
      yield concern('lot_expired', { expired: lot.expiresOn });
    if (lot.balance === null || lot.balance <= 0) yield concern('lot_not_in_stock');
  }
  if (vial === null) yield concern('vial_unknown');
  if (vial?.useUntil != null && vial.useUntil < at) yield concern('vial_too_old', { until: vial.useUntil });
  if (vial?.maximumLeft != null && vial.maximumLeft <= 0) yield concern('vial_empty');
}
