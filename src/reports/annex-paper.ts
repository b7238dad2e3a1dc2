/** The annex of target groups as an official paper, the same for the workbook and the PDF. */
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Paper, PaperColumn, PaperValue } from '../papers/paper.ts';
import { type Language, sentence } from '../platform/messages.ts';
import { SERIES, type Series } from '../population/contract.ts';
import { ANNEX_FIGURES, type Annex, type AnnexFigure, type AnnexRow } from './annex.ts';

export const ANNEX_SPLITS = ['none', 'kinds', 'ages', 'both'] as const;
export type AnnexSplit = (typeof ANNEX_SPLITS)[number];

export type AnnexPaperOptions = Readonly<{
  /** How far each unit is split into lines. */
  split: AnnexSplit;
  /** "123/BC-UBND"; blank to be written in by the office that registers papers. */
  number?: string | undefined;
  /** What it accompanies: "Báo cáo số 123/BC-UBND ngày 14/12/2021". */
  accompanies?: string | undefined;
  /** The day of the paper itself. */
  madeOn: PlainDate;
}>;

const GROUP_OF: Readonly<Record<AnnexFigure, string | null>> = {
  official: 'population',
  actual: 'population',
  transient: 'population',
  listed: null,
  dose1: 'vaccinated',
  dose2: 'vaccinated',
  dose3: 'vaccinated',
  none: null,
};

const day = (date: string | null): string => date?.split('-').reverse().join('/') ?? '–';

/** Lines of a unit: the kinds and groups asked for; kinds of which nobody is told anything are left out. */
export const linesOf = (rows: readonly AnnexRow[], split: AnnexSplit): AnnexRow[] =>
  rows.filter(
    (row) =>
      (split === 'ages' || split === 'both' || row.ageBand === 'total') &&
      (row.residenceKind === 'present' || ((split === 'kinds' || split === 'both') && hasAnybody(rows, row))),
  );

const hasAnybody = (rows: readonly AnnexRow[], { unit, residenceKind }: AnnexRow): boolean =>
  rows.some(
    (row) =>
      row.unit === unit &&
      row.residenceKind === residenceKind &&
      ANNEX_FIGURES.some((figure) => (row[figure] ?? 0) > 0),
  );

export function annexPaper(
  units: Units,
  annex: Annex,
  { split, number, accompanies, madeOn }: AnnexPaperOptions,
  language: Language,
): Paper {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const byKind = split === 'kinds' || split === 'both';
  const byAge = split === 'ages' || split === 'both';
  const rows: PaperValue[][] = [];
  const strong = new Set<number>();
  const put = (no: number | null, name: string, lines: readonly AnnexRow[]): void => {
    lines.forEach((row, i) => {
      const first = row.residenceKind !== lines[i - 1]?.residenceKind;
      if (row.ageBand === 'total' && (no === null || lines.length > 1)) strong.add(rows.length);
      rows.push([
        i === 0 ? no : null,
        first ? name : null,
        ...(byKind ? [first ? t(`annex.kind.${row.residenceKind}`) : null] : []),
        ...(byAge ? [row.ageBand === 'total' ? t('report.all_ages') : t(`report.band.${row.ageBand}`)] : []),
        ...ANNEX_FIGURES.map((figure) => cellOf(row, figure)),
      ]);
    });
  };
  const groups = [...Map.groupBy(annex.rows, ({ unit }) => unit)];
  // A unit alone is its own total: told once.
  if (groups.length === 1) groups.pop();
  groups.forEach(([code, own], i) => {
    put(i + 1, code === 'unassigned' ? t('report.unassigned') : own[0]!.unitName, linesOf(own, split));
  });
  put(null, t('report.total'), linesOf(annex.total, split));

  // Within a sentence the kind of a unit is a common noun: "Ủy ban nhân dân thành phố Hạ Long".
  const within = annex.unitName.charAt(0).toLowerCase() + annex.unitName.slice(1);
  return {
    name: t('annex.sheet'),
    office: t('annex.office', { unit: annex.unitName }),
    number: t('annex.number', { number: number ?? t('annex.number_to_fill_in') }),
    placeAndDay: t('annex.place_and_day', {
      place: units.byCode(annex.unit, annex.mapDate).name,
      ...dayOfPaper(madeOn),
    }),
    annex: t('annex.word'),
    title: t('annex.title'),
    notes: [
      t('annex.accompanies', { paper: accompanies ?? t('annex.paper_to_fill_in', { unit: within }) }),
      t('annex.as_of', { date: day(annex.date), map: day(annex.mapDate) }),
    ],
    measure: t('annex.measure'),
    columns: [
      { heading: t('report.no'), width: 5, centred: true },
      { heading: t('report.unit'), width: 24 },
      ...(byKind ? [{ heading: t('report.kind'), width: 14 }] : []),
      ...(byAge ? [{ heading: t('report.band'), width: 13 }] : []),
      ...ANNEX_FIGURES.map((figure): PaperColumn => {
        const group = GROUP_OF[figure];
        return {
          heading: t(`annex.figure.${figure}`),
          ...(group === null ? {} : { group: t(`annex.group.${group}`) }),
          width: 12,
          counts: true,
        };
      }),
    ],
    numbered: true,
    rows,
    strong,
    remarks: remarksOf(annex, { byKind, estimated: rows.some((row) => row.some(isEstimate)) }, t),
    recipients: [t('annex.recipient_above'), t('annex.recipient_file')],
    maker: t('report.made_by'),
    signer: [t('annex.on_behalf'), t('annex.chair')],
    orientation: 'landscape',
  };
}

const cellOf = (row: AnnexRow, figure: AnnexFigure): PaperValue => {
  const value = row[figure];
  return value !== null && row.estimated.includes(figure as Series) ? { estimate: value } : value;
};

const isEstimate = (value: PaperValue): boolean => typeof value === 'object' && value !== null;

/** Day and, in January and February, month with a leading nought, so that nothing can be written before them (NĐ 30). */
function dayOfPaper(date: PlainDate): { day: string; month: string; year: string } {
  const [year, month, dayOfMonth] = date.split('-') as [string, string, string];
  return { day: dayOfMonth, month: Number(month) <= 2 ? month : String(Number(month)), year };
}

type Words = (key: string, params?: Record<string, unknown>) => string;

/** What a reader must know to take the figures for what they are. */
function remarksOf(
  { completeness }: Annex,
  shown: { byKind: boolean; estimated: boolean },
  t: Words,
): string[] {
  const { communes, listed, files, rowsInReview, asOf, population } = completeness;
  const reported = (series: Series): string =>
    `${t(`annex.series.${series}`)} ${population[series].reported}/${communes}`;
  const unsent = SERIES.reduce(
    (sum, series) => sum + (population[series].states.draft ?? 0) + (population[series].states.returned ?? 0),
    0,
  );
  return [
    t('annex.completeness', { listed, communes, files, asOf: day(asOf), review: rowsInReview }),
    t('annex.population', { reported: SERIES.map(reported).join('; ') }),
    t('annex.blank'),
    ...(shown.byKind ? [t('annex.absent')] : []),
    ...(shown.estimated ? [t('annex.estimated')] : []),
    ...(unsent > 0 ? [t('annex.unsent')] : []),
  ];
}
