/** Lists of people on paper: the signed list, the list that the head of a hamlet works through. */
import { mask } from '../identity/access.ts';
import type { Paper, PaperValue } from '../papers/paper.ts';
import { paperWorkbook } from '../papers/paper-workbook.ts';
import { sheetName } from '../papers/sheet-name.ts';
import { type Language, sentence } from '../platform/messages.ts';
import type { ListedPerson } from './signed-list-rules.ts';
import { shownBirth } from './verification-sheet.ts';

export type PrintedList = Readonly<{
  /** "Phường Hồng Hà". */
  office: string;
  title: string;
  notes: readonly string[];
  signer: string;
  /** Name of the sheet. */
  sheet: string;
  people: readonly ListedPerson[];
}>;

/**
 * Writes lists, a sheet each: ID numbers masked; with a wide empty column for notes in place of the hamlet when the
 * list is of one hamlet.
 */
export async function residentLists(
  lists: readonly PrintedList[],
  { byHamlet }: Readonly<{ byHamlet: boolean }>,
  language: Language,
): Promise<Uint8Array> {
  const t = (key: string): string => sentence(language, key);
  const columns = [
    { heading: t('verify.sheet.no'), width: 5, centred: true },
    { heading: t('verify.sheet.name'), width: 26 },
    { heading: t('verify.sheet.birth'), width: 11, centred: true },
    { heading: t('verify.sheet.sex'), width: 6, centred: true },
    { heading: t('verify.sheet.id'), width: 14, centred: true },
    { heading: t('list.household'), width: 9, centred: true },
    { heading: t('list.kind'), width: 12 },
    byHamlet ? { heading: t('list.note'), width: 24 } : { heading: t('verify.sheet.hamlet'), width: 15 },
  ];
  const row = (person: ListedPerson, index: number): PaperValue[] => [
    index + 1,
    person.name,
    shownBirth(person.birth),
    person.sex === null ? null : t(`verify.sheet.sex.${person.sex}`),
    mask(person.nationalId),
    person.household,
    t(`report.kind.${person.kind}`),
    byHamlet ? null : person.hamlet,
  ];
  const names = new Set<string>();
  const sheets = lists.map(
    (list): Paper => ({
      name: sheetName(list.sheet, names),
      office: list.office,
      title: list.title,
      notes: list.notes,
      columns,
      rows: list.people.map(row),
      signer: list.signer,
      ...(byHamlet ? { rowHeight: 18 } : {}),
    }),
  );
  return paperWorkbook(sheets, language);
}
