/** What of an import its asker may see and do: his own upload whole, another's within the fields and facilities of his role. */
import type { FastifyRequest } from 'fastify';
import type { Action } from '../identity/access.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';
import { getRun, type Run } from './import-runs.ts';

export type RunAccess = Readonly<{
  isOwn(request: FastifyRequest, run: Run): boolean;
  /** Whether the asker may know that the run is there, with its counts. */
  sees(request: FastifyRequest, run: Run): boolean;
  /** Whether he may read what stands in its rows: names, and doses where there are any. */
  reads(request: FastifyRequest, run: Run): boolean;
  /** The run for looking at. Throws `run_unknown` alike for one that is not there and one that is not his to see. */
  toSee(request: FastifyRequest, id: string): Promise<Run>;
  /** The run for reading its rows. Throws `forbidden` when its rows are not his to read. */
  toRead(request: FastifyRequest, id: string): Promise<Run>;
  /** The run for acting on it, and the unit it is for. Throws `forbidden`. */
  toChange(request: FastifyRequest, id: string): Promise<Run & { unitId: number }>;
}>;

export function runAccess(db: Database, guard: Guard): RunAccess {
  const isOwn = (request: FastifyRequest, run: Run): boolean =>
    run.accountId === guard.session(request).account.id;
  const reaches = (request: FastifyRequest, run: Run, action: Action): boolean => {
    if (run.unitId === null || !guard.allows(request, action, run.unitId)) return false;
    const facilities = guard.facilities(request, action, run.unitId);
    return facilities === null || (run.facility !== null && facilities.includes(run.facility));
  };
  const sees = (request: FastifyRequest, run: Run): boolean =>
    isOwn(request, run) || reaches(request, run, 'list.view');
  const reads = (request: FastifyRequest, run: Run): boolean => {
    if (isOwn(request, run)) return true;
    if (!reaches(request, run, 'list.view')) return false;
    const fields = guard.fields(request, 'list.view', run.unitId!);
    return fields.has('identity') && (fields.has('doses') || !mayHoldDoses(run));
  };
  const toSee = async (request: FastifyRequest, id: string): Promise<Run> => {
    const run = await getRun(db, id);
    if (!sees(request, run)) throw new AppError('run_unknown', 'not-found', { id });
    return run;
  };
  return {
    isOwn,
    sees,
    reads,
    toSee,
    toRead: async (request, id) => {
      const run = await toSee(request, id);
      if (!reads(request, run)) throw new AppError('forbidden', 'forbidden', { action: 'list.view' });
      return run;
    },
    toChange: async (request, id) => {
      const run = await toSee(request, id);
      const { unitId } = run;
      if (unitId === null || !reads(request, run) || !guard.allows(request, 'list.import', unitId))
        throw new AppError('forbidden', 'forbidden', { action: 'list.import' });
      return { ...run, unitId };
    },
  };
}

/** A list of which nothing is known yet may hold doses; so does a resident list with columns for them. */
function mayHoldDoses(run: Run): boolean {
  const { layouts } = run;
  return (
    layouts === null || layouts.some(({ columns }) => columns.some(({ field }) => field.startsWith('dose')))
  );
}
