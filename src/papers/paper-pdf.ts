/** Papers as PDF: A4, tagged, fit for an archive (PDF/A-2a), set in Tinos, which has the widths of Times New Roman. */
import { type Language, sentence } from '../platform/messages.ts';
import { headCells, type Paper, type PaperColumn, type PaperValue, signerLines } from './paper.ts';
import { Press } from './press.ts';

const FIGURES = new Intl.NumberFormat('vi-VN');

/** One press for everything that is printed. */
export const press = new Press();

/** Throws `paper_busy`, `paper_not_made`. */
export async function paperPdf(paper: Paper, language: Language, madeAt = new Date()): Promise<Uint8Array> {
  return press.print({
    template: 'paper.typ',
    paper: JSON.stringify(wordsOf(paper, language)),
    madeAt: Math.floor(madeAt.getTime() / 1000),
  });
}

/** What paper.typ shows: every cell as the text it is. */
export function wordsOf(paper: Paper, language: Language) {
  const { columns, numbered = false, strong } = paper;
  const t = (key: string): string => sentence(language, key);
  const head = headCells(columns);
  return {
    lang: language,
    name: paper.name,
    orientation: paper.orientation ?? 'portrait',
    office: paper.office.toUpperCase().split('\n'),
    nation: t('print.nation'),
    motto: t('print.motto'),
    number: paper.number ?? '',
    placeAndDay: paper.placeAndDay ?? '',
    dayToFillIn: paper.placeAndDay === undefined ? t('print.place_and_day') : null,
    annex: paper.annex ?? null,
    title: paper.title,
    notes: paper.notes,
    measure: paper.measure ?? null,
    columns: columns.map(({ width, counts, centred }) => ({
      width,
      align: counts ? 'right' : centred ? 'center' : 'left',
    })),
    head: head.cells,
    headLines: head.lines + (numbered ? 1 : 0),
    numbered,
    rows: paper.rows.map((row, i) => ({
      strong: strong?.has(i) ?? false,
      cells: columns.map((column, c) => shown(row[c] ?? null, column)),
    })),
    remarks: paper.remarks ?? [],
    recipientsWord: t('print.recipients'),
    recipients: paper.recipients ?? [],
    maker: paper.maker?.toUpperCase() ?? null,
    signer: signerLines(paper).map((line) => line.toUpperCase()),
  };
}

function shown(value: PaperValue, { counts }: PaperColumn): string {
  if (value === null) return '';
  if (typeof value === 'object') return `${FIGURES.format(value.estimate)}*`;
  return typeof value === 'number' && counts ? FIGURES.format(value) : String(value);
}
