import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Database } from '../../platform/database.ts';
import { withStoredFile } from '../stored-files.ts';
import { handBack } from './hand-back.ts';
import type { HandBack } from './row-results.ts';

/**
 * A stored file with what we have to say of each row, as a stream and the name to give it. What is written for it on the
 * way is gone when the stream is, or when it fails. Throws the `file_…` errors.
 */
export async function handBackStored(
  db: Database,
  file: Readonly<{ id: string; name: string }>,
  what: HandBack,
): Promise<{ name: string; bytes: Readable }> {
  const folder = await mkdtemp(join(tmpdir(), 'sotiem-returned-'));
  const target = join(folder, 'returned');
  const gone = (): void => void rm(folder, { recursive: true, force: true });
  try {
    const name = await withStoredFile(db, file.id, (path) => handBack(path, file.name, target, what));
    const bytes = createReadStream(target);
    bytes.once('close', gone);
    return { name: name.replace(/(\.\w+)?$/, (ending) => `-ket-qua${ending}`), bytes };
  } catch (error) {
    gone();
    throw error;
  }
}
