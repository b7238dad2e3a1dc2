/** Uploads as they came, in chunks, in the database: what is read, read again and handed back. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Actor } from '../kernel/actor.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';

const CHUNK = 1024 * 1024;

/** Stores an upload as it comes, in chunks; returns its id. The bytes are never interpreted here. */
export async function storeFile(db: Database, actor: Actor, name: string, bytes: Readable): Promise<string> {
  const id = newId();
  const hash = createHash('sha256');
  let size = 0;
  let seq = 0;
  let rest: Buffer[] = [];
  let held = 0;
  await db.transaction(actor, async (tx) => {
    const put = async (): Promise<void> => {
      if (held === 0) return;
      await tx.query('INSERT INTO app.stored_file_chunk (file_id, seq, bytes) VALUES ($1, $2, $3)', [
        id,
        seq++,
        Buffer.concat(rest),
      ]);
      rest = [];
      held = 0;
    };
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
      rest.push(chunk);
      held += chunk.length;
      if (held >= CHUNK) await put();
    }
    await put();
    await tx.query(
      'INSERT INTO app.stored_file (id, sha256, name, bytes, account_id, stored_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, hash.digest('hex'), name, size, actor.accountId, new Date().toISOString()],
    );
  });
  return id;
}

/** Writes a stored file to a temporary path for the time of `work`. */
export async function withStoredFile<T>(
  db: Database,
  fileId: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sotiem-file-'));
  const path = join(folder, 'list');
  try {
    await pipeline(async function* () {
      for (let seq = 0; ; seq++) {
        const rows = await db.query<{ bytes: Buffer }>(
          'SELECT bytes FROM app.stored_file_chunk WHERE file_id = $1 AND seq = $2',
          [fileId, seq],
        );
        if (rows[0] === undefined) return;
        yield rows[0].bytes;
      }
    }, createWriteStream(path));
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
