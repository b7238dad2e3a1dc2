/**
 * Random access to the entries of a ZIP file, distrustful: sizes are limits and promises, checked before and while
 * an entry is inflated, and an entry counts as read only when its length and CRC agree.
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { AppError } from '../../kernel/app-error.ts';
import type { ReadLimits } from '../workbook.ts';

export type ZipEntry = Readonly<{
  name: string;
  flags: number;
  method: number;
  packed: number;
  size: number;
  crc: number;
  offset: number;
}>;
export type ZipFile = Readonly<{
  path: string;
  entries: ReadonlyMap<string, ZipEntry>;
  limits: ReadLimits;
  bytes: number;
  directoryOffset: number;
  close(): Promise<void>;
}>;

const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

const damaged = (what: string): AppError => new AppError('file_damaged', 'invalid', { part: what });

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  // A ZIP64 field can say anything, also what no file can hold.
  if (!Number.isSafeInteger(offset) || offset < 0) throw damaged('zip');
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  if (bytesRead < length) throw damaged('zip');
  return buffer;
}

/** Opens a ZIP by its central directory. Throws `file_damaged`, `file_bomb` or `file_too_large`. */
export async function openZip(path: string, limits: ReadLimits): Promise<ZipFile> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = await readAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
    let at = tail.length - 22;
    while (at >= 0 && tail.readUInt32LE(at) !== END) at--;
    if (at < 0) throw damaged('zip');
    let count = tail.readUInt16LE(at + 10);
    let directorySize = tail.readUInt32LE(at + 12);
    let directoryOffset = tail.readUInt32LE(at + 16);
    if (at >= 20 && tail.readUInt32LE(at - 20) === END64_LOCATOR) {
      const record = await readAt(file, Number(tail.readBigUInt64LE(at - 20 + 8)), 56);
      if (record.readUInt32LE(0) !== END64) throw damaged('zip');
      count = Number(record.readBigUInt64LE(32));
      directorySize = Number(record.readBigUInt64LE(40));
      directoryOffset = Number(record.readBigUInt64LE(48));
    }
    if (count > limits.maxEntries) throw new AppError('file_bomb', 'too-large', { entries: count });
    if (directoryOffset + directorySize > size) throw damaged('zip');
    const entries = readDirectory(await readAt(file, directoryOffset, directorySize), count);
    let expanded = 0;
    for (const entry of entries.values()) expanded += entry.size;
    if (expanded > limits.maxExpandedBytes)
      throw new AppError('file_too_large', 'too-large', { bytes: expanded });
    return { path, entries, limits, bytes: size, directoryOffset, close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function readDirectory(directory: Buffer, count: number): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL) throw damaged('zip');
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const name = directory
      .toString('utf8', at + 46, at + 46 + nameLength)
      .replace(/^\//, '')
      .replaceAll('\\', '/');
    let packed = directory.readUInt32LE(at + 20);
    let size = directory.readUInt32LE(at + 24);
    let offset = directory.readUInt32LE(at + 42);
    const extraEnd = at + 46 + nameLength + extraLength;
    if (extraEnd > directory.length) throw damaged('zip');
    for (let extra = at + 46 + nameLength; extra + 4 <= extraEnd; ) {
      const length = directory.readUInt16LE(extra + 2);
      if (directory.readUInt16LE(extra) === 1) {
        let field = extra + 4;
        const next = (): number => {
          field += 8;
          if (field > extraEnd) throw damaged('zip');
          return Number(directory.readBigUInt64LE(field - 8));
        };
        if (size === 0xffffffff) size = next();
        if (packed === 0xffffffff) packed = next();
        if (offset === 0xffffffff) offset = next();
      }
      extra += 4 + length;
    }
    // Of two parts of one name one program reads the first and another the last: nobody can say what the file holds.
    if (entries.has(name)) throw damaged(name);
    entries.set(name, {
      name,
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      packed,
      size,
      offset,
      crc: directory.readUInt32LE(at + 16),
    });
    at += 46 + nameLength + extraLength + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** Where an entry's packed bytes stand in the file. */
export async function packedRange(zip: ZipFile, entry: ZipEntry): Promise<{ start: number; end: number }> {
  const file = await open(zip.path, 'r');
  try {
    const header = await readAt(file, entry.offset, 30);
    if (header.readUInt32LE(0) !== LOCAL) throw damaged(entry.name);
    const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    return { start, end: start + entry.packed };
  } finally {
    await file.close();
  }
}

/**
 * The unpacked bytes of an entry. Ends only if length and CRC agree with the directory. Throws `file_damaged`,
 * `file_encrypted`, `file_bomb` (more than `maxRatio` times its packed size) or `file_too_large`.
 */
export async function* entryBytes(zip: ZipFile, name: string): AsyncGenerator<Buffer> {
  const entry = zip.entries.get(name);
  if (entry === undefined) throw damaged(name);
  if (entry.flags & 1) throw new AppError('file_encrypted', 'invalid');
  if (entry.method !== 0 && entry.method !== 8) throw damaged(name);
  if (entry.packed > 4096 && entry.size / entry.packed > zip.limits.maxRatio)
    throw new AppError('file_bomb', 'too-large', {
      part: name,
      ratio: Math.round(entry.size / entry.packed),
    });
  if (entry.packed === 0) return;
  const { start, end } = await packedRange(zip, entry);
  const raw = createReadStream(zip.path, { start, end: end - 1, highWaterMark: 1 << 18 });
  const source = entry.method === 0 ? raw : raw.pipe(createInflateRaw({ chunkSize: 1 << 18 }));
  raw.on('error', (error) => source.destroy(error));
  let length = 0;
  let crc = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > entry.size) throw damaged(name);
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof AppError ? error : damaged(name);
  } finally {
    raw.destroy();
    source.destroy();
  }
  if (length !== entry.size || crc !== entry.crc) throw damaged(name);
}

/** A small part as text (workbook, styles, relationships). */
export async function entryText(zip: ZipFile, name: string, maxBytes = 32 * 2 ** 20): Promise<string> {
  const entry = zip.entries.get(name);
  if (entry !== undefined && entry.size > maxBytes)
    throw new AppError('file_too_large', 'too-large', { part: name });
  const chunks: Buffer[] = [];
  for await (const chunk of entryBytes(zip, name)) chunks.push(chunk);
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}
