/** The words of urging and helping: what people are told each day, how they are reached, whom somebody chased. */
import type { PlainDate } from '../kernel/plain-date.ts';

/** Ways out of the product; in the product itself everybody is told. */
export const CHANNELS = ['email', 'sms'] as const;
export type Channel = (typeof CHANNELS)[number];

/** How an account is reached and what it wants to be told; returns it is always told of. */
export type Contact = Readonly<{
  email: string | null;
  phone: string | null;
  byEmail: boolean;
  bySms: boolean;
  /** False: told of what was sent back, and of nothing else. */
  information: boolean;
}>;
export const NO_CONTACT: Contact = {
  email: null,
  phone: null,
  byEmail: true,
  bySms: true,
  information: true,
};

/** The person of a unit or facility to telephone. */
export type Focal = Readonly<{ name: string; phone: string; hours: string | null }>;

/** Times of day, HH:MM in Vietnam; from is later than to where the night lies between. */
export type Quiet = Readonly<{ from: string; to: string }>;

/** A duty so many hours late is told to accounts of these roles so many levels above its unit, at most to the province. */
export type EscalationStep = Readonly<{ afterHours: number; up: number; roles: readonly string[] }>;

/** By which rules a province reminds: data that it may change, never code. */
export type UrgingRule = Readonly<{
  sendAt: string;
  quiet: Quiet;
  /** Duties due longer ago are left to the chase list. */
  lookBackDays: number;
  escalation: readonly EscalationStep[];
}>;

/** One duty in a message. */
export type DigestLine = Readonly<{
  key: string;
  directive: string;
  /** The item as the paper numbers it. */
  number: string;
  title: string;
  unit: string;
  unitName: string;
  facility: string | null;
  dueAt: string;
  /** Why it was sent back. */
  reason: string | null;
}>;

/** What a unit below has not done since long. */
export type EscalatedUnit = Readonly<{
  unit: string;
  unitName: string;
  facility: string | null;
  duties: number;
  since: string;
}>;

/** What one person is told on one day. */
export type Digest = Readonly<{
  dueToday: readonly DigestLine[];
  late: readonly DigestLine[];
  returned: readonly DigestLine[];
  escalated: readonly EscalatedUnit[];
}>;

export type Message = Readonly<{
  id: string;
  day: PlainDate;
  content: Digest;
  createdAt: string;
  readAt: string | null;
}>;

export const DELIVERY_STATES = ['waiting', 'sent', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
/** What the other side said at one try. */
export type Try = Readonly<{ at: string; ok: boolean; answer: string }>;

/** What was done for a unit. `support`: handed to support; `resolved`: support is done. */
export const CHASE_ACTIONS = ['call', 'visit', 'message', 'support', 'resolved'] as const;
export type ChaseAction = (typeof CHASE_ACTIONS)[number];
/** What came of a call or visit. */
export const OUTCOMES = ['promised', 'sent', 'no_answer', 'needs_help', 'disputes'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type ChaseEntry = Readonly<{
  id: string;
  unitId: number;
  facility: string | null;
  action: ChaseAction;
  outcome: Outcome | null;
  note: string | null;
  /** When to look again. */
  nextOn: PlainDate | null;
  /** Duties overdue at that moment. */
  overdue: number;
  byName: string;
  at: string;
}>;

/** A unit or facility in the chase list: what it owes, whom to call, what was done. Aggregates and the focal person only. */
export type ChaseRow = Readonly<{
  unit: string;
  unitName: string;
  /** The unit above, to filter by. */
  parent: string | null;
  parentName: string | null;
  level: 'province' | 'district' | 'commune';
  facility: string | null;
  /** Overdue duties, the oldest first. */
  duties: readonly Readonly<{
    key: string;
    number: string;
    title: string;
    dueAt: string;
    state: 'late' | 'returned';
  }>[];
  /** When the oldest of them was due. */
  since: string | null;
  focal: Focal | null;
  last: ChaseEntry | null;
  /** Waits for support. */
  support: boolean;
}>;

/** How much a unit needs help, counted over what its people do. */
export type HelpRow = Readonly<{
  unit: string;
  unitName: string;
  parent: string | null;
  parentName: string | null;
  focal: Focal | null;
  /** Errors and warnings that stand in its lists. */
  findings: number;
  /** Answers sent back in the last 30 days. */
  returns: number;
  overdue: number;
  accounts: number;
  /** Accounts that have never signed in. */
  neverSignedIn: number;
  support: ChaseEntry | null;
}>;
