import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';
import { findCampaign, lockCampaign, putCampaign } from './campaign-store.ts';
import type { Campaign, LeftOut, VaccinationSession } from './contract.ts';
import { whyLeftOut } from './rules.ts';
import { findSessionsOf, lockPlaces, updateSession } from './session-store.ts';

/** Throws `campaign_days_wrong`. */
export async function openCampaign(
  db: Database,
  actor: Actor,
  campaign: Omit<Campaign, 'version'>,
  now: Date,
): Promise<void> {
  checkDays(campaign);
  await db.transaction(actor, (tx) => putCampaign(tx, { ...campaign, version: 1 }, actor, now));
}

/**
 * Sessions yet to begin that a campaign would leave out, by day: nothing happens to them by itself, and one that is under way is
 * none of them. Throws `campaign_days_wrong`.
 */
export async function findLeftOut(
  db: Pick<Database, 'pool'> | Readonly<{ pool: Tx }>,
  campaign: Campaign,
  today: PlainDate,
): Promise<(VaccinationSession & { why: LeftOut })[]> {
  checkDays(campaign);
  return (await findSessionsOf(db, campaign.id, today)).flatMap((session) => {
    const why = session.state === 'planned' ? whyLeftOut(campaign, session) : null;
    return why === null ? [] : [{ ...session, why }];
  });
}

/**
 * States a campaign anew, closes it or opens it again. `campaign.version` is that on which the change was made: throws
 * `campaign_changed` where somebody was faster, `campaign_unknown`, `campaign_days_wrong`. The sessions that it leaves out are
 * cancelled where `cancel` says so, and else take place as they were planned; gives those cancelled, whose people are to be
 * told.
 */
export async function restateCampaign(
  db: Database,
  actor: Actor,
  campaign: Campaign,
  { cancel, today, now }: Readonly<{ cancel: boolean; today: PlainDate; now: Date }>,
): Promise<readonly VaccinationSession[]> {
  return db.transaction(actor, async (tx) => {
    const before = await lockCampaign(tx, campaign.id);
    if (before === undefined) throw new AppError('campaign_unknown', 'not-found', { id: campaign.id });
    if (before.version !== campaign.version) throw new AppError('campaign_changed', 'conflict');
    const next = { ...campaign, version: before.version + 1 };
    const leftOut = await findLeftOut({ pool: tx }, next, today);
    await putCampaign(tx, next, actor, now);
    if (!cancel || leftOut.length === 0) return [];
    await lockPlaces(tx);
    const calledOff = leftOut.map(({ why: _, ...session }) => ({ ...session, state: 'cancelled' as const }));
    for (const session of calledOff) await updateSession(tx, session);
    return calledOff;
  });
}

function checkDays({ from, to }: Pick<Campaign, 'from' | 'to'>): void {
  if (to < from) throw new AppError('campaign_days_wrong', 'invalid');
}

const REFUSED = {
  closed: 'campaign_closed',
  days: 'session_outside_campaign',
  facility: 'facility_not_in_campaign',
} as const;

/** That a campaign takes a session. Throws `campaign_closed`, `session_outside_campaign`, `facility_not_in_campaign`. */
export async function demandInCampaign(tx: Tx, session: VaccinationSession): Promise<void> {
  const campaign =
    session.campaignId === null ? undefined : await findCampaign({ pool: tx }, session.campaignId);
  const why = campaign === undefined ? null : whyLeftOut(campaign, session);
  if (why === null) return;
  const { from, to } = campaign!;
  throw new AppError(REFUSED[why], 'invalid', { from, to, facility: session.facility });
}
