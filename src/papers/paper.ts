/**
 * A table on official paper, in the layout of NĐ 30/2020/NĐ-CP: issuer and nation at the head, number, place and day,
 * title, the table with numbered columns, who receives it and who signs. Data only: the workbook and the PDF are made
 * from the same paper, so they cannot say different things.
 */

/** Text, a count, a count that was computed and not made (marked with *), or blank: unknown, never 0. */
export type PaperValue = string | number | null | Readonly<{ estimate: number }>;

export type PaperColumn = Readonly<{
  heading: string;
  /** Columns beside each other with the same group stand under one heading. */
  group?: string;
  /** In characters; on a page, the share of its width. */
  width: number;
  centred?: boolean;
  /** Holds counts: right-aligned, grouped by thousands. */
  counts?: boolean;
}>;

export type Paper = Readonly<{
  /** Of the sheet, and of the document where a file names itself. */
  name: string;
  /** The issuing body, top left. */
  office: string;
  /** "Số: …/BC-UBND"; papers that are no documents of their own have none. */
  number?: string;
  /** "Quảng Ninh, ngày 14 tháng 12 năm 2021"; without it a line to fill in stands above the signer. */
  placeAndDay?: string;
  /** "PHỤ LỤC", above the title. */
  annex?: string;
  title: string;
  /** Lines under the title, in italics. */
  notes: readonly string[];
  /** "Đơn vị tính: người", above the table at the right. */
  measure?: string;
  columns: readonly PaperColumn[];
  /** Whether a row (1), (2), (3) … stands under the headings. */
  numbered?: boolean;
  rows: readonly (readonly PaperValue[])[];
  /** Places of the rows in bold: totals. */
  strong?: ReadonlySet<number>;
  /** Lines under the table. */
  remarks?: readonly string[];
  /** Under "Nơi nhận:". */
  recipients?: readonly string[];
  /** Who made the table, bottom left. */
  maker?: string;
  /** Who signs, bottom right: a line for each capacity ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"). */
  signer: string | readonly string[];
  orientation?: 'portrait' | 'landscape';
  /** Height of a person's row in points, where something is written in by hand; else as tall as its text. */
  rowHeight?: number;
}>;

export type HeadCell = Readonly<{ text: string; line: 0 | 1; column: number; across: number; down: number }>;

/** The headings as cells of one line, or of two where some stand in groups. */
export function headCells(columns: readonly PaperColumn[]): { lines: 1 | 2; cells: HeadCell[] } {
  const lines = columns.some(({ group }) => group !== undefined) ? 2 : 1;
  const cells = columns.flatMap(({ heading, group }, column): HeadCell[] => {
    if (group === undefined) return [{ text: heading, line: 0, column, across: 1, down: lines }];
    const own: HeadCell = { text: heading, line: 1, column, across: 1, down: 1 };
    if (columns[column - 1]?.group === group) return [own];
    const end = columns.findIndex((other, i) => i > column && other.group !== group);
    const across = (end === -1 ? columns.length : end) - column;
    return [{ text: group, line: 0, column, across, down: 1 }, own];
  });
  return { lines, cells };
}

export const signerLines = ({ signer }: Paper): readonly string[] =>
  typeof signer === 'string' ? [signer] : signer;
