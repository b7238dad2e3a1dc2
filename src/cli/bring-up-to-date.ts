import { loadUnits } from '../areas/load-units.ts';
import type { Units } from '../areas/units.ts';
import { loadReferenceDirectives } from '../duties/reference-directives.ts';
import type { Actor } from '../kernel/actor.ts';
import type { Database } from '../platform/database.ts';
import { migrate } from '../platform/migrate.ts';

/** Makes a database one of this version of the product: its schema, and the facts that are shipped. */
export async function bringUpToDate(db: Database, units: Units, actor: Actor): Promise<void> {
  await migrate(db);
  await loadUnits(db);
  await loadReferenceDirectives(db, units, actor);
}
