/** Columns of numbers and dates, read by another thread: texts go there as one string, typed arrays come back. */
import { Worker } from 'node:worker_threads';
import type { DateOrder } from './read-value.ts';
import type { FieldKind } from './schema.ts';
import { type NumberState, ValueStore } from './value-store.ts';

/** Between the cells of a column; no list has it in a cell, and where one has, the column is read here. */
export const SEPARATOR = '\u0001';

export type FarColumn = Readonly<{ kind: FieldKind; order: DateOrder; texts: string; count: number }>;
/** Values by record, in the order of the texts; null when the texts could not be told apart. */
export type FarRead = Readonly<{ values: Int32Array; store: NumberState }> | null;

/** What the other thread does for one column. */
export function readColumn({ kind, order, texts, count }: FarColumn): FarRead {
  const cells = texts.split(SEPARATOR);
  if (cells.length !== count) return null;
  const store = new ValueStore(kind, order);
  const values = new Int32Array(new SharedArrayBuffer(Math.max(1, count) * 4));
  for (let i = 0; i < count; i++) values[i] = store.add(cells[i]!);
  return { values, store: store.numberState() };
}

export const readFar = (columns: readonly FarColumn[]): Promise<readonly FarRead[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./read-far-worker.ts', import.meta.url), { workerData: columns });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
