import type { Units } from '../areas/units.ts';
import { findDue } from '../due/find-due.ts';
import type { Actor } from '../kernel/actor.ts';
import { newId } from '../kernel/ids.ts';
import { addDays } from '../kernel/plain-date.ts';
import { momentOf } from '../kernel/vietnam-time.ts';
import { DEMO_DAY } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { Event } from '../recording/contract.ts';
import { signInDevice } from '../recording/devices.ts';
import { openSession, ownSessions } from '../recording/own-sessions.ts';
import type { ScreeningFlag, ScreeningOutcome } from '../recording/rules.ts';
import { takeEvent } from '../recording/take-event.ts';
import { loadSchedules } from '../schedules/load-schedules.ts';
import { ownFacility } from '../stock/facilities.ts';

const DISTRICT = '193';
const HOME = '06697';
/** Communes of the district whose tables had something to say, the home commune first. */
const TABLES = 3;

type Said = Readonly<{ screened: readonly [ScreeningOutcome, ...ScreeningFlag[]] }> &
  Readonly<{ postponed?: readonly [reason: 'acute_illness' | 'covid_within_6_months', days: number] }> &
  Readonly<{ refused?: 'afraid_of_reactions' | 'wants_other_vaccine' }>;

/** What the tables of a commune said of some who were to be injected: `waits` of whoever was due, `done` of whoever had his series. */
const WAITS: readonly Said[] = [
  { screened: ['deferred', 'acute_illness'], postponed: ['acute_illness', 10] },
  { screened: ['deferred', 'covid_within_6_months'], postponed: ['covid_within_6_months', 120] },
  { screened: ['contraindicated', 'anaphylaxis_history'] },
  { screened: ['eligible'], refused: 'afraid_of_reactions' },
  { screened: ['deferred', 'temperature', 'acute_illness'], postponed: ['acute_illness', 7] },
  { screened: ['caution', 'chronic_disease'], refused: 'wants_other_vaccine' },
];
const DONE: readonly Said[] = [
  { screened: ['caution', 'immunocompromised', 'chronic_disease'] },
  { screened: ['caution', 'immunocompromised'] },
];

/**
 * Four days ago some communes screened people who were then put off, refused or may have no dose, and found conditions
 * for which another dose is due. Does nothing where somebody was screened already.
 */
export async function loadDemoScreenings(db: Database, units: Units, actor: Actor): Promise<void> {
  const [known] = await db.query('SELECT 1 FROM app.postponement LIMIT 1');
  const [account] = await db.query<{ id: string; author: string }>(
    "SELECT id, display_name AS author FROM app.account WHERE username = 'tram.hongha'",
  );
  if (known !== undefined || account === undefined) return;
  const [schedules, sessions] = [await loadSchedules(db.pool), ownSessions(db, units)];
  const on = addDays(DEMO_DAY, -4);
  const now = new Date(momentOf(on, '07:00'));
  let tables = 0;
  const communes = units.children(units.byCode(DISTRICT, DEMO_DAY).id, DEMO_DAY);
  for (const commune of [...communes].sort((a, b) => Number(b.code === HOME) - Number(a.code === HOME))) {
    if (tables === TABLES) break;
    const people = await findDue(db, { unitIds: [commune.id], on });
    const due = people.filter(({ state }) => state === 'due' || state === 'overdue');
    if (due.length === 0) continue;
    tables += 1;
    const about = { unitId: commune.id, facility: ownFacility(commune, true), on, name: 'Buổi sáng' };
    const id = await openSession(
      db,
      actor,
      { ...about, shift: 'sáng', capacity: null, vaccines: ['astrazeneca'] },
      now,
    );
    const who = { accountId: account.id, author: account.author };
    const device = await signInDevice(db, { ...who, name: 'Bàn khám' }, now);
    const handing = {
      ...{ db, schedules, actor, mode: 'happened' as const, session: (await sessions.find(id))! },
      origin: { ...who, deviceId: device.id },
    };
    let sequence = 0;
    const say = async (kind: Event['kind'], payload: object): Promise<void> => {
      sequence += 1;
      const at = new Date(now.getTime() + sequence * 120_000).toISOString();
      await takeEvent(handing, { id: newId(), sequence, sessionId: id, at, kind, payload } as Event);
    };
    const done = people.filter(({ state, kind }) => state === 'upcoming' && kind === 'booster');
    const told = [
      ...WAITS.map((said, i) => [due[i * 2], said] as const),
      ...DONE.map((said, i) => [done[i * 3], said] as const),
    ];
    for (const [person, { screened, postponed, refused }] of told) {
      if (person === undefined) continue;
      const [outcome, ...flags] = screened;
      const one = { personId: person.person, note: null };
      const measures = { temperature: null, pulse: null, systolic: null, diastolic: null, breathing: null };
      await say('screened', { ...one, outcome, flags, ...measures });
      if (postponed !== undefined)
        await say('postponed', { ...one, reason: postponed[0], until: addDays(on, postponed[1]) });
      if (refused !== undefined) await say('refused', { ...one, reason: refused });
    }
  }
}
