/**
 * The daily report (annex 5 of QĐ 3588/QĐ-BYT, replaced by QĐ 43/QĐ-BYT) and the report at the end of a round (annex 6)
 * as official papers, the same for the workbook and the PDF. The exact columns of the annexes are not public: these are
 * the figures that they ask for (docs/decisions).
 */
import type { Figures } from '../duties/contract.ts';
import { PRODUCTS } from '../duties/products.ts';
import { DAILY_FIELDS, readLotField, STOCK_MEASURES } from '../duties/rules.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { dayOnPaper } from '../kernel/vietnam-time.ts';
import type { Paper, PaperColumn, PaperValue } from '../papers/paper.ts';
import { type Language, sentence } from '../platform/messages.ts';

export const REPORT_FORMS = ['daily', 'end'] as const;
export type ReportForm = (typeof REPORT_FORMS)[number];

export type ReportToPrint = Readonly<{
  form: ReportForm;
  /** The issuing body: the unit. */
  office: string;
  site: string;
  from: PlainDate;
  to: PlainDate;
  /** Of the days; lots among them. */
  figures: Figures;
  /** Up to and with the last day, by the reports that were sent. */
  cumulative: Figures;
  /** Of the days, those with a report that was sent; null for a daily report. */
  reported: Readonly<{ days: number; of: number }> | null;
  /** Not sent yet: figures as the register has them. */
  draft: boolean;
}>;

export function reportPaper(report: ReportToPrint, language: Language): Paper {
  const { form, office, site, from, to, figures, cumulative, reported, draft } = report;
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const people = t('report_paper.people');
  const vaccine = t('report_paper.vaccine');
  const columns: PaperColumn[] = [
    { heading: t('report.no'), width: 5, centred: true },
    { heading: t('report_paper.content'), width: 34 },
    { heading: t(`report_paper.span.${form}`), group: people, width: 10, counts: true },
    { heading: t('report_paper.cumulative'), group: people, width: 10, counts: true },
    ...STOCK_MEASURES.map((measure) => ({
      heading: t(`report_paper.${measure}`),
      group: vaccine,
      width: 10,
      counts: true,
    })),
  ];
  const blank: PaperValue[] = STOCK_MEASURES.map(() => null);
  const injected = DAILY_FIELDS.filter((field) => field.startsWith('injected.'));
  const sum = (of: Figures): number => injected.reduce((all, field) => all + (of[field] ?? 0), 0);
  const rows: PaperValue[][] = [
    ...DAILY_FIELDS.map((field): PaperValue[] => [
      t(`report_paper.field.${field}`),
      figures[field] ?? null,
      cumulative[field] ?? null,
      ...blank,
    ]),
    [t('report_paper.injected'), sum(figures), sum(cumulative), ...blank],
    ...lotRows(figures),
  ];
  return {
    name: t(`report_paper.sheet.${form}`),
    office: `${office}\n${site}`,
    annex: t(`report_paper.annex.${form}`),
    title: t(`report_paper.title.${form}`),
    notes: [
      t(`report_paper.of.${form}`, { from: dayOnPaper(from), to: dayOnPaper(to) }),
      ...(reported === null ? [] : [t('report_paper.reported', reported)]),
      ...(draft ? [t('report_paper.draft')] : []),
    ],
    columns,
    numbered: true,
    rows: rows.map((row, i) => [i + 1, ...row]),
    strong: new Set([DAILY_FIELDS.length]),
    remarks: [t('report_paper.remark')],
    maker: t('report.made_by'),
    signer: t('report_paper.signer'),
    orientation: 'landscape',
  };
}

/** A line for each lot: what came, was given, thrown away and is left. */
function lotRows(figures: Figures): PaperValue[][] {
  const lots = new Map<string, Map<string, number>>();
  for (const [field, doses] of Object.entries(figures)) {
    const told = readLotField(field);
    if (told === null) continue;
    const name = `${PRODUCTS.find(({ code }) => code === told.item)?.name ?? told.item} · ${told.lot}`;
    lots.set(name, (lots.get(name) ?? new Map<string, number>()).set(told.measure, doses));
  }
  return [...lots].map(([name, told]) => [
    name,
    null,
    null,
    ...STOCK_MEASURES.map((measure) => told.get(measure) ?? null),
  ]);
}
