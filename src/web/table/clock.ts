/**
 * What time it is at the table. Phones are minutes or years wrong; an entry is dated by the clock of the server as it was
 * when the server was last heard, carried on by the phone.
 */

/** Less than this lies in the line, not in the phone's clock. */
const SMALL_MS = 60_000;
let ahead = 0;

/** Milliseconds that the server's clock is ahead of this phone's. */
export const clockAhead = (): number => ahead;

/** Takes up what is known of the server's clock: from a moment it just told, or as it was kept. */
export function setClockAhead(ms: number): void {
  ahead = Math.abs(ms) < SMALL_MS ? 0 : ms;
}
export const hearTime = (serverTime: string): void => setClockAhead(Date.parse(serverTime) - Date.now());

/** Now, in milliseconds. */
export const now = (): number => Date.now() + ahead;
export const nowIso = (): string => new Date(now()).toISOString();

/** "08:05" on the phone's wall. */
export const wallClock = (moment: string | number): string => new Date(moment).toTimeString().slice(0, 5);
