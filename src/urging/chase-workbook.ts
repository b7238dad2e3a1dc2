import { dayInVietnam, dayOnPaper, deadlineOnPaper, momentOnPaper } from '../kernel/vietnam-time.ts';
import { paperWorkbook } from '../papers/paper-workbook.ts';
import { type Language, sentence } from '../platform/messages.ts';
import type { ChaseEntry, ChaseRow } from './contract.ts';
import { daysLate } from './rules.ts';

/** The chase list as it stands on the screen, laid out for print. */
export function chaseWorkbook(
  rows: readonly ChaseRow[],
  unitName: string,
  now: Date,
  language: Language,
): Promise<Uint8Array> {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const today = dayInVietnam(now);
  const columns = [
    ['no', 5],
    ['unit', 24],
    ['parent', 18],
    ['items', 34],
    ['since', 13],
    ['days', 7],
    ['focal', 20],
    ['phone', 13],
    ['hours', 12],
    ['last', 30],
    ['next', 11],
    ['support', 9],
  ] as const;
  return paperWorkbook(
    [
      {
        name: t('chase_paper.sheet'),
        office: unitName,
        title: t('chase_paper.title'),
        notes: [t('chase_paper.of', { unit: unitName, time: deadlineOnPaper(now.toISOString()) })],
        columns: columns.map(([key, width]) => ({
          heading: t(key === 'no' ? 'report.no' : `chase_paper.${key}`),
          width,
          counts: key === 'days',
        })),
        rows: rows.map((row, i) => [
          i + 1,
          row.facility ?? row.unitName,
          (row.facility === null ? row.parentName : row.unitName) ?? '',
          row.duties.map(({ number, title }) => `${number}. ${title}`).join('\n'),
          row.since === null ? '' : deadlineOnPaper(row.since),
          row.since === null ? null : daysLate(row.since, today),
          row.focal?.name ?? '',
          row.focal?.phone ?? '',
          row.focal?.hours ?? '',
          row.last === null ? '' : contact(row.last, t),
          row.last?.nextOn == null ? '' : dayOnPaper(row.last.nextOn),
          row.support ? t('chase_paper.yes') : '',
        ]),
        signer: t('report.made_by'),
        orientation: 'landscape',
      },
    ],
    language,
  );
}

const contact = ({ at, action, outcome, byName, note }: ChaseEntry, t: (key: string) => string): string =>
  [
    `${momentOnPaper(at)} ${t(`chase.action.${action}`)}`,
    outcome === null ? '' : t(`chase.outcome.${outcome}`),
    byName,
    note ?? '',
  ]
    .filter(Boolean)
    .join(' · ');
