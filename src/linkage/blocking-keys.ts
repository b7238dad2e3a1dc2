/**
 * By which keys candidates are found. A rule is a few parts of values that must agree together. A key that too many
 * records share is refined with further parts, and given up if that does not help: other rules stand in. 31 % of
 * Vietnamese families are Nguyễn, so no rule may go by a family name alone.
 */
import { hashText, joinHashes } from './hash.ts';
import type { FieldKind, FieldSpec } from './schema.ts';
import type { Table } from './table.ts';
import type { ValueStore } from './value-store.ts';

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

export const describeRule = (fields: readonly FieldSpec[], rule: BlockingRule): string =>
  rule.atoms.map(({ field, part }) => `${fields[field]!.name}.${part}`).join(' + ');

function partText(store: ValueStore, value: number, part: Part): string {
  if (part === 'first' || part === 'last') return store.word(value, part);
  const key = store.key(value);
  if (store.kind === 'date') {
    const [year, rest] = [key.slice(0, 4), key.slice(4)];
    if (part === 'year') return year;
    if (part === 'year_month') return rest.startsWith('00') ? '' : key.slice(0, 6);
    if (part === 'day_month') return rest === '0101' || rest.includes('00') ? '' : rest;
    return rest.endsWith('00') ? '' : key;
  }
  if (part === 'all') return key;
  if (part === 'start') return key.slice(0, key.length >= 12 ? 8 : Math.max(3, key.length >> 1));
  return key.length < 6 ? '' : key.slice(-(key.length >> 1));
}

/** Hash of a part of a value; 0 where the value has no such part. */
export function partHash(store: ValueStore, value: number, part: Part): number {
  if (value < 0) return 0;
  const text = partText(store, value, part);
  return text === '' ? 0 : hashText(text);
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
    const hash = key === 0 ? 0 : partHash(stores[field]!, valueAt(field), part);
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
      for (let value = 0; value < store.size; value++) found[value] = partHash(store, value, part);
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
