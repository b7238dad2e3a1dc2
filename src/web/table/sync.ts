/**
 * Hands the outbox in and fetches what others did, again and again, as long as the table is open. Each batch may be
 * lost, doubled or answered late: the server takes every entry once, and only its answer marks an entry as there.
 */
import { MAX_BATCH } from '../../recording/rules.ts';
import { Problem } from '../app/problem.ts';
import type { Desk } from './desk.ts';
import { feedOf, handIn, handInSealed, rosterOf, signOut } from './server.ts';
import { handedIn } from './store/keeping.ts';
import { waiting } from './view.ts';

const EVERY_MS = 15_000;
const ROSTER_EVERY_MS = 5 * 60_000;
const FRESH_MS = 20_000;
/** On a bad link small batches get through where large ones do not. */
const BATCHES = [MAX_BATCH, 100, 20, 5] as const;

/** `trouble`: the code of the last refusal, `offline` without a line, null when all went well. */
export type SyncState = Readonly<{ busy: boolean; trouble: string | null }>;

/**
 * The session was ended elsewhere (a lost phone, twelve hours), or the browser is now somebody else's: names may not stay,
 * and what was not sent goes sealed.
 */
const ENDED: ReadonlySet<string> = new Set(['sign_in_needed', 'device_unknown']);

// A sign-out without a line ends here only; the server is told as soon as there is one.
const LEAVING = 'table-leaving';

/** Tells the server of a sign-out, now or when it is next reached. */
export async function finishSignOut(begin = false): Promise<void> {
  if (begin) localStorage.setItem(LEAVING, '1');
  if (localStorage.getItem(LEAVING) === null) return;
  await signOut().catch((error: Problem) => {
    if (error.status === 0 || error.status >= 500) throw error;
  });
  localStorage.removeItem(LEAVING);
}

export class Sync {
  state: SyncState = { busy: false, trouble: null };
  private readonly desk: Desk;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private failures = 0;
  private rosterAt = 0;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private show(state: SyncState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }

  start(): void {
    addEventListener('online', () => void this.now());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.now();
    });
    void this.now();
  }

  /** Soon: several entries that follow one another go together. */
  soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(), 400);
  }

  /** Once through everything; whoever asks while it runs waits for the same. */
  now(): Promise<void> {
    clearTimeout(this.timer);
    this.running ??= this.run().finally(() => {
      this.running = null;
      // What was recorded while it ran does not wait for the next round.
      if (this.failures === 0 && waiting(this.desk.view).length > 0) return this.soon();
      const wait = this.failures === 0 ? EVERY_MS : Math.min(60_000, 1000 * 2 ** this.failures);
      this.timer = setTimeout(() => void this.now(), wait * (0.8 + Math.random() * 0.4));
    });
    return this.running;
  }

  private async run(): Promise<void> {
    this.show({ ...this.state, busy: true });
    try {
      await this.desk.dropWhatIsPast();
      await finishSignOut();
      await this.handInWaiting();
      await this.listen();
      await this.refreshRoster();
      // Last: what the server does not take of them holds up nobody's work.
      await this.handInSealed();
      this.failures = 0;
      this.show({ busy: false, trouble: null });
    } catch (error) {
      this.failures++;
      const code = error instanceof Problem ? error.code : 'internal_error';
      this.show({ busy: false, trouble: code });
      if (error instanceof Problem && ENDED.has(error.code)) await this.desk.close();
    }
  }

  private async handInSealed(): Promise<void> {
    for (const one of this.desk.view.sealed) {
      await handInSealed(one.sealed);
      await handedIn(one);
      await this.desk.lookAtSealed();
    }
  }

  private async handInWaiting(): Promise<void> {
    const { grant } = this.desk.view;
    if (grant === null) return;
    for (let events = waiting(this.desk.view); events.length > 0; events = waiting(this.desk.view)) {
      const size = BATCHES[Math.min(this.failures, BATCHES.length - 1)]!;
      await this.desk.takeAnswers(await handIn(grant.deviceId, events.slice(0, size)));
      // An answer that says nothing of what was handed in: later again, not at once for ever.
      if (waiting(this.desk.view)[0]?.id === events[0]?.id) throw new Problem(500, 'internal_error', '');
    }
  }

  private async listen(): Promise<void> {
    const { desk } = this;
    const session = desk.session;
    if (desk.view.grant === null || session === null || desk.view.work === null) return;
    for (let more = true; more && desk.session === session; ) {
      const feed = await feedOf(session, desk.feedCursor, desk.view.grant.deviceId);
      await desk.takeFeed(session, feed);
      more = feed.more;
    }
  }

  /** What changed elsewhere about the people here, before a dose: quietly, for the table works without it. */
  async freshen(): Promise<void> {
    if (this.running === null && this.state.trouble === null)
      await this.refreshRoster(FRESH_MS).catch(() => {});
  }

  private async refreshRoster(age = ROSTER_EVERY_MS): Promise<void> {
    const { work } = this.desk.view;
    if (work === null || Date.now() - this.rosterAt < age) return;
    this.rosterAt = Date.now();
    const { session, cursor } = work.roster;
    const changed = await rosterOf(session.id, cursor);
    if (this.desk.session !== session.id) return;
    await this.desk.takeRoster(changed);
    // Somebody left the roster: only the whole says who.
    if (!changed.full && this.desk.view.work?.roster.people.length !== changed.total)
      await this.fetchSession(session.id);
  }

  /** All people of a session: for the first time on this device, or anew. */
  async fetchSession(session: string): Promise<void> {
    await this.desk.takeRoster(await rosterOf(session, null));
    this.rosterAt = Date.now();
    this.soon();
  }
}
