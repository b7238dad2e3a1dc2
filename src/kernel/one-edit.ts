/**
 * Whether two texts differ by one slip of the pen at most: a character more, less or other, or two neighbours exchanged
 * (restricted Damerau–Levenshtein distance ≤ 1). Symmetric. Every pair of a block asks, so it looks from both ends and
 * computes no table.
 */
export function oneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let left = 0;
  while (left < short.length && short.charCodeAt(left) === long.charCodeAt(left)) left++;
  let right = 0;
  while (
    right < short.length - left &&
    short.charCodeAt(short.length - 1 - right) === long.charCodeAt(long.length - 1 - right)
  )
    right++;
  const rest = short.length - left - right;
  if (rest <= 0 || (rest === 1 && short.length === long.length)) return true;
  return rest === 2 && a.length === b.length && a[left] === b[left + 1] && a[left + 1] === b[left];
}
