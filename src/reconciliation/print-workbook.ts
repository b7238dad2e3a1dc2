/** Lists as workbooks that are printed: A4, the head and feet of an official paper (NĐ 30/2020/NĐ-CP), headings on every page. */
import { type CellStyle, type WriteSheet, writeXlsx } from 'hucre';
import { type Language, sentence } from '../platform/messages.ts';

export type PrintValue = string | number | null;

export type PrintSheet = Readonly<{
  name: string;
  /** The issuing body, top left. */
  office: string;
  title: string;
  /** Lines under the title, in italics. */
  notes: readonly string[];
  columns: readonly Readonly<{ heading: string; width: number; centred?: boolean }>[];
  rows: readonly (readonly PrintValue[])[];
  /** Who signs, bottom right. */
  signer: string;
  orientation?: 'portrait' | 'landscape';
  /** Height of a person's row in points, where something is written in by hand; else as tall as its text. */
  rowHeight?: number;
}>;

const FONT = 'Times New Roman';
const EDGE = { style: 'thin', color: { rgb: '808080' } } as const;
const BORDER = { top: EDGE, bottom: EDGE, left: EDGE, right: EDGE };

/** Writes the sheets; text stays text, so that no number loses a zero when the workbook is saved again. */
export async function printWorkbook(sheets: readonly PrintSheet[], language: Language): Promise<Uint8Array> {
  return writeXlsx({ sheets: sheets.map((sheet) => laidOut(sheet, language)) });
}

function laidOut(sheet: PrintSheet, language: Language): WriteSheet {
  const { columns, orientation = 'portrait' } = sheet;
  const last = columns.length - 1;
  const half = Math.floor(last / 2);
  const wide = (value: string, from: number): PrintValue[] => [
    ...Array.from({ length: from }, () => null),
    value,
  ];
  const head: PrintValue[][] = [
    [sheet.office.toUpperCase(), ...wide(sentence(language, 'print.nation'), half)],
    wide(sentence(language, 'print.motto'), half + 1),
    [],
    [sheet.title],
    ...sheet.notes.map((note) => [note]),
    [],
  ];
  const headings = head.length;
  const feet: PrintValue[][] = [
    [],
    wide(sentence(language, 'print.place_and_day'), half + 1),
    wide(sheet.signer.toUpperCase(), half + 1),
  ];
  const rows = [
    ...head,
    columns.map(({ heading }) => heading),
    ...sheet.rows.map((row) => [...row]),
    ...feet,
  ];
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  const put = (r: number, c: number, style: CellStyle): void => void cells.set(`${r},${c}`, { style });
  const text = (size: number, more: object = {}): CellStyle => ({ font: { name: FONT, size, ...more } });
  const centre = { alignment: { horizontal: 'center', vertical: 'center', wrapText: true } } as const;
  put(0, 0, { ...text(12, { bold: true }), ...centre });
  put(0, half + 1, { ...text(12, { bold: true }), ...centre });
  put(1, half + 1, { ...text(12, { bold: true }), ...centre });
  put(3, 0, { ...text(14, { bold: true }), ...centre });
  sheet.notes.forEach((_, i) => {
    put(4 + i, 0, { ...text(11, { italic: true }), ...centre });
  });
  columns.forEach((_, c) => {
    put(headings, c, { ...text(11, { bold: true }), ...centre, border: BORDER });
  });
  sheet.rows.forEach((_, i) => {
    columns.forEach(({ centred }, c) => {
      put(headings + 1 + i, c, {
        ...text(11),
        border: BORDER,
        alignment: { vertical: 'center', wrapText: true, ...(centred ? { horizontal: 'center' } : {}) },
        numFmt: c === 0 ? '0' : '@',
      });
    });
  });
  put(rows.length - 2, half + 1, { ...text(12, { italic: true }), ...centre });
  put(rows.length - 1, half + 1, { ...text(12, { bold: true }), ...centre });
  const across = (row: number, from = 0, to = last) => ({
    startRow: row,
    startCol: from,
    endRow: row,
    endCol: to,
  });
  return {
    name: sheet.name,
    rows,
    cells,
    columns: columns.map(({ width }) => ({ width })),
    merges: [
      across(0, 0, half),
      across(0, half + 1),
      across(1, half + 1),
      across(3),
      ...sheet.notes.map((_, i) => across(4 + i)),
      across(rows.length - 2, half + 1),
      across(rows.length - 1, half + 1),
    ].filter(({ startCol, endCol }) => endCol > startCol),
    rowDefs: new Map([
      [headings, { height: 36 }],
      ...(sheet.rowHeight === undefined
        ? []
        : sheet.rows.map((_, i): [number, { height: number }] => [
            headings + 1 + i,
            { height: sheet.rowHeight! },
          ])),
    ]),
    freezePane: { rows: headings + 1 },
    pageSetup: {
      orientation,
      paperSize: 'a4',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$${headings + 1}:$${headings + 1}`,
      // Millimetres of NĐ 30 (top and bottom 20, left 30, right 15), in inches.
      margins: { top: 0.79, bottom: 0.79, left: 1.18, right: 0.59, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: '&C&P/&N' },
  };
}
