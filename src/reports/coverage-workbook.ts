import { writeXlsx } from 'hucre';
import type { Units } from '../areas/units.ts';
import { AGE_BANDS } from '../kernel/age-band.ts';
import { type Language, sentence } from '../platform/messages.ts';
import type { Coverage, CoverageQuery, CoverageRow } from './coverage.ts';

const FIGURES = ['residents', 'dose1', 'dose2', 'dose3', 'full', 'none'] as const;

/** The coverage table as a workbook laid out for A4 landscape: titles, totals first, one block for each unit. */
export async function coverageWorkbook(
  units: Units,
  query: CoverageQuery,
  data: Coverage,
  language: Language,
): Promise<Uint8Array> {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const day = (date: string | null): string =>
    date === null ? '–' : date.slice(0, 10).split('-').reverse().join('/');
  const unit = units.byCode(query.unitCode, query.mapDate);
  const bands = AGE_BANDS.filter(
    (band) => band !== 'unknown' || data.rows.some((row) => row.ageBand === 'unknown'),
  );
  const header = [
    t('report.no'),
    t('report.unit'),
    t('report.kind'),
    t('report.band'),
    ...FIGURES.map((figure) => t(`report.${figure}`)),
  ];
  const rows: (string | number | null)[][] = [
    [t('report.title')],
    [
      `${unit.fullName} · ${t('report.date', { date: day(query.date) })} · ${t('report.map', { date: day(query.mapDate) })}`,
    ],
    [
      t('report.completeness', {
        done: data.completeness.communesWithData,
        all: data.completeness.communes,
        files: data.completeness.files,
        asOf: day(data.completeness.asOf),
        review: data.completeness.rowsInReview,
      }),
    ],
    [],
    header,
  ];
  const bold = new Set<number>([0, 4]);
  const put = (
    no: string | number,
    name: string,
    kind: string,
    band: string,
    list: readonly CoverageRow[],
  ): void => {
    rows.push([
      no,
      name,
      kind,
      band,
      ...FIGURES.map((figure) => list.reduce((sum, row) => sum + row[figure], 0)),
    ]);
  };
  const actual = data.rows.filter(
    ({ residenceKind }) => residenceKind === 'permanent' || residenceKind === 'temporary',
  );
  bold.add(rows.length);
  put('', t('report.total'), t('report.actual'), t('report.all_ages'), actual);
  for (const band of bands)
    put(
      '',
      t('report.total'),
      t('report.actual'),
      t(`report.band.${band}`),
      actual.filter((row) => row.ageBand === band),
    );
  const names = [
    ...new Map(
      data.rows.map(({ unit, unitName, unitParent }) => [
        unit,
        unitParent === null ? unitName : `${unitName}, ${unitParent}`,
      ]),
    ),
  ];
  names.forEach(([code, name], index) => {
    for (const kind of ['permanent', 'temporary', 'absent', 'transient'] as const) {
      const own = data.rows.filter((row) => row.unit === code && row.residenceKind === kind);
      if (own.every(({ residents }) => residents === 0)) continue;
      bold.add(rows.length);
      const label = code === 'unassigned' ? t('report.unassigned') : name;
      put(index + 1, label, t(`report.kind.${kind}`), t('report.all_ages'), own);
      for (const band of bands)
        put(
          '',
          label,
          t(`report.kind.${kind}`),
          t(`report.band.${band}`),
          own.filter((row) => row.ageBand === band),
        );
    }
  });
  rows.push(
    [],
    [t('report.beside', { nonResidents: data.beside.nonResidents, onNoList: data.beside.onNoList })],
    [],
    ['', t('report.made_by'), null, null, null, null, t('report.head_of_unit')],
  );
  const cells = new Map<string, object>();
  for (const [r, row] of rows.entries())
    row.forEach((value, c) => {
      if (value === null) return;
      const border = r >= 4 && r < rows.length - 4 ? { border: BORDER } : {};
      const number = typeof value === 'number' && c >= 4 ? { numFmt: '#,##0' } : {};
      cells.set(`${r},${c}`, {
        style: {
          font: { name: 'Times New Roman', size: r === 0 ? 14 : 11, bold: bold.has(r) },
          ...border,
          ...number,
          ...(r === 4 ? { alignment: { wrapText: true, horizontal: 'center', vertical: 'center' } } : {}),
        },
      });
    });
  return writeXlsx({
    sheets: [
      {
        name: t('report.sheet'),
        rows,
        cells: cells as never,
        merges: [0, 1, 2].map((r) => ({ startRow: r, startCol: 0, endRow: r, endCol: 9 })),
        columns: [6, 30, 14, 14, 12, 12, 12, 12, 14, 14].map((width) => ({ width })),
        freezePane: { rows: 5 } as never,
        pageSetup: { orientation: 'landscape', paperSize: 'a4', fitToWidth: 1, fitToHeight: 0 } as never,
      },
    ],
  } as never);
}

const EDGE = { style: 'thin', color: { rgb: '999999' } };
const BORDER = { top: EDGE, bottom: EDGE, left: EDGE, right: EDGE };
