import type { Tx } from '../platform/database.ts';
import type { ListEdition } from './list-edition.ts';
import type { OldRow } from './recognise-rows.ts';

type Replaced = Readonly<{ id: string; rows: readonly OldRow[]; personIds: readonly string[] }>;

/** The file's own name without what a download or a hand-back adds: "ds (2).xlsx", "ds_ket-qua.xlsx" → "ds". */
const stem = (fileName: string): string =>
  fileName
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.[^.]+$/, '')
    .replace(/(\s*\(\d+\)|[-_ ]*(ket[-_ ]?qua|returned))+$/i, '')
    .toLowerCase();

// So much of the smaller list must be in both before the new one is taken for a corrected version of the old.
const SAME_LIST_SHARE = 0.3;

/**
 * The open edition that this one replaces: the one it shares its rows with; else, if both are complete, the latest
 * complete list of the same unit, kind and source; else one of the same file name. Null when it stands beside them.
 */
export async function findReplacedEdition(
  tx: Tx,
  edition: ListEdition,
  hashes: readonly string[],
): Promise<Replaced | null> {
  if (edition.continues !== undefined)
    return edition.continues === null ? null : withRows(tx, edition.continues);
  const open = await tx.query<{
    id: string;
    file_name: string;
    complete: boolean;
    rows: number;
    shared: number;
  }>(
    `SELECT e.id, e.file_name, e.complete, count(r.id)::int AS rows, count(r.id) FILTER (WHERE r.row_hash = ANY($4::text[]))::int AS shared
     FROM app.list_edition e LEFT JOIN app.source_record r ON r.edition_id = e.id AND r.replaced_by IS NULL
     WHERE e.unit_id = $1 AND e.kind = $2 AND e.source = $3 AND e.superseded_by IS NULL AND e.file_sha256 NOT IN ('form', 'sheet')
     GROUP BY e.id, e.file_name, e.complete, e.loaded_at ORDER BY e.loaded_at DESC, e.id DESC`,
    [edition.unitId, edition.kind, edition.source, hashes],
  );
  const share = (row: { rows: number; shared: number }) =>
    row.shared / Math.max(1, Math.min(row.rows, hashes.length));
  const byRows = open.rows
    .filter((row) => share(row) >= SAME_LIST_SHARE)
    .sort((a, b) => share(b) - share(a))[0];
  const found =
    byRows ??
    (edition.complete ? open.rows.find(({ complete }) => complete) : undefined) ??
    open.rows.find((row) => stem(row.file_name) === stem(edition.fileName) && row.rows <= 50);
  return found === undefined ? null : withRows(tx, found.id);
}

async function withRows(tx: Tx, id: string): Promise<Replaced> {
  const { rows } = await tx.query<{
    id: string;
    row_hash: string;
    sheet: string;
    row_no: number;
    cells: { cells: (string | null)[] };
    person_id: string;
  }>(
    `SELECT r.id, r.row_hash, r.sheet, r.row_no, r.cells, l.person_id
     FROM app.source_record r
     CROSS JOIN LATERAL (SELECT person_id FROM app.person_link WHERE record_id = r.id AND superseded_at IS NULL OFFSET 0) l
     WHERE r.edition_id = $1 AND r.replaced_by IS NULL ORDER BY r.sheet, r.row_no`,
    [id],
  );
  return {
    id,
    rows: rows.map((row) => ({
      id: row.id,
      hash: row.row_hash,
      sheet: row.sheet,
      row: row.row_no,
      cells: row.cells.cells,
    })),
    personIds: [...new Set(rows.map(({ person_id }) => person_id))],
  };
}
