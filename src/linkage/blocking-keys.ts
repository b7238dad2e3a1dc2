/**
 * By which keys candidates are found. A rule is a few parts of values that must agree together. A key that too many
 * records share is refined with further parts, and given up if that does not help: other rules stand in. 31 % of
 * Vietnamese families are Nguyễn, so no rule may go by a family name alone.
 */
import { hashChars, hashText, joinHashes } from './hash.ts';
import type { FieldKind } from './schema.ts';
import { sharedBytes } from './shared-bytes.ts';
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
  const [from, to] = [view.keyStarts[key]!, view.keyStarts[key + 1]!];
  if (view.kind === 'date') return dateHash(view.keyChars, from, to, part);
  const length = to - from;
  if (part === 'all') return hashRange(view.keyChars, from, to);
  if (part === 'start')
    return hashRange(
      view.keyChars,
      from,
      from + Math.min(length, length >= 12 ? 8 : Math.max(3, length >> 1)),
    );
  return length < 6 ? 0 : hashChars(view.keyChars, to - (length >> 1), to);
}

const hashRange = (chars: Uint16Array, from: number, to: number): number =>
  from === to ? 0 : hashChars(chars, from, to);

/** A date is yyyymmdd, with zeros for what is not known. */
function dateHash(chars: Uint16Array, from: number, to: number, part: Part): number {
  const [month, day] = [from + 4, from + 6];
  if (part === 'year') return hashChars(chars, from, month);
  const hasMonth = chars[month] !== ZERO || chars[month + 1] !== ZERO;
  if (part === 'year_month') return hasMonth ? hashChars(chars, from, day) : 0;
  if (!hasMonth || (chars[day] === ZERO && chars[day + 1] === ZERO)) return 0;
  if (part === 'all') return hashRange(chars, from, to);
  const isFirst = (at: number): boolean => chars[at] === ZERO && chars[at + 1] === ZERO + 1;
  return isFirst(month) && isFirst(day) ? 0 : hashChars(chars, month, to);
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

export type HashTask = Readonly<{ view: ValueView; part: Part }>;

/** Value → hash of one of its parts, 0 where it has none. */
export function hashPart({ view, part }: HashTask): Uint32Array {
  const hashes = new Uint32Array(sharedBytes(Math.max(4, view.size * 4)));
  for (let value = 0; value < view.size; value++) hashes[value] = partHash(view, value, part);
  return hashes;
}

/** A part of a field, with the hashes of its values. */
export type HashedAtom = Readonly<{ field: number; hashes: Uint32Array }>;
export type HashedRule = Readonly<{ atoms: readonly HashedAtom[]; refine: readonly HashedAtom[] }>;

export type KeysTask = Readonly<{
  /** By number of the rule. */
  rules: readonly HashedRule[];
  rows: Int32Array;
  width: number;
  /** Rule → record → its key, still to be refined; 0 where an atom is missing. */
  keys: readonly Uint32Array[];
  from: number;
  to: number;
}>;

/** Keys of the records `from` to `to` under the atoms of all rules. */
export function keysOfRows({ rules, rows, width, keys, from, to }: KeysTask): void {
  for (const [rule, { atoms }] of rules.entries()) {
    const [column, seed] = [keys[rule]!, seedOf(rule)];
    for (let i = from; i < to; i++) {
      let key = seed;
      for (let a = 0; a < atoms.length && key !== 0; a++) key = joinAtom(key, atoms[a]!, rows, i * width);
      column[i] = key;
    }
  }
}

function joinAtom(key: number, { field, hashes }: HashedAtom, rows: Int32Array, row: number): number {
  const value = rows[row + field]!;
  const hash = value < 0 ? 0 : hashes[value]!;
  return hash === 0 ? 0 : joinHashes(key, hash);
}

/** Adds an atom to the keys that are hot. */
export function refineKeys(
  keys: Uint32Array,
  atom: HashedAtom,
  rows: Int32Array,
  width: number,
  hot: ReadonlySet<number>,
): void {
  for (let i = 0; i < keys.length; i++)
    if (keys[i] !== 0 && hot.has(keys[i]!)) keys[i] = joinAtom(keys[i]!, atom, rows, i * width);
}

/** Keeps the hashes of each part for all values. */
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
      found = hashPart({ view: store.view(), part });
      ofStore.set(part, found);
    }
    return found;
  }

  /** Key of each record under these atoms, 0 where one of them is missing. */
  keys(atoms: readonly Atom[], rule: number, out: Uint32Array): void {
    out.fill(seedOf(rule));
    const { rows, fields, count } = this.table;
    for (const atom of atoms) {
      const hashed = { field: atom.field, hashes: this.hashesOf(atom) };
      for (let i = 0; i < count; i++)
        if (out[i] !== 0) out[i] = joinAtom(out[i]!, hashed, rows, i * fields.length);
    }
  }
}
