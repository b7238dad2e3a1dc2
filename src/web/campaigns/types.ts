import type { Campaign, SessionFigures } from '../../campaigns/contract.ts';
import type { DoseKind } from '../../schedules/rules.ts';

export type CampaignRow = Omit<Campaign, 'unitId'> &
  Readonly<{ unit: string; unitName: string; mayEdit: boolean }>;
export type CampaignsAnswer = Readonly<{ mayEdit: boolean; campaigns: readonly CampaignRow[] }>;

export type SessionAnswer = SessionFigures &
  Readonly<{ campaignName: string | null; mayPlan: boolean; mayRecord: boolean; maySeePeople: boolean }>;

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
