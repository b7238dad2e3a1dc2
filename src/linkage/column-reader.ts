/** Reads some fields of many records, page by page, into columns of value numbers. Several threads share the fields. */
import { Chars } from './chars.ts';
import { hashChars } from './hash.ts';
import type { DateOrder } from './read-value.ts';
import { type IdsState, RecordIds } from './record-ids.ts';
import { cellLength, type RecordPage } from './record-pages.ts';
import type { FieldKind } from './schema.ts';
import { Ints } from './typed-store.ts';
import { type StoreState, ValueStore } from './value-store.ts';

/** Fields whose values stand in one store: all names together, any other field alone. */
export type StoreTask = Readonly<{
  kind: FieldKind;
  order: DateOrder;
  /** Number of a field, and of the cell of a record in which it stands; -1 where records do not have it. */
  fields: readonly Readonly<{ field: number; cell: number }>[];
}>;

export type ReaderTask = Readonly<{ stores: readonly StoreTask[]; ids: boolean }>;

export type ReadColumns = Readonly<{
  count: number;
  stores: readonly StoreState[];
  /** Value numbers by record, -1 where it says nothing; stores by their number in the task. */
  columns: readonly Readonly<{ field: number; store: number; values: Int32Array }>[];
  /** Hash of the first field's cell as written, by record; null when another thread has that field. */
  hashes: Int32Array | null;
  ids: IdsState | null;
}>;

type Column = Readonly<{ field: number; cell: number; store: number; values: Ints }>;

const FIRST_FIELD = 0;

export class ColumnReader {
  private readonly stores: readonly ValueStore[];
  private readonly columns: readonly Column[];
  /** Cell → number of its column, -1 for one that another thread reads. */
  private readonly columnOf: Int32Array;
  private readonly ids: RecordIds | null;
  private readonly hashes = new Ints();
  private readonly chars = new Chars();
  private count = 0;

  constructor({ stores, ids }: ReaderTask) {
    this.stores = stores.map(({ kind, order }) => new ValueStore(kind, order));
    this.columns = stores.flatMap(({ fields }, store) =>
      fields.map(({ field, cell }) => ({ field, cell, store, values: new Ints() })),
    );
    this.columnOf = new Int32Array(Math.max(0, ...this.columns.map(({ cell }) => cell)) + 1).fill(-1);
    this.columns.forEach(({ cell }, column) => {
      if (cell >= 0) this.columnOf[cell] = column;
    });
    this.ids = ids ? new RecordIds() : null;
  }

  read({ bytes, starts }: RecordPage): void {
    const { columns, columnOf, stores, ids, chars, hashes } = this;
    for (let record = 0; record < starts.length; record++) {
      let at = starts[record]!;
      for (let cell = 0; cell < columnOf.length; cell++) {
        const length = cellLength(bytes, at);
        const [from, to] = [at + 4, at + 4 + Math.max(0, length)];
        at = to;
        if (cell === 0) {
          ids?.push(bytes, from, to);
          continue;
        }
        if (columnOf[cell]! < 0) continue;
        const { field, store, values } = columns[columnOf[cell]!]!;
        const data = chars.decode(bytes, from, to);
        values.push(length <= 0 ? -1 : stores[store]!.addChars(data, chars.length));
        if (field === FIRST_FIELD) hashes.push(hashChars(data, 0, chars.length));
      }
    }
    this.count += starts.length;
    for (const { field, cell, values } of this.columns)
      while (cell < 0 && values.length < this.count) {
        values.push(-1);
        if (field === FIRST_FIELD) hashes.push(hashChars(chars.data, 0, 0));
      }
  }

  result(): ReadColumns {
    const { count, hashes } = this;
    return {
      count,
      stores: this.stores.map((store) => store.state()),
      columns: this.columns.map(({ field, store, values }) => ({ field, store, values: values.view() })),
      hashes: this.columns.some(({ field }) => field === FIRST_FIELD) ? hashes.view() : null,
      ids: this.ids?.state() ?? null,
    };
  }
}

/** What a field costs to read, by kind. */
const COST: Readonly<Record<FieldKind, number>> = { name: 5, id: 3, phone: 3, text: 3, date: 2, category: 2 };
const COST_OF_IDS = 2;

/** Shares the fields among so many threads, the costliest first, each to the thread that has least to do. */
export function shareFields(stores: readonly StoreTask[], threads: number): ReaderTask[] {
  const tasks = Array.from({ length: threads }, () => ({ stores: [] as StoreTask[], ids: false, cost: 0 }));
  const idlest = () => tasks.reduce((best, task) => (task.cost < best.cost ? task : best));
  const costOf = ({ kind, fields }: StoreTask): number =>
    COST[kind] * fields.filter(({ cell }) => cell >= 0).length;
  for (const store of stores.toSorted((a, b) => costOf(b) - costOf(a))) {
    const task = idlest();
    task.stores.push(store);
    task.cost += costOf(store);
  }
  const task = idlest();
  task.ids = true;
  task.cost += COST_OF_IDS;
  return tasks;
}
