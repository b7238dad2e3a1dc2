import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { handBack } from '../intake/hand-back/hand-back.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import type { Database } from '../platform/database.ts';
import type { Language } from '../platform/messages.ts';
import { type Run, withStoredFile } from './import-runs.ts';

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
  const folder = await mkdtemp(join(tmpdir(), 'sotiem-returned-'));
  const target = join(folder, 'list');
  const gone = (): void => void rm(folder, { recursive: true, force: true });
  try {
    const name = await withStoredFile(db, run.fileId, (path) =>
      handBack(path, run.fileName, target, {
        layouts,
        personRows: result.personRows,
        findings: rows[0]?.findings ?? [],
        dryRun: run.options.dryRun,
        language,
      }),
    );
    const bytes = createReadStream(target);
    bytes.once('close', gone);
    return { name: name.replace(/(\.\w+)?$/, (ending) => `-ket-qua${ending}`), bytes };
  } catch (error) {
    gone();
    throw error;
  }
}
