/**
 * By which keys candidates are found. A rule is a few parts of values that must agree together. A key that too many
 * records share is refined with further parts, and given up if that does not help: other rules stand in. 31 % of
 * Vietnamese families are Nguyễn, so no rule may go by a family name alone.
 */
import { hashChars, hashText, joinHashes } from './hash.ts';
import type { FieldKind } from './schema.ts';
import type { Table } from './table.ts';
import type { ValueStore, ValueView } from './value-store.ts';

export type Part = 'all' | 'first' | 'last' | 'start' | 'year' | 'year_month' | 'day_month' | 'tail';
export type Atom = Readonly<{ field: number; part: Part }>;
export type BlockingRule = Readonly<{ atoms: readonly Atom[]; refine?: readonly Atom[] }>;

/** Parts that can serve in a rule, by kind; the first is the most selective. */
export const PARTS: Readonly<Record<FieldKind, readonly Part[]>> = {
  name: ['all', 'last', 'first', 'start'],
  date: ['all', 'year_month', 'day_month', 'year'],
  id: ['all', 'start', 'tail'],
  phone: ['all'],
  text: ['all', 'first', 'last', 'start'],
  category: ['all'],
};

const ZERO = 48;
/** The part of a value's key, as a range of its code units; an empty range where it has none. */
function partRange(
  { keyChars: chars, kind }: ValueView,
  from: number,
  to: number,
  part: Part,
): [number, number] {
  const length = to - from;
  const none: [number, number] = [from, from];
  const isZero = (at: number, n: number): boolean => {
    for (let i = 0; i < n; i++) if (chars[from + at + i] !== ZERO) return false;
    return true;
  };
  if (kind === 'date') {
    // yyyymmdd, with zeros for what is not known.
    if (part === 'year') return [from, from + 4];
    if (part === 'year_month') return isZero(4, 2) ? none : [from, from + 6];
    if (isZero(6, 2) || isZero(4, 2)) return none;
    if (part === 'all') return [from, to];
    return chars[to - 1] === ZERO + 1 && chars[to - 3] === ZERO + 1 && isZero(4, 1) && isZero(6, 1)
      ? none
      : [from + 4, to];
  }
  if (part === 'all') return [from, to];
  if (part === 'start') return [from, from + Math.min(length, length >= 12 ? 8 : Math.max(3, length >> 1))];
  return length < 6 ? none : [to - (length >> 1), to];
}

/** Hash of a part of a value; 0 where the value has no such part. */
export function partHash(view: ValueView, value: number, part: Part): number {
  if (value < 0) return 0;
  if (part === 'first' || part === 'last') {
    const [from, to] = [view.wordStarts[value]!, view.wordStarts[value + 1]!];
    if (from === to) return 0;
    const word = view.words[part === 'first' ? from : to - 1]!;
    return hashChars(view.wordChars, view.wordTextStarts[word]!, view.wordTextStarts[word + 1]!);
  }
  const key = view.keyOf[value]!;
  const [from, to] = partRange(view, view.keyStarts[key]!, view.keyStarts[key + 1]!, part);
  return from === to ? 0 : hashChars(view.keyChars, from, to);
}

/** The key with which a rule begins: rules never share keys. */
export const seedOf = (rule: number): number => hashText('', rule + 1);

/**
 * Keys of one record, one per rule, 0 where it has none. `valueAt` gives the value of a field, `hot` holds the keys
 * that too many records share.
 */
export function keysOfRecord(
  stores: readonly ValueStore[],
  valueAt: (field: number) => number,
  rules: readonly BlockingRule[],
  hot: ReadonlySet<number>,
): number[] {
  const join = (key: number, { field, part }: Atom): number => {
    const hash = key === 0 ? 0 : partHash(stores[field]!.view(), valueAt(field), part);
    return hash === 0 ? 0 : joinHashes(key, hash);
  };
  return rules.map(({ atoms, refine }, rule) => {
    let key = atoms.reduce(join, seedOf(rule));
    for (const atom of refine ?? []) if (hot.has(key)) key = join(key, atom);
    return hot.has(key) ? 0 : key;
  });
}

/** Reads the keys of all records of a table; keeps the hashes of each part for all values. */
export class AtomReader {
  private readonly table: Table;
  private readonly hashes = new Map<ValueStore, Map<Part, Uint32Array>>();

  constructor(table: Table) {
    this.table = table;
  }

  hashesOf({ field, part }: Atom): Uint32Array {
    const store = this.table.stores[field]!;
    let ofStore = this.hashes.get(store);
    if (ofStore === undefined) {
      ofStore = new Map();
      this.hashes.set(store, ofStore);
    }
    let found = ofStore.get(part);
    if (found === undefined) {
      found = new Uint32Array(store.size);
      const view = store.view();
      for (let value = 0; value < store.size; value++) found[value] = partHash(view, value, part);
      ofStore.set(part, found);
    }
    return found;
  }

  /** Key of each record under these atoms, 0 where one of them is missing. */
  keys(atoms: readonly Atom[], rule: number, out: Uint32Array): void {
    out.fill(seedOf(rule));
    for (const atom of atoms) this.refine(out, atom, null);
  }

  /** Adds an atom to all keys, or to the hot ones. */
  refine(keys: Uint32Array, atom: Atom, hot: ReadonlySet<number> | null): void {
    const { rows, fields, count } = this.table;
    const hashes = this.hashesOf(atom);
    for (let i = 0, at = atom.field; i < count; i++, at += fields.length) {
      const key = keys[i]!;
      if (key === 0 || (hot !== null && !hot.has(key))) continue;
      const value = rows[at]!;
      const hash = value < 0 ? 0 : hashes[value]!;
      keys[i] = hash === 0 ? 0 : joinHashes(key, hash);
    }
  }
}
