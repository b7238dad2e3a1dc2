import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { readXlsx, writeXlsx } from 'hucre';
import iconv from 'iconv-lite';
import { book, zip } from '../../../test/support/workbooks.ts';
import { AppError } from '../../kernel/app-error.ts';
import { DEFAULT_LIMITS, type SheetRow } from '../workbook.ts';
import { openWorkbook } from './open-workbook.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotiem-read-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

async function read(
  bytes: Buffer | Uint8Array,
  name = 'list.xlsx',
  limits = DEFAULT_LIMITS,
): Promise<SheetRow[]> {
  const path = join(folder, `${count++}`);
  writeFileSync(path, bytes);
  const workbook = await openWorkbook(path, name, limits);
  try {
    const rows: SheetRow[] = [];
    for await (const batch of workbook.rows(0)) rows.push(...batch);
    return rows;
  } finally {
    await workbook.close();
  }
}
const refused = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

test('reads what another library wrote, cell for cell', async () => {
  const rows = Array.from({ length: 700 }, (_, r) => [
    r + 1,
    `Nguyễn Văn ${r} <&"'>`,
    r % 3 === 0 ? null : r / 7,
    r % 2 === 0,
    '001218000001',
  ]);
  const bytes = await writeXlsx({ sheets: [{ name: 'Danh sách', rows }] });
  const ours = await read(bytes);
  const theirs = (await readXlsx(bytes)).sheets[0]!.rows;
  assert.deepEqual(
    ours.map(({ cells }) => cells),
    theirs.map((row) => {
      const cells = row.map((cell) => cell ?? null);
      while (cells.at(-1) === null) cells.pop();
      return cells;
    }),
  );
});

test('every one of many shared strings is itself', async () => {
  const rows = Array.from({ length: 9000 }, (_, r) => [`Nguyễn Văn ${r}`]);
  const ours = await read(await writeXlsx({ sheets: [{ name: 'DS', rows }] }));
  assert.deepEqual(
    ours.map(({ cells }) => cells),
    rows,
  );
});

test('prefixed tags, cells without references, inline and rich text, zeros, dates, formulas', async () => {
  const rows = await read(
    zip(
      book(
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="inlineStr"><x:is><x:r><x:t>A</x:t></x:r><x:r><x:t xml:space="preserve"> B</x:t></x:r></x:is></x:c></x:row><x:row r="5"><x:c r="C5" s="1"><x:v>44544</x:v></x:c><x:c r="D5" s="2"><x:v>42</x:v></x:c><x:c r="E5"><x:f>1-1</x:f><x:v>0</x:v></x:c><x:c r="F5" t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        {
          'xl/sharedStrings.xml': '<sst><si><t>Lê</t><rPh><t>không</t></rPh></si></sst>',
          'xl/styles.xml':
            '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        },
      ),
    ),
  );
  assert.deepEqual(rows, [
    { row: 1, cells: ['Lê', 'A B'] },
    { row: 5, cells: [null, null, { serial: 44544 }, { num: 42, text: '000042' }, 0, { error: '#N/A' }] },
  ]);
});

test('a damaged file gives an error, never a shorter list', async () => {
  const sheet = `<worksheet><sheetData>${'<row><c t="inlineStr"><is><t>Nguyễn</t></is></c></row>'.repeat(400)}`;
  await assert.rejects(read(zip(book(sheet))), refused('file_damaged'), 'end tag missing');
  const whole = zip(book(`${sheet}</sheetData></worksheet>`));
  assert.equal((await read(whole)).length, 400);
  await assert.rejects(read(whole.subarray(0, whole.length / 2)), refused('file_damaged'), 'cut in half');
  const flipped = Buffer.from(whole);
  const at = flipped.indexOf('sheet1.xml') + 40;
  flipped[at] = flipped[at]! ^ 0xff;
  await assert.rejects(read(flipped), refused('file_damaged'), 'a flipped byte');
  await assert.rejects(
    read(zip(book('<worksheet><sheetData><row><c t="s"><v>3</v></c></row></sheetData></worksheet>'))),
    refused('file_damaged'),
    'a string that is not there',
  );
});

test('wrong, empty, encrypted and macro files are told apart', async () => {
  await assert.rejects(read(Buffer.alloc(0)), refused('file_empty'));
  await assert.rejects(read(Buffer.from('%PDF-1.7 …')), refused('file_wrong_type'));
  await assert.rejects(read(zip({ 'word/document.xml': '<w/>' })), refused('file_wrong_type'));
  await assert.rejects(
    read(zip(book('<worksheet/>', { 'xl/vbaProject.bin': 'x' }))),
    refused('file_has_macros'),
  );
  const ole = Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(600),
    Buffer.from('EncryptedPackage', 'utf16le'),
    Buffer.alloc(600),
  ]);
  await assert.rejects(read(ole), refused('file_encrypted'));
});

test('a bomb is refused before it is unpacked, and limits hold', async () => {
  await assert.rejects(
    read(zip(book(`<worksheet>${' '.repeat(8_000_000)}</worksheet>`))),
    refused('file_bomb'),
  );
  const wide = '<worksheet><sheetData><row><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>';
  await assert.rejects(read(zip(book(wide))), refused('file_too_many_columns'));
  await assert.rejects(
    read(zip(book('<worksheet><sheetData><row r="9"/></sheetData></worksheet>')), 'a', {
      ...DEFAULT_LIMITS,
      maxRows: 5,
    }),
    refused('file_too_many_rows'),
  );
  await assert.rejects(
    read(Buffer.from('x'.repeat(100)), 'a.csv', { ...DEFAULT_LIMITS, maxFileBytes: 10 }),
    refused('file_too_large'),
  );
});

test('text files in the encodings of the field, with the delimiter they use', async () => {
  const text = 'Họ và tên;Ngày sinh\nNguyễn Thị Hằng;01/02/1980\nTrần Đức Phú;1990\n';
  const rows = [
    ['Họ và tên', 'Ngày sinh'],
    ['Nguyễn Thị Hằng', '01/02/1980'],
    ['Trần Đức Phú', '1990'],
  ];
  assert.deepEqual(
    (await read(Buffer.from(text), 'a.csv')).map(({ cells }) => cells),
    rows,
    'utf-8',
  );
  assert.deepEqual(
    (await read(Buffer.from(`\ufeff${text}`), 'a.csv')).map(({ cells }) => cells),
    rows,
    'utf-8 with mark',
  );
  assert.deepEqual(
    (await read(Buffer.from(`\ufeff${text}`, 'utf16le'), 'a.csv')).map(({ cells }) => cells),
    rows,
    'utf-16',
  );
  assert.deepEqual(
    (
      await read(
        iconv.encode('TrÇn §øc Phó;1990\nNguyÔn ThÞ H»ng;1980\nLª V¨n ChiÕn;1970\n', 'windows-1252'),
        'a.csv',
      )
    ).map(({ cells }) => cells[0]),
    ['Trần Đức Phú', 'Nguyễn Thị Hằng', 'Lê Văn Chiến'],
    'TCVN3',
  );
  const latin = Buffer.from([
    0x4e, 0x67, 0x75, 0x79, 0xea, 0xde, 0x6e, 0x3b, 0x31, 0x0a, 0x54, 0x72, 0xe2, 0xcc, 0x6e, 0x3b, 0x32,
  ]);
  assert.deepEqual(
    (await read(latin, 'a.csv')).map(({ cells }) => cells[0]),
    ['Nguyễn', 'Trần'],
    'windows-1258',
  );
});

test('an old .xls under any name, and a table saved as HTML', async () => {
  const html =
    '<html><table><tr><td>Họ tên</td><td>CCCD</td></tr><tr><td>Lê Văn An</td><td>022080111222</td></tr></table></html>';
  const rows = await read(Buffer.from(`\ufeff${html}`), 'list.xls');
  assert.deepEqual(
    rows.map(({ cells }) => cells),
    [
      ['Họ tên', 'CCCD'],
      ['Lê Văn An', '022080111222'],
    ],
  );
});
