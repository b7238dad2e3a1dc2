/** What a cold store holds, as db/reference/stock-items.json says. */
import catalogue from '../../db/reference/stock-items.json' with { type: 'json' };
import { readVaccine } from '../intake/check/words.ts';
import { AppError } from '../kernel/app-error.ts';
import { foldText } from '../kernel/vietnamese-text.ts';

export type Item = Readonly<{
  code: string;
  kind: 'vaccine' | 'diluent' | 'syringe';
  name: string;
  aliases: readonly string[];
  dosesPerVial: number;
  maxDosesPerVial: number;
  /** Hours that a vial may be used once it is opened. */
  openHours: number;
}>;

export const ITEMS: readonly Item[] = catalogue.items.map((item) => ({
  ...item,
  kind: item.kind as Item['kind'],
  aliases: item.aliases ?? [],
}));

const byCode = new Map(ITEMS.map((item) => [item.code, item]));

export const findItem = (code: string): Item | undefined => byCode.get(code);

/** Throws `stock_item_unknown`. */
export function getItem(code: string): Item {
  const item = byCode.get(code);
  if (item === undefined) throw new AppError('stock_item_unknown', 'invalid', { item: code });
  return item;
}

/** The code of an item as a book writes it; null when none is meant for sure. */
export function readItem(raw: string): string | null {
  const words = foldText(raw)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  const supply = ITEMS.filter(({ aliases }) => aliases.some((alias) => words.includes(alias)))
    // "Bơm kim tiêm 0,3 ml" is the longer word of the two that it holds.
    .toSorted((a, b) => longest(b, words) - longest(a, words))[0];
  return supply?.code ?? readVaccine(raw).value;
}

const longest = (item: Item, words: string): number =>
  Math.max(...item.aliases.filter((alias) => words.includes(alias)).map(({ length }) => length));
