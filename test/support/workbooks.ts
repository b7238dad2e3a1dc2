/** Workbooks made byte by byte, so that a test can damage exactly one layer. */
import { crc32, deflateRawSync } from 'node:zlib';

type Entry = Readonly<{
  name: string;
  content: string | Buffer;
  stored?: boolean;
  crc?: number;
  size?: number;
}>;

/** A ZIP of deflated entries; `lie` changes what its directory says of sizes. The same name may come twice. */
export function zip(
  entries: Readonly<Record<string, string | Buffer>> | readonly Entry[],
  lie: Readonly<{ size?: number; wide?: boolean }> = {},
): Buffer {
  const list: readonly Entry[] = Array.isArray(entries)
    ? entries
    : Object.entries(entries).map(([name, content]) => ({ name, content }));
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, stored = false, ...told } of list) {
    const raw = Buffer.from(content as string);
    const packed = stored ? raw : deflateRawSync(raw);
    const label = Buffer.from(name);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(stored ? 0 : 8, 8);
    header.writeUInt32LE(told.crc ?? crc32(raw), 14);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(told.size ?? raw.length, 22);
    header.writeUInt16LE(label.length, 26);
    parts.push(header, label, packed);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    header.copy(central, 6, 4, 30);
    central.writeUInt32LE(lie.size ?? told.size ?? raw.length, 24);
    central.writeUInt32LE(offset, 42);
    if (lie.wide) {
      // ZIP64: sizes and offset stand in an extra field, the usual places say "look there".
      for (const at of [20, 24, 42]) central.writeUInt32LE(0xffffffff, at);
      const extra = Buffer.alloc(28);
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      extra.writeBigUInt64LE(BigInt(raw.length), 4);
      extra.writeBigUInt64LE(BigInt(packed.length), 12);
      extra.writeBigUInt64LE(BigInt(offset), 20);
      central.writeUInt16LE(extra.length, 30);
      directory.push(central, label, extra);
    } else directory.push(central, label);
    offset += 30 + label.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(list.length, 8);
  end.writeUInt16LE(list.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  if (!lie.wide) return Buffer.concat([...parts, listed, end]);
  const wide = Buffer.alloc(56);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(BigInt(list.length), 32);
  wide.writeBigUInt64LE(BigInt(listed.length), 40);
  wide.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + listed.length), 8);
  end.writeUInt16LE(0xffff, 10);
  end.writeUInt32LE(0xffffffff, 12);
  end.writeUInt32LE(0xffffffff, 16);
  return Buffer.concat([...parts, listed, wide, locator, end]);
}

/** The parts of a workbook of one sheet. */
export const book = (sheet: string, more: Record<string, string> = {}): Record<string, string> => ({
  '[Content_Types].xml': '<Types/>',
  'xl/workbook.xml':
    '<workbook xmlns:r="r"><sheets><sheet name="DS" sheetId="1" r:id="r1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
  'xl/worksheets/sheet1.xml': sheet,
  ...more,
});
