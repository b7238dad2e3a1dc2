/** Finding a resident among thousands while a name is typed, without accents and without a network. Pure. */
import { makeDate } from '../../kernel/plain-date.ts';
import { parseName } from '../../kernel/vietnamese-name.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';

export type Searchable = Readonly<{
  id: string;
  name: string;
  birth: Readonly<{ on: string; precision: 'day' | 'month' | 'year' }> | null;
}>;

type Row<P> = Readonly<{
  person: P /** " nguyen van an": every word begins behind a blank. */;
  words: string;
  sortKey: string;
  toneKey: string;
}>;

export type Search<P extends Searchable> = Readonly<{
  size: number;
  find(query: string, limit?: number): Readonly<{ people: readonly P[]; total: number }>;
}>;

/** Accents as typed (4), at the beginning (2), to the end (1). */
const RANKS = 8;

/**
 * Reads the names once. A query is the beginnings of words of a name in any order, and a birth year (1980) or day
 * (01/02/1980, 01021980); who is written with the accents that were typed, in their order, comes first.
 */
export function searchOf<P extends Searchable>(people: Iterable<P>): Search<P> {
  const rows: Row<P>[] = [];
  for (const person of people) {
    const { key, sortKey, toneKey } = parseName(person.name);
    rows.push({ person, words: ` ${key}`, sortKey, toneKey });
  }
  rows.sort((a, b) =>
    a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : a.person.id < b.person.id ? -1 : 1,
  );
  return {
    size: rows.length,
    find(query, limit = 30) {
      const { words, birth, typed, toned } = read(query);
      if (words.length === 0 && birth === null) return { people: [], total: 0 };
      // By rank; within a rank the order of Vietnamese lists stays.
      const ranks: P[][] = Array.from({ length: RANKS }, () => []);
      for (const row of rows) {
        if (birth !== null && row.person.birth?.on.startsWith(birth) !== true) continue;
        if (!words.every((spellings) => spellings.some((word) => row.words.includes(word)))) continue;
        const rank =
          (toned !== null && row.toneKey.startsWith(toned) ? 4 : 0) +
          (row.words.startsWith(typed) ? 2 : 0) +
          (row.words.endsWith(typed) ? 1 : 0);
        ranks[rank]!.push(row.person);
      }
      const found = ranks.reverse().flat();
      return { people: found.slice(0, limit), total: found.length };
    },
  };
}

function read(query: string) {
  const parts = foldText(
    query.replace(
      /(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/,
      (_, d: string, m: string, y: string) => d.padStart(2, '0') + m.padStart(2, '0') + y,
    ),
  )
    .split(/[^\p{L}\p{N}']+/u)
    .filter((part) => part !== '');
  const names = parts.filter((part) => !/^\d+$/.test(part));
  const numbers = parts.filter((part) => /^\d+$/.test(part));
  const key = parseName(names.join(' ')).key.split(' ');
  const accented = /[^\x20-\x7e]/.test(query);
  return {
    // The last word may still be being typed: "y" is the beginning of Yến as well as Mỹ's other spelling.
    words: names.map((word, i) => [...new Set([` ${word}`, ` ${key[i] ?? word}`])]),
    typed: ` ${key.join(' ')}`,
    toned: accented ? parseName(query.replace(/[\d/.-]+/g, ' ').trim()).toneKey : null,
    birth: numbers.map(birthOf).find((birth) => birth !== null) ?? null,
  };
}

/** The beginning of an ISO day that the digits name; null when they name none yet. */
function birthOf(digits: string): string | null {
  if (/^(19|20)\d\d$/.test(digits)) return digits;
  return digits.length === 8
    ? makeDate(Number(digits.slice(4)), Number(digits.slice(2, 4)), Number(digits.slice(0, 2)))
    : null;
}
