import type { Readable } from 'node:stream';
import { handBackStored } from '../intake/hand-back/hand-back-stored.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import type { Database } from '../platform/database.ts';
import type { Language } from '../platform/messages.ts';
import type { Run } from './import-runs.ts';

/**
 * The file of a finished import with its findings in it, as a stream and the name to give it. Throws
 * `run_not_finished` while there is nothing to say yet.
 */
export async function handBackRun(
  db: Database,
  run: Run,
  language: Language,
): Promise<{ name: string; bytes: Readable }> {
  if (run.result === null || run.layouts === null) throw new AppError('run_not_finished', 'conflict');
  const { result, layouts } = run;
  const rows = await db.query<{ findings: Finding[] | null }>(
    'SELECT findings FROM app.import_run WHERE id = $1',
    [run.id],
  );
  return handBackStored(
    db,
    { id: run.fileId, name: run.fileName },
    {
      layouts,
      personRows: result.personRows,
      findings: rows[0]?.findings ?? [],
      dryRun: run.options.dryRun,
      language,
    },
  );
}
