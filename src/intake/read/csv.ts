/** Text lists: encoding and delimiter are found from the content; values stay text, so that no zero is lost. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import Papa from 'papaparse';
import { AppError } from '../../kernel/app-error.ts';
import { decodeTcvn3, decodeVni, detectLegacyOfColumn, plausibility } from '../../kernel/legacy-text.ts';
import type { ReadLimits, SheetRow, Workbook } from '../workbook.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258' | 'tcvn3' | 'vni';

const SAMPLE = 256 * 1024;
const BATCH = 512;

/** The encoding of a text file from its first bytes. */
export function detectEncoding(sample: Buffer, whole: boolean): TextEncoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i % 2]!++;
  if (zeros[1]! > sample.length * 0.15) return 'utf-16le';
  if (zeros[0]! > sample.length * 0.15) return 'utf-16be';
  try {
    // A sample may end within a character: the last three bytes are not held against it.
    new TextDecoder('utf-8', { fatal: true }).decode(whole ? sample : sample.subarray(0, sample.length - 3), {
      stream: !whole,
    });
    const text = sample.toString('utf8');
    const legacy = detectLegacyOfColumn(text.split(/[\r\n,;\t]+/).slice(0, 2000));
    return legacy ?? 'utf-8';
  } catch {
    const latin = iconv.decode(sample, 'windows-1252');
    const legacy = detectLegacyOfColumn(latin.split(/[\r\n,;\t]+/).slice(0, 5000));
    if (legacy === null) return 'windows-1258';
    // The same bytes may be read both ways: the reading with more Vietnamese words is the right one.
    const modern = new TextDecoder('windows-1258').decode(sample).normalize('NFC');
    return plausibility(modern) > plausibility(legacy === 'tcvn3' ? decodeTcvn3(latin) : decodeVni(latin))
      ? 'windows-1258'
      : legacy;
  }
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The delimiter that splits most lines into the same number of columns, more than one. */
export function detectDelimiter(text: string): string {
  const lines = text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 200);
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const columns = line.split(delimiter).length;
      if (columns > 1) counts.set(columns, (counts.get(columns) ?? 0) + 1);
    }
    const [columns, times] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
    const score = times * Math.min(columns, 12);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function decoderOf(
  bytes: AsyncIterable<Buffer>,
  encoding: TextEncoding,
  sampleIsUtf8: boolean,
): AsyncIterable<string> {
  if (
    encoding === 'utf-8' ||
    encoding === 'utf-16le' ||
    encoding === 'utf-16be' ||
    encoding === 'windows-1258'
  )
    return decodeWith(bytes, encoding);
  const decode = encoding === 'tcvn3' ? decodeTcvn3 : decodeVni;
  return mapText(decodeWith(bytes, sampleIsUtf8 ? 'utf-8' : 'windows-1252'), decode);
}

async function* decodeWith(bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8' });
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new AppError('file_damaged', 'invalid', { part: 'text' });
    throw error;
  }
}

/** Decodes by whole lines, so that a mark letter is never cut from its base letter. */
async function* mapText(
  chunks: AsyncIterable<string>,
  decode: (text: string) => string,
): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const text = rest + chunk;
    const cut = text.lastIndexOf('\n') + 1;
    rest = text.slice(cut);
    yield decode(text.slice(0, cut));
  }
  yield decode(rest);
}

export async function openCsv(path: string, fileName: string, limits: ReadLimits): Promise<Workbook> {
  const file = await open(path, 'r');
  const buffer = Buffer.alloc(SAMPLE);
  const { bytesRead } = await file.read(buffer, 0, SAMPLE, 0);
  await file.close();
  const sample = buffer.subarray(0, bytesRead);
  const encoding = detectEncoding(sample, bytesRead < SAMPLE);
  const utf8 = isUtf8(sample);
  const delimiter = detectDelimiter(
    sample.toString(encoding === 'utf-16le' ? 'utf16le' : utf8 ? 'utf8' : 'latin1').replaceAll('\0', ''),
  );
  const name = fileName
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.[^.]+$/, '');
  return {
    format: 'csv',
    encoding,
    sheets: [{ index: 0, name, state: 'visible' }],
    rows: () => readRows(decoderOf(createReadStream(path), encoding, utf8), delimiter, limits),
    merges: async () => [],
    close: async () => {},
  };
}

function isUtf8(sample: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}

// The parser looks through everything since the last whole row for each piece that comes: a quote that never closes, or
// a line without end, would cost the square of the file.
const MAX_UNFINISHED = 4 * 2 ** 20;

/** Hands text on while rows come of it. Throws `file_damaged` when none does for 4 MB, or where text holds a NUL. */
async function* watched(chunks: AsyncIterable<string>, rows: () => number): AsyncGenerator<string> {
  let since = 0;
  let before = rows();
  for await (const chunk of chunks) {
    if (chunk.includes('\0')) throw new AppError('file_damaged', 'invalid', { part: 'text' });
    if (rows() !== before) since = 0;
    before = rows();
    since += chunk.length;
    if (since > MAX_UNFINISHED) throw new AppError('file_damaged', 'invalid', { part: 'quote' });
    yield chunk;
  }
}

async function* readRows(
  text: AsyncIterable<string>,
  delimiter: string,
  limits: ReadLimits,
): AsyncGenerator<readonly SheetRow[]> {
  const parser = Papa.parse(Papa.NODE_STREAM_INPUT, { delimiter, skipEmptyLines: false, quoteChar: '"' });
  let row = 0;
  const source = Readable.from(watched(text, () => row));
  source.on('error', (error) => parser.destroy(error));
  let batch: SheetRow[] = [];
  for await (const fields of source.pipe(parser) as AsyncIterable<string[]>) {
    row++;
    if (row > limits.maxRows) throw new AppError('file_too_many_rows', 'too-large', { rows: limits.maxRows });
    if (fields.length > limits.maxColumns)
      throw new AppError('file_too_many_columns', 'too-large', { row, columns: limits.maxColumns });
    const cells = fields.map((field) => {
      if (field.length > limits.maxCellChars)
        throw new AppError('file_damaged', 'invalid', { row, part: 'quote' });
      const value = (row === 1 ? field.replace(/^\ufeff/, '') : field).normalize('NFC');
      return value.trim() === '' ? null : value;
    });
    if (cells.some((cell) => cell !== null)) batch.push({ row, cells });
    if (batch.length >= BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
