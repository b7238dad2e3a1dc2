/** Papers as workbooks that are printed: A4, the head and feet of an official paper, headings on every page. */
import { type CellStyle, type WriteSheet, writeXlsx } from 'hucre';
import { type Language, sentence } from '../platform/messages.ts';
import { headCells, type Paper, type PaperValue, signerLines } from './paper.ts';

const FONT = 'Times New Roman';
const EDGE = { style: 'thin', color: { rgb: '808080' } } as const;
const BORDER = { top: EDGE, bottom: EDGE, left: EDGE, right: EDGE };
const CENTRE = { alignment: { horizontal: 'center', vertical: 'center', wrapText: true } } as const;
const font = (size: number, more: object = {}): CellStyle => ({ font: { name: FONT, size, ...more } });

/** Writes a sheet for each paper; text stays text, so that no number loses a zero when the workbook is saved again. */
export async function paperWorkbook(papers: readonly Paper[], language: Language): Promise<Uint8Array> {
  const laid = papers.map((paper) => laidOut(paper, language));
  return writeXlsx({
    sheets: laid.map(({ sheet }) => sheet),
    // Not by `printTitlesRow`: it names the sheet without the quotes that a name with a blank needs, and nothing is repeated.
    namedRanges: laid.map(({ sheet: { name }, headings }) => ({
      name: '_xlnm.Print_Titles',
      range: `'${name.replaceAll("'", "''")}'!${headings}`,
      scope: name,
    })),
  });
}

/** A sheet that grows line by line: what is written, how it looks, what is joined. */
class Sheet {
  readonly rows: (string | number | null)[][] = [];
  readonly cells: NonNullable<WriteSheet['cells']> = new Map();
  readonly merges: NonNullable<WriteSheet['merges']> = [];

  /** Adds a line of texts, each over the columns `from` to `to`. */
  line(...texts: readonly { text: string; from: number; to: number; style: CellStyle }[]): void {
    const row = this.rows.length;
    const written: (string | null)[] = [];
    for (const { text, from, to, style } of texts) {
      while (written.length < from) written.push(null);
      written[from] = text;
      this.put(row, from, style);
      this.join(row, from, row, to);
    }
    this.rows.push(written);
  }

  put(row: number, column: number, style: CellStyle): void {
    this.cells.set(`${row},${column}`, { style });
  }

  join(startRow: number, startCol: number, endRow: number, endCol: number): void {
    if (endRow > startRow || endCol > startCol) this.merges.push({ startRow, startCol, endRow, endCol });
  }
}

function laidOut(paper: Paper, language: Language): { sheet: WriteSheet; headings: string } {
  const { columns, orientation = 'portrait', rowHeight } = paper;
  const t = (key: string): string => sentence(language, key);
  const last = columns.length - 1;
  const half = Math.floor(last / 2);
  const sheet = new Sheet();
  const whole = (text: string, style: CellStyle): void => sheet.line({ text, from: 0, to: last, style });
  const left = (text: string, style: CellStyle) => ({ text, from: 0, to: half, style });
  const right = (text: string, style: CellStyle) => ({ text, from: half + 1, to: last, style });
  const bold = { ...font(12, { bold: true }), ...CENTRE };
  const italic = { ...font(12, { italic: true }), ...CENTRE };

  sheet.line(left(paper.office.toUpperCase(), bold), right(t('print.nation'), bold));
  sheet.line(right(t('print.motto'), bold));
  if (paper.number !== undefined || paper.placeAndDay !== undefined)
    sheet.line(left(paper.number ?? '', { ...font(12), ...CENTRE }), right(paper.placeAndDay ?? '', italic));
  sheet.rows.push([]);
  const title = { ...font(14, { bold: true }), ...CENTRE };
  if (paper.annex !== undefined) whole(paper.annex, title);
  whole(paper.title, title);
  for (const note of paper.notes) whole(note, { ...font(11, { italic: true }), ...CENTRE });
  if (paper.measure === undefined) sheet.rows.push([]);
  else whole(paper.measure, { ...font(11, { italic: true }), alignment: { horizontal: 'right' } });

  const headings = sheet.rows.length;
  const { body, headLines } = putTable(sheet, paper);

  for (const remark of paper.remarks ?? [])
    whole(remark, { ...font(10, { italic: true }), alignment: { wrapText: true, vertical: 'top' } });
  sheet.rows.push([]);
  if (paper.placeAndDay === undefined) sheet.line(right(t('print.place_and_day'), italic));
  const feet = sheet.rows.length;
  // Beside the room in which the signature goes: below it they would now and then be alone on a page of their own.
  const recipients = paper.recipients ?? [];
  const leftSide = [
    ...(paper.maker === undefined ? [] : [left(paper.maker.toUpperCase(), bold), null]),
    ...(recipients.length === 0 ? [] : [left(t('print.recipients'), font(11, { bold: true, italic: true }))]),
    ...recipients.map((one) => left(`- ${one}`, font(10))),
  ];
  const rightSide = signerLines(paper).map((line) => right(line.toUpperCase(), bold));
  for (let i = 0; i < Math.max(leftSide.length, rightSide.length); i++)
    sheet.line(...[leftSide[i], rightSide[i]].filter((side) => side != null));
  const lastRows = body + Math.max(0, paper.rows.length - ROWS_BESIDE_FEET);
  const laid: WriteSheet = {
    name: paper.name,
    rows: sheet.rows,
    ...(mayPart(paper, lastRows, sheet.rows.length) ? { rowBreaks: [lastRows] } : {}),
    cells: sheet.cells,
    columns: columns.map(({ width }) => ({ width })),
    merges: sheet.merges,
    rowDefs: new Map([
      // Programs fit no line to joined cells: those with more than one line of text are given their height.
      [0, { height: 16 * paper.office.split('\n').length }],
      ...(headLines === 1
        ? [[headings, { height: 36 }] as const]
        : [[headings, { height: 18 }] as const, [headings + 1, { height: 32 }] as const]),
      [feet, { height: 18 }],
      ...(rowHeight === undefined
        ? []
        : paper.rows.map((_, i): [number, { height: number }] => [body + i, { height: rowHeight }])),
    ]),
    freezePane: { rows: body },
    pageSetup: {
      orientation,
      paperSize: 'a4',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      // Millimetres of NĐ 30 (top and bottom 20, left 30, right 15), in inches.
      margins: { top: 0.79, bottom: 0.79, left: 1.18, right: 0.59, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: '&C&P/&N' },
  };
  return { sheet: laid, headings: `$${headings + 1}:$${body}` };
}

// Points: the paper within its margins, a line of text, and the width of a column for each character of it.
const [SHORT, LONG, LINE, CHARACTER] = [595 - 114, 842 - 128, 14.5, 5.5];
/** What a page holds is guessed: every program has line heights of its own. */
const GUESSES = [0.8, 0.9, 1, 1.1, 1.2];
/** Rows that go along with the feet: a signature is never alone on a page (NĐ 30/2020/NĐ-CP). */
const ROWS_BESIDE_FEET = 3;

/** Whether the end of a page may fall between a row of the sheet and its last one. */
function mayPart({ columns, orientation }: Paper, from: number, to: number): boolean {
  const [across, down] = orientation === 'landscape' ? [LONG, SHORT] : [SHORT, LONG];
  const wide = columns.reduce((sum, { width }) => sum + width * CHARACTER, 0);
  const lines = down / Math.min(1, across / wide) / LINE;
  return GUESSES.some((guess) => Math.floor(from / (lines * guess)) !== Math.floor(to / (lines * guess)));
}

/** Headings, their numbers and the rows; says where the rows begin and how many lines the headings took. */
function putTable(sheet: Sheet, { columns, rows, numbered, strong }: Paper) {
  const head = sheet.rows.length;
  const { lines, cells } = headCells(columns);
  for (let line = 0; line < lines; line++) sheet.rows.push(columns.map(() => null));
  const heading = { ...font(11, { bold: true }), ...CENTRE, border: BORDER };
  for (let line = 0; line < lines; line++)
    columns.forEach((_, column) => {
      sheet.put(head + line, column, heading);
    });
  for (const { text, line, column, across, down } of cells) {
    sheet.rows[head + line]![column] = text;
    sheet.join(head + line, column, head + line + down - 1, column + across - 1);
  }
  if (numbered) {
    columns.forEach((_, column) => {
      sheet.put(sheet.rows.length, column, { ...font(10, { italic: true }), ...CENTRE, border: BORDER });
    });
    sheet.rows.push(columns.map((_, column) => `(${column + 1})`));
  }
  const body = sheet.rows.length;
  rows.forEach((row, i) => {
    columns.forEach((column, c) => {
      const value = row[c] ?? null;
      sheet.put(body + i, c, {
        ...font(11, strong?.has(i) ? { bold: true } : {}),
        border: BORDER,
        alignment: {
          vertical: 'center',
          ...(column.counts ? { horizontal: 'right' } : { wrapText: true }),
          ...(column.centred ? { horizontal: 'center' } : {}),
        },
        numFmt: column.counts ? countFormat(value) : c === 0 ? '0' : '@',
      });
    });
    sheet.rows.push(columns.map((_, c) => bare(row[c] ?? null)));
  });
  return { body, headLines: lines };
}

const bare = (value: PaperValue): string | number | null =>
  value !== null && typeof value === 'object' ? value.estimate : value;
// Grouped as in Vietnam (1.337.600) by programs that can, whatever the machine's own settings.
const COUNT = '[$-42A]#,##0';
const countFormat = (value: PaperValue): string =>
  value !== null && typeof value === 'object' ? `${COUNT}"*"` : COUNT;
