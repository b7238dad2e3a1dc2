/** Records laid out for linkage: per record and field the number of its value, in an order that no input order moves. */
import { hashText, sortByKey } from './hash.ts';
import { type DateOrder, dateOrder } from './read-value.ts';
import type { FieldSpec, LinkRecord } from './schema.ts';
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
  ids: readonly string[];
}>;

export const newStores = (fields: readonly FieldSpec[], orders: readonly DateOrder[]): ValueStore[] => {
  const names = new ValueStore('name');
  return fields.map(({ kind }, f) => (kind === 'name' ? names : new ValueStore(kind, orders[f])));
};

/**
 * An order that no input order moves: by the hash of the first value, then of the id. Records of one name lie side by
 * side, and so do most pairs that are compared.
 */
export function canonicalOrder(
  count: number,
  firstOf: (i: number) => string | null,
  idOf: (i: number) => string,
  sideOf: (i: number) => number = () => 0,
): Int32Array {
  const keys = new Uint32Array(count);
  for (let i = 0; i < count; i++) keys[i] = hashText(firstOf(i) ?? '');
  const { order, sorted } = sortByKey(keys);
  const before = (a: number, b: number): number => {
    const [p, q] = [idOf(a), idOf(b)];
    return p < q ? -1 : p > q ? 1 : sideOf(a) - sideOf(b);
  };
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    if (to > from + 1) order.subarray(from, to).sort(before);
    from = to;
  }
  return order;
}

/** Reads all values, in an order that does not depend on the order of the records. Ids are unique (with their side). */
export function buildTable(
  fields: readonly FieldSpec[],
  records: readonly LinkRecord[],
  knownOrders?: readonly DateOrder[],
): Table {
  const order = canonicalOrder(
    records.length,
    (i) => records[i]!.values[0] ?? null,
    (i) => records[i]!.id,
    (i) => records[i]!.side ?? 0,
  );
  const orders =
    knownOrders ??
    fields.map(({ kind }, f) =>
      kind === 'date' ? dateOrder(order, (i) => records[i]!.values[f] ?? null) : 'day_first',
    );
  const stores = newStores(fields, orders);
  const width = fields.length;
  const rows = new Int32Array(new SharedArrayBuffer(Math.max(4, records.length * width * 4)));
  const sides = new Uint8Array(new SharedArrayBuffer(Math.max(1, records.length)));
  const ids = new Array<string>(records.length);
  const place = new Int32Array(records.length);
  order.forEach((from, to) => {
    place[from] = to;
  });
  for (let from = 0; from < records.length; from++) {
    const { id, side } = records[from]!;
    ids[place[from]!] = id;
    sides[place[from]!] = side ?? 0;
  }
  // Field by field, in the order in which the records lie in memory, put where the canonical order wants them.
  for (let f = 0; f < width; f++) {
    const store = stores[f]!;
    for (let from = 0; from < records.length; from++)
      rows[place[from]! * width + f] = store.add(records[from]!.values[f] ?? null);
  }
  const twoSided = sides.includes(1);
  return { fields, stores, count: records.length, rows, sides, twoSided, ids };
}

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
