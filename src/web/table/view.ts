/** What the screens see of the table. */
import type { DeviceGrant, Event, Feed, Roster, RosterPerson, SyncAnswer } from '../../recording/contract.ts';
import type { ScheduleRules } from '../../schedules/contract.ts';
import { makeSchedule, type Schedule } from '../../schedules/rules.ts';
import { type Search, searchOf } from './search.ts';
import { foldSession, type SessionState } from './session-state.ts';
import type { Entry, SealedLeft } from './store/keeping.ts';

export type OtherSite = SyncAnswer['otherSites'][number];
/** An event of another device. */
export type Heard = Feed['events'][number];

/** The work of one chosen session. */
export type Work = Readonly<{
  roster: Roster;
  people: ReadonlyMap<string, RosterPerson>;
  search: Search<RosterPerson>;
  schedule: Schedule;
  state: SessionState;
}>;

/** Vaccine, lot and open vial that are used until another is chosen. */
export type Choice = Readonly<{ vaccine: string; lot: string; vialId: string | null }>;

export type View = Readonly<{
  phase: 'door' | 'sessions' | 'work';
  grant: DeviceGrant | null;
  work: Work | null;
  choice: Choice | null;
  entries: readonly Entry[];
  sealed: readonly SealedLeft[];
  otherSites: readonly OtherSite[];
  /** When the server last answered, ISO; null: not since the sign-in. */
  heardAt: string | null;
  /** An entry could not be written (the device is full): what is recorded from here on is not kept. */
  unwritten: boolean;
}>;

/** Entries that the server does not have yet, in order. */
export const waiting = ({ entries }: View): Event[] =>
  entries.filter(({ answer }) => answer === null).map(({ event }) => event);

export const NOTHING: View = {
  phase: 'door',
  grant: null,
  work: null,
  choice: null,
  entries: [],
  sealed: [],
  otherSites: [],
  heardAt: null,
  unwritten: false,
};

/**
 * The work as it follows from the roster and what was recorded here and elsewhere. Names are read again only when
 * somebody came or changed.
 */
export function workOf(
  roster: Roster,
  entries: readonly Entry[],
  heard: readonly Heard[],
  before: Work | null,
): Work {
  const own = entries.filter(
    ({ event, answer }) => event.sessionId === roster.session.id && answer?.result !== 'refused',
  );
  const others = heard.filter(({ result }) => result !== 'refused');
  const state = foldSession([...own, ...others].map(({ event }) => event));
  const schedule = before?.roster === roster ? before.schedule : makeSchedule(roster.rules as ScheduleRules);
  if (before?.roster.people === roster.people && before.state.added.length === state.added.length)
    return { ...before, roster, schedule, state };
  const people = new Map([...state.added, ...roster.people].map((person) => [person.id, person]));
  return { roster, people, search: searchOf(people.values()), schedule, state };
}

/** A roster after a later one was heard: the whole, or those who changed. */
export function rosterAfter(before: Roster | null, next: Roster): Roster {
  if (next.full || before === null) return next;
  if (next.people.length === 0) return { ...next, full: true, people: before.people };
  const people = new Map([...before.people, ...next.people].map((person) => [person.id, person]));
  return { ...next, full: true, people: [...people.values()] };
}
