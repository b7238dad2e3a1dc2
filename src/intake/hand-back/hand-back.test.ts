import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import fc from 'fast-check';
import { readXlsx, writeXlsx } from 'hucre';
import type { Finding } from '../../kernel/finding.ts';
import { openWorkbook } from '../read/open-workbook.ts';
import { entryBytes, openZip } from '../read/zip.ts';
import { columnLetter, DEFAULT_LIMITS } from '../workbook.ts';
import { withNotes } from './comments.ts';
import { handBack } from './hand-back.ts';
import { patchStyles } from './patch-styles.ts';
import { columnIndex, type HandBack, toRanges } from './row-results.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotiem-hand-back-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;
const place = (bytes: Uint8Array | string, name: string): string => {
  const path = join(folder, `${count++}-${name}`);
  writeFileSync(path, bytes);
  return path;
};
const finding = (row: number, column: string | null, code = 'dob_impossible'): Finding => ({
  sheet: 'DS',
  row,
  column,
  code,
  severity: 'error',
  params: {},
  cell: null,
  suggestion: null,
});
const what = (findings: Finding[], resultColumn: number | null = null): HandBack => ({
  layouts: [
    {
      sheet: 'DS',
      isList: true,
      headerRows: [1],
      columns:
        resultColumn === null
          ? []
          : [{ column: resultColumn, field: 'result', dose: null, header: 'Kết quả import', confidence: 1 }],
    },
  ],
  personRows: [{ sheet: 'DS', ranges: [[2, 4]] }],
  findings,
  dryRun: false,
  language: 'vi',
});
const PEOPLE = [
  ['STT', 'Họ và tên', 'Ngày sinh'],
  [1, 'Nguyễn Văn An', '01/02/1980'],
  [2, 'Trần Thị <Bình> & "em"', '31/02/1990'],
  [3, 'Lê Minh Châu', 29_221],
];

async function parts(path: string): Promise<Map<string, string>> {
  const zip = await openZip(path, DEFAULT_LIMITS);
  const all = new Map<string, string>();
  for (const name of zip.entries.keys()) {
    const chunks: Buffer[] = [];
    for await (const chunk of entryBytes(zip, name)) chunks.push(chunk);
    all.set(name, Buffer.concat(chunks).toString('latin1'));
  }
  await zip.close();
  return all;
}
async function cells(path: string): Promise<(string | null)[][]> {
  const workbook = await openWorkbook(path, 'list');
  const rows: (string | null)[][] = [];
  for await (const batch of workbook.rows(0))
    for (const row of batch)
      rows[row.row - 1] = row.cells.map((cell) => (cell === null ? null : String(cell)));
  await workbook.close();
  return rows;
}
async function returned(path: string, answer: HandBack, name = 'ds.xlsx'): Promise<string> {
  const target = join(folder, `${count++}-returned`);
  assert.equal(await handBack(path, name, target, answer), name);
  return target;
}

test('each row gets its answer, the faulty cell colour and comment, and all else stays byte for byte', async () => {
  const path = place(
    await writeXlsx({
      sheets: [
        { name: 'DS', rows: PEOPLE },
        { name: 'Khác', rows: [['Danh mục']] },
      ],
    }),
    'ds.xlsx',
  );
  const target = await returned(path, what([finding(3, 'C')]));
  const [before, now] = [await parts(path), await parts(target)];
  const changed = [...before].filter(([name, content]) => now.get(name) !== content).map(([name]) => name);
  assert.deepEqual(changed.sort(), ['[Content_Types].xml', 'xl/styles.xml', 'xl/worksheets/sheet1.xml']);
  const rows = await cells(target);
  assert.deepEqual(
    rows.map((row) => row[3]),
    [
      'Kết quả import',
      '✓ Đã lấy vào sổ',
      '▲ Đã lấy vào sổ | C: Ngày sinh này không có trong lịch; chỉ dùng năm sinh nếu đọc được. Hãy sửa lại.',
      '✓ Đã lấy vào sổ',
    ],
  );
  assert.deepEqual(
    rows.map((row) => row.slice(0, 3)),
    await cells(path),
  );
  // Another library understands the result: the comment stands on the cell, and the sheet is whole.
  const book = await readXlsx(readFileSync(target));
  assert.equal(book.sheets.length, 2);
  assert.match(now.get('xl/sotiem/comments1.xml')!, /ref="C3"/);
  assert.match(now.get('xl/worksheets/sheet1.xml')!, /<c r="C3"[^>]* s="\d+"/);
});

test('handed back again after correction: no second column, no old colour, no old comment', async () => {
  const path = place(await writeXlsx({ sheets: [{ name: 'DS', rows: PEOPLE }] }), 'ds.xlsx');
  const once = await returned(path, what([finding(3, 'C')]));
  const twice = await returned(once, what([finding(2, 'B', 'name_unreadable')], 3));
  const rows = await cells(twice);
  assert.deepEqual(
    rows.map((row) => row.length),
    [4, 4, 4, 4],
  );
  assert.equal(rows[2]![3], '✓ Đã lấy vào sổ');
  const now = await parts(twice);
  assert.doesNotMatch(now.get('xl/sotiem/comments1.xml')!, /ref="C3"/);
  assert.match(now.get('xl/sotiem/comments1.xml')!, /ref="B2"/);
  assert.equal(now.get('xl/sotiem/drawing1.vml')!.match(/<v:shape\s/g)?.length, 1);
  const style = Number(/<c r="C3"[^>]* s="(\d+)"/.exec(now.get('xl/worksheets/sheet1.xml')!)?.[1]);
  const formats = /<cellXfs[\s\S]*<\/cellXfs>/.exec(now.get('xl/styles.xml')!)![0].match(/<xf[\s>/][^>]*>/g)!;
  assert.match(formats[style]!, /fillId="0"/);
});

test('the answers never move, lose or change a cell of the user', async () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.integer({ min: -5, max: 99_999 }),
    fc.constantFrom('Nguyễn Văn An', ' 001 ', '<b>&"', '=1+1', '022080111222'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(value, { maxLength: 6 }), { minLength: 3, maxLength: 3 }),
      fc.array(fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 0, max: 7 })), { maxLength: 5 }),
      async (data, faults) => {
        const rows = [PEOPLE[0]!, ...data.map((row) => [1, ...row])];
        const path = place(await writeXlsx({ sheets: [{ name: 'DS', rows }] }), 'ds.xlsx');
        const before = await cells(path);
        const now = await cells(
          await returned(path, what(faults.map(([row, column]) => finding(row, columnLetter(column))))),
        );
        const width = Math.max(...before.map((row) => row.length));
        before.forEach((row, i) => {
          const kept = now[i]!.slice(0, width);
          while (kept.at(-1) === null) kept.pop();
          assert.deepEqual(
            Array.from(kept, (cell) => cell ?? null),
            row,
          );
          assert.ok(now[i]![width] !== undefined);
        });
      },
    ),
    { numRuns: 60 },
  );
});

test('comments of other people stay, also on the cell that is at fault', () => {
  const theirs =
    '<comments xmlns="m"><authors><author>Chị Hoa</author></authors><commentList><comment ref="C3" authorId="0"><text><t>xem lại</t></text></comment></commentList></comments>';
  const { comments } = withNotes({ comments: theirs, drawing: null }, [
    { row: 3, column: 2, text: 'một' },
    { row: 4, column: 2, text: 'hai < ba' },
  ]);
  assert.match(comments, /<comment ref="C3" authorId="0"><text><t>xem lại/);
  assert.equal(comments.match(/<comment /g)?.length, 2);
  assert.match(comments, /ref="C4" authorId="1">.*hai &lt; ba/);
  const again = withNotes({ comments, drawing: null }, []);
  assert.equal(again.comments.match(/<comment /g)?.length, 1);
});

test('every format of the workbook gets its coloured copies, with its number format', () => {
  const styles = patchStyles(
    '<styleSheet><fills count="2"><fill><patternFill/></fill><fill/></fills><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" fillId="1"><alignment/></xf></cellXfs></styleSheet>',
  )!;
  const formats = styles.xml.match(/<xf [^>]*>/g)!;
  assert.match(formats[styles.marked(1, 'error')]!, /numFmtId="14".*fillId="2"/);
  assert.match(formats[styles.marked(0, 'info')]!, /numFmtId="0".*fillId="4"/);
  assert.match(styles.xml, /<fills count="5">/);
  assert.match(styles.xml, /<cellXfs count="8">/);
  assert.equal(styles.cleared(1), 1);
  assert.equal(patchStyles('<styleSheet/>'), null);
});

test('a text list keeps its bytes and gets one field more, in any encoding and with quoted line breaks', async () => {
  const text = 'Họ và tên;Ghi chú\r\nNguyễn An;"hai\r\ndòng"\r\nTrần Bình;\r\nLê Châu;x';
  for (const [encoding, bytes] of [
    ['utf-8', Buffer.from(text)],
    ['utf-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
  ] as const) {
    const target = await returned(
      place(bytes, 'ds.csv'),
      {
        ...what([finding(3, 'A')]),
        layouts: [{ sheet: 'ds', isList: true, headerRows: [1], columns: [] }],
        personRows: [{ sheet: 'ds', ranges: [[2, 4]] }],
      },
      'ds.csv',
    );
    const rows = await cells(target);
    assert.deepEqual(
      rows.map((row) => row[2]),
      ['Kết quả import', '✓ Đã lấy vào sổ', '✓ Đã lấy vào sổ', '✓ Đã lấy vào sổ'],
      encoding,
    );
    assert.equal(rows[1]![1], 'hai\r\ndòng');
    const raw = readFileSync(target);
    assert.ok(raw.includes(bytes.subarray(0, 20)), 'its own bytes');
  }
});

test('row ranges and column letters', () => {
  assert.deepEqual(toRanges([2, 3, 4, 9, 11, 12]), [
    [2, 4],
    [9, 9],
    [11, 12],
  ]);
  for (const index of [0, 25, 26, 701, 702]) assert.equal(columnIndex(columnLetter(index)), index);
});
