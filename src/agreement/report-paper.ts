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
import { type GroupCounts, groupsOf } from './count-groups.ts';

export const REPORT_FORMS = ['daily', 'end'] as const;
export type ReportForm = (typeof REPORT_FORMS)[number];

/** The plan and who was invited. */
const PLAN_ROWS = 2;

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
  /**
   * What sessions of the site planned for the days: people they had places for, and who was invited of them. Null:
   * nobody planned a session.
   */
  plan: Readonly<{ places: number; invited: number }> | null;
  /** People named in the register: of the days, and up to and with the last. */
  groups: Readonly<{ within: GroupCounts; cumulative: GroupCounts }>;
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
    [t('report_paper.plan'), report.plan?.places ?? null, null, ...blank],
    [t('report_paper.invited'), report.plan?.invited ?? null, null, ...blank],
    ...DAILY_FIELDS.map((field): PaperValue[] => [
      t(`report_paper.field.${field}`),
      figures[field] ?? null,
      cumulative[field] ?? null,
      ...blank,
    ]),
    [t('report_paper.injected'), sum(figures), sum(cumulative), ...blank],
    ...groupRows(report.groups, t).map((row) => [...row, ...blank]),
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
    strong: new Set([PLAN_ROWS + DAILY_FIELDS.length]),
    remarks: [t('report_paper.remark')],
    maker: t('report.made_by'),
    signer: t('report_paper.signer'),
    orientation: 'landscape',
  };
}

/** People by age group and by priority group: content, of the days, cumulative. */
function groupRows(
  { within, cumulative }: ReportToPrint['groups'],
  t: (key: string, params?: Record<string, unknown>) => string,
): PaperValue[][] {
  const { bands, priority } = groupsOf(within, cumulative);
  return [
    ...bands.map((band) => [
      t('report_paper.age', { band: t(`band.${band}`) }),
      within.bands.get(band) ?? 0,
      cumulative.bands.get(band) ?? 0,
    ]),
    ...priority.map((group) => [
      group === null ? t('report_paper.no_priority') : t('report_paper.priority', { group }),
      within.priority.get(group) ?? 0,
      cumulative.priority.get(group) ?? 0,
    ]),
  ];
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
