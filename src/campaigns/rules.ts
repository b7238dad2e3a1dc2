/** What follows from the hours and places of a session. Pure; the browser uses it too. */
import type {
  CampaignTerms,
  LeftOut,
  PlannedVaccine,
  SessionLot,
  Shift,
  VaccinationSession,
} from './contract.ts';

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

/** Whether two sessions are at the same time; one may begin as the other ends. */
export const meets = (
  a: Pick<VaccinationSession, 'on' | 'from' | 'to'>,
  b: Pick<VaccinationSession, 'on' | 'from' | 'to'>,
): boolean => a.on === b.on && a.from < b.to && b.from < a.to;

/** Whether a session takes place yet or is under way: people are asked to it, and vaccine is kept for it. */
export const stands = ({ state }: Pick<VaccinationSession, 'state'>): boolean =>
  state === 'planned' || state === 'open';

/** The vaccines of a session, each once. */
export const vaccinesOf = ({ vaccines }: Pick<VaccinationSession, 'vaccines'>): string[] => [
  ...new Set(vaccines.map(({ vaccine }) => vaccine)),
];

/** How many doses of each vaccine are planned; `Infinity` where no number stands beside one of its lots. */
export function dosesOf({ vaccines }: Pick<VaccinationSession, 'vaccines'>): Map<string, number> {
  const doses = new Map<string, number>();
  for (const one of vaccines)
    doses.set(one.vaccine, (doses.get(one.vaccine) ?? 0) + (one.doses ?? Number.POSITIVE_INFINITY));
  return doses;
}

/**
 * Lots of a vaccine for so many doses, the first to expire first, of what nobody else counts on; what a facility does not have
 * is left open: the vaccine without a lot.
 */
export function proposeLots(vaccine: string, lots: readonly SessionLot[], doses: number): PlannedVaccine[] {
  const chosen: PlannedVaccine[] = [];
  let wanted = doses;
  for (const one of lots) {
    const taken = Math.min(one.balance - one.planned, wanted);
    if (one.vaccine !== vaccine || one.hindrance !== null || taken <= 0) continue;
    chosen.push({ vaccine, lot: one.lot, doses: taken });
    wanted -= taken;
  }
  return chosen.length > 0 ? chosen : [{ vaccine, lot: null, doses: null }];
}

/** Why a campaign does not take a session; null: it does. */
export function whyLeftOut(
  { closed, from, to, facilities }: Pick<CampaignTerms, 'closed' | 'from' | 'to' | 'facilities'>,
  { on, unitId, facility }: Pick<VaccinationSession, 'on' | 'unitId' | 'facility'>,
): LeftOut | null {
  if (closed) return 'closed';
  if (on < from || on > to) return 'days';
  const taken =
    facilities.length === 0 || facilities.some((one) => one.unitId === unitId && one.facility === facility);
  return taken ? null : 'facility';
}
