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

/** The same, and places of equal keys in the order that `before` gives them. */
export function sortByKeyAnd(keys: Uint32Array, before: (a: number, b: number) => number): Int32Array {
  const { order, sorted } = sortByKey(keys);
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    if (to > from + 1) order.subarray(from, to).sort(before);
    from = to;
  }
  return order;
}

/** Buckets for each key: few share one by chance. */
const BUCKETS_FOR_KEY = 3;

/** Sets keys to 0 that stand alone: cheap, and most of what a sort would else carry. A few may stay by chance. */
export function dropLoneKeys(keys: Uint32Array): void {
  const bits = Math.max(5, 32 - Math.clz32(keys.length * BUCKETS_FOR_KEY));
  const shift = 32 - bits;
  // Two bits for each bucket, seen once and seen again: so small that they stay near the processor.
  const [once, again] = [new Int32Array(2 ** (bits - 5)), new Int32Array(2 ** (bits - 5))];
  for (let i = 0; i < keys.length; i++) {
    const bucket = keys[i]! >>> shift;
    const mask = 1 << (bucket & 31);
    again[bucket >>> 5]! |= once[bucket >>> 5]! & mask;
    once[bucket >>> 5]! |= mask;
  }
  for (let i = 0; i < keys.length; i++) {
    const bucket = keys[i]! >>> shift;
    if ((again[bucket >>> 5]! & (1 << (bucket & 31))) === 0) keys[i] = 0;
  }
}
