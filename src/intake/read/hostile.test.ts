import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { book, zip } from '../../../test/support/workbooks.ts';
import { AppError } from '../../kernel/app-error.ts';
import { DEFAULT_LIMITS, type SheetRow } from '../workbook.ts';
import { openWorkbook } from './open-workbook.ts';

const MOST_SECONDS = 10;
const MOST_MEMORY_MB = 512;
const folder = mkdtempSync(join(tmpdir(), 'sotiem-hostile-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

async function read(bytes: Buffer | string, name: string): Promise<SheetRow[]> {
  const path = join(folder, String(count++));
  writeFileSync(path, bytes);
  try {
    const workbook = await openWorkbook(path, name, DEFAULT_LIMITS);
    try {
      const rows: SheetRow[] = [];
      for (const { index } of workbook.sheets) {
        await workbook.merges(index);
        for await (const batch of workbook.rows(index)) rows.push(...batch);
      }
      return rows;
    } finally {
      await workbook.close();
    }
  } finally {
    rmSync(path);
  }
}

/** The code of the refusal, or the number of rows read. */
async function outcome(bytes: Buffer | string, name = 'list.xlsx'): Promise<string | number> {
  try {
    return (await read(bytes, name)).length;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

const REFUSED_OR_READ = /^(file_\w+|\d+)$/;
const sheet = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
const cell = (text: string): string => `<row><c t="inlineStr"><is><t>${text}</t></is></c></row>`;
const many = (text: string, times: number): string => text.repeat(times);
/** Text that does not compress, so that the limits below the ratio are reached. */
function noise(bytes: number): string {
  const text = Buffer.alloc(bytes);
  let seed = 1;
  for (let i = 0; i < bytes; i++) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    text[i] = 97 + ((seed >>> 16) % 26);
  }
  return text.toString('latin1');
}
const good = book(sheet(cell('An')));
/** Not compressed, so that the limit for expansion does not come first. */
const unpacked = (parts: Readonly<Record<string, string>>): Buffer =>
  zip(Object.entries(parts).map(([name, content]) => ({ name, content, stored: true })));
const styled = (xml: string) =>
  unpacked(
    book(sheet('<row><c s="0"><v>1</v></c></row>'), { 'xl/styles.xml': `<styleSheet>${xml}</styleSheet>` }),
  );

const CASES: readonly (readonly [
  what: string,
  bytes: () => Buffer | string,
  name: string,
  ends: string | number | RegExp,
])[] = [
  ['an empty file', () => '', 'a.xlsx', 'file_empty'],
  ['a PDF', () => '%PDF-1.7\n%âãÏÓ', 'a.xlsx', 'file_wrong_type'],
  ['a JPEG', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70]), 'a.xlsx', 'file_wrong_type'],
  ['a Word document', () => zip({ 'word/document.xml': '<w/>' }), 'a.xlsx', 'file_wrong_type'],
  ['a ZIP without a workbook', () => zip({ 'readme.txt': 'x' }), 'a.xlsx', 'file_wrong_type'],
  [
    'a page of a web site',
    () => '<!DOCTYPE html><html><body><p>Đăng nhập</p></body></html>',
    'a.xlsx',
    'file_wrong_type',
  ],
  ['macros', () => zip({ ...good, 'xl/vbaProject.bin': 'x' }), 'a.xlsm', 'file_has_macros'],
  [
    'an encrypted workbook',
    () =>
      Buffer.concat([
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        Buffer.alloc(600),
        Buffer.from('EncryptedPackage', 'utf16le'),
        Buffer.alloc(600),
      ]),
    'a.xlsx',
    'file_encrypted',
  ],
  [
    'an OLE file that is no workbook',
    () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4000)]),
    'a.xls',
    'file_damaged',
  ],
  ['a sheet that expands 1000 times', () => zip(book(sheet(many(' ', 50_000_000)))), 'a.xlsx', 'file_bomb'],
  [
    'a directory that tells of less',
    () => zip(book(sheet(many(cell('An'), 3000))), { size: 900 }),
    'a.xlsx',
    'file_damaged',
  ],
  [
    'a directory that tells of more',
    () => zip(book(sheet(cell('An'))), { size: 4_000_000 }),
    'a.xlsx',
    'file_damaged',
  ],
  [
    'ten thousand entries',
    () => zip(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`xl/x${i}`, '']))),
    'a.xlsx',
    'file_bomb',
  ],
  [
    'a wrong checksum',
    () =>
      zip([
        ...Object.entries(good).map(([name, content]) => ({
          name,
          content,
          ...(name.includes('sheet1') ? { crc: crc32('no') } : {}),
        })),
      ]),
    'a.xlsx',
    'file_damaged',
  ],
  [
    'one part twice',
    () =>
      zip(
        [...Object.entries(good), ['xl/worksheets/sheet1.xml', sheet(cell('Khác'))] as const].map(
          ([name, content]) => ({ name, content }),
        ),
      ),
    'a.xlsx',
    'file_damaged',
  ],
  [
    'names that climb out',
    () => zip({ ...good, '../../../etc/passwd': 'x', '..\\..\\a.dll': 'x' }),
    'a.xlsx',
    1,
  ],
  [
    'relations that climb out',
    () =>
      zip({
        ...good,
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>',
      }),
    'a.xlsx',
    'file_damaged',
  ],
  [
    'relations that are no address',
    () =>
      zip({
        ...good,
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="http://[%E0%A4%A"/></Relationships>',
      }),
    'a.xlsx',
    'file_damaged',
  ],
  [
    'a shared string that is not there',
    () => zip(book(sheet('<row><c t="s"><v>7</v></c></row>'))),
    'a.xlsx',
    'file_damaged',
  ],
  [
    'a shared string of number -1',
    () => zip(book(sheet('<row><c t="s"><v>-1</v></c></row>'))),
    'a.xlsx',
    'file_damaged',
  ],
  [
    'entities that multiply',
    () =>
      zip(
        book(
          `<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>${sheet(cell('&b;'))}`,
        ),
      ),
    'a.xlsx',
    'file_damaged',
  ],
  [
    'an entity from outside',
    () =>
      zip(
        book(sheet(cell('An')), {
          'xl/sharedStrings.xml':
            '<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>',
        }),
      ),
    'a.xlsx',
    'file_damaged',
  ],
  ['one huge cell', () => zip(book(sheet(cell(noise(2_000_000))))), 'a.xlsx', 'file_too_large'],
  [
    'a row that does not end',
    () => zip(book(`<worksheet><sheetData><row>${many('<c><v>1</v></c>', 2_000_000)}`)),
    'a.xlsx',
    REFUSED_OR_READ,
  ],
  [
    'a value in column 16,384',
    () => zip(book(sheet('<row><c r="XFD1"><v>1</v></c></row>'))),
    'a.xlsx',
    'file_too_many_columns',
  ],
  [
    'borders in 16,384 columns, without values',
    () =>
      zip(
        book(sheet(`<row>${Array.from({ length: 16_384 }, () => '<c s="1"/>').join('')}</row>${cell('An')}`)),
      ),
    'a.xlsx',
    1,
  ],
  [
    'rows beyond the last',
    () => zip(book(sheet('<row r="9000000"><c><v>1</v></c></row>'))),
    'a.xlsx',
    'file_too_many_rows',
  ],
  [
    'rows that go back',
    () => zip(book(sheet('<row r="5"><c><v>1</v></c></row><row r="4"><c><v>1</v></c></row>'))),
    'a.xlsx',
    'file_damaged',
  ],
  [
    'two million blank bordered cells',
    () =>
      zip(
        book(
          sheet(
            `${Array.from(
              { length: 100_000 },
              (_, r) =>
                `<row r="${r + 1}">${Array.from({ length: 20 }, (_, c) => `<c r="${'ABCDEFGHIJKLMNOPQRST'[c]}${r + 1}" s="${(r * 7 + c) % 9}"/>`).join('')}</row>`,
            ).join('')}<row r="100001"><c><v>1</v></c></row>`,
          ),
        ),
      ),
    'a.xlsx',
    1,
  ],
  // What a regular expression could be made to search for hours: unclosed things, over and over.
  [
    'sheets that never close their tags',
    () => unpacked({ ...good, 'xl/workbook.xml': `<workbook>${many('<sheet ', 500_000)}` }),
    'a.xlsx',
    'file_empty',
  ],
  [
    'formats that open and open',
    () => styled(`<numFmts><numFmt numFmtId="164" formatCode="${many('[', 1_000_000)}"/></numFmts>`),
    'a.xlsx',
    1,
  ],
  ['style lists that open and open', () => styled(many('<cellXfs>', 400_000)), 'a.xlsx', 1],
  [
    'cells of another kind, over and over',
    () => unpacked(book(sheet(`<row>${many('<d>', 1_000_000)}</row>${cell('An')}`))),
    'a.xlsx',
    1,
  ],
  [
    'phonetic guides that never close',
    () =>
      unpacked(
        book(sheet('<row><c t="s"><v>0</v></c></row>'), {
          'xl/sharedStrings.xml': `<sst><si>${many('<rPh >', 500_000)}<t>An</t></si></sst>`,
        }),
      ),
    'a.xlsx',
    1,
  ],
  [
    'marked text that never ends',
    () => unpacked(book(sheet(cell(many('<![CDATA[', 300_000))))),
    'a.xlsx',
    'file_too_large',
  ],
  [
    'blanks within a tag',
    () => unpacked(book(sheet(`<row><c r${many(' ', 2_000_000)}><v>1</v></c></row>`))),
    'a.xlsx',
    1,
  ],
  [
    'merged cells by the million',
    () =>
      unpacked(
        book(
          `<worksheet><sheetData>${cell('An')}</sheetData><mergeCells>${Array.from({ length: 600_000 }, (_, i) => `<mergeCell ref="A${i}:B${i}"/>`).join('')}</mergeCells></worksheet>`,
        ),
      ),
    'a.xlsx',
    'file_too_large',
  ],
  [
    'a quote that never closes, in 60 MB',
    () => `Họ và tên,Ngày sinh\n"${many(`${noise(99)}\n`, 600_000)}`,
    'a.csv',
    'file_damaged',
  ],
  ['a line of 60 MB', () => noise(60_000_000), 'a.csv', 'file_damaged'],
  ['two thousand columns', () => `${many('a,', 2000)}\n`, 'a.csv', 'file_too_many_columns'],
  [
    'NUL in text, late',
    () => `Họ và tên,Ngày sinh\n${many('Nguyễn Văn An,1980\n', 2000)}Nguyễn\0Văn B,1981\n`,
    'a.csv',
    'file_damaged',
  ],
  ['NUL in text, at once', () => 'Họ\0 và tên,Ngày\nAn,1980\n', 'a.csv', 'file_wrong_type'],
  [
    'tables within tables, over and over',
    () => `<html>${many('<table><tr><td>', 200_000)}`,
    'a.xls',
    REFUSED_OR_READ,
  ],
];

for (const [what, bytes, name, ends] of CASES)
  test(`${what}: ended soon, clearly, in little memory`, async () => {
    const content = bytes();
    const start = performance.now();
    const before = process.resourceUsage().maxRSS;
    const got = await outcome(content, name);
    const seconds = (performance.now() - start) / 1000;
    const grown = (process.resourceUsage().maxRSS - before) / 1024;
    if (ends instanceof RegExp) assert.match(String(got), ends);
    else assert.equal(got, ends);
    assert.ok(seconds < MOST_SECONDS, `${seconds.toFixed(1)} s`);
    assert.ok(grown < MOST_MEMORY_MB, `${grown.toFixed(0)} MB`);
  });

test('a workbook cut anywhere, or with any byte changed, is refused or reads the same', async () => {
  const parts = book(
    sheet(
      Array.from(
        { length: 40 },
        (_, i) => `<row r="${i + 1}"><c t="s"><v>${i % 5}</v></c><c><v>${i}</v></c></row>`,
      ).join(''),
    ),
    {
      'xl/sharedStrings.xml': `<sst>${['An', 'Bình', 'Châu', 'Dũng', 'Em'].map((t) => `<si><t>${t}</t></si>`).join('')}</sst>`,
    },
  );
  const whole = zip(parts);
  const expected = await read(whole, 'a.xlsx');
  assert.equal(expected.length, 40);
  const sameOrRefused = async (bytes: Buffer): Promise<void> => {
    let rows: SheetRow[];
    try {
      rows = await read(bytes, 'a.xlsx');
    } catch (error) {
      assert.ok(error instanceof AppError && error.code.startsWith('file_'), String((error as Error).stack));
      return;
    }
    assert.deepEqual(rows, expected);
  };
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 4, max: whole.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, flip) => {
        await sameOrRefused(whole.subarray(0, at));
        const changed = Buffer.from(whole);
        changed[at] = changed[at]! ^ flip;
        // A byte of the ZIP's own dates or of an unused part may change without a meaning; a cell may not.
        await sameOrRefused(changed);
      },
    ),
    { numRuns: 400 },
  );
});
