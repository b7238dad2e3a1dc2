/**
 * Entries that only the server can read (contract of src/recording, `sealedEnvelopeSchema`): they outlive the key of the
 * person who wrote them, so that signing out on a dead link loses nothing and leaves nobody's data readable.
 */
import type { SealedEntries, SealedEnvelope } from '../../../recording/contract.ts';

const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);

export const toBase64Url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

export const fromBase64Url = (value: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(value.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** Seals entries for the key pair of the server, of which the device knows the public half. */
export async function seal(
  { keyId, publicKey }: Readonly<{ keyId: string; publicKey: string }>,
  entries: SealedEntries,
): Promise<SealedEnvelope> {
  const theirs = await crypto.subtle.importKey('raw', fromBase64Url(publicKey), CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const ephemeral = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256);
  const base = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: ephemeral, info: text('sotiem-seal-1') },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const packed = await new Response(
    new Response(JSON.stringify(entries)).body!.pipeThrough(new CompressionStream('gzip')),
  ).arrayBuffer();
  const ciphertext = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: text(keyId) },
    key,
    packed,
  );
  return {
    keyId,
    ephemeral: toBase64Url(ephemeral),
    iv: toBase64Url(iv),
    ciphertext: toBase64Url(new Uint8Array(ciphertext)),
  };
}

/** By which a scanned number is found on the roster without being on the device (`rosterPersonSchema.lookups`). */
export async function lookupOf(lookupKey: string, number: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw',
    fromBase64Url(lookupKey),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', key, text(number))).slice(0, 16));
}
