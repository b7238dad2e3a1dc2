import type {
  Campaign,
  CampaignTerms,
  CampaignVersion,
  LeftOut,
  SessionDoubt,
  SessionFigures,
} from '../../campaigns/contract.ts';
import type { DoseKind } from '../../schedules/rules.ts';

/** Terms with codes for units. */
export type Terms = Omit<CampaignTerms, 'facilities'> &
  Readonly<{ facilities: readonly Readonly<{ unit: string; facility: string }>[] }>;
export type CampaignRow = Terms &
  Pick<Campaign, 'id' | 'disease' | 'version'> &
  Readonly<{ unit: string; unitName: string; mayEdit: boolean }>;
export type CampaignAnswer = Readonly<{
  campaign: CampaignRow;
  versions: readonly (Omit<CampaignVersion, 'terms'> & Readonly<{ terms: Terms }>)[];
}>;
/** A session that a changed campaign would leave out. */
export type LeftOutSession = Pick<
  SessionFigures,
  'id' | 'on' | 'from' | 'to' | 'facility' | 'site' | 'invited'
> &
  Readonly<{ why: LeftOut }>;
export type CampaignsAnswer = Readonly<{ mayEdit: boolean; campaigns: readonly CampaignRow[] }>;

export type SessionAnswer = SessionFigures &
  Readonly<{
    doubts: readonly SessionDoubt[];
    campaignName: string | null;
    mayPlan: boolean;
    mayRecord: boolean;
    maySeePeople: boolean;
  }>;

export type CommuneRow = Readonly<{
  unit: string;
  unitName: string;
  people: number;
  overdue: number;
  doses: readonly Readonly<{ kind: DoseKind; doseNo: number; people: number }>[];
  unplaced: number;
  hamlets: readonly Readonly<{ hamlet: string | null; unplaced: number }>[];
}>;
export type PlanAnswer = Readonly<{ mayPlan: boolean; communes: readonly CommuneRow[] }>;
