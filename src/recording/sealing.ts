/** Entries that only this server can read (contract.ts, `sealedEnvelopeSchema`), and the keys for it. */
import { webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import type { SealedEnvelope } from './contract.ts';

const { subtle } = webcrypto;
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;
const INFO = new TextEncoder().encode('sotiem-seal-1');
const MOST_BYTES = 20 * 2 ** 20;

export type RecordingKey = Readonly<{ id: string; publicKey: string; privateKey: string; lookupKey: string }>;

/** The key in use; made at the first question. */
export async function getKey(db: Database): Promise<RecordingKey> {
  const [known] = await findKeys(db, null);
  if (known !== undefined) return known;
  const pair = await subtle.generateKey(CURVE, true, ['deriveBits']);
  const base64 = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('base64url');
  await db.query(
    // Two first questions at once: one of them makes the key.
    `INSERT INTO app.recording_key (id, public_key, private_key, lookup_key, created_at)
     SELECT $1, $2, $3, $4, $5 FROM (SELECT pg_advisory_xact_lock(7326007)) l WHERE NOT EXISTS (SELECT 1 FROM app.recording_key)`,
    [
      newId(),
      base64(await subtle.exportKey('raw', pair.publicKey)),
      base64(await subtle.exportKey('pkcs8', pair.privateKey)),
      Buffer.from(webcrypto.getRandomValues(new Uint8Array(32))).toString('base64url'),
      new Date().toISOString(),
    ],
  );
  return (await findKeys(db, null))[0]!;
}

const findKeys = (db: Database, id: string | null): Promise<RecordingKey[]> =>
  db.query<RecordingKey>(
    `SELECT id, public_key AS "publicKey", private_key AS "privateKey", lookup_key AS "lookupKey" FROM app.recording_key
     WHERE $1::uuid IS NULL OR id = $1 ORDER BY created_at, id`,
    [id],
  );

/** Opens an envelope. Throws `seal_unreadable` for whatever is not sealed for a key of this server. */
export async function openEnvelope(db: Database, envelope: SealedEnvelope): Promise<unknown> {
  const [key] = await findKeys(db, envelope.keyId);
  if (key === undefined) throw new AppError('seal_unreadable', 'invalid');
  try {
    const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
    const ephemeral = bytes(envelope.ephemeral);
    const shared = await subtle.deriveBits(
      { name: 'ECDH', public: await subtle.importKey('raw', ephemeral, CURVE, false, []) },
      await subtle.importKey('pkcs8', bytes(key.privateKey), CURVE, false, ['deriveBits']),
      256,
    );
    const secret = await subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: ephemeral, info: INFO },
      await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']),
      { name: 'AES-GCM', length: 256 },
      false,
      ['decrypt'],
    );
    const plain = await subtle.decrypt(
      { name: 'AES-GCM', iv: bytes(envelope.iv), additionalData: new TextEncoder().encode(envelope.keyId) },
      secret,
      bytes(envelope.ciphertext),
    );
    const text = await promisify(gunzip)(Buffer.from(plain), { maxOutputLength: MOST_BYTES });
    return JSON.parse(text.toString('utf8'));
  } catch {
    throw new AppError('seal_unreadable', 'invalid');
  }
}
