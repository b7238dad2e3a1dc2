/**
 * A text list with our answer as one field of each row. Its own bytes stay as they are; in an encoding that has not
 * all letters (TCVN3, VNI, windows-1258) our words are written without accents, which every encoding has.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { detectDelimiter } from '../read/csv.ts';
import type { Workbook } from '../workbook.ts';
import type { SheetResults } from './row-results.ts';

type Script = Readonly<{
  /** Bytes of one character as far as quotes, delimiters and line breaks go. */
  unit: 1 | 2;
  code(bytes: Buffer, at: number): number;
  encode(text: string): Buffer;
}>;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Writes the answered copy of `path` to `target`; without results the copy is the file itself. */
export async function handBackCsv(
  path: string,
  target: string,
  { encoding }: Workbook,
  results: SheetResults | undefined,
): Promise<void> {
  const script = scriptOf(encoding ?? 'utf-8');
  const sample = await firstText(path, encoding ?? 'utf-8');
  const delimiter = detectDelimiter(sample);
  const lineBreak = sample.includes('\n') ? LF : CR;
  const field = (text: string): Buffer =>
    script.encode(`"${text.replaceAll('"', '""').replaceAll('\n', ' | ')}"`);
  const answer = (row: number): Buffer | null => {
    if (results === undefined) return null;
    if (row === results.headingRow && results.resultColumn === null) return field(results.heading);
    const result = results.rows.get(row);
    return result === undefined ? null : field(result.text);
  };
  async function* answered(): AsyncGenerator<Buffer> {
    let row = 0;
    for await (const records of recordsOf(createReadStream(path), script, lineBreak)) {
      const out: Buffer[] = [];
      for (const { body, end } of records) {
        const text = answer(++row);
        out.push(
          text === null ? body : placed(body, text, results!.resultColumn, delimiter.charCodeAt(0), script),
          end,
        );
      }
      yield Buffer.concat(out);
    }
  }
  await pipeline(Readable.from(answered()), createWriteStream(target));
}

type RecordBytes = Readonly<{ body: Buffer; end: Buffer }>;

/** Records with their line breaks; a quoted field may hold line breaks of its own. */
async function* recordsOf(
  chunks: AsyncIterable<Buffer>,
  { unit, code }: Script,
  lineBreak: number,
): AsyncGenerator<RecordBytes[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const records: RecordBytes[] = [];
    let from = 0;
    let quoted = false;
    for (let at = 0; at + unit <= bytes.length; at += unit) {
      const one = code(bytes, at);
      if (one === QUOTE) quoted = !quoted;
      else if (!quoted && one === lineBreak) {
        const end = at > from && code(bytes, at - unit) === CR && lineBreak === LF ? at - unit : at;
        records.push({ body: bytes.subarray(from, end), end: bytes.subarray(end, at + unit) });
        from = at + unit;
      }
    }
    rest = bytes.subarray(from);
    yield records;
  }
  if (rest.length > 0) yield [{ body: rest, end: Buffer.alloc(0) }];
}

/** The record with `text` as its field number `column` (null: one more field at its end). */
function placed(
  body: Buffer,
  text: Buffer,
  column: number | null,
  delimiter: number,
  { unit, code, encode }: Script,
): Buffer {
  const comma = encode(String.fromCharCode(delimiter));
  if (column === null) return Buffer.concat([body, comma, text]);
  let field = 0;
  let start = 0;
  let quoted = false;
  for (let at = 0; at + unit <= body.length; at += unit) {
    const one = code(body, at);
    if (one === QUOTE) quoted = !quoted;
    else if (!quoted && one === delimiter) {
      if (field === column) return Buffer.concat([body.subarray(0, start), text, body.subarray(at)]);
      field++;
      start = at + unit;
    }
  }
  return field === column
    ? Buffer.concat([body.subarray(0, start), text])
    : Buffer.concat([body, ...Array.from({ length: column - field }, () => comma), text]);
}

function scriptOf(encoding: string): Script {
  if (encoding === 'utf-16le')
    return {
      unit: 2,
      code: (bytes, at) => bytes.readUInt16LE(at),
      encode: (text) => Buffer.from(text, 'utf16le'),
    };
  if (encoding === 'utf-16be')
    return {
      unit: 2,
      code: (bytes, at) => bytes.readUInt16BE(at),
      encode: (text) => Buffer.from(text, 'utf16le').swap16(),
    };
  return {
    unit: 1,
    code: (bytes, at) => bytes[at]!,
    encode: (text) => (encoding === 'utf-8' ? Buffer.from(text) : Buffer.from(plain(text), 'latin1')),
  };
}

const plain = (text: string): string =>
  text.replace(/[^\x20-\x7e]+/g, (part) => foldText(part)).replace(/[^\x20-\x7e]/g, '-');

async function firstText(path: string, encoding: string): Promise<string> {
  for await (const chunk of createReadStream(path, { end: 65_535 }))
    return new TextDecoder(encoding.startsWith('utf-16') ? encoding : 'latin1').decode(chunk as Buffer);
  return '';
}
