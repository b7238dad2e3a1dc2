import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';
import type { BandSet } from './contract.ts';

/**
 * Adds a set of age groups (the vaccination of children of 5–11 came after the dispatch). A set is never changed:
 * figures are told in it. Throws `population_band_set_invalid` unless the ages rise from 0, `population_band_set_taken`.
 */
export async function defineBandSet(
  db: Database,
  actor: Actor,
  { id, label, starts }: BandSet,
  now: Date,
): Promise<void> {
  const rising = starts.every((start, i) => (i === 0 ? start === 0 : start > starts[i - 1]!));
  if (!rising) throw new AppError('population_band_set_invalid', 'invalid', { id });
  await db.transaction(actor, async (tx) => {
    const { rowCount } = await tx.query(
      `INSERT INTO app.population_band_set (id, label, starts, defined_by, defined_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (id) DO NOTHING`,
      [id, label, starts, actor.name, now.toISOString()],
    );
    if (rowCount === 0) throw new AppError('population_band_set_taken', 'conflict', { id });
  });
}
