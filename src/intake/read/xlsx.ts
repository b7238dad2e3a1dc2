/**
 * Our own streaming .xlsx reader: what intake exists for, and every library tried lost or altered data (see
 * docs/decisions/xlsx-reader.md). Rows come in file order; a damaged sheet ends in an error, never in silence.
 */
import { AppError } from '../../kernel/app-error.ts';
import type { Cell, MergedRange, ReadLimits, SheetRow, Workbook } from '../workbook.ts';
import { PlainElements } from './plain-elements.ts';
import { type CellContext, type Style, scanRow, styled } from './scan-row.ts';
import { readSharedStrings, SharedStrings } from './shared-strings.ts';
import { tags, workbookParts } from './xlsx-parts.ts';
import { attribute, decodeText, elements } from './xml.ts';
import { entryBytes, entryText, openZip, type ZipFile } from './zip.ts';

// Built-in number formats that show dates or times (ECMA-376 part 1, 18.8.30), East Asian ones included.
const DATE_FORMATS = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54,
  55, 56, 57, 58,
]);
const BATCH = 512;
const MAX_MERGES = 500_000;

// Excel's own limit for a format: what is longer is none, and would only be searched at length.
const MAX_FORMAT = 255;
const isDateFormat = (code: string): boolean =>
  code.length <= MAX_FORMAT && /[dmyhs]/i.test(code.replace(/\[[^\]]*\]|"[^"]*"|\\./g, ''));

async function readStyles(zip: ZipFile, part: string | undefined): Promise<Style[]> {
  if (part === undefined) return [];
  const xml = await entryText(zip, part);
  const codes = new Map(
    tags(xml, 'numFmt').map((tag) => [
      Number(attribute(tag, 'numFmtId')),
      decodeText(attribute(tag, 'formatCode') ?? ''),
    ]),
  );
  const start = xml.search(/<(?:\w+:)?cellXfs[\s>]/);
  const list = start < 0 ? '' : xml.slice(start);
  return tags(list.slice(0, Math.max(0, list.search(/<\/(?:\w+:)?cellXfs>/))), 'xf').map((tag) => {
    const id = Number(attribute(tag, 'numFmtId') ?? 0);
    const code = codes.get(id);
    return {
      date: code === undefined ? DATE_FORMATS.has(id) : isDateFormat(code),
      zeros: code !== undefined && /^0{2,}$/.test(code) ? code.length : 0,
    };
  });
}

/** Text of a shared or inline string: its runs, without phonetic guides. */
function stringOf(inner: string): string {
  const body = inner.includes('rPh') ? withoutGuides(inner) : inner;
  let text = '';
  for (let at = 0; ; ) {
    const match = nextText(body, at);
    if (match === null) return decodeText(text);
    text += match.text;
    at = match.end;
  }
}

/** Without phonetic guides; one that never ends is left, for the search to end too. */
function withoutGuides(inner: string): string {
  const open = /<(?:\w{1,12}:)?rPh[\s>]/g;
  const close = /<\/(?:\w{1,12}:)?rPh>/g;
  let text = '';
  let at = 0;
  for (;;) {
    open.lastIndex = at;
    const start = open.exec(inner);
    if (start === null) return text + inner.slice(at);
    close.lastIndex = open.lastIndex;
    if (close.exec(inner) === null) return text + inner.slice(at);
    text += inner.slice(at, start.index);
    at = close.lastIndex;
  }
}

function nextText(body: string, from: number): { text: string; end: number } | null {
  for (let at = body.indexOf('t', from); at >= 0; at = body.indexOf('t', at + 1)) {
    const before = body[at - 1];
    const after = body[at + 1];
    if ((before !== '<' && before !== ':') || (after !== '>' && after !== ' ' && after !== '/')) continue;
    const open = body.indexOf('>', at);
    if (body[open - 1] === '/') return { text: '', end: open + 1 };
    const end = body.indexOf(before === '<' ? '</t>' : ':t>', open);
    if (end < 0) return null;
    return { text: body.slice(open + 1, before === '<' ? end : body.lastIndexOf('</', end)), end: end + 4 };
  }
  return null;
}

/** Opens an .xlsx (or .xlsx under another name). Throws the `file_…` errors of workbook.ts. */
export async function openXlsx(path: string, limits: ReadLimits): Promise<Workbook> {
  const zip = await openZip(path, limits);
  try {
    const { sheets, date1904, stylesPart, stringsPart } = await workbookParts(zip);
    const styles = await readStyles(zip, stylesPart);
    let shared: Promise<SharedStrings> | null = null;
    const strings: Strings = () =>
      (shared ??=
        stringsPart === undefined
          ? Promise.resolve(new SharedStrings())
          : readSharedStrings(() => entryBytes(zip, stringsPart), stringsPart, stringOf));
    return {
      format: 'xlsx',
      encoding: null,
      sheets: sheets.map(({ info }) => info),
      rows: (index) => readRows(zip, sheets[index]!.part, strings, styles, date1904, limits),
      merges: (index) => readMerges(zip, sheets[index]!.part),
      close: () => zip.close(),
    };
  } catch (error) {
    await zip.close();
    throw error;
  }
}

type Strings = () => Promise<SharedStrings>;

async function* readRows(
  zip: ZipFile,
  part: string,
  loadStrings: Strings,
  styles: readonly Style[],
  date1904: boolean,
  limits: ReadLimits,
): AsyncGenerator<readonly SheetRow[]> {
  const strings = await loadStrings();
  const deadline = Date.now() + limits.maxMilliseconds;
  const context: CellContext = {
    shared: (index) => strings.text(index),
    styles,
    date1904,
    maxColumns: limits.maxColumns,
    maxCellChars: limits.maxCellChars,
  };
  let last = 0;
  let batch: SheetRow[] = [];
  const number = (tag: string): number => {
    const stated = attribute(tag, 'r');
    const row = stated === undefined ? last + 1 : Number(stated);
    if (!Number.isInteger(row) || row <= last)
      throw new AppError('file_damaged', 'invalid', { part, row: last });
    if (row > limits.maxRows) throw new AppError('file_too_many_rows', 'too-large', { rows: limits.maxRows });
    last = row;
    return row;
  };
  const put = (row: number, cells: Cell[]): void => {
    if (cells.length > 0) batch.push({ row, cells });
  };
  const plain = new PlainElements('row', 'worksheet', part, {
    scan(bytes, start, from) {
      const found = scanRow(bytes, from, context);
      if (found === null) return -1;
      put(number(bytes.toString('latin1', start, from)), found.cells);
      return found.end;
    },
    take(bytes, start, from, to) {
      const row = number(bytes.toString('latin1', start, from));
      put(row, readCells(bytes.toString('utf8', from, to), context, row));
    },
  });
  for await (const chunk of entryBytes(zip, part)) {
    const fits = plain.push(chunk);
    if (Date.now() > deadline) throw new AppError('file_timeout', 'too-large');
    if (batch.length > 0) yield batch;
    batch = [];
    if (!fits) break;
  }
  if (plain.whole()) return;

  // Not plain, or cut: read again by the careful way, which tells the one from the other; what was given stays given.
  const given = last;
  last = 0;
  for await (const [tag, inner] of elements(entryBytes(zip, part), 'row', 'worksheet', part)) {
    const row = number(tag);
    if (row <= given) continue;
    put(row, readCells(inner, context, row));
    if (batch.length < BATCH) continue;
    if (Date.now() > deadline) throw new AppError('file_timeout', 'too-large');
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The cells of a row of any legal shape, from its text: the careful way beside `scanRow`. */
export function readCells(inner: string, context: CellContext, row: number): Cell[] {
  const cells: Cell[] = [];
  let column = -1;
  for (let at = 0; ; ) {
    let start = inner.indexOf('<', at);
    if (start < 0) break;
    // Either "<c" or "<x:c"; comments and extensions between cells are stepped over.
    const named = /^(\w{1,12}:)?c/.exec(inner.slice(start + 1, start + 15));
    if (named === null) {
      const skip = inner.indexOf('>', start);
      if (skip < 0) break;
      at = skip + 1;
      continue;
    }
    const prefix = named[1] ?? '';
    start += 1 + prefix.length;
    const end = inner.indexOf('>', start);
    if (end < 0) break;
    const tag = inner.slice(start, end + 1);
    if (tag.charCodeAt(1) > 32 && tag[1] !== '>' && tag[1] !== '/') {
      at = end + 1;
      continue;
    }
    const reference = attribute(tag, 'r');
    column = reference === undefined ? column + 1 : columnOf(reference);
    if (column >= context.maxColumns) {
      // Far-right formatting without content is common; content there is not a list.
      if (inner.charCodeAt(end - 1) === 47) {
        at = end + 1;
        continue;
      }
      throw new AppError('file_too_many_columns', 'too-large', { row, columns: context.maxColumns });
    }
    if (inner.charCodeAt(end - 1) === 47) {
      at = end + 1;
      continue;
    }
    const close = inner.indexOf(`</${prefix}c>`, end);
    if (close < 0) throw new AppError('file_damaged', 'invalid', { row });
    const value = readValue(tag, inner.slice(end + 1, close), context, row);
    at = close + 4 + prefix.length;
    if (value === null) continue;
    if (typeof value === 'string' && value.length > context.maxCellChars)
      throw new AppError('file_too_large', 'too-large', { row });
    while (cells.length < column) cells.push(null);
    cells[column] = value;
  }
  return cells;
}

function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i);
    if (code >= 65 && code <= 90) column = column * 26 + code - 64;
    else if (code >= 97 && code <= 122) column = column * 26 + code - 96;
    else break;
  }
  return column - 1;
}

function readValue(tag: string, body: string, context: CellContext, row: number): Cell {
  const type = attribute(tag, 't');
  if (type === 'inlineStr') return stringOf(body) || null;
  let open = body.indexOf('<v');
  let closing = '</v>';
  if (open < 0) {
    open = body.search(/<\w+:v[\s>]/);
    if (open < 0) return null;
    closing = `</${body.slice(open + 1, body.indexOf(':', open))}:v>`;
  }
  const start = body.indexOf('>', open);
  if (body.charCodeAt(start - 1) === 47) return null;
  const end = body.indexOf(closing, start);
  if (end < 0) throw new AppError('file_damaged', 'invalid', { row });
  const raw = body.slice(start + 1, end);
  if (type === 's') {
    const text = context.shared(Number(raw));
    if (text === undefined) throw new AppError('file_damaged', 'invalid', { row });
    return text === '' ? null : text;
  }
  if (type === 'str') return decodeText(raw) || null;
  if (type === 'b') return raw.trim() === '1';
  if (type === 'e') return { error: decodeText(raw) };
  if (type === 'd') return { iso: raw.trim() };
  if (raw.trim() === '') return null;
  const number = Number(raw);
  if (Number.isNaN(number)) throw new AppError('file_damaged', 'invalid', { row });
  return styled(number, context.styles[Number(attribute(tag, 's') ?? -1)], context.date1904);
}

async function readMerges(zip: ZipFile, part: string): Promise<MergedRange[]> {
  let merges: MergedRange[] = [];
  const take = (tag: string): void => {
    const match = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(attribute(tag, 'ref') ?? '');
    if (merges.length >= MAX_MERGES) throw new AppError('file_too_large', 'too-large', { part });
    if (match)
      merges.push({
        firstColumn: columnOf(match[1]!),
        firstRow: Number(match[2]),
        lastColumn: columnOf(match[3]!),
        lastRow: Number(match[4]),
      });
  };
  const plain = new PlainElements('mergeCell', 'worksheet', part, {
    scan: () => -1,
    take: (bytes, start, from) => take(bytes.toString('latin1', start, from)),
  });
  for await (const chunk of entryBytes(zip, part)) if (!plain.push(chunk)) break;
  if (plain.whole()) return merges;
  merges = [];
  for await (const [tag] of elements(entryBytes(zip, part), 'mergeCell', 'worksheet', part)) take(tag);
  return merges;
}
