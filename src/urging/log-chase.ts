/** One command: write down that somebody called, visited, handed to support or helped. */
import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Database } from '../platform/database.ts';
import { addEntry, findEntries, placeKey, standOf } from './chase-store.ts';
import type { ChaseEntry } from './contract.ts';
import { findOverdue } from './find-chase-list.ts';

export type Logged = Pick<
  ChaseEntry,
  'unitId' | 'facility' | 'action' | 'outcome' | 'note' | 'nextOn' | 'byName'
>;

/**
 * Throws `chase_outcome_needed` for a call, visit or message without outcome, `chase_note_needed` for support without
 * words, `chase_next_past` for a date that is over, `support_not_open` when there is nothing to resolve.
 */
export async function logChase(
  db: Database,
  units: Units,
  actor: Actor,
  logged: Logged,
  now: Date,
): Promise<ChaseEntry> {
  const { unitId, facility, action, outcome, note, nextOn } = logged;
  const helps = action === 'support' || action === 'resolved';
  const today = dayInVietnam(now);
  if (!helps && outcome === null) throw new AppError('chase_outcome_needed', 'invalid');
  if (helps && note === null) throw new AppError('chase_note_needed', 'invalid');
  if (nextOn !== null && nextOn < today) throw new AppError('chase_next_past', 'invalid');
  if (
    action === 'resolved' &&
    !standOf(await findEntries(db, [unitId])).support.has(placeKey(unitId, facility))
  )
    throw new AppError('support_not_open', 'conflict');
  const overdue = (await findOverdue(db, units, unitId, today, now)).filter(
    (duty) => duty.unitId === unitId && duty.facility === facility,
  ).length;
  const entry: ChaseEntry = {
    ...logged,
    outcome: helps ? null : outcome,
    id: newId(),
    overdue,
    at: now.toISOString(),
  };
  await addEntry(db, actor, entry);
  return entry;
}
