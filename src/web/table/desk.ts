/**
 * The table in memory: who is signed in, the session, its people, what was recorded here and elsewhere. Everything it
 * shows lies encrypted on the device (store/keeping.ts), so that it opens again as it was, with or without a network.
 */
import type {
  DeviceGrant,
  Event,
  EventAnswer,
  EventKind,
  Feed,
  Payload,
  Roster,
  RosterPerson,
  SyncAnswer,
} from '../../recording/contract.ts';
import type { ScheduleRules } from '../../schedules/contract.ts';
import { makeSchedule, type Schedule } from '../../schedules/rules.ts';
import { clockAhead, hearTime, now, nowIso, setClockAhead } from './clock.ts';
import { newId } from './new-id.ts';
import { type Search, searchOf } from './search.ts';
import { foldSession, type SessionState } from './session-state.ts';
import {
  beginKeeping,
  type Entry,
  findKeeping,
  type Keeping,
  type SealedLeft,
  sealedLeft,
} from './store/keeping.ts';
import { lookupOf } from './store/seal.ts';

export type OtherSite = SyncAnswer['otherSites'][number];
type Heard = Feed['events'][number];

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
  phase: 'opening' | 'door' | 'sessions' | 'work';
  grant: DeviceGrant | null;
  work: Work | null;
  choice: Choice | null;
  entries: readonly Entry[];
  sealed: readonly SealedLeft[];
  otherSites: readonly OtherSite[];
  /** When the server last answered, ISO; null: not since the sign-in. */
  heardAt: string | null;
  bytes: number;
  /** An entry could not be written (the device is full): what is recorded from here on is not kept. */
  unwritten: boolean;
}>;

/** Entries that the server does not have yet, in order. */
export const waiting = ({ entries }: View): Event[] =>
  entries.filter(({ answer }) => answer === null).map(({ event }) => event);

const NOTHING: View = {
  phase: 'opening',
  grant: null,
  work: null,
  choice: null,
  entries: [],
  sealed: [],
  otherSites: [],
  heardAt: null,
  bytes: 0,
  unwritten: false,
};

type Persisted = Readonly<{
  session: string | null;
  choice: Choice | null;
  feedCursor: string;
  heardAt: string | null;
  clockAhead: number;
}>;
const NEW: Persisted = { session: null, choice: null, feedCursor: '', heardAt: null, clockAhead: 0 };

export class Desk {
  view: View = NOTHING;
  private keeping: Keeping | null = null;
  private persisted: Persisted = NEW;
  private heard: Heard[] = [];
  private readonly listeners = new Set<() => void>();
  /** Entries are written one after the other: their numbers have no gaps. */
  private writing: Promise<unknown> = Promise.resolve();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private show(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }

  /** Opens what is on the device. A roster that is past its time is dropped before anything of it is shown. */
  async open(): Promise<void> {
    const keeping = await findKeeping();
    if (keeping === null) return this.show({ phase: 'door', sealed: await sealedLeft() });
    await this.take(keeping);
  }

  /** A new sign-in on this device. */
  async begin(grant: DeviceGrant): Promise<void> {
    await this.take(await beginKeeping(grant));
  }

  private async take(keeping: Keeping): Promise<void> {
    this.keeping = keeping;
    this.persisted = (await keeping.load<Persisted>('now')) ?? NEW;
    const { choice, session, heardAt } = this.persisted;
    setClockAhead(this.persisted.clockAhead);
    this.show({
      grant: keeping.grant,
      choice,
      heardAt,
      entries: await keeping.entries(),
      sealed: await sealedLeft(),
      phase: 'sessions',
    });
    const roster = session === null ? null : await keeping.load<Roster>(`roster/${session}`);
    if (roster === null) return;
    if (isPast(roster)) return this.close();
    this.heard = (await keeping.loadAll<Heard[]>(`feed/${session}/`)).flat();
    await this.showRoster(roster);
  }

  /** Nobody keeps a list of names beyond its time, whether the table is open or not. */
  async dropWhatIsPast(): Promise<void> {
    if (this.view.work !== null && isPast(this.view.work.roster)) await this.close();
  }

  /** Ends the sign-in on this device: names are gone, what the server has not is sealed and stays. */
  async close(): Promise<void> {
    await this.writing;
    await this.keeping?.close();
    this.keeping = null;
    this.persisted = NEW;
    this.heard = [];
    this.show({ ...NOTHING, phase: 'door', sealed: await sealedLeft() });
  }

  private async persist(change: Partial<Persisted>): Promise<void> {
    this.persisted = { ...this.persisted, ...change };
    await this.keeping?.save('now', this.persisted);
  }

  get session(): string | null {
    return this.persisted.session;
  }

  get feedCursor(): string {
    return this.persisted.feedCursor;
  }

  /** Goes to another session; what is on the device of the one before is dropped, its unsent entries are not. */
  async leaveSession(): Promise<void> {
    await this.keeping?.drop('roster/');
    await this.keeping?.drop('feed/');
    this.heard = [];
    await this.persist({ session: null, feedCursor: '', choice: null });
    this.show({ phase: 'sessions', work: null, choice: null, otherSites: [] });
  }

  /** Takes a roster from the server: the whole, or those who changed since the one that is here. */
  async takeRoster(roster: Roster): Promise<void> {
    hearTime(roster.madeAt);
    const before = this.view.work?.roster.people ?? [];
    const people = new Map(roster.full ? [] : before.map((person) => [person.id, person]));
    for (const person of roster.people) people.set(person.id, person);
    const same = !roster.full && roster.people.length === 0;
    const whole: Roster = { ...roster, full: true, people: same ? before : [...people.values()] };
    if (!same) await this.keeping?.save(`roster/${roster.session.id}`, whole);
    if (this.persisted.session !== roster.session.id)
      await this.persist({ session: roster.session.id, clockAhead: clockAhead() });
    await this.showRoster(whole);
  }

  private async showRoster(roster: Roster): Promise<void> {
    const state = this.fold(roster.session.id);
    this.show({
      phase: 'work',
      work: workOf(roster, state, this.view.work),
      bytes: (await this.keeping?.bytes()) ?? 0,
    });
  }

  private fold(session: string): SessionState {
    const own = this.view.entries.filter(
      ({ event, answer }) => event.sessionId === session && answer?.result !== 'refused',
    );
    const others = this.heard.filter(({ result }) => result !== 'refused');
    return foldSession([...own, ...others].map(({ event }) => event));
  }

  private refold(): void {
    const { work } = this.view;
    if (work !== null) this.show({ work: workOf(work.roster, this.fold(work.roster.session.id), work) });
  }

  /** Writes one entry. It is on the disk when this resolves, and the screen shows it only then. */
  record<Kind extends EventKind>(kind: Kind, payload: Payload<Kind>): Promise<string> {
    const written = this.writing.then(async () => {
      const { keeping } = this;
      const session = this.persisted.session;
      if (keeping === null || session === null) throw new Error('nobody is at the table');
      const event = {
        id: newId(),
        sequence: (this.view.entries.at(-1)?.event.sequence ?? 0) + 1,
        sessionId: session,
        at: nowIso(),
        kind,
        payload,
      } as unknown as Event;
      const entry: Entry = { event, answer: null };
      await keeping.saveEntry(entry);
      this.show({ entries: [...this.view.entries, entry], unwritten: false });
      this.refold();
      return event.id;
    });
    this.writing = written.catch(() => this.show({ unwritten: true }));
    return written;
  }

  async choose(choice: Choice | null): Promise<void> {
    await this.persist({ choice });
    this.show({ choice });
  }

  /** What the server said of entries that were handed in. */
  async takeAnswers({ answers, storedUpTo, otherSites, serverTime }: SyncAnswer): Promise<void> {
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    const entries = this.view.entries.map((entry) => {
      if (entry.answer !== null) return entry;
      const answer =
        byId.get(entry.event.id) ?? (entry.event.sequence <= storedUpTo ? stored(entry.event) : null);
      return answer === null ? entry : { ...entry, answer };
    });
    for (const [i, entry] of entries.entries())
      if (entry !== this.view.entries[i]) await this.keeping?.saveEntry(entry);
    // What was recorded while the answer came is behind these.
    this.show({ entries: [...entries, ...this.view.entries.slice(entries.length)], otherSites });
    hearTime(serverTime);
    await this.wasHeard(serverTime);
    this.refold();
  }

  /** A person decided: the entry needs nobody to look at it any more. */
  async settle(conflictId: string): Promise<void> {
    const entries = this.view.entries.map((entry) =>
      entry.answer?.conflict?.id === conflictId
        ? { ...entry, answer: { ...entry.answer, result: 'stored' as const, conflict: null } }
        : entry,
    );
    for (const [i, entry] of entries.entries())
      if (entry !== this.view.entries[i]) await this.keeping?.saveEntry(entry);
    this.show({ entries });
  }

  /** What the other devices of the session did. */
  async takeFeed({ events, cursor, otherSites }: Feed): Promise<void> {
    const session = this.persisted.session;
    if (session === null) return;
    if (events.length > 0) {
      await this.keeping?.save(`feed/${session}/${cursor}`, events);
      const known = new Set(events.map(({ event }) => event.id));
      this.heard = [...this.heard.filter(({ event }) => !known.has(event.id)), ...events];
    }
    if (cursor !== this.persisted.feedCursor) await this.persist({ feedCursor: cursor });
    this.show({ otherSites });
    if (events.length > 0) this.refold();
  }

  async wasHeard(at: string): Promise<void> {
    await this.persist({ heardAt: at, clockAhead: clockAhead() });
    this.show({ heardAt: at, bytes: (await this.keeping?.bytes()) ?? 0 });
  }

  async lookAtSealed(): Promise<void> {
    this.show({ sealed: await sealedLeft() });
  }

  /** The person of a scanned or typed number; undefined when nobody on this device has it. */
  async findByNumber(number: string): Promise<RosterPerson | undefined> {
    const { work } = this.view;
    if (work === null) return undefined;
    const lookup = await lookupOf(work.roster.lookupKey, number);
    return work.roster.people.find(({ lookups }) => lookups.includes(lookup)) ?? this.addedWithNumber(number);
  }

  private addedWithNumber(number: string): RosterPerson | undefined {
    const added = this.view.entries.find(
      ({ event }) =>
        event.kind === 'person_added' && event.payload.identifiers.some(({ value }) => value === number),
    );
    return added?.event.kind === 'person_added'
      ? this.view.work?.people.get(added.event.payload.personId)
      : undefined;
  }
}

const isPast = ({ validUntil }: Roster): boolean => Date.parse(validUntil) <= now();

/** Beyond the last answer of the server: it has them, and said so by their number. */
const stored = ({ id, sequence }: Event): EventAnswer => ({
  id,
  sequence,
  result: 'stored',
  refusal: null,
  concerns: [],
  conflict: null,
});

/** Names are read again only when somebody came or changed. */
function workOf(roster: Roster, state: SessionState, before: Work | null): Work {
  const schedule = makeSchedule(roster.rules as ScheduleRules);
  if (before?.roster.people === roster.people && before.state.added.length === state.added.length)
    return { ...before, roster, schedule, state };
  const people = new Map([...state.added, ...roster.people].map((person) => [person.id, person]));
  return { roster, people, search: searchOf(people.values()), schedule, state };
}
