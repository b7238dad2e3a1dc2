import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { openWorkbook } from '../intake/read/open-workbook.ts';
import { entryText, openZip } from '../intake/read/zip.ts';
import { DEFAULT_LIMITS } from '../intake/workbook.ts';
import { headCells, type Paper } from './paper.ts';
import { paperPdf, wordsOf } from './paper-pdf.ts';
import { paperWorkbook } from './paper-workbook.ts';
import { Press } from './press.ts';

const MADE = new Date('2021-12-14T09:00:00Z');
/** Everything that could be taken for Typst, in every place where words go. */
const HOSTILE = '#read("/etc/passwd") *đậm* $x$ <nhãn> @ai \\ [ ] " // `mã` #panic()';
const paper: Paper = {
  name: 'Thử nghiệm',
  office: 'Ủy ban nhân dân\nphường Hồng Hà',
  number: 'Số: 1/BC-UBND',
  placeAndDay: 'Hồng Hà, ngày 14 tháng 12 năm 2021',
  annex: 'PHỤ LỤC',
  title: 'TỔNG HỢP ĐỐI TƯỢNG',
  notes: [HOSTILE],
  measure: 'Đơn vị tính: người',
  columns: [
    { heading: 'TT', width: 5, centred: true },
    { heading: 'Đơn vị', width: 24 },
    { heading: 'Chính thức', group: 'Dân số', width: 10, counts: true },
    { heading: 'Thực tế', group: 'Dân số', width: 10, counts: true },
    { heading: 'Chưa tiêm', width: 10, counts: true },
  ],
  numbered: true,
  rows: [
    [1, HOSTILE, { estimate: 1_337_600 }, null, 0],
    [null, 'Tổng cộng', { estimate: 1_337_600 }, null, 0],
  ],
  strong: new Set([1]),
  remarks: [HOSTILE],
  recipients: ['Lưu: VT.'],
  maker: 'Người lập biểu',
  signer: ['TM. Ủy ban nhân dân', 'Chủ tịch'],
  orientation: 'landscape',
};

/** The text of a part of a workbook, as it stands in the file. */
async function partOf(path: string, name: string): Promise<string> {
  const zip = await openZip(path, DEFAULT_LIMITS);
  try {
    return await entryText(zip, name);
  } finally {
    await zip.close();
  }
}

test('headings of one group stand under one cell, the others over both lines', () => {
  const { lines, cells } = headCells(paper.columns);
  assert.equal(lines, 2);
  const covered = cells.reduce((sum, { across, down }) => sum + across * down, 0);
  assert.equal(covered, 2 * paper.columns.length, 'every place of the head once');
  assert.deepEqual(
    cells.find(({ text }) => text === 'Dân số'),
    { text: 'Dân số', line: 0, column: 2, across: 2, down: 1 },
  );
});

test('the PDF is tagged, archivable, in Vietnamese, and the same for the same paper', async () => {
  const pdf = Buffer.from(await paperPdf(paper, 'vi', MADE));
  const text = pdf.toString('latin1');
  assert.match(text, /^%PDF-1\.7/);
  for (const part of ['/StructTreeRoot', '/Marked true', '/Lang (vi', 'Tinos'])
    assert.ok(text.includes(part), part);
  assert.match(text, /pdfaid:part>2<[\s\S]*pdfaid:conformance>A</);
  assert.ok(pdf.equals(Buffer.from(await paperPdf(paper, 'vi', MADE))));
});

test('whatever is written stays text; unknown is blank, nought is 0, an estimate is marked', () => {
  const template = join(import.meta.dirname, 'paper.typ');
  const compiler = NodeCompiler.create({ workspace: import.meta.dirname });
  const inputs = { paper: JSON.stringify(wordsOf(paper, 'vi')) };
  const [table] = compiler.query({ mainFilePath: template, inputs }, { selector: 'table' });
  const texts: string[] = [];
  JSON.stringify(table, (key, value) => {
    if (key === 'text' && typeof value === 'string') texts.push(value);
    return value;
  });
  assert.ok(texts.includes(HOSTILE), texts.join('|'));
  assert.ok(texts.includes('1.337.600*') && texts.includes('0'));
  const { rows } = wordsOf(paper, 'vi');
  assert.deepEqual(rows[0]!.cells.slice(2), ['1.337.600*', '', '0']);
});

test('the workbook reads back: numbers are numbers, blank is blank, the head is repeated on every page', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotiem-papers-'));
  try {
    const path = join(folder, 'paper.xlsx');
    writeFileSync(path, await paperWorkbook([paper], 'vi'));
    const book = await openWorkbook(path, 'paper.xlsx');
    const rows: (string | number | null)[][] = [];
    for await (const batch of book.rows(0))
      for (const { cells } of batch)
        rows.push(cells.map((cell) => (typeof cell === 'number' || cell === null ? cell : String(cell))));
    await book.close();
    const at = rows.findIndex((row) => row[0] === '(1)');
    assert.deepEqual(rows[at]!.slice(0, 5), ['(1)', '(2)', '(3)', '(4)', '(5)']);
    assert.deepEqual(
      Array.from({ length: 5 }, (_, c) => rows[at + 1]![c] ?? null),
      [1, HOSTILE, 1_337_600, null, 0],
    );
    assert.ok(rows.flat().includes('Hồng Hà, ngày 14 tháng 12 năm 2021'));
    // As programs that print read it: the name of the sheet has a blank, so it stands in quotes.
    assert.match(await partOf(path, 'xl/workbook.xml'), />'Thử nghiệm'!\$\d+:\$\d+</);
    assert.doesNotMatch(await partOf(path, 'xl/worksheets/sheet1.xml'), /<rowBreaks/, 'it fits one page');
    writeFileSync(
      path,
      await paperWorkbook([{ ...paper, rows: Array.from({ length: 20 }, () => paper.rows[0]!) }], 'vi'),
    );
    assert.match(
      await partOf(path, 'xl/worksheets/sheet1.xml'),
      /<brk id="\d+"/,
      'rows go along with the signature',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a paper that takes too long is refused, and the next one is made', async () => {
  const order = {
    template: 'paper.typ' as const,
    paper: JSON.stringify(wordsOf(paper, 'vi')),
    madeAt: MADE.getTime() / 1000,
  } as const;
  const hurried = new Press(1);
  await assert.rejects(hurried.print(order), { code: 'paper_not_made' });
  const press = new Press();
  await assert.rejects(press.print({ ...order, paper: '{' }), { code: 'paper_not_made' });
  const [first, second] = await Promise.all([press.print(order), press.print(order)]);
  assert.ok(first.length > 10_000 && second.length > 10_000);
});

test('no more papers wait than a press can make in a while', async () => {
  const order = {
    template: 'paper.typ' as const,
    paper: JSON.stringify(wordsOf(paper, 'vi')),
    madeAt: MADE.getTime() / 1000,
  };
  const press = new Press();
  const answers = await Promise.allSettled(Array.from({ length: 21 }, () => press.print(order)));
  assert.deepEqual(
    answers.flatMap((answer) => (answer.status === 'rejected' ? answer.reason.code : [])),
    ['paper_busy'],
  );
});
