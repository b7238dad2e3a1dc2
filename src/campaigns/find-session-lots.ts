import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { findItem } from '../stock/items.ts';
import { lotsAt } from '../stock/lots-at.ts';
import { lotHindrance } from '../stock/rules.ts';
import type { SessionLot } from './contract.ts';
import { stands } from './rules.ts';
import { findSessions } from './session-store.ts';

/** Sessions so far ahead count on lots that are there now. */
const AHEAD_DAYS = 60;

/** The lots of vaccine at a facility for a session of a day, the first to expire first; `except`: a session whose own plan is left out. */
export async function findSessionLots(
  db: Database,
  { unitId, facility }: Readonly<{ unitId: number; facility: string }>,
  on: PlainDate,
  except: string | null,
): Promise<SessionLot[]> {
  const [lots, sessions] = await Promise.all([
    lotsAt(db, { unitId, facility }),
    findSessions(db, { unitIds: [unitId], from: on, to: addDays(on, AHEAD_DAYS) }),
  ]);
  const planned = sessions
    .filter((one) => one.facility === facility && one.id !== except && stands(one))
    .flatMap(({ vaccines }) => vaccines);
  return lots
    .filter(({ item }) => findItem(item)?.kind === 'vaccine')
    .map(({ item: vaccine, lot, expiresOn, dosesPerVial, balance, ...rest }) => ({
      vaccine,
      lot,
      expiresOn,
      dosesPerVial,
      balance: balance ?? 0,
      planned: planned
        .filter((one) => one.vaccine === vaccine && one.lot === lot)
        .reduce((sum, { doses }) => sum + (doses ?? 0), 0),
      hindrance: lotHindrance({ expiresOn, balance, ...rest }, on),
    }));
}
