/** Records laid out for linkage: per record and field the number of its value, in an order that no input order moves. */
import { type ReadColumns, type StoreTask, shareFields } from './column-reader.ts';
import { sortByKeyAnd } from './hash.ts';
import type { DateOrder } from './read-value.ts';
import { RecordIds } from './record-ids.ts';
import type { RecordPage } from './record-pages.ts';
import type { FieldSpec } from './schema.ts';
import type { Threads } from './threads.ts';
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

/** What a table is read from. */
export type TableSource = Readonly<{
  fields: readonly FieldSpec[];
  orders: readonly DateOrder[];
  /** Field → the cell of a record in which it stands (0 is the id); -1 where records do not have it. */
  cells: readonly number[];
  pages: Iterable<RecordPage> | AsyncIterable<RecordPage>;
  /** Record → side; null for one file. */
  sides: Uint8Array | null;
}>;

export const newStores = (fields: readonly FieldSpec[], orders: readonly DateOrder[]): ValueStore[] => {
  const names = new ValueStore('name');
  return fields.map(({ kind }, f) => (kind === 'name' ? names : new ValueStore(kind, orders[f])));
};

function storeTasks({ fields, orders, cells }: TableSource): StoreTask[] {
  const all = fields.map(({ kind }, field) => ({ kind, field, cell: cells[field]!, order: orders[field]! }));
  const names = all.filter(({ kind }) => kind === 'name');
  const others = all.filter(({ kind }) => kind !== 'name').map((one) => [one]);
  return (names.length === 0 ? others : [names, ...others]).map((own) => ({
    kind: own[0]!.kind,
    order: own[0]!.order,
    fields: own.map(({ field, cell }) => ({ field, cell })),
  }));
}

/**
 * An order that no input order moves: by the hash of the first value, then of the id. Records of one name lie side by
 * side, and so do most pairs that are compared.
 */
export const canonicalOrder = sortByKeyAnd;

const shared = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(Math.max(1, length) * Int32Array.BYTES_PER_ELEMENT));

/** Reads all values, in an order that does not depend on the order of the records. Ids are unique (with their side). */
export async function readTable(threads: Threads, source: TableSource): Promise<Table> {
  const tasks = shareFields(storeTasks(source), threads.count);
  threads.everyone('openReader', (t) => tasks[t]!);
  for await (const page of source.pages) threads.everyone('readPage', () => page);
  return assemble(threads, source, await threads.everyone('closeReader', () => null));
}

async function assemble(
  threads: Threads,
  { fields, sides: sidesGiven }: TableSource,
  reads: readonly ReadColumns[],
): Promise<Table> {
  const { count } = reads[0]!;
  const given = RecordIds.of(reads.find(({ ids }) => ids !== null)!.ids!);
  const columns = new Array<Int32Array>(fields.length);
  const stores = new Array<ValueStore>(fields.length);
  for (const read of reads) {
    const own = read.stores.map((state) => ValueStore.of(state));
    for (const { field, store, values } of read.columns) {
      columns[field] = values;
      stores[field] = own[store]!;
    }
  }
  const hashes = reads.find((read) => read.hashes !== null)?.hashes ?? new Int32Array(count).fill(1);
  const order = canonicalOrder(
    new Uint32Array(hashes),
    (a, b) => given.compare(a, b) || (sidesGiven === null ? 0 : sidesGiven[a]! - sidesGiven[b]!),
  );
  const place = shared(count);
  order.forEach((from, to) => {
    place[from] = to;
  });
  const rows = shared(count * fields.length);
  await threads.ranges('interleave', count, (from, to) => ({ columns, place, rows, from, to }));
  const sides = new Uint8Array(new SharedArrayBuffer(Math.max(1, count)));
  if (sidesGiven !== null) for (let i = 0; i < count; i++) sides[i] = sidesGiven[order[i]!]!;
  return { fields, stores, count, rows, sides, twoSided: sides.includes(1), ids: given.inOrder(order) };
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
