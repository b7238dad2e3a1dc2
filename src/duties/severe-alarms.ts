/** Severe events after doses, with the duty to report each: an alarm rings until the report is there. */
import type { FastifyRequest } from 'fastify';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { findSevereCases, type SevereEvent } from '../recording/severe-cases.ts';
import type { Duty } from './contract.ts';
import { findDuties } from './find-duties.ts';
import { isReceived } from './rules.ts';

export type Alarm = Readonly<{ event: SevereEvent; duty: Duty; rings: boolean }>;

/** Before the first vaccination there is no event. */
const FIRST_DAY = '2021-03-08' as PlainDate;
/** A schedule counts at most so many days from an event. */
const LONGEST = 31;

/** Every severe event, what is owed for it and how that stands, the first due first. */
export async function findAlarms(db: Database, units: Units, now: Date): Promise<Alarm[]> {
  const events = new Map((await findSevereCases(db)).map((event) => [event.id, event]));
  if (events.size === 0) return [];
  const duties = await findDuties(db, units, {
    scope: { unitIds: [...new Set([...events.values()].map(({ unitId }) => unitId))] },
    from: FIRST_DAY,
    to: addDays(dayInVietnam(now), LONGEST),
    now,
    only: ({ schedule }) => schedule.kind === 'severe',
  });
  return duties.map((duty) => ({
    event: events.get(duty.occurrence)!,
    duty,
    rings: !isReceived(duty.state),
  }));
}

/** Whether an alarm is the asker's to hear: who may record doses there. */
export const hears = (guard: Guard, request: FastifyRequest, { unitId, facility }: SevereEvent): boolean =>
  guard.allows(request, 'dose.record', unitId) &&
  (guard.facilities(request, 'dose.record', unitId)?.includes(facility) ?? true);

const ASK_EVERY_MS = 900;

/** How many alarms ring for an asker. Asked of the database once for all who listen. */
export function alarmClock(
  db: Database,
  units: Units,
  guard: Guard,
  clock: Clock,
): (request: FastifyRequest) => Promise<number> {
  let asked = { at: 0, alarms: Promise.resolve<readonly Alarm[]>([]) };
  return async (request) => {
    if (Date.now() - asked.at >= ASK_EVERY_MS)
      asked = { at: Date.now(), alarms: findAlarms(db, units, clock()) };
    return (await asked.alarms).filter(({ rings, event }) => rings && hears(guard, request, event)).length;
  };
}
