import type { Database } from '../platform/database.ts';
import { lotsAt } from '../stock/lots-at.ts';
import { lotHindrance } from '../stock/rules.ts';
import { findCampaign } from './campaign-store.ts';
import type { SessionDoubt, VaccinationSession } from './contract.ts';
import { openFacilities } from './plan-district.ts';
import { meets, stands, whyLeftOut } from './rules.ts';
import { findSessions } from './session-store.ts';

/**
 * What has come in the way of a session since it was planned: its facility closes before, its campaign left it out, a lot cannot be
 * used any more, or the facility works elsewhere at the same time (two teams can; one cannot). It is told, and stops nothing.
 */
export async function findDoubts(db: Database, session: VaccinationSession): Promise<SessionDoubt[]> {
  if (!stands(session)) return [];
  const { on, unitId, facility, campaignId, vaccines } = session;
  const [isOpen, campaign, lots, sameDay] = await Promise.all([
    openFacilities(db),
    campaignId === null ? undefined : findCampaign(db, campaignId),
    lotsAt(db, session),
    findSessions(db, { unitIds: [unitId], from: on, to: on }),
  ]);
  const doubts: SessionDoubt[] = [];
  if (!isOpen(session, on)) doubts.push({ code: 'facility_closed', params: { facility } });
  const why = campaign === undefined ? null : whyLeftOut(campaign, session);
  if (why !== null) doubts.push({ code: `campaign_${why}`, params: {} });
  for (const { vaccine, lot } of vaccines) {
    const held = lot === null ? undefined : lots.find((one) => one.item === vaccine && one.lot === lot);
    const hindrance = held === undefined ? null : lotHindrance(held, on);
    if (hindrance !== null) doubts.push({ code: `lot_${hindrance}`, params: { lot: lot! } });
  }
  for (const other of sameDay)
    if (other.id !== session.id && other.facility === facility && stands(other) && meets(other, session))
      doubts.push({
        code: 'same_time',
        params: { from: other.from, to: other.to, place: other.site ?? other.facility },
      });
  return doubts;
}
