/** Records laid out for linkage: per record and field the number of its value, in an order that no input order moves. */
import { dateOrder } from './read-value.ts';
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

export const newStores = (
  fields: readonly FieldSpec[],
  orders: readonly ('day_first' | 'month_first')[],
): ValueStore[] => {
  const names = new ValueStore('name');
  return fields.map(({ kind }, f) => (kind === 'name' ? names : new ValueStore(kind, orders[f])));
};

const contentOf = ({ id, values, side }: LinkRecord): string =>
  `${values.join('\u0001')}\u0002${side ?? 0}\u0002${id}`;

/** Reads all values. Records are put in order of their content, so every later step is independent of row order. */
export function buildTable(fields: readonly FieldSpec[], records: readonly LinkRecord[]): Table {
  const contents = records.map(contentOf);
  const order = Uint32Array.from(records.keys()).sort((a, b) =>
    contents[a]! < contents[b]! ? -1 : contents[a]! > contents[b]! ? 1 : 0,
  );
  const orders = fields.map(({ kind }, f) =>
    kind === 'date' ? dateOrder(records.values().map(({ values }) => values[f] ?? null)) : 'day_first',
  );
  const stores = newStores(fields, orders);
  const width = fields.length;
  const rows = new Int32Array(new SharedArrayBuffer(Math.max(4, records.length * width * 4)));
  const sides = new Uint8Array(new SharedArrayBuffer(Math.max(1, records.length)));
  const ids: string[] = [];
  order.forEach((from, to) => {
    const record = records[from]!;
    ids.push(record.id);
    sides[to] = record.side ?? 0;
    for (let f = 0; f < width; f++) rows[to * width + f] = stores[f]!.add(record.values[f] ?? null);
  });
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
