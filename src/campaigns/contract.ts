/** The words of campaigns, their sessions and invitations: shared by the server and the browser. */
import type { AgeBand } from '../kernel/age-band.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { DoseKind } from '../schedules/rules.ts';
import type { LotHindrance } from '../stock/rules.ts';

/** Whom a campaign is for. An empty list of groups or doses is all of them. */
export type CampaignTarget = Readonly<{
  /** Age groups on the day of the session. */
  bands: readonly AgeBand[];
  doses: readonly Readonly<{ kind: DoseKind; doseNo: number }>[];
}>;

/** Diseases against which doses are recorded: the values of `campaign` of an injection. */
export const DISEASES = ['covid-19'] as const;

/** What is said of a campaign anew each time that it changes. */
export type CampaignTerms = Readonly<{
  name: string;
  target: CampaignTarget;
  document: string | null;
  from: PlainDate;
  to: PlainDate;
  /** Facilities that take part; empty: all of the unit. */
  facilities: readonly Readonly<{ unitId: number; facility: string }>[];
  /** No more sessions are planned for it. */
  closed: boolean;
}>;

export type Campaign = CampaignTerms &
  Readonly<{ id: string; unitId: number; disease: (typeof DISEASES)[number]; version: number }>;

/** What a campaign was from a moment on; `reason` null: it was opened. */
export type CampaignVersion = Readonly<{
  version: number;
  terms: CampaignTerms;
  reason: string | null;
  by: string;
  at: string;
}>;

/** Why a session has no place in its campaign. */
export type LeftOut = 'closed' | 'days' | 'facility';

/** `cancelled` sessions stay: people were told of them. */
export const SESSION_STATES = ['planned', 'open', 'closed', 'cancelled'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** What is planned to be given; a lot may be settled later, and of each lot all that there is (`doses` null) may be meant. */
export type PlannedVaccine = Readonly<{ vaccine: string; lot: string | null; doses: number | null }>;

export type VaccinationSession = Readonly<{
  id: string;
  campaignId: string | null;
  /** Unit and name of the facility that answers for the session. */
  unitId: number;
  facility: string;
  /** Name of a mobile site; null: at the facility itself. */
  site: string | null;
  hamlet: string | null;
  address: string | null;
  on: PlainDate;
  /** HH:MM on the clock of Vietnam. */
  from: string;
  to: string;
  capacity: number;
  /** Places that are not invited for: people come by themselves. */
  walkIns: number;
  /** In the order in which they are offered at the table; empty: nobody settled it yet. */
  vaccines: readonly PlannedVaccine[];
  /** Units whose residents are expected. */
  serves: readonly number[];
  state: SessionState;
}>;

export const INVITATION_STATES = ['invited', 'declined', 'withdrawn'] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

export type Invitation = Readonly<{
  person: string;
  from: string;
  to: string;
  /** Twelve characters (see `newCode`); the same on paper, in the QR code and in the short message. */
  code: string;
  state: InvitationState;
  /** The dose they were asked to come for; null: not known then. */
  kind: DoseKind | null;
  doseNo: number | null;
  /** Of the session's vaccines the one that was kept for them; null: whichever there is. */
  vaccine: string | null;
}>;

/** A lot at a facility, as a session is planned with it. */
export type SessionLot = Readonly<{
  vaccine: string;
  lot: string;
  expiresOn: string | null;
  dosesPerVial: number | null;
  balance: number;
  /** Doses of it that other sessions of the facility count on, from the day on. */
  planned: number;
  /** Why it cannot be chosen. */
  hindrance: LotHindrance | null;
}>;

/** What a person of a session came to; `walk_in`s have no invitation and are told by what happened. */
export const TURNOUTS = ['none', 'arrived', 'injected', 'postponed', 'refused'] as const;
export type Turnout = (typeof TURNOUTS)[number];

/** How a short message stands: none written, waiting, or settled. */
export const MESSAGE_STATES = ['waiting', 'sent', 'failed', 'dropped'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** Somebody of a session: invited, or who came by himself (`invitation` null). */
export type SessionPerson = Readonly<{
  person: string;
  name: string;
  sex: string | null;
  birth: Readonly<{ on: string; precision: string }> | null;
  phone: string | null;
  hamlet: string | null;
  invitation: Omit<Invitation, 'person'> | null;
  turnout: Turnout;
  message: MessageState | null;
  /** Asked to be sent no messages. */
  noMessages: boolean;
}>;

/** The part of the day in which a session is held, by its hours (`shiftOf`). */
export type Shift = 'morning' | 'afternoon' | 'evening' | 'day';

/** A session as lists show it: with words for its unit and how many are asked and came. */
export type SessionFigures = Omit<VaccinationSession, 'unitId' | 'serves'> &
  Readonly<{
    unit: string;
    unitName: string;
    serves: readonly string[];
    shift: Shift;
    invited: number;
    arrived: number;
    injected: number;
  }>;

/** What has come in the way of a session; the sentence is `campaigns.doubt.<code>`. */
export type SessionDoubt = Readonly<{
  code: 'facility_closed' | 'same_time' | `campaign_${LeftOut}` | `lot_${LotHindrance}`;
  params: Readonly<Record<string, string>>;
}>;

/** A place at which sessions can be held. */
export type Site = Readonly<{
  unit: string;
  unitName: string;
  facility: string;
  openedOn: string | null;
  closedOn: string | null;
}>;

/** A session that is proposed: nobody is told of it until it is saved. */
export type Proposal = Readonly<{
  unit: string;
  facility: string;
  site: string | null;
  hamlet: string | null;
  on: PlainDate;
  from: string;
  to: string;
  capacity: number;
  walkIns: number;
  serves: readonly string[];
  /** For how many people who are due it has places. */
  expected: number;
}>;
