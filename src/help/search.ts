/** Search of the help: a few words, with or without accents, in any order; what fits best comes first. Pure. */
import { foldText } from '../kernel/vietnamese-text.ts';

export type Entry = Readonly<{
  kind: 'guide' | 'finding' | 'term' | 'answer';
  id: string;
  title: string;
  /** Other names of the same: the title in the other language, a summary, a code. */
  also: string;
  text: string;
}>;

/** A piece of an excerpt; `hit` where it is a word that was asked for. */
export type Piece = Readonly<{ text: string; hit: boolean }>;
export type Hit = Readonly<{ kind: Entry['kind']; id: string; title: string; excerpt: readonly Piece[] }>;

const WEIGHTS = { title: 6, also: 3, text: 1 } as const;
type Part = keyof typeof WEIGHTS;
const PARTS = Object.keys(WEIGHTS) as Part[];

// Vietnamese writes its syllables apart, so that single words say little: two that stand together say much more.
const NEIGHBOURS = 0.8;
/** So much of what was asked must be found, by the weight of the words: a rare word counts more than "và". */
const ENOUGH = 0.55;
const MOST_WORDS = 12;
const EXCERPT_WORDS = 26;

export const wordsOf = (text: string): string[] => foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];

type Indexed = Readonly<{ entry: Entry; words: Readonly<Record<Part, readonly string[]>> }>;
export type Index = Readonly<{ entries: readonly Indexed[]; seenIn: ReadonlyMap<string, number> }>;

export function indexOf(entries: readonly Entry[]): Index {
  const indexed = entries.map((entry) => ({
    entry,
    words: { title: wordsOf(entry.title), also: wordsOf(entry.also), text: wordsOf(entry.text) },
  }));
  const seenIn = new Map<string, number>();
  for (const { words } of indexed)
    for (const word of new Set(PARTS.flatMap((part) => words[part])))
      seenIn.set(word, (seenIn.get(word) ?? 0) + 1);
  return { entries: indexed, seenIn };
}

/** The entries that answer the query, the best first. The last word may be unfinished: it is still being typed. */
export function search(index: Index, query: string, limit = 20): Hit[] {
  const asked = [...new Set(wordsOf(query))].slice(0, MOST_WORDS);
  const last = asked.at(-1);
  if (last === undefined) return [];
  const fits = (wanted: string, word: string): boolean =>
    word === wanted || (wanted === last && word.startsWith(wanted));
  const rarity = (word: string): number =>
    Math.log(1 + index.entries.length / (1 + (index.seenIn.get(word) ?? 0)));
  const whole = asked.reduce((sum, word) => sum + rarity(word), 0);
  return index.entries
    .flatMap(({ entry, words }) => {
      let score = 0;
      let found = 0;
      asked.forEach((wanted, i) => {
        const part = PARTS.find((name) => words[name].some((word) => fits(wanted, word)));
        if (part === undefined) return;
        found += rarity(wanted);
        score += rarity(wanted) * WEIGHTS[part];
        const next = asked[i + 1];
        const together =
          next !== undefined &&
          PARTS.find((name) =>
            words[name].some((word, at) => word === wanted && fits(next, words[name][at + 1] ?? '')),
          );
        if (together) score += NEIGHBOURS * (rarity(wanted) + rarity(next)) * WEIGHTS[together];
      });
      return found >= ENOUGH * whole ? [{ entry, score }] : [];
    })
    .sort((a, b) => b.score - a.score || a.entry.title.localeCompare(b.entry.title, 'vi'))
    .slice(0, limit)
    .map(({ entry: { kind, id, title, text } }) => ({
      kind,
      id,
      title,
      excerpt: excerpt(text, asked, fits),
    }));
}

/** The stretch of the text with the most words that were asked for. */
function excerpt(
  text: string,
  asked: readonly string[],
  fits: (wanted: string, word: string) => boolean,
): Piece[] {
  const words = text.split(/\s+/).filter(Boolean);
  const hits = words.map((word) => wordsOf(word).some((one) => asked.some((wanted) => fits(wanted, one))));
  let [start, best] = [0, -1];
  for (let at = 0; at < words.length; at += 4) {
    const count = hits.slice(at, at + EXCERPT_WORDS).filter(Boolean).length;
    if (count > best) [start, best] = [at, count];
  }
  const pieces: { text: string; hit: boolean }[] = start > 0 ? [{ text: '… ', hit: false }] : [];
  for (let at = start; at < Math.min(words.length, start + EXCERPT_WORDS); at++) {
    const piece = { text: words[at]!, hit: hits[at]! };
    const before = pieces.at(-1);
    if (before?.hit === piece.hit) before.text += ` ${piece.text}`;
    else {
      // The blank between belongs to what is not marked.
      if (before?.hit) piece.text = ` ${piece.text}`;
      else if (before !== undefined && at > start) before.text += ' ';
      pieces.push(piece);
    }
  }
  if (start + EXCERPT_WORDS < words.length) pieces.push({ text: ' …', hit: false });
  return pieces;
}
