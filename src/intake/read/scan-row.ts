/**
 * One row of a sheet in the shape in which Excel, LibreOffice and Google Sheets write nearly all of them, read straight from
 * its bytes: no text is made but that of the cells. Whatever looks otherwise (prefixed tags, rich text, a damaged value …)
 * is not judged here but left to the careful reader of xlsx.ts; a property test holds the two together.
 */
import type { Cell } from '../workbook.ts';
import { TextCache } from './text-cache.ts';

/** What a cell's style says of its number: shown as a date, or with so many leading zeros. */
export type Style = Readonly<{ date: boolean; zeros: number }>;

export type CellContext = Readonly<{
  /** Text of a shared string; undefined when there is no such string. */
  shared: (index: number) => string | undefined;
  styles: readonly Style[];
  date1904: boolean;
  maxColumns: number;
  maxCellChars: number;
}>;

const [SPACE, QUOTE, AMPERSAND, SLASH, ZERO, LESS, EQUALS, GREATER, UNDERSCORE] = [
  32, 34, 38, 47, 48, 60, 61, 62, 95,
] as const;
const [A, UPPER_S, Z, LOWER_A, LOWER_Z] = [65, 83, 90, 97, 122] as const;
const [B, C, F, I, N, O, R, S, T, V, W, X] = [
  98, 99, 102, 105, 110, 111, 114, 115, 116, 118, 119, 120,
] as const;
// The bytes end in so many zeros (see PlainElements): looking ahead stays inside.
const LOOK_AHEAD = 16;
const POWERS = Array.from({ length: 16 }, (_, i) => 10 ** i);

const [NUMBER, SHARED, STRING, INLINE, BOOLEAN] = [0, 1, 2, 3, 4] as const;
type Type = 0 | 1 | 2 | 3 | 4;

/**
 * The cells from `start` (after the row's start tag) on, and the place of its end tag; null when the row is cut off or not
 * of the plain shape, which says nothing of its being right or wrong.
 */
export function scanRow(
  bytes: Buffer,
  start: number,
  context: CellContext,
): { cells: Cell[]; end: number } | null {
  const end = bytes.length - LOOK_AHEAD;
  const cells: Cell[] = [];
  let column = -1;
  let at = start;
  for (;;) {
    while (at < end && bytes[at]! <= SPACE) at++;
    if (bytes[at] !== LESS) return null;
    if (bytes[at + 1] === SLASH) return endsRow(bytes, at) ? { cells, end: at } : null;
    if (bytes[at + 1] !== C) return null;
    at += 2;
    if (bytes[at]! > SPACE && bytes[at] !== GREATER && bytes[at] !== SLASH) return null;

    column++;
    let style = -1;
    let type: Type = NUMBER;
    let empty = false;
    for (;;) {
      const first = bytes[at]!;
      if (first <= SPACE) {
        // Beyond the end are zeros; beyond those a look would make this function slow for good.
        if (at >= end) return null;
        at++;
        continue;
      }
      if (first === GREATER) {
        at++;
        break;
      }
      if (first === SLASH) {
        if (bytes[at + 1] !== GREATER) return null;
        empty = true;
        at += 2;
        break;
      }
      const name = at;
      while (at < end && bytes[at] !== EQUALS) at++;
      if (bytes[at + 1] !== QUOTE) return null;
      const length = at - name;
      at += 2;
      const value = at;
      while (at < end && bytes[at] !== QUOTE) at++;
      if (at >= end) return null;
      if (length === 1) {
        if (first === R) column = columnAt(bytes, value);
        else if (first === S) style = digitsAt(bytes, value, at);
        else if (first === T) {
          const known = typeAt(bytes, value, at);
          if (known === null) return null;
          type = known;
        }
      }
      at++;
    }
    if (column < 0) return null;
    if (empty) continue;
    if (column >= context.maxColumns) return null;

    if (bytes[at] === LESS && bytes[at + 1] === F) {
      at = afterFormula(bytes, at + 2, end);
      if (at < 0) return null;
    }
    let value: Cell = null;
    if (bytes[at] === LESS && bytes[at + 1] === V && bytes[at + 2] === GREATER) {
      at += 3;
      const from = at;
      while (at < end && bytes[at] !== LESS) at++;
      if (!closes(bytes, at, V)) return null;
      if (type === NUMBER) {
        const number = numberAt(bytes, from, at);
        if (number === null) return null;
        value = styled(number, context.styles[style], context.date1904);
      } else if (type === SHARED) {
        const text = context.shared(digitsAt(bytes, from, at));
        if (text === undefined) return null;
        value = text === '' ? null : text;
      } else if (type === STRING) {
        value = textAt(bytes, from, at);
        if (value === null && from !== at) return null;
      } else if (type === BOOLEAN && at - from === 1) value = bytes[from] === ZERO + 1;
      else return null;
      at += 4;
    } else if (type === INLINE) {
      const from = afterInlineStart(bytes, at);
      if (from < 0) return null;
      at = from;
      while (at < end && bytes[at] !== LESS) at++;
      if (!closes(bytes, at, T)) return null;
      value = textAt(bytes, from, at);
      if (value === null && from !== at) return null;
      at += 4;
      if (bytes[at] !== LESS || bytes[at + 1] !== SLASH || bytes[at + 2] !== I || bytes[at + 3] !== S)
        return null;
      at += 5;
    }
    if (!closes(bytes, at, C)) return null;
    at += 4;
    if (value === null) continue;
    if (typeof value === 'string' && value.length > context.maxCellChars) return null;
    while (cells.length < column) cells.push(null);
    cells[column] = value;
  }
}

const endsRow = (bytes: Buffer, at: number): boolean =>
  bytes[at + 2] === R && bytes[at + 3] === O && bytes[at + 4] === W && bytes[at + 5] === GREATER;

/** `</x>` at the place. */
const closes = (bytes: Buffer, at: number, letter: number): boolean =>
  bytes[at] === LESS && bytes[at + 1] === SLASH && bytes[at + 2] === letter && bytes[at + 3] === GREATER;

/** Column of a reference such as `AB12`, from 0; -1 without letters. */
function columnAt(bytes: Buffer, from: number): number {
  let column = 0;
  for (let at = from; ; at++) {
    const code = bytes[at]!;
    if (code >= A && code <= Z) column = column * 26 + code - A + 1;
    else if (code >= LOWER_A && code <= LOWER_Z) column = column * 26 + code - LOWER_A + 1;
    else return column - 1;
  }
}

/** A number of digits only; -1 for anything else. */
function digitsAt(bytes: Buffer, from: number, to: number): number {
  if (from === to || to - from > 9) return -1;
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

function typeAt(bytes: Buffer, from: number, to: number): Type | null {
  const first = bytes[from];
  if (to - from === 1) return first === S ? SHARED : first === B ? BOOLEAN : first === N ? NUMBER : null;
  if (to - from === 3) return first === S && bytes[from + 1] === T && bytes[from + 2] === R ? STRING : null;
  return to - from === 9 && first === I && bytes[from + 6] === UPPER_S ? INLINE : null;
}

/** Up to 15 digits with a point are an exact integer over an exact power of ten: one rounding, as `Number` does it. */
function numberAt(bytes: Buffer, from: number, to: number): number | null {
  let at = from;
  const negative = bytes[at] === 45;
  if (negative) at++;
  let number = 0;
  let digits = 0;
  let point = -1;
  for (; at < to; at++) {
    const code = bytes[at]!;
    if (code === 46 && point < 0) point = digits;
    else if (code >= ZERO && code <= ZERO + 9) {
      number = number * 10 + code - ZERO;
      digits++;
    } else break;
  }
  if (at === to && digits > 0 && digits <= 15) {
    if (point >= 0) number /= POWERS[digits - point]!;
    return negative ? -number : number;
  }
  const text = bytes.toString('latin1', from, to);
  const slow = Number(text);
  return Number.isNaN(slow) || text.trim() === '' ? null : slow;
}

const texts = new TextCache();

/** Plain text; null when it is empty or holds what must be decoded (entities, `_xHHHH_`). */
function textAt(bytes: Buffer, from: number, to: number): string | null {
  let hash = 0;
  for (let at = from; at < to; at++) {
    const code = bytes[at]!;
    if (code === AMPERSAND || (code === UNDERSCORE && bytes[at + 1] === X)) return null;
    hash = (Math.imul(hash, 31) + code) | 0;
  }
  return from === to ? null : texts.text(bytes, from, to, hash);
}

/** Where a formula ends whose `<f` ended before `at`; -1 when it is not plain. Its text has no `<`: XML escapes it. */
function afterFormula(bytes: Buffer, at: number, end: number): number {
  let place = at;
  while (place < end && bytes[place] !== GREATER) place++;
  if (bytes[place - 1] === SLASH) return place + 1;
  while (place < end && bytes[place] !== LESS) place++;
  return closes(bytes, place, F) ? place + 4 : -1;
}

/** Where the text of `<is><t>` or `<is><t xml:space="preserve">` starts; -1 when something else stands there. */
function afterInlineStart(bytes: Buffer, at: number): number {
  if (bytes[at] !== LESS || bytes[at + 1] !== I || bytes[at + 2] !== S || bytes[at + 3] !== GREATER)
    return -1;
  if (bytes[at + 4] !== LESS || bytes[at + 5] !== T) return -1;
  if (bytes[at + 6] === GREATER) return at + 7;
  if (bytes[at + 6] !== SPACE) return -1;
  const open = bytes.indexOf(GREATER, at + 6);
  return open < 0 || bytes[open - 1] === SLASH ? -1 : open + 1;
}

/** A number as its cell shows it: a date, a number with leading zeros, or itself. */
export function styled(number: number, style: Style | undefined, date1904: boolean): Cell {
  if (style === undefined) return number;
  if (style.date) return { serial: date1904 ? number + 1462 : number };
  if (style.zeros > 0 && Number.isInteger(number))
    return { num: number, text: String(number).padStart(style.zeros, '0') };
  return number;
}
