/** Columns → rows: what belongs to one record lies side by side, for pairs are compared record by record. */
export type InterleaveTask = Readonly<{
  columns: readonly (Int32Array | Uint32Array)[];
  /** Record of a column → its row; null where they are in one order. */
  place: Int32Array | null;
  /** Row-major, over shared memory. */
  rows: Int32Array | Uint32Array;
  /** Records of the columns to move. */
  from: number;
  to: number;
}>;

export function interleave({ columns, place, rows, from, to }: InterleaveTask): void {
  const width = columns.length;
  for (let i = from; i < to; i++) {
    const row = (place === null ? i : place[i]!) * width;
    for (let f = 0; f < width; f++) rows[row + f] = columns[f]![i]!;
  }
}
