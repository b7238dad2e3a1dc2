/**
 * Writes a ZIP again with some parts changed or added. What is not changed is copied in its packed form, byte for
 * byte and in its place, with its own date and attributes.
 */

import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { AppError } from '../../kernel/app-error.ts';
import { packedRange, type ZipFile } from '../read/zip.ts';

/** New content of a part: whole, or as it is made. */
export type PartContent = Buffer | AsyncIterable<Buffer>;

type Written = {
  name: Buffer;
  flags: number;
  method: number;
  stamp: Buffer;
  crc: number;
  packed: number;
  size: number;
  offset: number;
  external: number;
};

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const UTF8_NAME = 0x0800;
// 1 January 1980, the ZIP calendar's first day: parts that we add have no date to tell.
const FIRST_DAY = Buffer.from([0, 0, 0x21, 0]);

/**
 * Copies `zip` to `target`. `changes` maps the name of a part to its new content; names that the archive lacks are
 * added at its end. Sizes and checksums of changed parts are known only when they have been written, so their
 * headers are completed afterwards.
 */
export async function rewriteZip(
  zip: ZipFile,
  target: string,
  changes: ReadonlyMap<string, () => PartContent>,
): Promise<void> {
  const meta = await centralMeta(zip);
  const out = createWriteStream(target);
  const failed = once(out, 'error').then(([error]) => {
    throw error;
  });
  failed.catch(() => {});
  let position = 0;
  const put = async (bytes: Buffer): Promise<void> => {
    position += bytes.length;
    if (!out.write(bytes)) await Promise.race([once(out, 'drain'), failed]);
  };
  const written: Written[] = [];
  const patches: { at: number; bytes: Buffer }[] = [];
  const begin = async (entry: Written): Promise<void> => {
    entry.offset = position;
    written.push(entry);
    await put(localHeader(entry));
  };
  const putChanged = async (entry: Written, content: PartContent): Promise<void> => {
    await begin(entry);
    const start = position;
    const deflate = createDeflateRaw({ level: 6 });
    const feed = (async () => {
      for await (const chunk of Buffer.isBuffer(content) ? [content] : content) {
        entry.crc = crc32(chunk, entry.crc);
        entry.size += chunk.length;
        if (!deflate.write(chunk)) await once(deflate, 'drain');
      }
      deflate.end();
    })();
    feed.catch((error: Error) => deflate.destroy(error));
    for await (const chunk of deflate as AsyncIterable<Buffer>) await put(chunk);
    await feed;
    entry.packed = position - start;
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(entry.crc, 0);
    sizes.writeUInt32LE(entry.packed, 4);
    sizes.writeUInt32LE(entry.size, 8);
    patches.push({ at: entry.offset + 14, bytes: sizes });
  };

  try {
    for (const entry of zip.entries.values()) {
      const { stamp, external, rawName } = meta.get(entry.name)!;
      const copy: Written = {
        name: rawName,
        // Sizes stand in the header from now on: no descriptor follows the data.
        flags: entry.flags & ~8,
        method: entry.method,
        stamp,
        crc: entry.crc,
        packed: entry.packed,
        size: entry.size,
        offset: 0,
        external,
      };
      const change = changes.get(entry.name);
      if (change !== undefined) {
        await putChanged({ ...copy, method: 8, crc: 0, packed: 0, size: 0 }, change());
        continue;
      }
      await begin(copy);
      const { start, end } = await packedRange(zip, entry);
      if (end > start)
        for await (const chunk of createReadStream(zip.path, { start, end: end - 1, highWaterMark: 1 << 18 }))
          await put(chunk as Buffer);
    }
    for (const [name, change] of changes)
      if (!zip.entries.has(name))
        await putChanged(
          {
            name: Buffer.from(name),
            flags: UTF8_NAME,
            method: 8,
            stamp: FIRST_DAY,
            crc: 0,
            packed: 0,
            size: 0,
            offset: 0,
            external: 0,
          },
          change(),
        );
    const directoryAt = position;
    for (const entry of written) await put(centralHeader(entry));
    if (position > 0xffffffff) throw new AppError('file_too_large', 'too-large', { bytes: position });
    const end = Buffer.alloc(22);
    end.writeUInt32LE(END, 0);
    end.writeUInt16LE(written.length, 8);
    end.writeUInt16LE(written.length, 10);
    end.writeUInt32LE(position - directoryAt, 12);
    end.writeUInt32LE(directoryAt, 16);
    await put(end);
    out.end();
    await finished(out);
  } catch (error) {
    out.destroy();
    throw error;
  }
  const file = await open(target, 'r+');
  try {
    for (const { at, bytes } of patches) await file.write(bytes, 0, bytes.length, at);
  } finally {
    await file.close();
  }
}

type Meta = Readonly<{ stamp: Buffer; external: number; rawName: Buffer }>;

/** Dates, attributes and the very bytes of the names, which the reader has no use for. */
async function centralMeta(zip: ZipFile): Promise<Map<string, Meta>> {
  const file: FileHandle = await open(zip.path, 'r');
  try {
    const directory = Buffer.alloc(zip.bytes - zip.directoryOffset);
    await file.read(directory, 0, directory.length, zip.directoryOffset);
    const meta = new Map<string, Meta>();
    for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === CENTRAL; ) {
      const nameLength = directory.readUInt16LE(at + 28);
      const rawName = directory.subarray(at + 46, at + 46 + nameLength);
      meta.set(rawName.toString('utf8').replace(/^\//, '').replaceAll('\\', '/'), {
        stamp: directory.subarray(at + 12, at + 16),
        external: directory.readUInt32LE(at + 38),
        rawName,
      });
      at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    }
    return meta;
  } finally {
    await file.close();
  }
}

/** The fields that local and central headers share, from "version needed" to the length of the name. */
function common({ flags, method, stamp, crc, packed, size, name }: Written): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(flags, 2);
  bytes.writeUInt16LE(method, 4);
  stamp.copy(bytes, 6);
  bytes.writeUInt32LE(crc, 10);
  bytes.writeUInt32LE(packed, 14);
  bytes.writeUInt32LE(size, 18);
  bytes.writeUInt16LE(name.length, 22);
  return bytes;
}

function localHeader(entry: Written): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(LOCAL, 0);
  return Buffer.concat([head, common(entry), entry.name]);
}

function centralHeader(entry: Written): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32LE(CENTRAL, 0);
  head.writeUInt16LE(20, 4);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(entry.external, 6);
  tail.writeUInt32LE(entry.offset, 10);
  return Buffer.concat([head, common(entry), tail, entry.name]);
}
