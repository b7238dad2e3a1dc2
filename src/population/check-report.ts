/** One command: a step of a report's way: submit, return with a reason, accept. */
import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Database, Tx } from '../platform/database.ts';
import { checkersOf, demandStep, type Progress, progress } from './chain.ts';
import type { ReportEvent } from './contract.ts';
import { addEvent, findReport, lockUnit, type Reader, type StoredReport } from './store.ts';

/** Throws `population_report_unknown`. */
export async function getReport(db: Reader, id: string): Promise<StoredReport> {
  const found = await findReport(db, id);
  if (found === undefined) throw new AppError('population_report_unknown', 'not-found', { id });
  return found;
}

export const progressOf = (units: Units, report: StoredReport): Progress =>
  progress(
    checkersOf(units, report).map(({ id }) => id),
    report.events,
  );

/**
 * Takes a report one step on, inside the caller's transaction; `checkerId` is the unit for which the actor checks.
 * Throws `population_report_unknown`, `population_step_wrong`, `population_reason_needed`, `population_own_report`.
 */
export async function takeStep(
  tx: Tx,
  units: Units,
  actor: Actor,
  id: string,
  step: Readonly<{ action: ReportEvent['action']; checkerId: number | null; reason: string | null }>,
  now: Date,
): Promise<Progress> {
  const { unitId } = await getReport({ pool: tx }, id);
  await lockUnit(tx, unitId);
  const report = await getReport({ pool: tx }, id);
  const checkers = checkersOf(units, report).map((unit) => unit.id);
  demandStep(checkers, report.events, { ...step, accountId: actor.accountId });
  const event: ReportEvent = {
    action: step.action,
    checkerId: step.checkerId,
    by: actor.name,
    accountId: actor.accountId,
    at: now.toISOString(),
    reason: step.reason?.trim() || null,
  };
  await addEvent(tx, unitId, id, newId(), event);
  return progress(checkers, [...report.events, event]);
}

export const checkReport = (
  db: Database,
  units: Units,
  actor: Actor,
  id: string,
  step: Parameters<typeof takeStep>[4],
  now: Date,
): Promise<Progress> => db.transaction(actor, (tx) => takeStep(tx, units, actor, id, step, now));
