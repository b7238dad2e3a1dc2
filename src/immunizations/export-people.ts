import { writeXlsx } from 'hucre';
import type { Units } from '../areas/units.ts';
import { mask } from '../identity/access.ts';
import { AppError } from '../kernel/app-error.ts';
import { ageOn, type BirthDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { type Language, sentence } from '../platform/messages.ts';
import { findPeople, type PersonSummary } from '../residents/find-people.ts';
import type { PeopleQuestion } from './people-question.ts';

/** More is not a list that anybody reads; whoever needs it asks commune by commune. */
const MOST = 50_000;
const PAGE = 5000;
const HEAD_ROWS = 4;
const WIDTHS = [6, 26, 12, 7, 7, 16, 14, 24, 16, 14, 9, 12, 24];

/**
 * The people of a question as a workbook to sort, print and work through: numbers masked, dates and numbers as text
 * so that no zero is lost. `seesDoses` says of a unit whether the asker may know its doses. Throws `export_too_large`.
 */
export async function peopleWorkbook(
  db: Database,
  units: Units,
  { date, unitId, filter }: PeopleQuestion,
  seesDoses: (unitId: number) => boolean,
  language: Language,
): Promise<{ book: Uint8Array; people: number }> {
  const people = await allPeople(db, filter);
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const names = new Map<number, string>();
  const unitName = (id: number): string => {
    const name = names.get(id) ?? units.get(id, date).fullName;
    names.set(id, name);
    return name;
  };
  const row = (person: PersonSummary, index: number): (string | number | null)[] => {
    const doses = seesDoses(person.unitId!);
    return [
      index + 1,
      person.name,
      birthText(person.birth),
      person.birth === null ? null : ageOn(person.birth.on, date),
      person.sex === null ? null : t(`people.export.sex.${person.sex}`),
      mask(person.nationalId),
      mask(person.phone),
      unitName(person.unitId!),
      person.hamlet,
      person.kind === null ? null : t(`report.kind.${person.kind}`),
      doses ? person.doses : null,
      doses ? t(person.full ? 'people.export.yes' : 'people.export.no') : null,
      person.sources.map((source) => t(`people.export.source.${source}`)).join(', '),
    ];
  };
  const rows: (string | number | null)[][] = [
    [t('people.export.title', { unit: units.get(unitId, date).fullName })],
    [t('people.export.lead', { date: dayText(date), people: people.length })],
    [],
    HEADERS.map((key) => t(`people.export.${key}`)),
    ...people.map(row),
  ];
  const cells = new Map<string, object>([['0,0', BOLD]]);
  HEADERS.forEach((_, column) => void cells.set(`${HEAD_ROWS - 1},${column}`, BOLD));
  const book = await writeXlsx({
    sheets: [
      {
        name: t('people.export.sheet'),
        rows,
        cells: cells as never,
        columns: WIDTHS.map((width) => ({ width })),
        freezePane: { rows: HEAD_ROWS, columns: 2 } as never,
        pageSetup: { orientation: 'landscape', paperSize: 'a4', fitToWidth: 1, fitToHeight: 0 } as never,
      },
    ],
  } as never);
  return { book, people: people.length };
}

const HEADERS = [
  'number',
  'name',
  'birth',
  'age',
  'sex',
  'id',
  'phone',
  'unit',
  'hamlet',
  'kind',
  'doses',
  'full',
  'sources',
] as const;
const BOLD = { style: { font: { bold: true } } };

const dayText = (iso: string): string => iso.split('-').reverse().join('/');
/** A year stays a year: a 1 January that nobody stated would be read as a birthday. */
const birthText = (birth: BirthDate | null): string | null =>
  birth === null
    ? null
    : dayText({ day: birth.on, month: birth.on.slice(0, 7), year: birth.on.slice(0, 4) }[birth.precision]);

async function allPeople(db: Database, filter: PeopleQuestion['filter']): Promise<PersonSummary[]> {
  const people: PersonSummary[] = [];
  for (;;) {
    const last = people.at(-1);
    const { persons, total } = await findPeople(db, {
      ...filter,
      after: last === undefined ? null : { sortKey: last.sortKey, id: last.id },
      limit: PAGE,
    });
    if (total > MOST) throw new AppError('export_too_large', 'too-large', { most: MOST, people: total });
    people.push(...persons);
    if (persons.length < PAGE) return people;
  }
}
