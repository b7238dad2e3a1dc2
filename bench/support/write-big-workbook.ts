/**
 * Writes a workbook of any length in constant memory, byte for byte in the manner of Excel (row spans, styles, shared
 * strings, dates as serials), so that readers are measured on what they meet in life and not on a writer's habits.
 */
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32, createDeflateRaw } from 'node:zlib';
import { columnLetter } from '../../src/intake/workbook.ts';

export const COLUMNS = 20;
const FAMILIES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô'];
const MIDDLES = ['Văn', 'Thị', 'Đức', 'Minh', 'Hồng', 'Xuân', 'Thanh', 'Ngọc'];
const GIVENS = ['An', 'Bình', 'Châu', 'Dũng', 'Em', 'Giang', 'Hà', 'Hùng', 'Khánh', 'Lan', 'Mai', 'Nam'];

type Text = { text: string };
type Date = { serial: number };

/** Row `i` of a list of residents with doses: 12 texts (2 of them its own), 4 numbers, 3 dates, 1 blank. */
function cellsOf(i: number): (Text | Date | number | null)[] {
  const pick = (list: readonly string[], n: number): string => list[(i * n + (i >> 3)) % list.length]!;
  const name = `${pick(FAMILIES, 7)} ${pick(MIDDLES, 5)} ${pick(MIDDLES, 11)} ${pick(GIVENS, 3)}`;
  return [
    i,
    { text: name },
    { serial: 20_000 + ((i * 37) % 24_000) },
    { text: i % 2 === 0 ? 'Nam' : 'Nữ' },
    { text: `0222${String(80_000_000 + i * 3).padStart(8, '0')}` },
    { text: `09${String(10_000_000 + i * 7).padStart(8, '0')}` },
    { text: `Số ${i % 240}, tổ ${i % 8}, đường Trần Hưng Đạo` },
    { text: `Khu phố ${i % 9}` },
    { text: 'Phường Hồng Hà' },
    6697 + (i % 177),
    { text: 'Thành phố Hạ Long' },
    { text: 'Tỉnh Quảng Ninh' },
    { text: i % 3 === 0 ? 'AstraZeneca' : 'Comirnaty' },
    { serial: 44_320 + (i % 200) },
    { text: `LO${100 + (i % 40)}` },
    { text: 'Trạm Y tế' },
    { serial: 44_400 + (i % 200) },
    null,
    (i * 13) / 8,
    i % 2,
  ];
}

const NS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n';

type Strings = { index(text: string): number; all(): Iterable<string> };

function* sheetXml(rows: number, strings: Strings | null): Generator<string> {
  yield `${XML}<worksheet xmlns="${NS}" xmlns:r="${REL}" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"><dimension ref="A1:T${rows + 1}"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/><sheetData>`;
  const letters = Array.from({ length: COLUMNS }, (_, column) => columnLetter(column));
  const text = (at: string, value: string): string =>
    strings === null
      ? `<c r="${at}" s="1" t="inlineStr"><is><t>${value}</t></is></c>`
      : `<c r="${at}" s="1" t="s"><v>${strings.index(value)}</v></c>`;
  let xml = '';
  for (let i = 1; i <= rows; i++) {
    xml += `<row r="${i}" spans="1:20" x14ac:dyDescent="0.25">`;
    cellsOf(i).forEach((cell, column) => {
      const at = `${letters[column]}${i}`;
      if (cell === null) xml += `<c r="${at}" s="1"/>`;
      else if (typeof cell === 'number') xml += `<c r="${at}" s="1"><v>${cell}</v></c>`;
      else if ('serial' in cell) xml += `<c r="${at}" s="2"><v>${cell.serial}</v></c>`;
      else xml += text(at, cell.text);
    });
    xml += '</row>';
    if (xml.length > 1 << 18) {
      yield xml;
      xml = '';
    }
  }
  yield `${xml}</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`;
}

function* stringsXml(strings: Strings): Generator<string> {
  yield `${XML}<sst xmlns="${NS}">`;
  let xml = '';
  for (const text of strings.all()) {
    xml += `<si><t>${text}</t></si>`;
    if (xml.length > 1 << 18) {
      yield xml;
      xml = '';
    }
  }
  yield `${xml}</sst>`;
}

/** Writes `rows` × 20 cells to `path`; texts are shared, as Excel writes them, or inline, as streaming writers do. */
export async function writeBigWorkbook(
  path: string,
  rows: number,
  texts: 'shared' | 'inline',
): Promise<void> {
  const known = new Map<string, number>();
  const strings: Strings | null =
    texts === 'inline'
      ? null
      : {
          index: (text) => {
            const index = known.get(text) ?? known.size;
            if (index === known.size) known.set(text, index);
            return index;
          },
          all: () => known.keys(),
        };
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${REL}/${type}" Target="${target}"/>`;
  const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const zip = new ZipWriter(path);
  await zip.add('[Content_Types].xml', [
    `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
  ]);
  await zip.add('_rels/.rels', [
    `${XML}<Relationships xmlns="${RELATIONS}">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
  ]);
  await zip.add('xl/workbook.xml', [
    `${XML}<workbook xmlns="${NS}" xmlns:r="${REL}"><sheets><sheet name="DS" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ]);
  await zip.add('xl/_rels/workbook.xml.rels', [
    `${XML}<Relationships xmlns="${RELATIONS}">${relation('rId1', 'worksheet', 'worksheets/sheet1.xml')}${relation('rId2', 'styles', 'styles.xml')}${strings === null ? '' : relation('rId3', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
  ]);
  await zip.add('xl/styles.xml', [
    `${XML}<styleSheet xmlns="${NS}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
  ]);
  await zip.add('xl/worksheets/sheet1.xml', sheetXml(rows, strings));
  if (strings !== null) await zip.add('xl/sharedStrings.xml', stringsXml(strings));
  zip.end();
}

/** A ZIP of deflated parts, written front to back; sizes are patched into the local header when a part is done. */
class ZipWriter {
  readonly #file: number;
  readonly #directory: Buffer[] = [];
  #at = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  async add(name: string, parts: Iterable<string>): Promise<void> {
    const start = this.#at;
    const header = Buffer.alloc(30 + name.length);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(8, 8);
    header.writeUInt16LE(name.length, 26);
    header.write(name, 30, 'latin1');
    this.#write(header);
    const deflate = createDeflateRaw({ level: 6, chunkSize: 1 << 18 });
    let [crc, size, packed] = [0, 0, 0];
    deflate.on('data', (chunk: Buffer) => {
      packed += chunk.length;
      this.#write(chunk);
    });
    const done = once(deflate, 'end');
    for (const part of parts) {
      const bytes = Buffer.from(part);
      crc = crc32(bytes, crc);
      size += bytes.length;
      if (!deflate.write(bytes)) await once(deflate, 'drain');
    }
    deflate.end();
    await done;
    header.writeUInt32LE(crc, 14);
    header.writeUInt32LE(packed, 18);
    header.writeUInt32LE(size, 22);
    writeSync(this.#file, header, 0, header.length, start);
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    header.copy(entry, 6, 4, 28);
    entry.writeUInt32LE(start, 42);
    entry.write(name, 46, 'latin1');
    this.#directory.push(entry);
  }

  end(): void {
    const directory = Buffer.concat(this.#directory);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.#directory.length, 8);
    end.writeUInt16LE(this.#directory.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(this.#at, 16);
    this.#write(directory);
    this.#write(end);
    closeSync(this.#file);
  }

  #write(bytes: Buffer): void {
    writeSync(this.#file, bytes, 0, bytes.length, this.#at);
    this.#at += bytes.length;
  }
}
