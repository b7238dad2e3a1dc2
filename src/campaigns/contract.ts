/** The words of campaigns, their sessions and invitations: shared by the server and the browser. */
import type { PlainDate } from '../kernel/plain-date.ts';
import type { DoseKind } from '../schedules/rules.ts';

/** Whom a campaign is for. An empty list of doses is every dose that is due. */
export type CampaignTarget = Readonly<{
  /** Completed years on the day of the session, both ends included; null: no limit. */
  ages: readonly [from: number | null, to: number | null];
  doses: readonly Readonly<{ kind: DoseKind; doseNo: number }>[];
}>;

/** Diseases against which doses are recorded: the values of `campaign` of an injection. */
export const DISEASES = ['covid-19'] as const;

export type Campaign = Readonly<{
  id: string;
  unitId: number;
  name: string;
  disease: (typeof DISEASES)[number];
  target: CampaignTarget;
  document: string | null;
  from: PlainDate;
  to: PlainDate;
}>;

/** `cancelled` sessions stay: people were told of them. */
export const SESSION_STATES = ['planned', 'open', 'closed', 'cancelled'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** What is planned to be given; a lot may be settled later. */
export type PlannedVaccine = Readonly<{ vaccine: string; lot: string | null }>;

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
}>;
