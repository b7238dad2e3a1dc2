/**
 * Which pairs are looked at. A rule is a few parts of values that must agree together; records that share a rule's
 * key form a block. A key that too many records share is refined with further parts, and given up if that does not
 * help: other rules stand in. 31 % of Vietnamese families are Nguyễn, so no rule may go by a family name alone.
 */
import { hashText, joinHashes, sortByKey } from './hash.ts';
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

function partText(store: ValueStore, value: number, part: Part): string {
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
  if (part === 'tail') return key.length < 6 ? '' : key.slice(-(key.length >> 1));
  const words = store.wordsOf(value);
  return (part === 'first' ? words[0] : words.at(-1)) ?? '';
}

/** Hash of a part of each value of a store; 0 where the value has no such part. */
function partHashes(store: ValueStore, part: Part): Uint32Array {
  const hashes = new Uint32Array(store.size);
  for (let value = 0; value < store.size; value++) {
    const text = partText(store, value, part);
    if (text !== '') hashes[value] = hashText(text);
  }
  return hashes;
}

/** Reads atoms of records; keeps the hashes of each part for all values. */
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
      found = partHashes(store, part);
      ofStore.set(part, found);
    }
    return found;
  }

  /** Key of each record under these atoms, 0 where one of them is missing. */
  keys(atoms: readonly Atom[], seed: number, out: Uint32Array): void {
    out.fill(hashText('', seed));
    for (const atom of atoms) this.refine(out, atom, () => true);
  }

  /** Adds an atom to the keys for which `wanted` holds. */
  refine(keys: Uint32Array, atom: Atom, wanted: (key: number) => boolean): void {
    const { rows, fields, count } = this.table;
    const hashes = this.hashesOf(atom);
    for (let i = 0, at = atom.field; i < count; i++, at += fields.length) {
      const key = keys[i]!;
      if (key === 0 || !wanted(key)) continue;
      const value = rows[at]!;
      const hash = value < 0 ? 0 : hashes[value]!;
      keys[i] = hash === 0 ? 0 : joinHashes(key, hash);
    }
  }
}

export type Blocks = Readonly<{
  ruleCount: number;
  /** Row-major final keys: rule `r` of record `i` is `keys[i * ruleCount + r]`, 0 for none. */
  keys: Uint32Array;
  /** Members of all blocks, one block after the other; block `b` is `members[starts[b]] … starts[b + 1]`. */
  members: Int32Array;
  starts: Int32Array;
  /** Block → its rule. */
  rules: Int32Array;
  /** Pairs inside the blocks, before each pair is taken once. */
  pairs: number;
}>;

/** Keys that more than `most` records share. */
function hotKeys(keys: Uint32Array, most: number): Set<number> {
  const { sorted } = sortByKey(keys);
  const hot = new Set<number>();
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    if (to - from > most) hot.add(sorted[from]!);
    from = to;
  }
  return hot;
}

export const describeRule = (fields: readonly FieldSpec[], rule: BlockingRule): string =>
  rule.atoms.map(({ field, part }) => `${fields[field]!.name}.${part}`).join(' + ');

/** Forms the blocks of all rules. `mostInBlock` is in records. */
export function buildBlocks(table: Table, rules: readonly BlockingRule[], mostInBlock: number): Blocks {
  const { count } = table;
  const reader = new AtomReader(table);
  const keys = new Uint32Array(new SharedArrayBuffer(Math.max(4, count * rules.length * 4)));
  const column = new Uint32Array(count);
  const parts: { members: Int32Array; sizes: number[] }[] = [];
  let [total, blocks, pairs] = [0, 0, 0];
  rules.forEach((rule, r) => {
    reader.keys(rule.atoms, r + 1, column);
    for (const atom of rule.refine ?? []) {
      const hot = hotKeys(column, mostInBlock);
      if (hot.size === 0) break;
      reader.refine(column, atom, (key) => hot.has(key));
    }
    const { order, sorted } = sortByKey(column);
    const members = new Int32Array(order.length);
    const sizes: number[] = [];
    let used = 0;
    for (let from = 0; from < sorted.length; ) {
      let to = from + 1;
      while (to < sorted.length && sorted[to] === sorted[from]) to++;
      const size = to - from;
      const kept = size > 1 && size <= mostInBlock;
      for (let k = from; k < to; k++) {
        if (kept) members[used++] = order[k]!;
        else column[order[k]!] = 0;
      }
      if (kept) {
        sizes.push(size);
        pairs += (size * (size - 1)) / 2;
      }
      from = to;
    }
    parts.push({ members: members.subarray(0, used), sizes });
    total += used;
    blocks += sizes.length;
    for (let i = 0; i < count; i++) keys[i * rules.length + r] = column[i]!;
  });
  const shared = (length: number): Int32Array =>
    new Int32Array(new SharedArrayBuffer(Math.max(4, length * 4)));
  const [members, starts, ruleOf] = [shared(total), shared(blocks + 1), shared(blocks)];
  let [at, block] = [0, 0];
  parts.forEach((part, r) => {
    members.set(part.members, at);
    for (const size of part.sizes) {
      ruleOf[block] = r;
      starts[block++] = at;
      at += size;
    }
  });
  starts[blocks] = at;
  return { ruleCount: rules.length, keys, members, starts, rules: ruleOf, pairs };
}

/**
 * Calls `visit` for each pair of the blocks `from` to `to`, each pair in the first rule under which the two agree
 * and in no other. `i < j`.
 */
export function forEachPair(
  blocks: Blocks,
  sides: Uint8Array,
  twoSided: boolean,
  from: number,
  to: number,
  visit: (i: number, j: number, rule: number) => void,
): void {
  const { keys, members, starts, rules, ruleCount } = blocks;
  for (let block = from; block < to; block++) {
    const rule = rules[block]!;
    const end = starts[block + 1]!;
    for (let p = starts[block]!; p < end; p++) {
      const i = members[p]!;
      const keysOfI = i * ruleCount;
      next: for (let q = p + 1; q < end; q++) {
        const j = members[q]!;
        if (twoSided && sides[i] === sides[j]) continue;
        const keysOfJ = j * ruleCount;
        for (let r = 0; r < rule; r++) {
          const key = keys[keysOfI + r]!;
          if (key !== 0 && key === keys[keysOfJ + r]) continue next;
        }
        visit(i, j, rule);
      }
    }
  }
}
