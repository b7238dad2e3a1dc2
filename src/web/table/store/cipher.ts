/**
 * How things lie on the device: JSON, packed, then AES-GCM under a key that cannot be taken out of the browser
 * (WebCrypto, non-extractable). Whoever copies the disk has neither names nor numbers.
 */
export type Locked = Readonly<{ iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer }>;

export const newKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

const through = (bytes: BodyInit, stream: CompressionStream | DecompressionStream): Promise<ArrayBuffer> =>
  new Response(new Response(bytes).body!.pipeThrough(stream)).arrayBuffer();

/** Locks a value; `name` is bound to it, so that one paper cannot stand in for another. */
export async function lock(key: CryptoKey, name: string, value: unknown): Promise<Locked> {
  const packed = await through(JSON.stringify(value), new CompressionStream('gzip'));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(name);
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, packed) };
}

/** Throws when the key is another, or a byte was changed. */
export async function unlock<T>(key: CryptoKey, name: string, { iv, data }: Locked): Promise<T> {
  const additionalData = new TextEncoder().encode(name);
  const packed = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, data);
  return JSON.parse(new TextDecoder().decode(await through(packed, new DecompressionStream('gzip')))) as T;
}
