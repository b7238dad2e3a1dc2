import type { PlainDate } from '../kernel/plain-date.ts';
import { dayOnPaper } from '../kernel/vietnam-time.ts';
import { paperWorkbook } from '../papers/paper-workbook.ts';
import { type Language, sentence } from '../platform/messages.ts';
import type { StockRowAnswer } from './contract.ts';
import { getItem } from './items.ts';

const FIGURES = [
  'received',
  'issued',
  'opened',
  'injected',
  'wasted',
  'writtenOff',
  'quarantine',
  'balance',
] as const;

/** Stock by facility and lot on paper: received, used, left, and what does not fit. */
export function stockWorkbook(
  rows: readonly StockRowAnswer[],
  unitName: string,
  date: PlainDate,
  language: Language,
): Promise<Uint8Array> {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  return paperWorkbook(
    [
      {
        name: t('stock_paper.sheet'),
        office: unitName,
        title: t('stock_paper.title'),
        notes: [t('stock_paper.as_of', { day: dayOnPaper(date) })],
        measure: t('stock_paper.measure'),
        columns: [
          { heading: t('report.no'), width: 5 },
          { heading: t('stock_paper.facility'), width: 28 },
          { heading: t('stock_paper.item'), width: 14 },
          { heading: t('stock_paper.lot'), width: 14 },
          { heading: t('stock_paper.expiry'), width: 12 },
          ...FIGURES.map((name) => ({ heading: t(`stock_paper.${name}`), width: 10, counts: true })),
          { heading: t('stock_paper.unfit'), width: 40 },
        ],
        rows: rows.map((row, i) => [
          i + 1,
          row.facility,
          getItem(row.item).name,
          row.lot,
          row.expiresOn === null ? '' : dayOnPaper(row.expiresOn),
          ...FIGURES.map((name) => row[name]),
          row.discrepancies.map(({ code }) => t(`finding_help.${code}.title`)).join('\n'),
        ]),
        signer: t('report.made_by'),
        orientation: 'landscape',
      },
    ],
    language,
  );
}
