/** What is told of who is due: shared by the server, the command line and the browser. */
import type { ScheduleDocument, ScheduleRules } from '../schedules/contract.ts';
import type { Condition, DoseKind, InvalidReason, NextDose, NoDoseReason } from '../schedules/rules.ts';

/**
 * How a person stands on a day: `overdue` (later than recommended), `due`, `postponed` (would be due, put off at
 * screening), `refused`, `upcoming` (not yet), `unclear` (the day of the last dose is not known), `contraindicated`,
 * `complete` (no rule provides for a further dose).
 */
export const DUE_STATES = [
  'overdue',
  'due',
  'postponed',
  'refused',
  'unclear',
  'contraindicated',
  'upcoming',
  'complete',
] as const;
export type DueState = (typeof DUE_STATES)[number];
/** Whom a list of the hamlet names: those to be called, and those about whom something has to be found out or told. */
export const LISTED_STATES = [
  'overdue',
  'due',
  'postponed',
  'refused',
  'unclear',
  'contraindicated',
] as const;

/** Why a person is listed, or not to be called yet. The sentence is `due.reason.<code>`. */
export type DueReason = NoDoseReason | 'refused';

export type Due = Readonly<{
  state: DueState;
  next: NextDose | null;
  reason: DueReason | null;
  /** Of a person put off: the day to which. */
  postponedUntil: string | null;
}>;

export type DuePerson = Readonly<{
  person: string;
  name: string;
  sex: string | null;
  birth: { on: string; precision: string } | null;
  nationalId: string | null;
  phone: string | null;
  unit: string;
  hamlet: string | null;
  residenceKind: string;
  state: DueState;
  kind: DoseKind | null;
  doseNo: number | null;
  earliest: string | null;
  recommended: string | null;
  overdue: string | null;
  /** Products it may be, the one given before first. */
  vaccines: readonly string[];
  lastVaccine: string | null;
  lastOn: string | null;
  reason: DueReason | null;
  /** What was said at screening: a code (command line), its words (HTTP). */
  note: string | null;
  postponedUntil: string | null;
  /** What screenings found that the schedule asks for; empty for whoever may not know of people's health. */
  conditions: readonly Condition[];
}>;

export type DueCounts = Record<DueState, number>;

/** Counts of one unit or hamlet; `doses` tells the due and the overdue by the dose they wait for. */
export type DueGroup = Readonly<{
  unit: string;
  unitName: string;
  hamlet?: string | null;
  people: number;
  counts: DueCounts;
  doses: readonly Readonly<{ kind: DoseKind; doseNo: number; due: number; overdue: number }>[];
  /** Doses that the due and the overdue need of each product: that given before where it may be; null: any allowed. */
  needs: readonly Readonly<{ vaccine: string | null; doses: number }>[];
}>;

export type DoseVerdict = Readonly<{
  number: number;
  kind: DoseKind;
  vaccine: string | null;
  on: string | null;
  valid: boolean;
  reason: InvalidReason | 'inferred' | null;
  days: number | null;
  minimum: number | null;
  /** Number of the document whose rule decided. */
  document: string | null;
}>;

export type PersonEvaluation = Readonly<{
  person: string;
  date: string;
  doses: readonly DoseVerdict[];
  /** As it stands on the date; `document` is the number of the one whose rule gives the next dose. */
  due: Due & Readonly<{ document: string | null }>;
  /**
   * What screenings found that still holds on the date, and since when: a flag of the injection table (command line), its
   * words (HTTP). Empty for whoever may not know of people's health.
   */
  findings: readonly Readonly<{ finding: string; since: string }>[];
}>;

export const NO_COUNTS: DueCounts = Object.freeze(
  Object.fromEntries(DUE_STATES.map((state) => [state, 0])),
) as DueCounts;

/** Whom a change of rules concerns on a day: by unit, and some of those who become due (for those who may see names). */
export type VersionPreview = Readonly<{
  date: string;
  people: number;
  becomeDue: number;
  noLongerDue: number;
  /** Not due on the day, before or after, but on another day than before. */
  earlier: number;
  later: number;
  units: readonly Readonly<{
    unit: string;
    unitName: string;
    becomeDue: number;
    noLongerDue: number;
    earlier: number;
    later: number;
  }>[];
  samples: readonly Readonly<{
    person: string;
    name: string;
    unitName: string;
    hamlet: string | null;
    kind: DoseKind;
    doseNo: number;
    was: string | null;
    is: string;
  }>[];
}>;

/** A version as it is listed, with how far its doses have been judged anew. */
export type ListedVersion = Readonly<{
  id: string;
  /** Null: the whole country. */
  unitName: string | null;
  number: string;
  issuedOn: string;
  title: string;
  from: string;
  rules: ScheduleRules;
  reason: string;
  adoptedBy: string;
  adoptedAt: string;
  review: Readonly<{ people: number; done: number; changed: number; finishedAt: string | null }>;
}>;

export type SchedulePage = Readonly<{
  date: string;
  unit: string | null;
  unitName: string | null;
  /** In force on the day for the unit. */
  rules: ScheduleRules;
  documents: readonly ScheduleDocument[];
  versions: readonly ListedVersion[];
}>;
