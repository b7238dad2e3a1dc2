/** One dose with every check, from the question to the stored row; tried again when others were faster. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';
import type { Schedules } from '../schedules/load-schedules.ts';
import { conflictWith, type NewConflict } from './conflict-store.ts';
import type { EventAnswer, EventOf } from './contract.ts';
import { findKnown, type KnownPerson } from './dose-facts.ts';
import { answerOf, keepEvent, type Origin, STORED } from './event-store.ts';
import { findPersonNow } from './find-person.ts';
import { type JudgedDose, judgeEvent } from './judge-dose.ts';
import { isStop } from './rules.ts';
import type { TableSession } from './table-session.ts';
import { writeDose } from './write-dose.ts';

export type Handing = Readonly<{
  db: Database;
  schedules: Schedules;
  session: TableSession;
  origin: Origin;
  actor: Actor;
  /** `ask`: the needle waits for the answer, and a check refuses. `happened`: it was given, whatever the checks say. */
  mode: 'ask' | 'happened';
}>;

const TRIES = 6;

/** Whether to try again: somebody else held the person's rows, or two waited for one another. */
export const isBusy = (error: unknown): boolean =>
  ['55P03', '40P01', '40001'].includes((error as { code?: string }).code ?? '');

/** Tries again while others hold the rows; throws `table_busy` when they do for long (a list of the commune is coming in). */
export async function whileBusy<T>(work: () => Promise<T | null>): Promise<T> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const done = await work().catch((error: unknown) => {
      if (!isBusy(error)) throw error;
      return null;
    });
    if (done !== null) return done;
    await sleep(5 * attempt ** 2);
  }
  throw new AppError('table_busy', 'unavailable');
}

/** Throws `table_busy`. Every other outcome is an answer. */
export const takeDose = (handing: Handing, event: EventOf<'dose_given'>): Promise<EventAnswer> =>
  whileBusy(() => tryDose(handing, event));

async function tryDose(handing: Handing, event: EventOf<'dose_given'>): Promise<EventAnswer | null> {
  const { db, session, origin, actor, schedules, mode } = handing;
  const { deviceId } = origin;
  let known = await findKnown(db, { session, event, personId: event.payload.personId, deviceId });
  if (known.stored !== null) return answerOf(event, known.stored, true);
  if (known.person === null) {
    const now = await findPersonNow(db, event.payload.personId);
    if (now !== undefined) known = await findKnown(db, { session, event, personId: now, deviceId });
  }
  const at = new Date().toISOString();
  const { person } = known;
  if (person === null) {
    const fate = { ...STORED, result: 'refused', refusal: 'person_unknown' } as const;
    if (mode === 'happened') await db.transaction(actor, (tx) => keepEvent(tx, event, origin, fate, at));
    return answerOf(event, fate);
  }
  const judged = judgeEvent(event, session, person, known, schedules);
  const reasons = new Set(event.payload.overrides.map(({ code }) => code));
  const against = judged.concerns.filter((concern) => isStop(concern) || !reasons.has(concern.code));
  if (mode === 'ask' && against.length > 0)
    return answerOf(event, { result: 'refused', refusal: 'dose_stopped', concerns: judged.concerns });
  const conflict = await conflictOf(handing, person, judged, known.refusedElsewhere);
  const fate = {
    ...STORED,
    concerns: judged.concerns,
    ...(conflict === null ? {} : ({ result: 'conflict', conflictId: conflict.id } as const)),
  };
  const written = await writeDose(db, {
    event,
    session,
    origin,
    actor,
    person,
    judged,
    fate,
    conflict,
    now: at,
  });
  return written === 'late' ? null : written === 'written' ? answerOf(event, fate) : tryDose(handing, event);
}

/** A stop that was passed is for somebody to look at, with the other side of it where a device told of one. */
async function conflictOf(
  { db, session }: Handing,
  { id }: KnownPerson,
  { concerns, sameDay }: JudgedDose,
  refusedElsewhere: string | null,
): Promise<NewConflict | null> {
  const stops = concerns.filter(isStop).map(({ code }) => code);
  if (stops.length === 0)
    return refusedElsewhere === null
      ? null
      : conflictWith('dose_after_refusal', { sessionId: session.id, id: refusedElsewhere });
  const latest = async (where: string, value: unknown): Promise<NewConflict['other']> => {
    const [row] = await db.query<{ sessionId: string; id: string }>(
      `SELECT session_id AS "sessionId", id FROM app.table_event WHERE person_id = $1 AND result <> 'refused' AND ${where}
       ORDER BY happened_at DESC LIMIT 1`,
      [id, value],
    );
    return row ?? null;
  };
  if (stops.includes('given_today'))
    return conflictWith('double_dose', await latest(`kind = 'dose_given' AND id = ANY($2::uuid[])`, sameDay));
  if (stops.some((code) => code === 'contraindicated' || code === 'deferred'))
    return conflictWith(
      'dose_against_screening',
      await latest(`kind = 'screened' AND session_id = $2`, session.id),
    );
  return conflictWith('dose_against_rule', null);
}
