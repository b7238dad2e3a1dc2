/** Papers beside an answer or a directive: taken in first, named by their id afterwards, handed out as they came. */
import { readFile } from 'node:fs/promises';
import type { FastifyReply } from 'fastify';
import { withStoredFile } from '../intake/stored-files.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';
import type { SignedBy } from './contract.ts';
import type { StoredFile } from './submit-duty.ts';
import { verifySignature } from './verify-signature.ts';

/** A file that the same account stored. Throws `paper_unknown`: nobody attaches another's file to see it. */
export async function getOwnFile(db: Database, { accountId }: Actor, id: string): Promise<StoredFile> {
  const [file] = await db.query<StoredFile>(
    'SELECT id, name, sha256 FROM app.stored_file WHERE id = $1 AND account_id = $2',
    [id, accountId],
  );
  if (file === undefined) throw new AppError('paper_unknown', 'not-found', { id });
  return file;
}

/**
 * A detached signature that the same account stored, checked against the file it stored beside it. Throws
 * `paper_unknown`, `signature_needs_file`, `signature_unreadable`, `signature_other_file`.
 * @param roots as in `verifySignature`.
 */
export async function getSignature(
  db: Database,
  actor: Actor,
  id: string,
  fileId: string | null,
  roots: string | null,
): Promise<StoredFile & Readonly<{ by: SignedBy }>> {
  if (fileId === null) throw new AppError('signature_needs_file', 'invalid');
  const [signature, file] = [await getOwnFile(db, actor, id), await getOwnFile(db, actor, fileId)];
  const [signed, signs] = await Promise.all(
    [file, signature].map((one) => withStoredFile(db, one.id, (path) => readFile(path))),
  );
  return { ...signature, by: await verifySignature(signs!, signed!, roots) };
}

export const sendFile = (
  reply: FastifyReply,
  withPath: (work: (path: string) => Promise<Buffer>) => Promise<Buffer>,
  name: string,
): Promise<FastifyReply> =>
  withPath((path) => readFile(path)).then((bytes) =>
    reply
      .type('application/octet-stream')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .send(bytes),
  );
