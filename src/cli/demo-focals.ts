import { FAMILIES, givenName, pick } from '../../db/demo/names.ts';
import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { seededRandom } from '../kernel/seeded-random.ts';
import { momentOf } from '../kernel/vietnam-time.ts';
import { DEMO_DAY } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { putFocal } from '../urging/contact-store.ts';
import { unitsWithin } from '../urging/find-chase-list.ts';

const PROVINCE = '22';
/** So many units have not named anybody. */
const MISSING = 0.08;

/** Focal persons of the demonstration; their numbers, 0203 000 0xxx, belong to nobody. Does nothing where there are some. */
export async function loadDemoFocals(db: Database, units: Units, actor: Actor): Promise<void> {
  if ((await db.query('SELECT 1 FROM app.unit_focal LIMIT 1')).length > 0) return;
  const random = seededRandom(42);
  const at = new Date(momentOf(DEMO_DAY, '07:00'));
  for (const [i, { id }] of unitsWithin(units, units.byCode(PROVINCE, DEMO_DAY).id, DEMO_DAY).entries()) {
    const name = `${pick(random, FAMILIES)} ${givenName(random, random() < 0.5 ? 'M' : 'F', 45)}`;
    if (random() < MISSING) continue;
    const focal = {
      name,
      phone: `0203000${String(i + 100).padStart(4, '0')}`,
      hours: random() < 0.2 ? 'sau 16:00' : null,
    };
    await putFocal(db, actor, { unitId: id, facility: null }, focal, at);
  }
}
