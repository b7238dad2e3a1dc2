import { writeXlsx } from 'hucre';
import { type Language, sentence } from '../platform/messages.ts';
import type { CompletenessAnswer } from './completeness.ts';
import type { Completeness } from './rules.ts';

const COUNTS = ['expected', 'received', 'onTime', 'late', 'missing', 'returned', 'zero'] as const;
const HEAD = 3;

/** Who has reported, as a workbook for print: totals first, then the units, a column for each day (received of expected). */
export async function progressWorkbook(
  answer: CompletenessAnswer,
  item: string | null,
  language: Language,
): Promise<Uint8Array> {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const day = (date: string): string => date.split('-').reverse().join('/');
  const days = answer.days.filter((on) => answer.byDay[on] !== undefined);
  const line = (name: string, total: Completeness, byDay: Readonly<Record<string, Completeness>>) => [
    name,
    ...COUNTS.map((count) => total[count]),
    ...days.map((on) => (byDay[on] === undefined ? null : `${byDay[on].received}/${byDay[on].expected}`)),
  ];
  const asked = answer.items.find(({ id }) => id === item);
  const rows = [
    [t('progress.title', { unit: answer.unit.name })],
    [
      t('progress.lead', {
        from: day(answer.days[0]!),
        to: day(answer.days.at(-1)!),
        item:
          asked === undefined
            ? t('progress.every_item')
            : `${asked.number} ${asked.title} (${asked.directive})`,
      }),
    ],
    [],
    [
      t('progress.unit'),
      ...COUNTS.map((count) => t(`progress.${count}`)),
      ...days.map((on) => day(on).slice(0, 5)),
    ],
    line(t('progress.total'), answer.total, answer.byDay),
    ...answer.rows.map((row) => line(row.unit.name, row.total, row.days)),
  ];
  const cells = new Map<string, object>();
  for (const [r, row] of rows.entries())
    row.forEach((_, c) => {
      cells.set(`${r},${c}`, {
        style: {
          font: {
            name: 'Times New Roman',
            size: r === 0 ? 14 : 11,
            bold: r === 0 || r === HEAD || r === HEAD + 1,
          },
          ...(r >= HEAD ? { border: BORDER } : {}),
          ...(r >= HEAD && c > COUNTS.length ? { alignment: { horizontal: 'center' } } : {}),
          ...(r === HEAD ? { alignment: { wrapText: true, horizontal: 'center', vertical: 'center' } } : {}),
        },
      });
    });
  return writeXlsx({
    sheets: [
      {
        name: t('progress.sheet'),
        rows,
        cells: cells as never,
        columns: [30, ...COUNTS.map(() => 10), ...days.map(() => 9)].map((width) => ({ width })),
        freezePane: { rows: HEAD + 1, columns: 1 } as never,
        pageSetup: { orientation: 'landscape', paperSize: 'a4', fitToWidth: 1, fitToHeight: 0 } as never,
      },
    ],
  });
}

const THIN = { style: 'thin', color: { rgb: '999999' } };
const BORDER = { top: THIN, bottom: THIN, left: THIN, right: THIN };
