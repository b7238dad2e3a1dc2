/** Records laid out for linkage: per record and field the number of its value, in an order that no input order moves. */
import { hashText, sortByKey } from './hash.ts';
import { readFar, SEPARATOR } from './read-far.ts';
import { type DateOrder, dateOrder } from './read-value.ts';
import type { FieldKind, FieldSpec, LinkRecord } from './schema.ts';
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

/** A table whose values are still to be read. */
type Layout = Readonly<{
  /** Record as given → its place in the table. */
  place: Int32Array;
  table: Table & { stores: ValueStore[] };
}>;

function layOut(
  fields: readonly FieldSpec[],
  records: readonly LinkRecord[],
  knownOrders: readonly DateOrder[] | undefined,
): Layout {
  const count = records.length;
  const order = canonicalOrder(
    count,
    (i) => records[i]!.values[0] ?? null,
    (i) => records[i]!.id,
    (i) => records[i]!.side ?? 0,
  );
  const orders =
    knownOrders ??
    fields.map(({ kind }, f) =>
      kind === 'date' ? dateOrder(order, (i) => records[i]!.values[f] ?? null) : 'day_first',
    );
  const rows = new Int32Array(new SharedArrayBuffer(Math.max(4, count * fields.length * 4)));
  const sides = new Uint8Array(new SharedArrayBuffer(Math.max(1, count)));
  const ids = new Array<string>(count);
  const place = new Int32Array(count);
  order.forEach((from, to) => {
    place[from] = to;
  });
  for (let from = 0; from < count; from++) {
    const { id, side } = records[from]!;
    ids[place[from]!] = id;
    sides[place[from]!] = side ?? 0;
  }
  const stores = newStores(fields, orders);
  return { place, table: { fields, stores, count, rows, sides, twoSided: sides.includes(1), ids } };
}

/** Reads one field, in the order in which the records lie in memory, and puts it where the canonical order wants it. */
function readField({ place, table }: Layout, records: readonly LinkRecord[], f: number): void {
  const { rows, stores, fields } = table;
  const store = stores[f]!;
  for (let from = 0; from < records.length; from++)
    rows[place[from]! * fields.length + f] = store.add(records[from]!.values[f] ?? null);
}

/** Reads all values, in an order that does not depend on the order of the records. Ids are unique (with their side). */
export function buildTable(
  fields: readonly FieldSpec[],
  records: readonly LinkRecord[],
  knownOrders?: readonly DateOrder[],
): Table {
  const layout = layOut(fields, records, knownOrders);
  for (let f = 0; f < fields.length; f++) readField(layout, records, f);
  return layout.table;
}

/** From so many records on a second thread reads the numbers and dates. */
const WORTH_A_THREAD = 100_000;
const FAR_KINDS: ReadonlySet<FieldKind> = new Set(['id', 'phone', 'date']);

/** The same table; of a long list a second thread reads the numbers and dates while this one reads the names. */
export async function buildTableOnThreads(
  fields: readonly FieldSpec[],
  records: readonly LinkRecord[],
  threads: number,
  knownOrders?: readonly DateOrder[],
): Promise<Table> {
  if (threads < 2 || records.length < WORTH_A_THREAD) return buildTable(fields, records, knownOrders);
  const layout = layOut(fields, records, knownOrders);
  const { stores, rows } = layout.table;
  const far = [...fields.keys()].filter((f) => FAR_KINDS.has(fields[f]!.kind));
  const reading = readFar(
    far.map((f) => ({
      kind: fields[f]!.kind,
      order: stores[f]!.order,
      texts: records.map(({ values }) => values[f] ?? '').join(SEPARATOR),
      count: records.length,
    })),
  );
  reading.catch(() => {});
  for (let f = 0; f < fields.length; f++) if (!far.includes(f)) readField(layout, records, f);
  for (const [at, read] of (await reading).entries()) {
    const f = far[at]!;
    if (read === null) {
      readField(layout, records, f);
      continue;
    }
    stores[f] = ValueStore.ofNumbers(read.store);
    for (let from = 0; from < records.length; from++)
      rows[layout.place[from]! * fields.length + f] = read.values[from]!;
  }
  return layout.table;
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
