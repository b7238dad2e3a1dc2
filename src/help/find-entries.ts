import type { Database } from '../platform/database.ts';

/** An answer of the focal point that became part of the guide. */
export type PublishedAnswer = Readonly<{ id: string; title: string; answer: string; at: string }>;

const MOST = 1000;

/** All answers that stand in the guide, the newest first. */
export async function findEntries(db: Database): Promise<PublishedAnswer[]> {
  const rows = await db.query<{ id: string; title: string; answer: string; published_at: Date }>(
    `SELECT id, title, answer, published_at FROM app.help_entry
     WHERE withdrawn_at IS NULL ORDER BY published_at DESC, id LIMIT ${MOST}`,
  );
  return rows.map(({ published_at, ...entry }) => ({ ...entry, at: published_at.toISOString() }));
}
