/** The doses of one row: groups of columns (Mũi 1, Mũi 2 …), single columns, marks, counts, and what titles and sections say. */
import type { PlainDate } from '../../kernel/plain-date.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { readDoseDate } from '../check/dates.ts';
import { findDay, readDoseHints, saysNotInjected } from '../check/dose-hints.ts';
import { cellText, note } from '../check/read.ts';
import { readDoseKind, readDoseNumber, readLot, readVaccine } from '../check/words.ts';
import type { DoseClaim, DoseKind } from '../claim.ts';
import type { DoseHints, Field, SheetLayout } from '../layout.ts';
import { columnLetter } from '../workbook.ts';
import type { RowReader } from './row-reader.ts';

/** The columns of one dose. */
type Group = Readonly<{
  /** The dose the header names; null when the row or nobody says. */
  number: number | null;
  kind: DoseKind | null;
  columns: ReadonlyMap<Field, number>;
}>;

const FACTS: readonly Field[] = [
  'doseVaccine',
  'doseDate',
  'doseLot',
  'dosePlace',
  'doseMark',
  'doseNumber',
  'doseKind',
];
const NO = /^(khong|chua|0|ko|k|-|chua tiem|khong tiem)$/;

/** What headings say of the doses of a row. */
export type ToldDoses = Readonly<{ hints: DoseHints | null; day: PlainDate | null }>;

export class DoseReader {
  readonly #groups: readonly Group[];
  readonly #monthFirst: ReadonlySet<number>;
  readonly #days: Readonly<{ asOf: PlainDate; firstPossible: PlainDate }>;

  constructor(layout: SheetLayout, days: Readonly<{ asOf: PlainDate; firstPossible: PlainDate }>) {
    this.#groups = groupDoses(layout);
    this.#monthFirst = new Set(layout.monthFirst);
    this.#days = days;
  }

  read(row: RowReader, told: ToldDoses): DoseClaim[] {
    if (this.#groups.length === 0) return toldOnly(row, told);
    const doses = this.#groups.flatMap((group) => this.#dose(group, row, told) ?? []);
    this.#compare(doses, row);
    return doses;
  }

  #dose(group: Group, row: RowReader, told: ToldDoses): DoseClaim | null {
    const column = (field: Field): number | null => group.columns.get(field) ?? null;
    const at = (field: Field): string => row.texts[column(field) ?? -1] ?? '';
    const dateColumn = column('doseDate');
    const rawDate = dateColumn === null ? null : cellText(row.cells[dateColumn]);
    const vaccineCell = at('doseVaccine');
    const marked = at('doseMark') !== '' && !NO.test(foldText(at('doseMark')));
    const said = readDoseNumber(at('doseNumber'));
    const counted =
      said.number !== null && !FACTS.some((field) => field !== 'doseNumber' && group.columns.has(field));
    if (vaccineCell === '' && rawDate === null && at('doseLot') === '' && !marked && !counted) return null;
    if (NO.test(foldText(vaccineCell)) && rawDate === null) return null;
    const first = column('doseVaccine') ?? dateColumn ?? column('doseMark') ?? column('doseNumber');

    // What titles and sections say holds for the one dose of a row, not for each of several.
    const hints = this.#groups.length === 1 ? told.hints : null;
    const mixed = mixedCell(vaccineCell, rawDate, dateColumn);
    const vaccineText = mixed === null || mixed.besideVaccine ? vaccineCell : (mixed.vaccineText ?? '');
    const vaccine = readVaccine(vaccineText);
    row.tell(vaccine.notes, column('doseVaccine'));
    const untold = vaccineText === '' && column('doseVaccine') === null;
    const on =
      mixed?.on != null
        ? row.cell(dateColumn ?? first!, () => readDoseDate(mixed.on ?? undefined, this.#days))
        : this.#date(dateColumn, row, hints?.on ?? null, told.day);
    const dated = rawDate !== null || mixed !== null || marked || counted;
    if (!dated && (dateColumn !== null || on === null))
      row.tell([note('dose_date_missing', 'warning', on)], dateColumn ?? first);
    return {
      number: said.number ?? group.number ?? hints?.number ?? null,
      kind: readDoseKind(at('doseKind')) ?? said.kind ?? group.kind ?? hints?.kind ?? null,
      vaccine: untold ? (hints?.vaccine ?? null) : vaccine.value,
      vaccineText: untold ? (hints?.vaccineText ?? null) : vaccineText === '' ? null : vaccineText,
      lot:
        lotOf(row, column('doseLot')) ??
        mixed?.lot ??
        (column('doseLot') === null ? (hints?.lot ?? null) : null),
      on,
      place:
        placeOf(row, column('dosePlace')) ??
        mixed?.place ??
        (column('dosePlace') === null ? (hints?.place ?? null) : null),
      column: first === null ? null : columnLetter(first),
    };
  }

  /** The day of the column; where the list has none, that of the title, and where the cell is empty, that of the section. */
  #date(
    column: number | null,
    row: RowReader,
    titled: PlainDate | null,
    section: PlainDate | null,
  ): PlainDate | null {
    if (column === null) return titled ?? section;
    if (cellText(row.cells[column]) === null) return section;
    const monthFirst = this.#monthFirst.has(column);
    return row.cell(column, (cell) => readDoseDate(cell, { ...this.#days, monthFirst }));
  }

  #compare(doses: readonly DoseClaim[], row: RowReader): void {
    if (doses.length === 0 || this.#groups.length < 2) return;
    const numbers = doses.map(({ number }) => number);
    if (numbers.includes(2) && !numbers.includes(1))
      row.tell(
        [note('dose2_without_dose1_in_row', 'warning')],
        this.#groups[0]!.columns.get('doseVaccine') ?? null,
      );
    for (let i = 1; i < doses.length; i++) {
      const [before, after] = [doses[i - 1]!, doses[i]!];
      if (
        before.on !== null &&
        after.on !== null &&
        after.on < before.on &&
        before.number !== null &&
        after.number !== null &&
        before.number < after.number
      )
        row.tell([note('dose_order_wrong', 'warning')], this.#groups[i]?.columns.get('doseDate') ?? null);
    }
  }
}

type MixedCell = DoseHints & Readonly<{ besideVaccine: boolean }>;

/** "AZ 05/08/2021, lô NJ0342" in the cell of the vaccine or the day: what it says of each; null for a plain cell. */
function mixedCell(vaccine: string, date: string | null, dateColumn: number | null): MixedCell | null {
  if (dateColumn === null && /\d[/.-]\d/.test(vaccine) && findDay(vaccine) !== null)
    return { ...readDoseHints(vaccine, null), besideVaccine: false };
  if (date === null || !/\p{L}{2}/u.test(date) || findDay(date) === null) return null;
  return { ...readDoseHints(date, null), besideVaccine: vaccine !== '' };
}

function lotOf(row: RowReader, column: number | null): string | null {
  if (column === null) return null;
  const lot = row.cell(column, readLot);
  if (lot === null) row.tell([note('lot_missing', 'warning')], column);
  return lot;
}

function placeOf(row: RowReader, column: number | null): string | null {
  if (column === null) return null;
  const place = row.texts[column] ?? '';
  if (place === '') row.tell([note('place_missing', 'warning')], column);
  return place === '' ? null : place;
}

/** A list without any column for doses whose titles or sections name product and day: everybody on it had that dose. */
function toldOnly(row: RowReader, { hints }: ToldDoses): DoseClaim[] {
  if (hints === null || hints.vaccine === null || hints.on === null) return [];
  if (saysNotInjected(row.text('note') ?? '')) return [];
  return [{ ...hints, column: null }];
}

/** The columns of each dose. Columns that belong to no dose (one place for all) serve every dose of the row. */
function groupDoses(layout: SheetLayout): Group[] {
  const groups: {
    header: number | null;
    number: number | null;
    kind: DoseKind | null;
    columns: Map<Field, number>;
  }[] = [];
  for (const { column, field, dose, header } of layout.columns) {
    if (!FACTS.includes(field)) continue;
    const kind = dose === null ? null : readDoseKind(header);
    const alike = groups.filter((one) => one.header === dose);
    let group = alike.find((one) => kind === null || one.kind === null || one.kind === kind);
    if (group === undefined) {
      // "Liều bổ sung" and "Liều nhắc lại" side by side are two doses, though each alone would be the third.
      group = { header: dose, number: alike.length > 0 ? null : dose, kind, columns: new Map() };
      groups.push(group);
    }
    group.kind ??= kind;
    if (!group.columns.has(field)) group.columns.set(field, column);
  }
  const shared = groups.length > 1 ? groups.find(({ header }) => header === null)?.columns : undefined;
  const serving =
    shared !== undefined && !shared.has('doseDate') && !shared.has('doseVaccine') ? shared : null;
  return groups
    .filter(({ columns }) => columns !== serving)
    .map(({ number, kind, columns }) => ({
      number,
      kind,
      columns: serving === null ? columns : new Map([...serving, ...columns]),
    }))
    .sort((a, b) => (a.number ?? 99) - (b.number ?? 99));
}
