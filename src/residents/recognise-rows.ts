/**
 * Which rows of a new edition are rows of the edition it replaces: the same row moved (equal content), or the same
 * row corrected (most of its cells equal). So a corrected, re-sorted, shortened or lengthened file changes only
 * what differs.
 */

export type OldRow = Readonly<{
  id: string;
  hash: string;
  sheet: string;
  row: number;
  cells: readonly (string | null)[];
}>;
export type NewRow = Readonly<{
  hash: string;
  sheet: string;
  row: number;
  cells: readonly (string | null)[];
}>;

export type Recognised = Readonly<{
  /** Per new row: the old row it is, and whether its content is the same; null for a row that is new. */
  rows: readonly ({ old: OldRow; same: boolean } | null)[];
  /** Old rows that the new edition has no more. */
  gone: readonly OldRow[];
}>;

// Half of the cells must be the same: a correction changes a cell or two, another person's row shares the village.
const SAME_SHARE = 0.5;
// A cell text found in more rows than this (a village, "Nam", a vaccine) does not point at a row.
const COMMON = 8;

const filled = (cells: readonly (string | null)[]): string[] =>
  cells.flatMap((cell) => (cell === null || cell.trim() === '' ? [] : [cell.trim()]));

function sharedCells(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  const bag = new Map<string, number>();
  for (const cell of filled(a)) bag.set(cell, (bag.get(cell) ?? 0) + 1);
  let shared = 0;
  for (const cell of filled(b)) {
    const left = bag.get(cell) ?? 0;
    if (left > 0) {
      shared++;
      bag.set(cell, left - 1);
    }
  }
  return shared;
}

/** Rows of a sheet that keeps its numbers: a row is the one that stood at its place. */
export function continueRows(oldRows: readonly OldRow[], newRows: readonly NewRow[]): Recognised {
  const left = new Map(oldRows.map((row) => [row.row, row]));
  const rows = newRows.map((row) => {
    const old = left.get(row.row);
    left.delete(row.row);
    return old === undefined ? null : { old, same: old.hash === row.hash };
  });
  return { rows, gone: [...left.values()] };
}

/** Pairs rows one to one; equal content first (nearest in file order), then the best corrected version. */
export function recogniseRows(oldRows: readonly OldRow[], newRows: readonly NewRow[]): Recognised {
  const result: ({ old: OldRow; same: boolean } | null)[] = new Array(newRows.length).fill(null);
  if (oldRows.length === 0) return { rows: result, gone: [] };
  const byHash = new Map<string, OldRow[]>();
  for (const old of oldRows) byHash.set(old.hash, [...(byHash.get(old.hash) ?? []), old]);
  const used = new Set<string>();
  newRows.forEach((row, index) => {
    const pool = byHash.get(row.hash);
    const old = pool?.shift();
    if (old === undefined) return;
    used.add(old.id);
    result[index] = { old, same: true };
  });

  const left = oldRows.filter(({ id }) => !used.has(id));
  const byCell = new Map<string, OldRow[]>();
  for (const old of left)
    for (const cell of new Set(filled(old.cells))) byCell.set(cell, [...(byCell.get(cell) ?? []), old]);
  newRows.forEach((row, index) => {
    if (result[index] !== null) return;
    const size = filled(row.cells).length;
    let best: { old: OldRow; share: number } | null = null;
    const seen = new Set<string>();
    for (const cell of new Set(filled(row.cells))) {
      const pointing = byCell.get(cell) ?? [];
      if (pointing.length > COMMON) continue;
      for (const old of pointing) {
        if (used.has(old.id) || seen.has(old.id)) continue;
        seen.add(old.id);
        const share = sharedCells(row.cells, old.cells) / Math.max(size, filled(old.cells).length);
        if (share >= SAME_SHARE && (best === null || share > best.share)) best = { old, share };
      }
    }
    if (best === null) return;
    used.add(best.old.id);
    result[index] = { old: best.old, same: false };
  });
  return { rows: result, gone: oldRows.filter(({ id }) => !used.has(id)) };
}
