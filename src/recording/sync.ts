/**
 * Takes a batch of a device's outbox, in order. Each event is a transaction of its own, so that what was stored stays
 * stored when the line breaks, and one event that cannot be taken holds up no other. Handing a batch in again, twice at
 * once or in pieces, changes nothing: events are known by their ids.
 */
import { z } from 'zod';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';
import type { Schedules } from '../schedules/load-schedules.ts';
import { conflictsOf } from './conflict-store.ts';
import { type Event, type EventAnswer, eventSchema, type SyncAnswer } from './contract.ts';
import { type Device, noteSync } from './devices.ts';
import { answerOf, type StoredRow } from './event-store.ts';
import { openEdition } from './open-edition.ts';
import type { Refusal } from './rules.ts';
import type { SessionSource, TableSession } from './table-session.ts';
import { keepRefused, takeEvent } from './take-event.ts';

export type Recorder = Readonly<{
  db: Database;
  schedules: () => Promise<Schedules>;
  sessions: SessionSource;
}>;

/** What every event has, however wrong the rest of it is: by this it is kept. */
const envelope = z.looseObject({
  id: z.uuid(),
  sequence: z
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  sessionId: z.uuid(),
  at: z.iso.datetime(),
  kind: z.string().max(40),
  payload: z.record(z.string(), z.unknown()).default({}),
});

/** A session that nobody knows: its events are kept under its id. */
const UNKNOWN: Omit<TableSession, 'id' | 'on'> = {
  name: '',
  unitId: 0,
  facility: '',
  shift: '',
  capacity: null,
  vaccines: [],
  planned: [],
  residentsOf: [],
};

export type Synced = Readonly<{ storedUpTo: number; answers: EventAnswer[]; session: TableSession | null }>;

/**
 * `may` says whether the author may record at a session. Stops at a gap in the sequence, and when the database is busy:
 * the answer says up to where all is stored. Throws `event_malformed` when an event has not even an id and a place.
 */
export async function takeBatch(
  { db, schedules, sessions }: Recorder,
  device: Device,
  actor: Actor,
  raw: readonly unknown[],
  may: (session: TableSession) => boolean,
): Promise<Synced> {
  const events = raw.map((one) => {
    const read = envelope.safeParse(one);
    if (!read.success) throw new AppError('event_malformed', 'invalid');
    return read.data;
  });
  const origin = { deviceId: device.id, accountId: device.accountId, author: device.author };
  const answers: EventAnswer[] = [];
  const known = new Map<string, TableSession | undefined>();
  let { storedUpTo } = device;
  let last: TableSession | null = null;
  for (const one of events) {
    if (one.sequence <= storedUpTo) {
      answers.push(await storedAnswer(db, one));
      continue;
    }
    if (one.sequence > storedUpTo + 1) break;
    if (!known.has(one.sessionId)) known.set(one.sessionId, await sessions.find(one.sessionId));
    const session = known.get(one.sessionId);
    if (session !== undefined) await openEdition(db, actor, session);
    const read = eventSchema.safeParse(one);
    const wrong: Refusal | null =
      session === undefined
        ? 'session_unknown'
        : !may(session)
          ? 'session_not_yours'
          : read.success
            ? null
            : 'event_malformed';
    const handing = {
      db,
      schedules: await schedules(),
      origin,
      // Who audits the unit of the session sees what was recorded there.
      actor: { ...actor, unitId: session?.unitId ?? null },
      mode: 'happened',
      session: session ?? { ...UNKNOWN, id: one.sessionId, on: one.at.slice(0, 10) as TableSession['on'] },
    } as const;
    try {
      answers.push(
        wrong === null
          ? await takeEvent(handing, withPlainLot(read.data!))
          : await keepRefused(handing, one as unknown as Event, wrong),
      );
    } catch (error) {
      if (error instanceof AppError && error.code === 'table_busy') break;
      throw error;
    }
    storedUpTo = one.sequence;
    if (wrong === null) last = session!;
  }
  await noteSync(db, device.id, storedUpTo, last, new Date());
  return { storedUpTo, answers: await withConflicts(db, answers), session: last };
}

/** Lot numbers in capitals without blanks, as everywhere. */
export function withPlainLot(event: Event): Event {
  if (!('lot' in event.payload)) return event;
  return {
    ...event,
    payload: { ...event.payload, lot: event.payload.lot.toUpperCase().replace(/\s+/g, '') },
  } as Event;
}

async function storedAnswer(
  db: Database,
  event: Readonly<{ id: string; sequence: number; sessionId: string }>,
): Promise<EventAnswer> {
  const [row] = await db.query<StoredRow>(
    'SELECT result, refusal, concerns FROM app.table_event WHERE session_id = $1 AND id = $2',
    [event.sessionId, event.id],
  );
  // Another event under a number that was given away: the device counts wrongly, and must be told so.
  return row === undefined
    ? {
        id: event.id,
        sequence: event.sequence,
        result: 'refused',
        refusal: 'event_malformed',
        concerns: [],
        conflict: null,
      }
    : answerOf(event, row, true);
}

async function withConflicts(db: Database, answers: EventAnswer[]): Promise<EventAnswer[]> {
  const found = await conflictsOf(
    db,
    answers.flatMap(({ id, result }) => (result === 'conflict' ? [id] : [])),
  );
  return answers.map((answer) => {
    const conflict = found.get(answer.id);
    if (conflict === undefined) return answer;
    const { unitId: _, ...told } = conflict;
    return { ...answer, conflict: told };
  });
}

export type { SyncAnswer };
