import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import XLSX from '@e965/xlsx';
import type { Cell, ReadLimits, SheetRow } from '../workbook.ts';
import type { XlsAnswer } from './xls.ts';

const { path, limits } = workerData as { path: string; limits: ReadLimits };

function cellOf(cell: XLSX.CellObject): Cell {
  if (cell.t === 'n') {
    const value = cell.v as number;
    const format = typeof cell.z === 'string' ? cell.z : '';
    if (format !== '' && XLSX.SSF.is_date(format)) return { serial: value };
    return /^0{2,}$/.test(format) && Number.isInteger(value)
      ? { num: value, text: String(value).padStart(format.length, '0') }
      : value;
  }
  if (cell.t === 's') return (cell.v as string) || null;
  if (cell.t === 'b') return cell.v as boolean;
  if (cell.t === 'e') return { error: cell.w ?? '#ERR' };
  return null;
}

function read(): XlsAnswer {
  const bytes = readFileSync(path);
  // An encrypted workbook is an OLE2 file whose streams carry these names in UTF-16.
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) return { code: 'file_encrypted' };
  const workbook = XLSX.read(bytes, {
    raw: true,
    cellNF: true,
    cellHTML: false,
    cellFormula: false,
    dense: false,
  });
  if (workbook.vbaraw !== undefined) return { code: 'file_has_macros' };
  return {
    sheets: workbook.SheetNames.map((name, index) => {
      const sheet = workbook.Sheets[name]!;
      const rows = new Map<number, Cell[]>();
      for (const key of Object.keys(sheet)) {
        if (key.startsWith('!')) continue;
        const { r, c } = XLSX.utils.decode_cell(key);
        if (c >= limits.maxColumns) continue;
        const value = cellOf(sheet[key] as XLSX.CellObject);
        if (value === null) continue;
        const cells = rows.get(r) ?? [];
        while (cells.length < c) cells.push(null);
        cells[c] = value;
        rows.set(r, cells);
      }
      const sorted: SheetRow[] = [...rows]
        .sort(([a], [b]) => a - b)
        .map(([r, cells]) => ({ row: r + 1, cells: Array.from(cells, (cell) => cell ?? null) }));
      const hidden = (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
      return {
        info: { index, name, state: hidden ? ('hidden' as const) : ('visible' as const) },
        rows: sorted,
        merges: (sheet['!merges'] ?? []).map(({ s, e }) => ({
          firstRow: s.r + 1,
          firstColumn: s.c,
          lastRow: e.r + 1,
          lastColumn: e.c,
        })),
      };
    }),
  };
}

let answer: XlsAnswer;
try {
  answer = read();
} catch (error) {
  const told = String(error);
  answer = {
    code: /password-protected/i.test(told)
      ? 'file_encrypted'
      : /could not find <table>/i.test(told)
        ? 'file_wrong_type'
        : 'file_damaged',
  };
}
parentPort!.postMessage(answer);
