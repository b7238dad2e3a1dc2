/**
 * Writes our answers into the XML of one sheet as it streams by: only the rows of people, the heading of an added
 * column and the link to the comments differ; everything else goes through as it came.
 */

import { AppError } from '../../kernel/app-error.ts';
import { attribute } from '../read/xml.ts';
import { columnLetter } from '../workbook.ts';
import type { CellStyles } from './patch-styles.ts';
import { columnIndex, type RowResult, type SheetResults } from './row-results.ts';

export type SheetPatch = Readonly<{
  results: SheetResults;
  /** Zero-based column of our answer; null: no place for it. */
  column: number | null;
  /** True when the column is ours: heading and width are written too. */
  added: boolean;
  styles: CellStyles | null;
  /** Id of the relation to the drawing of the comments when it is to be linked; null when it stands already or there is none. */
  drawingId: string | null;
}>;

const COLUMN_WIDTH = 60;
const MOST_TAIL = 64 * 2 ** 20;
// What may follow the legacy drawing in a worksheet (ECMA-376 part 1, 18.3.1.99).
const AFTER_DRAWING =
  /<(?:\w+:)?(?:legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst|AlternateContent)[\s>/]/;

export const escapeXml = (text: string): string =>
  text
    .replace(/[^\t\n\r -\ufffd]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

/** The sheet with the answers in it. Throws `file_damaged` when a row never ends. */
export async function* patchSheet(chunks: AsyncIterable<Buffer>, patch: SheetPatch): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let buffer = '';
  let stage: 'head' | 'rows' | 'tail' = 'head';
  let last = 0;
  let prefix = '';
  for await (const chunk of chunks) {
    buffer += decoder.decode(chunk, { stream: true });
    if (stage === 'head') {
      const start = /<(\w+:)?sheetData(?:\s[^>]*)?(\/?)>/.exec(buffer);
      if (start === null) continue;
      prefix = start[1] ?? '';
      const end = start.index + start[0].length;
      yield Buffer.from(withWidth(buffer.slice(0, start.index), prefix, patch) + start[0]);
      buffer = buffer.slice(end);
      stage = start[2] === '/' ? 'tail' : 'rows';
    }
    if (stage === 'rows') {
      let out = '';
      let at = 0;
      const close = buffer.indexOf(`</${prefix}sheetData>`);
      for (;;) {
        const row = findRow(buffer, at, prefix);
        if (row === null || (close >= 0 && close < row.start)) {
          if (close >= 0) {
            out += buffer.slice(at, close);
            at = close;
            stage = 'tail';
          }
          break;
        }
        if (row.end === null) break;
        const stated = attribute(row.tag, 'r');
        last = stated === undefined ? last + 1 : Number(stated);
        out += buffer.slice(at, row.start);
        out += patchRow(row.tag, row.inner, last, prefix, patch);
        at = row.end;
      }
      buffer = buffer.slice(at);
      if (out !== '') yield Buffer.from(out);
    }
    if (buffer.length > MOST_TAIL) throw new AppError('file_too_large', 'too-large', { part: 'sheet' });
  }
  buffer += decoder.decode();
  if (stage !== 'tail') throw new AppError('file_damaged', 'invalid', { part: 'sheet' });
  yield Buffer.from(patch.drawingId === null ? buffer : withDrawing(buffer, prefix, patch.drawingId));
}

type FoundRow = { start: number; end: number | null; tag: string; inner: string | null };

function findRow(buffer: string, from: number, prefix: string): FoundRow | null {
  const open = `<${prefix}row`;
  let start = buffer.indexOf(open, from);
  while (start >= 0 && !/[\s>/]/.test(buffer[start + open.length] ?? '')) {
    if (start + open.length >= buffer.length) return { start, end: null, tag: '', inner: null };
    start = buffer.indexOf(open, start + 1);
  }
  if (start < 0) return null;
  const end = buffer.indexOf('>', start);
  if (end < 0) return { start, end: null, tag: '', inner: null };
  const tag = buffer.slice(start, end + 1);
  if (tag.endsWith('/>')) return { start, end: end + 1, tag, inner: null };
  const close = `</${prefix}row>`;
  const finish = buffer.indexOf(close, end);
  return finish < 0
    ? { start, end: null, tag, inner: null }
    : { start, end: finish + close.length, tag, inner: buffer.slice(end + 1, finish) };
}

type CellXml = { column: number; xml: string; stated: boolean };

/** The cells of a row with what stands between them kept at the cell before; null when the row has none. */
function cellsOf(inner: string, prefix: string): { lead: string; cells: CellXml[] } {
  const pattern = new RegExp(`<${prefix}c(?:\\s[^>]*?)?(?:/>|>[\\s\\S]*?</${prefix}c>)`, 'g');
  const cells: CellXml[] = [];
  let lead = '';
  let end = 0;
  let column = -1;
  for (const match of inner.matchAll(pattern)) {
    const between = inner.slice(end, match.index);
    if (cells.length === 0) lead = between;
    else cells.at(-1)!.xml += between;
    const reference = attribute(match[0].slice(0, match[0].indexOf('>') + 1), 'r');
    column = reference === undefined ? column + 1 : columnIndex(/^[A-Z]+/i.exec(reference)![0].toUpperCase());
    cells.push({ column, xml: match[0], stated: reference !== undefined });
    end = match.index + match[0].length;
  }
  if (cells.length > 0) cells.at(-1)!.xml += inner.slice(end);
  else lead = inner;
  return { lead, cells };
}

const styleOf = (cell: string): number => Number(attribute(cell.slice(0, cell.indexOf('>') + 1), 's') ?? 0);

function withStyle(cell: string, style: number): string {
  const end = cell.indexOf('>');
  const closed = cell[end - 1] === '/';
  const tag = cell.slice(0, closed ? end - 1 : end).replace(/\ss\s*=\s*("[^"]*"|'[^']*')/, '');
  return `${tag.trimEnd()}${style === 0 ? '' : ` s="${style}"`}${cell.slice(closed ? end - 1 : end)}`;
}

function patchRow(tag: string, inner: string | null, row: number, prefix: string, patch: SheetPatch): string {
  const result = patch.results.rows.get(row);
  const heading = patch.added && patch.results.headingRow === row;
  if (result === undefined && !heading) return inner === null ? tag : `${tag}${inner}</${prefix}row>`;
  const { lead, cells } = cellsOf(inner ?? '', prefix);
  if (result !== undefined) markCells(cells, result, row, prefix, patch.styles);
  if (patch.column !== null) {
    const before = cells.find(({ column }) => column === patch.column)?.xml;
    const style = before !== undefined ? styleOf(before) : heading ? styleOf(cells.at(-1)?.xml ?? '<c>') : 0;
    const text = heading ? patch.results.heading : result!.text.replaceAll('\n', ' | ');
    // A formula of the user's is his: it stays, and our words stand in the comments.
    if (before === undefined || !new RegExp(`<${prefix}f[\\s>/]`).test(before))
      put(
        cells,
        patch.column,
        `<${prefix}c r="${columnLetter(patch.column)}${row}"${style === 0 ? '' : ` s="${style}"`} t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${escapeXml(text)}</${prefix}t></${prefix}is></${prefix}c>`,
      );
  }
  const bare = tag.replace(/\sspans\s*=\s*("[^"]*"|'[^']*')/, '').replace(/\s*\/>$/, '>');
  return `${bare}${lead}${cells.map(({ xml }) => xml).join('')}</${prefix}row>`;
}

function markCells(
  cells: CellXml[],
  result: RowResult,
  row: number,
  prefix: string,
  styles: CellStyles | null,
): void {
  if (styles === null) return;
  for (const cell of cells) {
    const mark = result.cells.get(cell.column);
    const now = styleOf(cell.xml);
    const next = mark === undefined ? styles.cleared(now) : styles.marked(now, mark.severity);
    if (next !== now) cell.xml = withStyle(cell.xml, next);
  }
  for (const [column, { severity }] of result.cells)
    if (!cells.some((cell) => cell.column === column))
      put(cells, column, `<${prefix}c r="${columnLetter(column)}${row}" s="${styles.marked(0, severity)}"/>`);
}

/** Puts a cell in its place. A cell whose place is told only by its neighbour may not get a new neighbour before it. */
function put(cells: CellXml[], column: number, xml: string): void {
  const at = cells.findIndex((cell) => cell.column >= column);
  if (at < 0) cells.push({ column, xml, stated: true });
  else if (cells[at]!.column === column) cells[at] = { column, xml, stated: cells[at]!.stated };
  else if (cells[at]!.stated) cells.splice(at, 0, { column, xml, stated: true });
}

function withWidth(head: string, prefix: string, { added, column }: SheetPatch): string {
  if (!added || column === null) return head;
  const col = `<${prefix}col min="${column + 1}" max="${column + 1}" width="${COLUMN_WIDTH}" customWidth="1"/>`;
  const cols = new RegExp(`</${prefix}cols>`).exec(head);
  if (cols === null) return `${head}<${prefix}cols>${col}</${prefix}cols>`;
  const taken = [...head.slice(0, cols.index).matchAll(new RegExp(`<${prefix}col\\s[^>]*>`, 'g'))].some(
    ([tag]) => Number(attribute(tag, 'max')) > column,
  );
  return taken ? head : `${head.slice(0, cols.index)}${col}${head.slice(cols.index)}`;
}

function withDrawing(tail: string, prefix: string, id: string): string {
  const at = AFTER_DRAWING.exec(tail)?.index ?? tail.search(new RegExp(`</${prefix}worksheet>`));
  const link = `<${prefix}legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="${id}"/>`;
  return `${tail.slice(0, at)}${link}${tail.slice(at)}`;
}
