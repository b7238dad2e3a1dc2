/** Who checks a report, and how far it has come. The levels are the unit's own on the report's day: data, not code. Pure. */
import type { Units } from '../areas/units.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Report, ReportEvent, ReportState } from './contract.ts';

/** The units that check one after the other: district, province (until 30/06/2025); the province alone (after). */
export const checkersOf = (units: Units, { unitId, effectiveOn }: Pick<Report, 'unitId' | 'effectiveOn'>) =>
  units.ancestors(unitId, effectiveOn).slice(1);

export type Progress = Readonly<{
  state: ReportState /** Who is to check now. */;
  waitingFor: number | null;
}>;

/** State of a report from its events in the order of time, and the ids of its checkers. */
export function progress(checkers: readonly number[], events: readonly ReportEvent[]): Progress {
  let state: ReportState = 'draft';
  let step = 0;
  for (const { action } of events) {
    if (action === 'submitted') {
      step = 0;
      state = checkers.length === 0 ? 'locked' : 'submitted';
    } else if (action === 'returned') state = 'returned';
    else state = ++step >= checkers.length ? 'locked' : 'accepted';
  }
  const open = state === 'submitted' || state === 'accepted';
  return { state, waitingFor: open ? (checkers[step] ?? null) : null };
}

/** Sent and not sent back: what counts in the figures of the units above. */
export const isSent = (state: ReportState): boolean => state !== 'draft' && state !== 'returned';

export type Step = Readonly<{
  action: ReportEvent['action'];
  /** The unit for which the actor checks; null for a submission. */
  checkerId: number | null;
  accountId: string | null;
  reason: string | null;
}>;

/**
 * Throws when the step is not the next one: `population_step_wrong`; when nobody says why it is returned:
 * `population_reason_needed`; when the account checks what it sent itself: `population_own_report`.
 */
export function demandStep(checkers: readonly number[], events: readonly ReportEvent[], step: Step): void {
  const { state, waitingFor } = progress(checkers, events);
  if (step.action === 'submitted') {
    if (state !== 'draft' && state !== 'returned')
      throw new AppError('population_step_wrong', 'conflict', { state });
    return;
  }
  if (waitingFor === null || waitingFor !== step.checkerId)
    throw new AppError('population_step_wrong', 'conflict', { state });
  if (step.action === 'returned' && (step.reason ?? '').trim().length < 3)
    throw new AppError('population_reason_needed', 'invalid');
  const sender = events.findLast(({ action }) => action === 'submitted')?.accountId ?? null;
  if (sender !== null && sender === step.accountId)
    throw new AppError('population_own_report', 'forbidden', {});
}
