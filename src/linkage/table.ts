/** Records laid out for linkage: per record and field the number of its value, in an order that no input order moves. */
import { sortByKeyAnd } from './hash.ts';
import type { DateOrder } from './read-value.ts';
import type { RecordIds } from './record-ids.ts';
import type { FieldSpec } from './schema.ts';
import { ValueStore } from './value-store.ts';

export type Table = Readonly<{
  fields: readonly FieldSpec[];
  /** Field → the store of its values; all names share one, so that a name in the wrong column is found. */
  stores: readonly ValueStore[];
  count: number;
  /** Row-major: value of record `i`, field `f` is `rows[i * fields.length + f]`, -1 when missing. */
  rows: Int32Array;
  /** Record → side (two files) or all 0. */
  sides: Uint8Array;
  twoSided: boolean;
  ids: RecordIds;
}>;

export const newStores = (fields: readonly FieldSpec[], orders: readonly DateOrder[]): ValueStore[] => {
  const names = new ValueStore('name');
  return fields.map(({ kind }, f) => (kind === 'name' ? names : new ValueStore(kind, orders[f])));
};

/**
 * An order that no input order moves: by the hash of the first value, then of the id. Records of one name lie side by
 * side, and so do most pairs that are compared.
 */
export const canonicalOrder = sortByKeyAnd;

/** How often each key of a field occurs among the records: key → count. */
export function keyCounts(table: Table, field: number): Int32Array {
  const store = table.stores[field]!;
  const { keyOf } = store.view();
  const counts = new Int32Array(store.keys.size);
  const width = table.fields.length;
  for (let at = field; at < table.count * width; at += width) {
    const value = table.rows[at]!;
    if (value >= 0) counts[keyOf[value]!]!++;
  }
  return counts;
}
