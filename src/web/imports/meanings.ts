/** Meanings of columns as the page handles them: a field's name, for a dose's field with the dose's number after it. */
import type { Layout } from '../app/api-types.ts';

export const FIELDS =
  'ignore ordinal name familyName middleName givenName birthDate birthDateMale birthDateFemale birthDay birthMonth birthYear age sex sexMale sexFemale id cccd cmnd passport bhyt phone ethnic household relation headName hamlet address currentAddress registeredAddress provinceText provinceCode districtText districtCode communeText communeCode residenceKind residenceFrom note occupation priorityGroup doseVaccine doseDate doseLot dosePlace doseNumber doseKind doseMark result'.split(
    ' ',
  );

/** What nearly every list has: offered as chips to drag. */
export const COMMON = [
  'name',
  'birthDate',
  'sex',
  'cccd',
  'phone',
  'hamlet',
  'household',
  'address',
  'residenceKind',
  'note',
  'doseVaccine 1',
  'doseDate 1',
  'doseLot 1',
  'doseVaccine 2',
  'doseDate 2',
  'doseLot 2',
] as const;

const NUMBERED = /^dose(Vaccine|Date|Lot|Place)$/;

/** Every meaning a column can have. */
export const MEANINGS: readonly string[] = FIELDS.flatMap((field) =>
  NUMBERED.test(field) ? [field, ...[1, 2, 3].map((n) => `${field} ${n}`)] : [field],
);

/** Column → meaning. */
export type Chosen = Readonly<Record<number, string>>;

export const meaningsOf = ({ columns }: Layout): Chosen =>
  Object.fromEntries(
    columns.map(({ column, field, dose }) => [column, dose === null ? field : `${field} ${dose}`]),
  );

/** Sheets that share their header (a sheet for each hamlet) are told once. */
export type SheetGroup = Readonly<{ key: string; first: Layout; sheets: readonly Layout[] }>;

export function sheetGroups(layouts: readonly Layout[]): SheetGroup[] {
  const groups = new Map<string, Layout[]>();
  for (const layout of layouts) {
    if (layout.sample.length === 0) continue;
    const key = JSON.stringify(layout.columns.map(({ column, header }) => [column, header]));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [layout]);
    else group.push(layout);
  }
  return [...groups].map(([key, sheets]) => ({ key, first: sheets[0]!, sheets }));
}

/** "A", "Z", "AA": a column as Excel names it. */
export const letter = (n: number): string =>
  n < 26 ? String.fromCharCode(65 + n) : `${letter(Math.floor(n / 26) - 1)}${letter(n % 26)}`;

/** Gives a column its meaning; one that had it before is left without, since no two columns mean the same. */
export function assign(chosen: Chosen, column: number, meaning: string): Chosen {
  const free =
    meaning === 'ignore' || meaning === 'note'
      ? chosen
      : Object.fromEntries(
          Object.entries(chosen).map(([other, had]) => [other, had === meaning ? 'ignore' : had]),
        );
  return { ...free, [column]: meaning };
}
