/** Reads records into a table, on all threads. */
import { type ReadColumns, type StoreTask, shareFields } from './column-reader.ts';
import type { DateOrder } from './read-value.ts';
import { RecordIds } from './record-ids.ts';
import type { RecordPage } from './record-pages.ts';
import type { FieldSpec } from './schema.ts';
import { canonicalOrder, type Table } from './table.ts';
import type { Threads } from './threads.ts';
import { ValueStore } from './value-store.ts';

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
