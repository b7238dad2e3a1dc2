import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Database, Tx } from '../platform/database.ts';
import { lotsAt } from '../stock/lots-at.ts';
import { lotHindrance } from '../stock/rules.ts';
import type { PlannedVaccine, SessionState, VaccinationSession } from './contract.ts';
import { openFacilities } from './plan-district.ts';
import { meets, slotsOf, stands } from './rules.ts';
import { demandInCampaign } from './save-campaign.ts';
import {
  findInvitations,
  findSession,
  findSessions,
  insertSession,
  lockPlaces,
  updateSession,
} from './session-store.ts';

/**
 * Plans sessions, all or none. Throws `session_hours_wrong`, `session_capacity_wrong`, `campaign_closed`, `session_outside_campaign`,
 * `facility_not_in_campaign`, `facility_closed`, `session_twice`, `session_lot_twice`, and `session_lot_expired`,
 * `session_lot_recalled`, `session_lot_quarantined` of a lot that cannot be used on the day.
 */
export async function planSessions(
  db: Database,
  actor: Actor,
  sessions: readonly VaccinationSession[],
  now: Date,
): Promise<void> {
  const by = { name: actor.name, accountId: actor.accountId, at: now.toISOString() };
  await db.transaction(actor, async (tx) => {
    for (const session of sessions) {
      checkTerms(session);
      await checkDay(tx, session);
      await checkPlace(tx, session);
      await checkLots(tx, session, []);
      await insertSession(tx, session, by);
    }
  });
}

/** What a session may become. One ended by mistake opens again; one that was called off stays so: its people are asked elsewhere. */
const NEXT: Readonly<Record<SessionState, readonly SessionState[]>> = {
  planned: ['open', 'closed', 'cancelled'],
  open: ['planned', 'closed', 'cancelled'],
  closed: ['open'],
  cancelled: [],
};

/**
 * Changes a session. Who is invited keeps his hour, so hours and capacity are held to what was promised: throws
 * `session_has_invited` where a change would leave people of any hour without a place, `session_step_wrong` where it cannot
 * become that, besides what `planSessions` throws. To open or end it nothing else is asked, whatever has changed since.
 */
export async function changeSession(db: Database, actor: Actor, session: VaccinationSession): Promise<void> {
  await db.transaction(actor, async (tx) => {
    await lockPlaces(tx);
    const before = await getSession(tx, session.id);
    if (session.state !== before.state && !NEXT[before.state].includes(session.state))
      throw new AppError('session_step_wrong', 'conflict', { state: before.state });
    if (TERMS.some((term) => session[term] !== before[term])) {
      checkTerms(session);
      // One that its campaign left out takes place as it was planned; it moves only to where the campaign would take it.
      if (session.on !== before.on) await checkDay(tx, session);
      if (isMoved(before, session)) await checkPlace(tx, session);
      await demandPlaces(tx, before, session);
    }
    await checkLots(tx, session, before.vaccines);
    await updateSession(tx, session);
  });
}

const TERMS = ['on', 'from', 'to', 'capacity', 'walkIns'] as const;

const isMoved = (a: VaccinationSession, b: VaccinationSession): boolean =>
  a.on !== b.on || a.from !== b.from || a.to !== b.to;

async function demandPlaces(tx: Tx, before: VaccinationSession, session: VaccinationSession): Promise<void> {
  const invited = (await findInvitations({ pool: tx }, session.id)).filter(
    ({ state }) => state === 'invited',
  );
  const short = slotsOf(session).some(
    ({ from, places }) => invited.filter((one) => one.from === from).length > places,
  );
  if (invited.length > 0 && (isMoved(before, session) || short))
    throw new AppError('session_has_invited', 'conflict', { invited: invited.length });
}

async function getSession(tx: Tx, id: string): Promise<VaccinationSession> {
  const session = await findSession({ pool: tx }, id);
  if (session === undefined) throw new AppError('session_unknown', 'not-found', { id });
  return session;
}

function checkTerms({ from, to, capacity, walkIns }: VaccinationSession): void {
  if (from >= to) throw new AppError('session_hours_wrong', 'invalid', { from, to });
  if (walkIns > capacity) throw new AppError('session_capacity_wrong', 'invalid', { capacity, walkIns });
}

/** That the campaign and the facility take it on its day. */
async function checkDay(tx: Tx, session: VaccinationSession): Promise<void> {
  await demandInCampaign(tx, session);
  const { on, facility } = session;
  if (!(await openFacilities({ pool: tx }))(session, on))
    throw new AppError('facility_closed', 'conflict', { facility, date: on });
}

/** One place holds one session at a time, at however many tables: a second one is the first, planned twice. */
async function checkPlace(tx: Tx, session: VaccinationSession): Promise<void> {
  const { id, on, unitId, facility, site } = session;
  const twin = (await findSessions({ pool: tx }, { unitIds: [unitId], from: on, to: on })).find(
    (one) =>
      one.id !== id && one.facility === facility && one.site === site && stands(one) && meets(one, session),
  );
  if (twin !== undefined)
    throw new AppError('session_twice', 'conflict', {
      ...{ place: site ?? facility, date: on, from: twin.from, to: twin.to },
    });
}

const UNUSABLE = {
  expired: 'session_lot_expired',
  recalled: 'session_lot_recalled',
  quarantined: 'session_lot_quarantined',
} as const;

/** Lots that come new into the plan: one that was planned and is called back since holds up no other change. */
async function checkLots(
  tx: Tx,
  { vaccines, unitId, facility, on }: VaccinationSession,
  before: readonly PlannedVaccine[],
): Promise<void> {
  const keyOf = ({ vaccine, lot }: PlannedVaccine): string => `${vaccine} ${lot ?? ''}`;
  const known = new Set(before.map(keyOf));
  if (new Set(vaccines.map(keyOf)).size < vaccines.length) throw new AppError('session_lot_twice', 'invalid');
  const added = vaccines.filter((one) => one.lot !== null && !known.has(keyOf(one)));
  if (added.length === 0) return;
  const lots = await lotsAt({ pool: tx }, { unitId, facility });
  for (const { vaccine, lot } of added) {
    const held = lots.find((one) => one.item === vaccine && one.lot === lot);
    const hindrance = held === undefined ? null : lotHindrance(held, on);
    // What has not come yet may be on its way.
    if (hindrance !== null && hindrance !== 'none_left')
      throw new AppError(UNUSABLE[hindrance], 'conflict', { lot: lot!, date: on });
  }
}
