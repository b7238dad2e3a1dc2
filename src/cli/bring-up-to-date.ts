import { loadUnits } from '../areas/load-units.ts';
import type { Units } from '../areas/units.ts';
import { loadReferenceDirectives } from '../duties/reference-directives.ts';
import { writeLotFindings } from '../immunizations/lot-findings.ts';
import type { Actor } from '../kernel/actor.ts';
import type { Database } from '../platform/database.ts';
import { migrate } from '../platform/migrate.ts';
import { lotsInStock } from '../stock/store.ts';

/** Codes that this migration makes known say of which facilities' stock the doses of older lists are. */
const LEARNS_CODES = '160_learn_facility_codes.sql';

/** Makes a database one of this version of the product: its schema, and the facts that are shipped. */
export async function bringUpToDate(db: Database, units: Units, actor: Actor): Promise<void> {
  const applied = await migrate(db);
  await loadUnits(db);
  await loadReferenceDirectives(db, units, actor);
  if (applied.includes(LEARNS_CODES))
    await db.transaction(actor, async (tx) => writeLotFindings(tx, { lots: await lotsInStock(tx) }));
}
