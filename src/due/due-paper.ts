/** Who is due as a list on paper: for the health station that calls, and the head of the hamlet who knocks. */
import { dayOnPaper } from '../kernel/vietnam-time.ts';
import type { Paper, PaperValue } from '../papers/paper.ts';
import { sheetName } from '../papers/sheet-name.ts';
import { type Language, sentence } from '../platform/messages.ts';
import type { DueRow } from './find-due.ts';

const COLUMNS = [
  ['no', 6],
  ['name', 24],
  ['birth', 14],
  ['sex', 7],
  ['hamlet', 14],
  ['last', 17],
  ['dose', 16],
  ['vaccines', 22],
  ['earliest', 14],
  ['overdue', 14],
  ['state', 19],
  ['note', 12],
] as const;
const CENTRED: readonly string[] = ['no', 'birth', 'sex', 'earliest', 'overdue'];

const shownBirth = (birth: DueRow['birth']): string | null =>
  birth === null
    ? null
    : dayOnPaper(birth.on.slice(0, { day: 10, month: 7, year: 4 }[birth.precision as 'day'] ?? 10));

export type DuePaper = Readonly<{
  office: string;
  on: string;
  /** One paper for all, or one (a sheet) for each hamlet. */
  byHamlet: boolean;
  /** Product names by code. */
  products: ReadonlyMap<string, string>;
}>;

/** The papers of a list; a hamlet's own have no column of hamlets. */
export function duePapers(people: readonly DueRow[], about: DuePaper, language: Language): Paper[] {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const product = (code: string | null): string => (code === null ? '' : (about.products.get(code) ?? code));
  const cells = (row: DueRow, index: number): Record<(typeof COLUMNS)[number][0], PaperValue> => ({
    no: index + 1,
    name: row.name,
    birth: shownBirth(row.birth),
    sex: row.sex === null ? null : t(`verify.sheet.sex.${row.sex}`),
    hamlet: row.hamlet,
    last: [product(row.lastVaccine), row.lastOn === null ? '' : dayOnPaper(row.lastOn)]
      .filter(Boolean)
      .join('\n'),
    dose: row.kind === null ? null : t(`due.dose.${row.kind}`, { number: row.doseNo }),
    vaccines: row.vaccines.slice(0, 3).map(product).join(', '),
    earliest: row.earliest === null ? null : dayOnPaper(row.earliest),
    overdue: row.overdue === null ? null : dayOnPaper(row.overdue),
    state: stateText(row, language),
    note: null,
  });
  const paper = (rows: readonly DueRow[], hamlet: string | null | undefined, name: string): Paper => {
    const columns = COLUMNS.filter(([key]) => hamlet === undefined || key !== 'hamlet');
    return {
      name,
      office: about.office,
      title: t('due.paper.title'),
      notes: [
        ...(hamlet === undefined ? [] : [hamlet ?? t('due.no_hamlet')]),
        t('due.paper.lead', {
          date: dayOnPaper(about.on),
          people: rows.length,
          overdue: rows.filter(({ state }) => state === 'overdue').length,
        }),
      ],
      columns: columns.map(([key, width]) => ({
        heading: t(`due.column.${key}`),
        width,
        centred: CENTRED.includes(key),
      })),
      rows: rows.map((row, index) => {
        const all = cells(row, index);
        return columns.map(([key]) => all[key]);
      }),
      signer: t('report.made_by'),
      orientation: 'landscape',
    };
  };
  if (!about.byHamlet) return [paper(people, undefined, t('due.paper.sheet'))];
  const names = new Set<string>();
  return [...Map.groupBy(people, ({ hamlet }) => hamlet)].map(([hamlet, rows]) =>
    paper(rows, hamlet, sheetName(hamlet ?? t('due.no_hamlet'), names)),
  );
}

type Told = Pick<DueRow, 'state' | 'note' | 'conditions'>;

/** Where the words of a reason are, by how the screening left the person. */
const REASON_OF: Readonly<Partial<Record<DueRow['state'], string>>> = {
  postponed: 'table.postpone',
  refused: 'table.refuse',
  contraindicated: 'table.flag',
};

/**
 * Why somebody was put off, refused or gets no dose, in the words of the table, and what was found of him that bears on
 * his doses; null where nothing was said.
 */
export function noteWords({ state, note, conditions }: Told, language: Language): string | null {
  const reason = REASON_OF[state];
  const words = [
    ...(note === null || reason === undefined ? [] : [`${reason}.${note}`]),
    ...conditions.map((condition) => `due.condition.${condition}`),
  ].map((key) => sentence(language, key));
  return words.length === 0 ? null : [...new Set(words)].join(', ');
}

/** "Tạm hoãn đến 24/12/2021 – Đang bệnh cấp tính": how somebody stands, in words. */
function stateText(row: DueRow, language: Language): string {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const state =
    row.state !== 'postponed'
      ? t(`due.state.${row.state}`)
      : row.postponedUntil === null
        ? t('due.postponed_open')
        : t('due.postponed_until', { date: dayOnPaper(row.postponedUntil) });
  return [state, noteWords(row, language)].filter(Boolean).join(' – ');
}
