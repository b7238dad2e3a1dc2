/** One question: the answer to the same item just before, which the next one goes on from (a stock from what was left). */
import { addDays } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { ExpectedDuty, Submission } from './contract.ts';
import { findSent } from './submission-store.ts';

const BACK = 120;

/** The newest sent answer of the unit or facility to the item, due within the last four months before the duty. */
export async function findPrevious(db: Database, duty: ExpectedDuty): Promise<Submission | undefined> {
  const sent = await findSent(db, duty.unitId, duty.directive.id, duty.item.id, {
    from: addDays(duty.day, -BACK),
    to: addDays(duty.day, -1),
  });
  return sent.find(({ facility }) => facility === duty.facility);
}
