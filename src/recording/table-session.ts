/** A day's session at one facility, as the table needs it. Campaigns plan them; who starts the server says how one is found. */
import type { PlainDate } from '../kernel/plain-date.ts';

export type TableSession = Readonly<{
  id: string;
  name: string;
  /** The unit whose facility injects. */
  unitId: number;
  facility: string;
  on: PlainDate;
  shift: string;
  capacity: number | null;
  vaccines: readonly string[];
  /** The lots of them that are meant to be used, and how many doses of each; empty: nobody planned any. */
  planned: readonly Readonly<{ vaccine: string; lot: string | null; doses: number | null }>[];
  /** Units whose residents stand on the roster. */
  residentsOf: readonly number[];
}>;

export type Invitation = Readonly<{ code: string | null; from: string | null; to: string | null }>;

export type SessionSource = Readonly<{
  find(id: string): Promise<TableSession | undefined>;
  /** Sessions of a day. */
  onDay(day: PlainDate): Promise<readonly TableSession[]>;
  /** Who is invited, by person. */
  invited(sessionId: string): Promise<ReadonlyMap<string, Invitation>>;
}>;

/** Sessions from several places as one. */
export const joinSessions = (sources: readonly SessionSource[]): SessionSource => ({
  async find(id) {
    for (const source of sources) {
      const found = await source.find(id);
      if (found !== undefined) return found;
    }
    return undefined;
  },
  onDay: async (day) => (await Promise.all(sources.map((source) => source.onDay(day)))).flat(),
  invited: async (id) =>
    new Map((await Promise.all(sources.map((source) => source.invited(id)))).flatMap((own) => [...own])),
});
