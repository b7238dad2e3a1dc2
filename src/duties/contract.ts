/**
 * The words of duties. A directive holds items; from its items, the units that are open on the day and what happened
 * follow the duties; a duty is answered by one chain of submissions. Nothing of a duty is stored but its answers.
 */
import type { PlainDate } from '../kernel/plain-date.ts';
import type { SevereEvent } from '../recording/severe-cases.ts';

/** Levels by what a unit is on the day: of the country, or with communes below it, or itself where people live. */
export const LEVELS = ['province', 'district', 'commune'] as const;
export type Level = (typeof LEVELS)[number];

/** What answers an item. `below`: nothing of its own; it is done when the items below it are. */
export const FORMS = [
  'resident_list',
  'police_figures',
  'population_official',
  'population_actual',
  'population_transient',
  'annex',
  'daily_vaccination',
  'stock',
  'severe_event',
  'free_text',
  'below',
] as const;
export type Form = (typeof FORMS)[number];

/** Forms that are answered on this feature's own page; the others by the chain of the feature that keeps them. */
export const OWN_FORMS = [
  'annex',
  'daily_vaccination',
  'stock',
  'severe_event',
  'free_text',
] as const satisfies readonly Form[];
export const isOwnForm = (form: Form): boolean => OWN_FORMS.some((own) => own === form);

export const SCHEDULES = [
  'once',
  'daily',
  'weekly',
  'monthly',
  'event',
  'session',
  'severe',
  'below',
] as const;
/** When an item is due; times are HH:MM on the clock of Vietnam, 24:00 being the end of the day. */
export type Schedule =
  | Readonly<{ kind: 'once'; on: PlainDate; time: string }>
  | Readonly<{ kind: 'daily'; time: string }>
  /** `weekday` 1 is Monday, 7 Sunday. */
  | Readonly<{ kind: 'weekly'; weekday: number; time: string }>
  /** The last day of a month that has no such day. */
  | Readonly<{ kind: 'monthly'; day: number; time: string }>
  /** So many days after each record of the directive's event. */
  | Readonly<{ kind: 'event'; event: string; days: number; time: string }>
  /** So many hours after the end of a session that the unit or facility itself records. */
  | Readonly<{ kind: 'session'; hours: number }>
  /** So many hours after a severe event after a dose, wherever the injection tables recorded one. */
  | Readonly<{ kind: 'severe'; hours: number }>
  | Readonly<{ kind: 'below' }>;

/** Who checks an answer: nobody, the level next above, or every level above, one after the other. */
export const CHECKS = ['none', 'next', 'all'] as const;
export type Check = (typeof CHECKS)[number];

export type DirectiveItem = Readonly<{
  /** Stays the same over all versions of the directive: answers are found by it. */
  id: string;
  /** As the paper numbers it: "2.3 b". */
  number: string;
  title: string;
  note: string | null;
  /** Units of these levels owe it, and facilities; accounts with one of the roles answer for them. */
  owners: Readonly<{ levels: readonly Level[]; facilities: boolean; roles: readonly string[] }>;
  form: Form;
  schedule: Schedule;
  /** The item of a higher level that this one is a part of. */
  parent: string | null;
  check: Check;
  from: PlainDate;
  until: PlainDate | null;
}>;

export type Directive = Readonly<{
  id: string;
  /** The unit whose directive it is, or `COUNTRY`; units within it owe its items. */
  unitId: number;
  /** Số/ký hiệu. */
  number: string;
  issuedOn: PlainDate;
  issuer: string;
  signer: string;
  summary: string;
  legalBases: readonly string[];
  /** What may happen and start duties: "the guidance arrived". */
  events: readonly Readonly<{ key: string; label: string }>[];
  items: readonly DirectiveItem[];
  fileId: string | null;
  fileName: string | null;
  version: number;
  recordedBy: string;
  recordedAt: string;
}>;

/** Stands for a unit in a directive of the government or a ministry: every unit is within it. */
export const COUNTRY = 0;

/** The key under which a unit or facility records that a session ended. */
export const SESSION_EVENT = 'session';
/** The key of a severe event after a dose. Nobody records it here: it follows from what the tables recorded. */
export const SEVERE_EVENT = 'severe';

/** Something that happened: for everybody (`unitId` null), or in one unit or facility. */
export type DirectiveEvent = Readonly<{
  id: string;
  directiveId: string;
  event: string;
  unitId: number | null;
  facility: string | null;
  at: string;
  note: string | null;
  recordedBy: string;
  recordedAt: string;
}>;

/** A facility with the days on which it owes; `closedOn` is the first day on which it does not. */
export type Facility = Readonly<{
  unitId: number;
  name: string;
  openedOn: PlainDate;
  closedOn: PlainDate | null;
}>;

/**
 * A duty is in exactly one state. `late`: past its time and never sent; `returned` stays so past its time (`overdue`
 * tells); `zero_reported`: nothing happened and somebody says so, with the reason.
 */
export const DUTY_STATES = [
  'not_started',
  'draft',
  'submitted',
  'returned',
  'accepted',
  'late',
  'zero_reported',
] as const;
export type DutyState = (typeof DUTY_STATES)[number];

/** A duty as it follows from a directive, before anybody answered. */
export type ExpectedDuty = Readonly<{
  /** Names the duty for ever: directive, item, unit, occurrence, facility. */
  key: string;
  directive: Readonly<{ id: string; number: string; unitId: number }>;
  item: DirectiveItem;
  unitId: number;
  unit: string;
  unitName: string;
  level: Level;
  facility: string | null;
  /** The day of a calendar, the id of an event, or "once". */
  occurrence: string;
  opensAt: string;
  dueAt: string;
  /** The day in Vietnam on which it is due. */
  day: PlainDate;
  /** Days that an answer may speak of; open to the future for a single deadline. */
  period: Readonly<{ from: PlainDate; to: PlainDate | null }>;
}>;

/** How the chain of answers to a duty stands. */
export type Answer = Readonly<{
  kind: 'submission' | 'population' | 'signed_list' | 'police_figures' | 'below' | 'correction';
  /** Id of the version that stands; null for what is counted from the parts below. */
  id: string | null;
  version: number | null;
  state: 'draft' | 'submitted' | 'returned' | 'accepted';
  /** Nothing happened, and why; null for an ordinary answer. */
  zeroReason: string | null;
  /** Why it was returned. */
  returnReason: string | null;
  /** The unit that checks next. */
  waitingFor: number | null;
  by: string | null;
  /** When the first answer was sent: timeliness is judged by it. */
  sentAt: string | null;
}>;

export type Named = Readonly<{ id: number; code: string; name: string }>;

export type Duty = ExpectedDuty &
  Readonly<{
    state: DutyState;
    /** Past its time and not received (never sent, or sent back). */
    overdue: boolean;
    /** Whether the first answer was there in time; null while nothing was sent. */
    onTime: boolean | null;
    answer: Answer | null;
    waitingFor: Named | null;
    /** Of a duty made of those below it: how many there are and how many are received. */
    parts: Readonly<{ expected: number; received: number }> | null;
  }>;

/** What a submission rests on, at the moment it was made. */
export type Basis = Readonly<{
  /** Lists in force in the unit, by file. */
  files: readonly Readonly<{ id: string; name: string; asOf: PlainDate }>[];
  /** Versions of population figures. */
  reports: readonly string[];
  /** Rows of which nobody has decided yet whose they are. */
  rowsInReview: number;
  /** When the register behind the figures last changed. */
  changedAt: string | null;
}>;

/** Figures of a form by name, e.g. `injected.dose1`; whole numbers. */
export type Figures = Readonly<Record<string, number>>;
/** What a form asks in words, by name. */
export type Fields = Readonly<Record<string, string>>;

/** What a detached signature says: names of the certificate and of its issuer, ISO 8601 time by the signer's clock. */
export type SignedBy = Readonly<{
  name: string;
  issuer: string;
  signedAt: string | null;
  /** Whether an authority that this installation trusts issued it; null: it names none. */
  trusted: boolean | null;
}>;

/** A version of an answer; it never changes. What happens to it are steps. */
export type Submission = Readonly<{
  id: string;
  dutyKey: string;
  directiveId: string;
  itemId: string;
  unitId: number;
  facility: string | null;
  day: PlainDate;
  version: number;
  figures: Figures;
  /** What the register itself gave for the same figures, where it can. */
  counted: Figures;
  fields: Fields;
  text: string | null;
  zeroReason: string | null;
  basis: Basis;
  /** Parts of the form that are filled, of all. */
  completeness: Readonly<{ filled: number; asked: number }>;
  /** SHA-256 over the canonical form (canonical.ts). */
  sha256: string;
  fileId: string | null;
  fileName: string | null;
  /** A detached signature of a person's own certificate, if given. */
  signatureId: string | null;
  signatureName: string | null;
  signedBy: SignedBy | null;
  by: string;
  onBehalfOf: string | null;
  accountId: string | null;
  recordedAt: string;
  steps: readonly SubmissionStep[];
}>;

export type SubmissionStep = Readonly<{
  action: 'submitted' | 'returned' | 'accepted';
  checkerId: number | null;
  by: string;
  accountId: string | null;
  at: string;
  reason: string | null;
}>;

/** Severe events after doses with the report that each demands: those whose report is due, then those settled of late. */
export type SevereEventList = Readonly<{
  /** How many wait for their report; of many, `events` shows the first. */
  ringing: number;
  events: readonly Readonly<
    Pick<
      SevereEvent,
      'id' | 'personId' | 'facility' | 'type' | 'outcome' | 'at' | 'recordedAt' | 'correction'
    > & {
      personName: string;
      duty: Pick<Duty, 'key' | 'dueAt' | 'state' | 'overdue' | 'onTime'> &
        Readonly<{ by: string | null; sentAt: string | null }>;
    }
  >[];
}>;
