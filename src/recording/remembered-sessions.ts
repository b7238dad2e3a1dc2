import type { SessionSource, TableSession } from './table-session.ts';

const REMEMBERED_MS = 5_000;

/** The same sessions, each asked for once in five seconds: a busy table asks for its own with every dose. */
export function rememberSessions(source: SessionSource): SessionSource {
  const known = new Map<string, { until: number; session: Promise<TableSession | undefined> }>();
  return {
    ...source,
    find: (id) => {
      const now = Date.now();
      const remembered = known.get(id);
      if (remembered !== undefined && remembered.until > now) return remembered.session;
      if (known.size > 10_000) known.clear();
      const session = source.find(id);
      known.set(id, { until: now + REMEMBERED_MS, session });
      // What failed or is not there yet is asked for again.
      session.then(
        (found) => found ?? known.delete(id),
        () => known.delete(id),
      );
      return session;
    },
  };
}
