/** The workbook that commune police fill in: four fields to mark Đ or S, the right value where it is wrong, made to be printed. */
import { personCode } from '../kernel/person-code.ts';
import type { PaperValue } from '../papers/paper.ts';
import { paperWorkbook } from '../papers/paper-workbook.ts';
import { type Language, sentence } from '../platform/messages.ts';
import type { VerifiedPerson } from './find-identities.ts';
import { IDENTITY_FIELDS, type IdentityField } from './identity-fields.ts';

const WIDTHS = {
  no: 5,
  code: 24,
  name: 25,
  sex: 6,
  birth: 11,
  id: 14,
  hamlet: 13,
  name_mark: 8,
  sex_mark: 8,
  birth_mark: 9,
  id_mark: 11,
  name_right: 24,
  birth_right: 12,
  id_right: 15,
} as const;

/** Columns of the sheet, in order; a column is known again by its heading, wherever it stands by then. */
export type SheetColumn = keyof typeof WIDTHS;
export const SHEET_COLUMNS = Object.keys(WIDTHS) as SheetColumn[];

/** `1980-02-01` as `01/02/1980`, `1980-02` as `02/1980`. */
export const shownBirth = (text: string | null): string | null =>
  text?.split('-').reverse().join('/') ?? null;

/** The code as it stands in a list of a commune: `06697·K7QH-2M4P-9RTC-X`. */
export const listedCode = (unitCode: string, personId: string): string =>
  `${unitCode}·${personCode(personId)}`;

/**
 * Writes the sheet of a commune. What the police said before is filled in, so that a sheet that comes back with one
 * more mark says all the others once more.
 */
export async function verificationSheet(
  people: readonly VerifiedPerson[],
  unit: Readonly<{ code: string; fullName: string }>,
  date: string,
  language: Language,
): Promise<Uint8Array> {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const mark = (person: VerifiedPerson, field: IdentityField): PaperValue => {
    // A mark for something that has changed since says nothing of what is shown now.
    const right = person.state === 'stale' ? null : person.marks[field];
    return right === null ? null : t(right ? 'verify.sheet.right' : 'verify.sheet.wrong');
  };
  const row = (person: VerifiedPerson, index: number): PaperValue[] => [
    index + 1,
    listedCode(unit.code, person.personId),
    person.identity.name,
    person.identity.sex === null ? null : t(`verify.sheet.sex.${person.identity.sex}`),
    shownBirth(person.identity.birth),
    person.identity.id,
    person.hamlet,
    ...IDENTITY_FIELDS.map((field) => mark(person, field)),
    null,
    null,
    null,
  ];
  return paperWorkbook(
    [
      {
        name: t('verify.sheet.sheet'),
        office: t('verify.sheet.office', { unit: unit.fullName }),
        title: t('verify.sheet.title'),
        notes: [
          t('verify.sheet.lead', { people: people.length, date: shownBirth(date) }),
          t('verify.sheet.how'),
        ],
        columns: SHEET_COLUMNS.map((column) => ({
          heading: t(`verify.sheet.${column}`),
          width: WIDTHS[column],
          centred: column.endsWith('_mark') || column === 'no' || column === 'sex',
        })),
        rows: people.map(row),
        signer: t('verify.sheet.signer'),
        orientation: 'landscape',
        rowHeight: 20,
      },
    ],
    language,
  );
}
