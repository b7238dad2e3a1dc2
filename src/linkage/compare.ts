/** Two different values of one kind → the level of their agreement (an index into `LEVELS`). Symmetric. */
import { editDistance, jaroWinkler } from './edit-distance.ts';
import { ACCENTED, PLACEHOLDER, VALID_CCCD } from './read-value.ts';
import { type FieldKind, LEVELS, MISSING } from './schema.ts';
import type { ValueView } from './value-store.ts';

const at = <K extends FieldKind>(kind: K, level: (typeof LEVELS)[K][number]): number =>
  (LEVELS[kind] as readonly string[]).indexOf(level);

const NAME = {
  respelled: at('name', 'respelled'),
  near: at('name', 'near'),
  short: at('name', 'short'),
  similar: at('name', 'similar'),
  accents: at('name', 'accents'),
  part: at('name', 'part'),
  differ: at('name', 'differ'),
};
const DATE = {
  partial: at('date', 'partial'),
  swapped: at('date', 'swapped'),
  near: at('date', 'near'),
  twoParts: at('date', 'two_parts'),
  sameYear: at('date', 'same_year'),
  differ: at('date', 'differ'),
};

const keysWithin = (v: ValueView, a: number, b: number, limit: number): boolean => {
  const [p, q] = [v.keyOf[a]!, v.keyOf[b]!];
  return (
    editDistance(
      v.keyChars,
      v.keyStarts[p]!,
      v.keyStarts[p + 1]!,
      v.keyStarts[q]!,
      v.keyStarts[q + 1]!,
      limit,
    ) <= limit
  );
};

const keySimilarity = (v: ValueView, a: number, b: number): number => {
  const [p, q] = [v.keyOf[a]!, v.keyOf[b]!];
  return jaroWinkler(v.keyChars, v.keyStarts[p]!, v.keyStarts[p + 1]!, v.keyStarts[q]!, v.keyStarts[q + 1]!);
};

function keyIsAfter(v: ValueView, a: number, b: number): boolean {
  const [p, q] = [v.keyStarts[v.keyOf[a]!]!, v.keyStarts[v.keyOf[b]!]!];
  const length = Math.min(keyLength(v, a), keyLength(v, b));
  for (let i = 0; i < length; i++) {
    const difference = v.keyChars[p + i]! - v.keyChars[q + i]!;
    if (difference !== 0) return difference > 0;
  }
  return keyLength(v, a) > keyLength(v, b);
}

const keyLength = (v: ValueView, a: number): number =>
  v.keyStarts[v.keyOf[a]! + 1]! - v.keyStarts[v.keyOf[a]!]!;

const shorterKey = (v: ValueView, a: number, b: number): number => Math.min(keyLength(v, a), keyLength(v, b));

const WORDS_EXACT = 1;
const WORDS_NEAR = 2;
const WORDS_SHORT = 3;

/** Two words: the same, one letter off (from four letters on), or one an initial or a cut form of the other. */
function compareWords(v: ValueView, a: number, b: number): number {
  if (a === b) return WORDS_EXACT;
  const { wordChars: chars, wordTextStarts: starts } = v;
  const [p, x, q, y] = [starts[a]!, starts[a + 1]!, starts[b]!, starts[b + 1]!];
  const [n, m] = [x - p, y - q];
  const short = Math.min(n, m);
  if (short >= 4 && editDistance(chars, p, x, q, y, 1) <= 1) return WORDS_NEAR;
  if (short < Math.max(n, m)) {
    let i = 0;
    while (i < short && chars[p + i] === chars[q + i]) i++;
    if (i === short) return WORDS_SHORT;
  }
  return short >= 5 && jaroWinkler(chars, p, x, q, y) >= 0.9 ? WORDS_NEAR : 0;
}

/** How the words of two names pair up; filled by `pairWords`. */
const pairing = {
  exact: 0,
  near: 0,
  short: 0,
  leftShorter: 0,
  leftLonger: 0,
  firstSame: false,
  lastSame: false,
};
const taken = new Uint8Array(16);

function pairWords(v: ValueView, a: number, b: number): void {
  // The pairing below is greedy: one order of the two, whatever the caller's, makes it symmetric.
  const longer = v.wordStarts[a + 1]! - v.wordStarts[a]! - (v.wordStarts[b + 1]! - v.wordStarts[b]!);
  const swap = longer > 0 || (longer === 0 && keyIsAfter(v, a, b));
  const [first, second] = [swap ? b : a, swap ? a : b];
  const [p, x] = [v.wordStarts[first]!, v.wordStarts[first + 1]!];
  const [q, y] = [v.wordStarts[second]!, v.wordStarts[second + 1]!];
  const [n, m] = [x - p, y - q];
  pairing.exact = pairing.near = pairing.short = 0;
  taken.fill(0);
  let left = 0;
  // The best kind of pairing first, so that no order of the words can spoil a better one.
  for (let wanted = WORDS_EXACT; wanted <= WORDS_SHORT; wanted++) {
    for (let i = 0; i < n; i++) {
      if ((left >> i) & 1) continue;
      for (let j = 0; j < m; j++) {
        if (taken[j] !== 0 || compareWords(v, v.words[p + i]!, v.words[q + j]!) !== wanted) continue;
        taken[j] = 1;
        left |= 1 << i;
        if (wanted === WORDS_EXACT) pairing.exact++;
        else if (wanted === WORDS_NEAR) pairing.near++;
        else pairing.short++;
        break;
      }
    }
  }
  const paired = pairing.exact + pairing.near + pairing.short;
  pairing.leftShorter = n - paired;
  pairing.leftLonger = m - paired;
  pairing.firstSame = v.words[p] === v.words[q];
  pairing.lastSame = v.words[x - 1] === v.words[y - 1];
}

function compareNames(v: ValueView, a: number, b: number): number {
  if (v.keyOf[a] === v.keyOf[b])
    return (v.flags[a]! & v.flags[b]! & ACCENTED) !== 0 ? NAME.accents : NAME.respelled;
  pairWords(v, a, b);
  const { exact, near, short, leftShorter, leftLonger } = pairing;
  if (leftShorter === 0 && leftLonger === 0) {
    if (near === 0 && short === 0) return NAME.respelled;
    if (short === 0 && near === 1) return NAME.near;
    return short > 0 ? NAME.short : NAME.similar;
  }
  if (shorterKey(v, a, b) > 3 && keysWithin(v, a, b, 1)) return NAME.near;
  if (leftShorter === 0 && exact + near + short >= 2)
    return near === 0 && (pairing.lastSame || pairing.firstSame) ? NAME.short : NAME.similar;
  // Of three words two are the family's and the custom's (Lê Thị …): likeness of the whole then says nothing.
  const words = Math.min(v.wordStarts[a + 1]! - v.wordStarts[a]!, v.wordStarts[b + 1]! - v.wordStarts[b]!);
  const similarity = words > 2 ? 0 : keySimilarity(v, a, b);
  if (similarity >= 0.9) return NAME.similar;
  return exact + near > 0 || similarity >= 0.8 ? NAME.part : NAME.differ;
}

function compareDates(v: ValueView, a: number, b: number): number {
  const [p, q] = [v.number[a]!, v.number[b]!];
  const [yearA, monthA, dayA] = [Math.floor(p / 10_000), Math.floor(p / 100) % 100, p % 100];
  const [yearB, monthB, dayB] = [Math.floor(q / 10_000), Math.floor(q / 100) % 100, q % 100];
  const [sameYear, sameMonth, sameDay] = [yearA === yearB, monthA === monthB, dayA === dayB];
  if (monthA === 0 || monthB === 0) return sameYear ? DATE.partial : DATE.differ;
  if (dayA === 0 || dayB === 0)
    return sameYear && sameMonth ? DATE.partial : sameYear ? DATE.sameYear : DATE.differ;
  if (sameYear && ((v.flags[a]! | v.flags[b]!) & PLACEHOLDER) !== 0) return DATE.partial;
  if (sameYear && monthA === dayB && dayA === monthB) return DATE.swapped;
  if (keysWithin(v, a, b, 1)) return DATE.near;
  if (Number(sameYear) + Number(sameMonth) + Number(sameDay) === 2) return DATE.twoParts;
  return sameYear ? DATE.sameYear : DATE.differ;
}

function compareIds(v: ValueView, a: number, b: number): number {
  // A CMND of nine digits and the CCCD of twelve that replaced it say nothing about each other.
  if ((v.flags[a]! ^ v.flags[b]!) & VALID_CCCD) {
    const other = (v.flags[a]! & VALID_CCCD) === 0 ? a : b;
    if (keyLength(v, other) === 9 || keyLength(v, other) === 10) return MISSING;
  }
  const near = shorterKey(v, a, b) >= 4 && keysWithin(v, a, b, 1);
  if (near) return at('id', 'near');
  if ((v.flags[a]! & v.flags[b]! & VALID_CCCD) !== 0) return at('id', 'conflict');
  return keySimilarity(v, a, b) >= 0.9 ? at('id', 'similar') : at('id', 'differ');
}

function compareTexts(v: ValueView, a: number, b: number): number {
  const length = shorterKey(v, a, b);
  if (length >= 3 && keysWithin(v, a, b, 1)) return at('text', 'near');
  pairWords(v, a, b);
  const { exact, near, short, leftShorter, leftLonger } = pairing;
  if (leftShorter === 0 && leftLonger === 0 && short === 0) return at('text', 'near');
  if (leftShorter === 0 || keySimilarity(v, a, b) >= 0.9) return at('text', 'similar');
  return exact + near > 0 || (short > 0 && length > 3) ? at('text', 'part') : at('text', 'differ');
}

/** Level of two values with different numbers. */
export function compareValues(v: ValueView, a: number, b: number): number {
  switch (v.kind) {
    case 'name':
      return compareNames(v, a, b);
    case 'date':
      return compareDates(v, a, b);
    case 'id':
      return compareIds(v, a, b);
    case 'phone':
      return keysWithin(v, a, b, 1) ? 1 : 2;
    case 'text':
      return compareTexts(v, a, b);
    case 'category':
      return 1;
  }
}
