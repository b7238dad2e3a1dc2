import type { Units } from '../areas/units.ts';
import type { VaccinationSession } from '../campaigns/contract.ts';
import { invitePeople } from '../campaigns/invite-people.ts';
import { openCampaign } from '../campaigns/save-campaign.ts';
import { planSessions } from '../campaigns/save-session.ts';
import { findSessions } from '../campaigns/session-store.ts';
import type { Actor } from '../kernel/actor.ts';
import { newId } from '../kernel/ids.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { momentOf } from '../kernel/vietnam-time.ts';
import { DEMO_DAY } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { ownFacility } from '../stock/facilities.ts';

const DISTRICT = '193';
const COMMUNE = '06697';

/**
 * A campaign of the district that is under way: the home commune's station injects today and tomorrow, and a mobile site
 * stands in one of its hamlets this afternoon. Does nothing where there are sessions already.
 */
export async function loadDemoCampaigns(db: Database, units: Units, actor: Actor): Promise<void> {
  const span = { from: addDays(DEMO_DAY, -14), to: addDays(DEMO_DAY, 45) };
  if ((await findSessions(db, { unitIds: null, ...span })).length > 0) return;
  const now = new Date(momentOf(DEMO_DAY, '00:00'));
  const commune = units.byCode(COMMUNE, DEMO_DAY);
  const campaignId = newId();
  await openCampaign(
    db,
    actor,
    {
      id: campaignId,
      unitId: units.byCode(DISTRICT, DEMO_DAY).id,
      name: 'Tiêm vét và tiêm nhắc lại tháng 12/2021',
      disease: 'covid-19',
      target: { bands: ['18-49', '50-65', '66+'], doses: [] },
      document: null,
      facilities: [],
      closed: false,
      ...span,
    },
    now,
  );
  const [crowded] = await db.query<{ hamlet: string }>(
    'SELECT hamlet FROM app.person WHERE unit_id = $1 AND hamlet IS NOT NULL GROUP BY hamlet ORDER BY count(*) DESC, hamlet LIMIT 1',
    [commune.id],
  );
  const session = (on: PlainDate, from: string, to: string, more: Partial<VaccinationSession> = {}) => ({
    id: newId(),
    campaignId,
    unitId: commune.id,
    facility: ownFacility(commune, true),
    site: null,
    hamlet: null,
    address: null,
    on,
    from,
    to,
    capacity: 120,
    walkIns: 12,
    vaccines: [{ vaccine: 'comirnaty', lot: null, doses: null }],
    serves: [commune.id],
    state: 'planned' as const,
    ...more,
  });
  const hamlet = crowded?.hamlet ?? null;
  const mobile = { site: `Nhà văn hóa ${hamlet ?? commune.name}`, hamlet, capacity: 60, walkIns: 10 };
  const sessions = [
    session(DEMO_DAY, '07:30', '11:00', { state: 'open' }),
    session(DEMO_DAY, '13:30', '16:30', mobile),
    session(addDays(DEMO_DAY, 1), '07:30', '11:00'),
  ];
  await planSessions(db, actor, sessions, now);
  // Who lives near the mobile site is asked there first.
  for (const one of [sessions[1]!, sessions[0]!])
    await invitePeople(db, units, actor, one.id, one.hamlet === null ? null : [one.hamlet], now);
}
