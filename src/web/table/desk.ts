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
import { clockAhead, hearTime, now, nowIso, setClockAhead } from './clock.ts';
import { newId } from './new-id.ts';
import { beginKeeping, type Entry, findKeeping, type Keeping, sealedLeft } from './store/keeping.ts';
import { lookupOf } from './store/seal.ts';
import { type Choice, type Heard, NOTHING, rosterAfter, type View, workOf } from './view.ts';

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
  private writing: Promise<unknown> = Promise.resolve();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private show(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }

  /**
   * One after the other: numbers of entries have no gaps, and nothing is written behind a sign-out. `work` is not begun
   * when nobody is signed in any more.
   */
  private inTurn<T>(work: (keeping: Keeping) => Promise<T>): Promise<T> {
    const done = this.writing.then(async () => {
      if (this.keeping === null) throw new Error('nobody is at the table');
      try {
        const result = await work(this.keeping);
        if (this.view.unwritten) this.show({ unwritten: false });
        return result;
      } catch (error) {
        if (error instanceof DOMException) this.show({ unwritten: true });
        throw error;
      }
    });
    this.writing = done.catch(() => {});
    return done;
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
    if (session === null) return;
    // The whole as it was fetched, then what changed since, in the order in which it was heard.
    const parts = await keeping.loadAll<Roster>(`roster/${session}/`);
    const roster = parts.reduce<Roster | null>(rosterAfter, null);
    if (roster === null) return;
    if (isPast(roster)) return this.close();
    this.heard = (await keeping.loadAll<Heard[]>(`feed/${session}/`)).flat();
    this.showWork(roster);
    this.enter();
  }

  private showWork(roster = this.view.work?.roster): void {
    const { entries, work } = this.view;
    if (roster !== undefined) this.show({ work: workOf(roster, entries, this.heard, work) });
  }

  /** Nobody keeps a list of names beyond its time, whether the table is open or not. */
  async dropWhatIsPast(): Promise<void> {
    if (this.view.work !== null && isPast(this.view.work.roster)) await this.close();
  }

  /** Ends the sign-in on this device: names are gone, what the server has not is sealed and stays. */
  async close(): Promise<void> {
    if (this.keeping === null) return;
    await this.inTurn(async (keeping) => {
      await keeping.close();
      this.keeping = null;
    });
    this.persisted = NEW;
    this.heard = [];
    this.show({ ...NOTHING, phase: 'door', sealed: await sealedLeft() });
  }

  private async persist(keeping: Keeping, change: Partial<Persisted>): Promise<void> {
    this.persisted = { ...this.persisted, ...change };
    await keeping.save('now', this.persisted);
  }

  get session(): string | null {
    return this.persisted.session;
  }

  get feedCursor(): string {
    return this.persisted.feedCursor;
  }

  /** Bytes of this sign-in on the device. */
  bytes(): Promise<number> {
    return this.inTurn((keeping) => keeping.bytes());
  }

  /** To the list of sessions. The one that is here stays until another has come: there may be no line to fetch it by. */
  leaveSession(): void {
    this.show({ phase: 'sessions' });
  }

  /** To the work of the session that is on the device. */
  enter(): void {
    if (this.view.work !== null) this.show({ phase: 'work' });
  }

  /** What the device has of the session before is dropped; its unsent entries are not. */
  private async changeSession(keeping: Keeping, session: string): Promise<void> {
    await keeping.drop('roster/');
    await keeping.drop('feed/');
    this.heard = [];
    await this.persist(keeping, { session, feedCursor: '', choice: null, clockAhead: clockAhead() });
    this.show({ work: null, choice: null, otherSites: [] });
  }

  /** Takes a roster from the server: the whole, or those who changed since the one that is here. */
  takeRoster(roster: Roster): Promise<void> {
    return this.inTurn(async (keeping) => {
      hearTime(roster.madeAt);
      if (this.persisted.session !== roster.session.id) await this.changeSession(keeping, roster.session.id);
      const papers = `roster/${roster.session.id}/`;
      // Named by its time: papers are read again in the order of their names.
      const paper = `${papers}${String(Date.now()).padStart(15, '0')}`;
      if (roster.full || roster.people.length > 0) await keeping.save(paper, roster);
      if (roster.full) await keeping.drop(papers, paper);
      this.showWork(rosterAfter(this.view.work?.roster ?? null, roster));
    });
  }

  /** Writes one entry. It is on the disk when this resolves, and the screen shows it only then. */
  record<Kind extends EventKind>(kind: Kind, payload: Payload<Kind>): Promise<string> {
    return this.inTurn(async (keeping) => {
      const entry: Entry = {
        event: {
          id: newId(),
          sequence: (this.view.entries.at(-1)?.event.sequence ?? 0) + 1,
          sessionId: this.persisted.session,
          at: nowIso(),
          kind,
          payload,
        } as unknown as Event,
        answer: null,
      };
      await keeping.saveEntry(entry);
      this.show({ entries: [...this.view.entries, entry] });
      this.showWork();
      return entry.event.id;
    });
  }

  choose(choice: Choice | null): Promise<void> {
    return this.inTurn(async (keeping) => {
      await this.persist(keeping, { choice });
      this.show({ choice });
    });
  }

  private async answerEntries(
    keeping: Keeping,
    answerOf: (entry: Entry) => EventAnswer | null,
  ): Promise<void> {
    const entries = this.view.entries.map((entry) => {
      const answer = answerOf(entry);
      return answer === entry.answer ? entry : { ...entry, answer };
    });
    for (const [i, entry] of entries.entries())
      if (entry !== this.view.entries[i]) await keeping.saveEntry(entry);
    this.show({ entries });
    this.showWork();
  }

  /** What the server said of entries that were handed in. */
  takeAnswers({ answers, storedUpTo, otherSites, serverTime }: SyncAnswer): Promise<void> {
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    return this.inTurn(async (keeping) => {
      await this.answerEntries(
        keeping,
        ({ event, answer }) =>
          answer ?? byId.get(event.id) ?? (event.sequence <= storedUpTo ? stored(event) : null),
      );
      this.show({ otherSites });
      hearTime(serverTime);
      await this.noteHeard(keeping);
    });
  }

  /** A person decided: the entry needs nobody to look at it any more. */
  settle(conflictId: string): Promise<void> {
    return this.inTurn((keeping) =>
      this.answerEntries(keeping, ({ answer }) =>
        answer?.conflict?.id === conflictId ? { ...answer, result: 'stored', conflict: null } : answer,
      ),
    );
  }

  /** What the other devices of the session did. */
  takeFeed(session: string, { events, cursor, otherSites }: Feed): Promise<void> {
    return this.inTurn(async (keeping) => {
      // Somebody went to another session while it came.
      if (this.persisted.session !== session) return;
      if (events.length > 0) {
        await keeping.save(`feed/${session}/${cursor}`, events);
        const known = new Set(events.map(({ event }) => event.id));
        this.heard = [...this.heard.filter(({ event }) => !known.has(event.id)), ...events];
        this.showWork();
      }
      this.show({ otherSites });
      await this.persist(keeping, { feedCursor: cursor });
      await this.noteHeard(keeping);
    });
  }

  private async noteHeard(keeping: Keeping): Promise<void> {
    await this.persist(keeping, { heardAt: nowIso(), clockAhead: clockAhead() });
    this.show({ heardAt: this.persisted.heardAt });
  }

  async lookAtSealed(): Promise<void> {
    this.show({ sealed: await sealedLeft() });
  }

  /** The person of a scanned or typed number; undefined when nobody on this device has it. */
  async findByNumber(number: string): Promise<RosterPerson | undefined> {
    const { work, entries } = this.view;
    if (work === null) return undefined;
    const lookup = await lookupOf(work.roster.lookupKey, number);
    const listed = work.roster.people.find(({ lookups }) => lookups.includes(lookup));
    if (listed !== undefined) return listed;
    for (const { event } of entries)
      if (event.kind === 'person_added' && event.payload.identifiers.some(({ value }) => value === number))
        return work.people.get(event.payload.personId);
    return undefined;
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
