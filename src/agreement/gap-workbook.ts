import type { PlainDate } from '../kernel/plain-date.ts';
import { dayOnPaper } from '../kernel/vietnam-time.ts';
import { paperWorkbook } from '../papers/paper-workbook.ts';
import { type Language, sentence } from '../platform/messages.ts';
import type { GapPart, OpenGap } from './contract.ts';

type NamedGap = OpenGap & Readonly<{ unit: Readonly<{ name: string }> }>;

/** The work list of gaps, laid out for print. */
export function gapWorkbook(
  gaps: readonly NamedGap[],
  unitName: string,
  { from, to }: Readonly<{ from: PlainDate; to: PlainDate }>,
  language: Language,
): Promise<Uint8Array> {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const part = ({ cause, doses }: GapPart): string =>
    `${t(`gap.cause.${cause}`)}: ${doses > 0 ? '+' : '−'}${Math.abs(doses)}`;
  const columns = [
    ['no', 5],
    ['day', 11],
    ['facility', 26],
    ['lot', 22],
    ['kind', 20],
    ['first', 9],
    ['second', 9],
    ['gap', 9],
    ['causes', 40],
    ['settler', 18],
    ['explanation', 36],
  ] as const;
  return paperWorkbook(
    [
      {
        name: t('gap_paper.sheet'),
        office: unitName,
        title: t('gap_paper.title'),
        notes: [t('gap_paper.of', { unit: unitName, from: dayOnPaper(from), to: dayOnPaper(to) })],
        columns: columns.map(([key, width]) => ({
          heading: t(key === 'no' ? 'report.no' : `gap_paper.${key}`),
          width,
          counts: key === 'first' || key === 'second' || key === 'gap',
        })),
        rows: gaps.map((gap, i) => [
          i + 1,
          dayOnPaper(gap.day),
          gap.facility,
          [gap.item, gap.lot].filter((text) => text !== null).join(' · '),
          t(`gap.kind.${gap.kind}`),
          gap.first,
          gap.second,
          gap.first - gap.second,
          gap.parts.map(part).join('\n'),
          [t(`gap.settler.${gap.settler}`), gap.account].filter((text) => text !== null).join(': '),
          gap.state === 'settled' ? gap.settlements[0]!.explanation : '',
        ]),
        signer: t('report.made_by'),
        orientation: 'landscape',
      },
    ],
    language,
  );
}
