import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { PlainElements } from './plain-elements.ts';
import { type CellContext, scanRow } from './scan-row.ts';
import { readCells } from './xlsx.ts';

const STRINGS = ['', 'Nam', 'Nguyễn Văn Ất', 'Đỗ Thị Ửng'];
const context: CellContext = {
  shared: (index) => STRINGS[index],
  styles: [
    { date: false, zeros: 0 },
    { date: true, zeros: 0 },
    { date: false, zeros: 12 },
  ],
  date1904: false,
  maxColumns: 40,
  maxCellChars: 60,
};

const text = fc.oneof(
  fc.constantFrom(
    '',
    'Nam',
    'Hòa',
    'a &amp; b',
    'x_x0041_',
    'Nguyễn Thị Khánh Vân',
    ' hai  khoảng ',
    '𠀀',
    '22/11',
  ),
  fc.stringMatching(/^[a-zà-ỹ0-9 /.,-]{0,70}$/),
);
const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('0', '-0', '0.1', '44197.5', '22080111222', '1.5E+3', '123456789012345678', ' 7 ', ''),
);
const body = fc.oneof(
  number.map((n) => ({ type: '', xml: `<v>${n}</v>` })),
  fc.integer({ min: 0, max: 4 }).map((n) => ({ type: ' t="s"', xml: `<v>${n}</v>` })),
  text.map((s) => ({ type: ' t="str"', xml: `<f>A1+B&lt;2</f><v>${s}</v>` })),
  text.map((s) => ({ type: ' t="inlineStr"', xml: `<is><t>${s}</t></is>` })),
  text.map((s) => ({ type: ' t="inlineStr"', xml: `<is><t xml:space="preserve">${s}</t></is>` })),
  text.map((s) => ({ type: ' t="inlineStr"', xml: `<is><r><t>${s}</t></r><r><t>!</t></r></is>` })),
  fc.constantFrom('0', '1').map((b) => ({ type: ' t="b"', xml: `<v>${b}</v>` })),
  fc.constant({ type: ' t="e"', xml: '<v>#N/A</v>' }),
  fc.constant({ type: ' t="d"', xml: '<v>2021-12-14T00:00:00</v>' }),
  fc.constant({ type: ' t="n"', xml: '<f ref="A1" t="shared" si="0"/><v>5</v>' }),
  fc.constant({ type: '', xml: '' }),
);
const cell = fc
  .record({
    body,
    column: fc.constantFrom('', 'A', 'C', 'AB', 'b', 'AZZ'),
    style: fc.constantFrom('', ' s="0"', ' s="1"', ' s="2"', ' s="99"'),
    gap: fc.constantFrom('', '', '\n  '),
  })
  .map(({ body: { type, xml }, column, style, gap }) => {
    const at = column === '' ? '' : ` r="${column}7"`;
    return xml === '' ? `${gap}<c${at}${style}/>` : `${gap}<c${at}${style}${type}>${xml}</c>`;
  });

const outcome = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('a row scanned from its bytes is the row read from its text, or is left to it', () => {
  let scanned = 0;
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 8 }), (cells) => {
      const inner = cells.join('');
      const found = scanRow(Buffer.from(`${inner}</row>${'\0'.repeat(16)}`), 0, context);
      if (found === null) return;
      scanned++;
      assert.deepEqual(
        found.cells,
        outcome(() => readCells(inner, context, 7)),
      );
      assert.equal(found.end, Buffer.byteLength(inner));
    }),
    { numRuns: 3000 },
  );
  assert.ok(scanned > 500, `only ${scanned} rows were plain`);
});

test('elements are found whole however the chunks are cut, and a comment ends the plain way', () => {
  const rows = [
    '<row r="1"><c r="A1"><v>1</v></c></row>',
    '<row r="2"/>',
    '<row r="3"><c><is>Ất</is></c></row>',
  ];
  const xml = `<?xml version="1.0"?><worksheet><sheetData>${rows.join('')}</sheetData><rowBreaks/></worksheet>`;
  const read = (source: string, size: number): { found: string[]; whole: boolean } => {
    const found: string[] = [];
    const plain = new PlainElements('row', 'worksheet', 'sheet1.xml', {
      scan: () => -1,
      take: (bytes, start, from, to) =>
        found.push(bytes.toString('utf8', start, to === from ? from : to + 6)),
    });
    const bytes = Buffer.from(source);
    for (let at = 0; at < bytes.length; at += size)
      if (!plain.push(bytes.subarray(at, at + size))) return { found, whole: false };
    return { found, whole: plain.whole() };
  };
  for (let size = 48; size < 200; size++) assert.deepEqual(read(xml, size), { found: rows, whole: true });
  assert.equal(read(xml.replace('</worksheet>', ''), 64).whole, false);
  assert.equal(read(xml.replace('<row r="3">', '<!-- </row> --><row r="3">'), 64).whole, false);
  assert.equal(read(xml.replaceAll('worksheet', 'x:worksheet'), 64).whole, false);
});
