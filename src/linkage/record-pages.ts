/**
 * Records as bytes in shared memory, laid out as PostgreSQL's binary COPY lays out a row: each cell is its length in
 * four bytes, the highest first, -1 for nothing, and its text in UTF-8. So rows go from the server's socket to the
 * threads that read them without ever being objects. The first cell of a record is its id, the others its values.
 */
import type { LinkRecord } from './schema.ts';

export type RecordPage = Readonly<{
  /** Over shared memory. */
  bytes: Uint8Array;
  /** Record of the page → where its first cell begins. */
  starts: Int32Array;
}>;

const PAGE_BYTES = 4 << 20;
const MOST_RECORDS = 1 << 16;
const LENGTH_BYTES = 4;

/** Length of the cell that begins here, -1 for one that says nothing. */
export const cellLength = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;

/** Lays records out as pages. */
export function* pagesOf(records: readonly LinkRecord[]): Generator<RecordPage> {
  for (let from = 0; from < records.length; ) {
    const starts = new Int32Array(new SharedArrayBuffer(MOST_RECORDS * 4));
    let bytes = new Uint8Array(new SharedArrayBuffer(PAGE_BYTES));
    let [used, count] = [0, 0];
    while (from + count < records.length && count < MOST_RECORDS) {
      const { id, values } = records[from + count]!;
      const room = mostBytes(id) + values.reduce((sum, value) => sum + mostBytes(value), 0);
      if (used + room > bytes.length) {
        if (count > 0) break;
        bytes = new Uint8Array(new SharedArrayBuffer(room));
      }
      starts[count++] = used;
      used = writeCell(bytes, used, id);
      for (const value of values) used = writeCell(bytes, used, value);
    }
    yield { bytes, starts: starts.subarray(0, count) };
    from += count;
  }
}

/** A code unit takes three bytes at most. */
const mostBytes = (text: string | null): number => LENGTH_BYTES + (text === null ? 0 : text.length * 3);

function writeCell(bytes: Uint8Array, at: number, text: string | null): number {
  const end = text === null ? at + LENGTH_BYTES : encode(bytes, at + LENGTH_BYTES, text);
  const length = text === null ? -1 : end - at - LENGTH_BYTES;
  for (let i = 0; i < LENGTH_BYTES; i++) bytes[at + i] = length >> (24 - 8 * i);
  return end;
}

/** Cells are short: for those a loop is faster than a TextEncoder. */
function encode(bytes: Uint8Array, at: number, text: string): number {
  let end = at;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char < 0x80) bytes[end++] = char;
    else if (char < 0x800) {
      bytes[end++] = 0xc0 | (char >> 6);
      bytes[end++] = 0x80 | (char & 63);
    } else if (char < 0xd800 || char > 0xdfff) {
      bytes[end++] = 0xe0 | (char >> 12);
      bytes[end++] = 0x80 | ((char >> 6) & 63);
      bytes[end++] = 0x80 | (char & 63);
    } else {
      const point = text.isWellFormed() ? text.codePointAt(i++)! : 0xfffd;
      const encoded = new TextEncoder().encode(String.fromCodePoint(point));
      bytes.set(encoded, end);
      end += encoded.length;
    }
  }
  return end;
}
