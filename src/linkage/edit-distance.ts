/** Distances of texts that lie as code units in one array. No allocation: these run for every pair. */

const LONGEST = 64;
const rows = [0, 1, 2].map(() => new Uint8Array(LONGEST + 1));
const usedA = new Uint8Array(LONGEST);
const usedB = new Uint8Array(LONGEST);

/**
 * Optimal string alignment distance (insert, delete, replace, transpose neighbours), cut off at `limit` + 1. Texts
 * count with their first 64 code units. Symmetric.
 */
export function editDistance(
  chars: Uint16Array,
  startA: number,
  endA: number,
  startB: number,
  endB: number,
  limit: number,
): number {
  let [a, x, b, y] = [startA, Math.min(endA, startA + LONGEST), startB, Math.min(endB, startB + LONGEST)];
  while (a < x && b < y && chars[a] === chars[b]) {
    a++;
    b++;
  }
  while (a < x && b < y && chars[x - 1] === chars[y - 1]) {
    x--;
    y--;
  }
  const [n, m] = [x - a, y - b];
  if (Math.abs(n - m) > limit) return limit + 1;
  if (n === 0 || m === 0) return n + m;
  let [before, previous, current] = [rows[0]!, rows[1]!, rows[2]!];
  for (let j = 0; j <= m; j++) previous[j] = j;
  for (let i = 1; i <= n; i++) {
    current[0] = i;
    let best = i;
    const c = chars[a + i - 1];
    for (let j = 1; j <= m; j++) {
      const d = chars[b + j - 1];
      let value = previous[j - 1]! + (c === d ? 0 : 1);
      if (previous[j]! + 1 < value) value = previous[j]! + 1;
      if (current[j - 1]! + 1 < value) value = current[j - 1]! + 1;
      if (i > 1 && j > 1 && c === chars[b + j - 2] && chars[a + i - 2] === d && before[j - 2]! + 1 < value)
        value = before[j - 2]! + 1;
      current[j] = value;
      if (value < best) best = value;
    }
    if (best > limit) return limit + 1;
    [before, previous, current] = [previous, current, before];
  }
  return Math.min(previous[m]!, limit + 1);
}

/**
 * Jaro–Winkler similarity, 0–1 (Winkler 1990; prefix weight 0.1, at most 4 characters, from a Jaro of 0.7 on).
 * Symmetric: the common characters are searched from the shorter text.
 */
export function jaroWinkler(
  chars: Uint16Array,
  startA: number,
  endA: number,
  startB: number,
  endB: number,
): number {
  const [lengthA, lengthB] = [Math.min(endA - startA, LONGEST), Math.min(endB - startB, LONGEST)];
  const swap = lengthA > lengthB || (lengthA === lengthB && isAfter(chars, startA, startB, lengthA));
  const [a, n] = [swap ? startB : startA, swap ? lengthB : lengthA];
  const [b, m] = [swap ? startA : startB, swap ? lengthA : lengthB];
  if (n === 0) return m === 0 ? 1 : 0;
  const reach = Math.max(0, (m >> 1) - 1);
  usedA.fill(0, 0, n);
  usedB.fill(0, 0, m);
  let common = 0;
  for (let i = 0; i < n; i++) {
    const c = chars[a + i];
    const to = Math.min(m - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= to; j++) {
      if (usedB[j] === 0 && chars[b + j] === c) {
        usedA[i] = 1;
        usedB[j] = 1;
        common++;
        break;
      }
    }
  }
  if (common === 0) return 0;
  let moved = 0;
  for (let i = 0, j = 0; i < n; i++) {
    if (usedA[i] === 0) continue;
    while (usedB[j] === 0) j++;
    if (chars[a + i] !== chars[b + j]) moved++;
    j++;
  }
  const jaro = (common / n + common / m + (common - moved / 2) / common) / 3;
  if (jaro < 0.7) return jaro;
  let prefix = 0;
  while (prefix < 4 && prefix < n && chars[a + prefix] === chars[b + prefix]) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

function isAfter(chars: Uint16Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) {
    const difference = chars[a + i]! - chars[b + i]!;
    if (difference !== 0) return difference > 0;
  }
  return false;
}
