/** What follows from the hours and places of a session. Pure; the browser uses it too. */
import type { VaccinationSession } from './contract.ts';

export type Shift = 'morning' | 'afternoon' | 'evening' | 'day';
/** An hour to which people are asked, with how many of them. */
export type Slot = Readonly<{ from: string; to: string; places: number }>;

/** The shifts that a plan begins with. */
export const USUAL_SHIFTS = [
  { from: '07:30', to: '11:00' },
  { from: '13:30', to: '16:30' },
] as const;

const NOON = '12:00';
const DUSK = '17:00';
const SLOT_MINUTES = 60;

/** The part of the day, as a session is spoken of; one that goes over noon by less than an hour is of its morning. */
export function shiftOf({ from, to }: Pick<VaccinationSession, 'from' | 'to'>): Shift {
  if (from >= DUSK) return 'evening';
  if (from >= NOON) return 'afternoon';
  return to <= '13:00' ? 'morning' : 'day';
}

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const clock = (at: number): string =>
  `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;

/**
 * The hours of a session with the places that may be invited for: whole hours from its beginning, the rest of the time
 * in a shorter last one. Each gets places by its minutes; together they are capacity less walk-ins, to the dose.
 */
export function slotsOf({
  from,
  to,
  capacity,
  walkIns,
}: Pick<VaccinationSession, 'from' | 'to' | 'capacity' | 'walkIns'>): Slot[] {
  const [begins, ends] = [minutes(from), minutes(to)];
  const places = Math.max(0, capacity - walkIns);
  const until = (at: number): number => Math.floor((places * (at - begins)) / (ends - begins));
  const slots: Slot[] = [];
  for (let at = begins; at < ends; at += SLOT_MINUTES) {
    const end = Math.min(at + SLOT_MINUTES, ends);
    slots.push({ from: clock(at), to: clock(end), places: until(end) - until(at) });
  }
  return slots;
}
