/** Hashes and the order of keys by them. */

const mixed = (value: number): number => {
  let x = Math.imul(value, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  x ^= x >>> 16;
  return x >>> 0 || 1;
};

/** 32-bit hash of a text (FNV-1a with a final mix), never 0. */
export function hashText(text: string, seed = 0): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mixed(h ^ seed);
}

/** The same hash for code units `from` to `to` of an array. */
export function hashChars(chars: Uint16Array, from: number, to: number): number {
  let h = 0x811c9dc5;
  for (let i = from; i < to; i++) h = Math.imul(h ^ chars[i]!, 0x01000193);
  return mixed(h);
}

/** One key of two, never 0; the order of the two counts. */
export const joinHashes = (a: number, b: number): number => mixed(Math.imul(a, 0x01000193) ^ b);

/** Places of the keys that are not 0, ordered by key (radix sort, stable). */
export function sortByKey(keys: Uint32Array): { order: Int32Array; sorted: Uint32Array } {
  let n = 0;
  for (const key of keys) if (key !== 0) n++;
  let [order, next] = [new Int32Array(n), new Int32Array(n)];
  let [sorted, nextKeys] = [new Uint32Array(n), new Uint32Array(n)];
  for (let i = 0, at = 0; i < keys.length; i++)
    if (keys[i] !== 0) {
      order[at] = i;
      sorted[at++] = keys[i]!;
    }
  const counts = new Uint32Array(2049);
  for (const shift of [0, 11, 22]) {
    counts.fill(0);
    for (let i = 0; i < n; i++) counts[((sorted[i]! >>> shift) & 2047) + 1]!++;
    for (let d = 0; d < 2048; d++) counts[d + 1]! += counts[d]!;
    for (let i = 0; i < n; i++) {
      const to = counts[(sorted[i]! >>> shift) & 2047]!++;
      next[to] = order[i]!;
      nextKeys[to] = sorted[i]!;
    }
    [order, next, sorted, nextKeys] = [next, order, nextKeys, sorted];
  }
  return { order, sorted };
}

const BUCKETS = 1 << 22;

/** Sets keys to 0 that stand alone: cheap, and most of what a sort would else carry. A few may stay by chance. */
export function dropLoneKeys(keys: Uint32Array): void {
  const seen = new Uint8Array(BUCKETS);
  for (const key of keys) {
    const bucket = key & (BUCKETS - 1);
    if (seen[bucket]! < 2) seen[bucket]!++;
  }
  for (let i = 0; i < keys.length; i++) if (seen[keys[i]! & (BUCKETS - 1)] === 1) keys[i] = 0;
}
