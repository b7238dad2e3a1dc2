/**
 * From the rows of a sheet to checked person rows, streaming: classifies each row, carries what headings say
 * (residence kind, hamlet, household, day), reads each cell by the meaning of its column and gathers the findings.
 */
import { createHash } from 'node:crypto';
import type { Finding } from '../../kernel/finding.ts';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { parseName } from '../../kernel/vietnamese-name.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { readAge, readBirthDate, readBirthParts, readDoseDate } from '../check/dates.ts';
import { checkIdentity, readBhyt, readIdentifiers, readPhone } from '../check/identifiers.ts';
import { type CellNote, cellText, note, type Read } from '../check/read.ts';
import {
  readDoseKind,
  readDoseNumber,
  readHamlet,
  readLot,
  readName,
  readNote,
  readResidenceKind,
  readSex,
  readText,
  readVaccine,
} from '../check/words.ts';
import type {
  CheckedRow,
  DoseClaim,
  IdentifierClaim,
  PersonClaim,
  PlaceClaim,
  ResidenceKind,
  Sex,
} from '../claim.ts';
import type { Field, SheetLayout } from '../layout.ts';
import { type Cell, columnLetter, type SheetRow } from '../workbook.ts';
import { classifyRow, type RowKind } from './classify-row.ts';
import { fieldOfHeader } from './header-words.ts';

export type SkippedRow = Readonly<{
  sheet: string;
  row: number;
  reason: Exclude<RowKind, 'person' | 'waiting'>;
  text: string;
}>;
export type AssembledRow = { person: CheckedRow } | { skipped: SkippedRow };

export type AssembleContext = Readonly<{
  asOf: PlainDate;
  /** First day on which a dose of the campaign can have been given. */
  firstDose: PlainDate;
}>;

const EVIDENCE = new Set<Field>([
  'birthDate',
  'birthDateMale',
  'birthDateFemale',
  'birthYear',
  'age',
  'sex',
  'sexMale',
  'sexFemale',
  'id',
  'cccd',
  'cmnd',
  'passport',
  'bhyt',
  'phone',
  'doseDate',
  'doseVaccine',
  'doseLot',
  'relation',
]);
const SUPPORT = new Set<Field>([
  'address',
  'currentAddress',
  'registeredAddress',
  'hamlet',
  'occupation',
  'residenceKind',
  'communeCode',
  'communeText',
  'ethnic',
  'priorityGroup',
  'note',
]);
const MARK = /^(x|v|✓|✔|1|co|\+|k)$/;

type Carried = {
  kind: ResidenceKind | null;
  hamlet: string | null;
  household: string | null;
  day: PlainDate | null;
  closing: boolean;
  place: string | null;
};

/** Assembles the rows of one sheet; rows before the first data row are titles and header and are not yielded. */
export async function* assembleRows(
  layout: SheetLayout,
  context: AssembleContext,
  batches: AsyncIterable<readonly SheetRow[]>,
): AsyncGenerator<AssembledRow[]> {
  const assembler = new Assembler(layout, context);
  for await (const batch of batches) {
    const out: AssembledRow[] = [];
    for (const row of batch) {
      if (row.row < layout.firstDataRow) continue;
      const assembled = assembler.row(row);
      if (assembled !== null) out.push(assembled);
    }
    yield out;
  }
}

class Assembler {
  readonly #layout: SheetLayout;
  readonly #context: AssembleContext;
  readonly #columns: ReadonlyMap<Field, readonly number[]>;
  readonly #doses: readonly (readonly [number | null, ReadonlyMap<Field, number>])[];
  readonly #unhashed: ReadonlySet<number>;
  readonly #evidence: readonly number[];
  readonly #support: readonly number[];
  readonly #carried: Carried;

  constructor(layout: SheetLayout, context: AssembleContext) {
    this.#layout = layout;
    this.#context = context;
    const columns = new Map<Field, number[]>();
    const doses = new Map<number | null, Map<Field, number>>();
    for (const { column, field, dose } of layout.columns) {
      columns.set(field, [...(columns.get(field) ?? []), column]);
      if (
        field === 'doseVaccine' ||
        field === 'doseDate' ||
        field === 'doseLot' ||
        field === 'dosePlace' ||
        field === 'doseMark' ||
        field === 'doseNumber' ||
        field === 'doseKind'
      ) {
        const group = doses.get(dose) ?? new Map<Field, number>();
        if (!group.has(field)) group.set(field, column);
        doses.set(dose, group);
      }
    }
    this.#columns = columns;
    // Columns without a dose of their own (one place column for all) serve every dose of the row.
    const shared = doses.size > 1 ? (doses.get(null) ?? new Map<Field, number>()) : new Map<Field, number>();
    const alone = doses.size > 1 && !(shared.has('doseDate') || shared.has('doseVaccine'));
    this.#doses = [...doses]
      .filter(([dose]) => !(alone && dose === null))
      .map(
        ([dose, group]) => [dose, dose === null || !alone ? group : new Map([...shared, ...group])] as const,
      )
      .sort(([a], [b]) => (a ?? 99) - (b ?? 99));
    this.#unhashed = new Set([...(columns.get('ordinal') ?? []), ...(columns.get('result') ?? [])]);
    const columnsOf = (fields: ReadonlySet<Field>): number[] =>
      layout.columns.flatMap(({ column, field }) => (fields.has(field) ? [column] : []));
    this.#evidence = columnsOf(EVIDENCE);
    this.#support = columnsOf(SUPPORT);
    this.#carried = {
      kind: layout.residenceKind,
      hamlet: layout.hamlet,
      household: null,
      day: null,
      closing: false,
      place: null,
    };
  }

  row({ row, cells }: SheetRow): AssembledRow | null {
    const texts = cells.map((cell) => readText(cell, this.#layout).value ?? '');
    const name = this.#nameText(texts);
    const ordinal = texts[this.#columns.get('ordinal')?.[0] ?? -1] ?? '';
    const filled = (columns: readonly number[]): number =>
      columns.reduce((count, column) => ((texts[column] ?? '') === '' ? count : count + 1), 0);
    const kind = classifyRow({
      texts: texts.filter((_, column) => !(this.#columns.get('result') ?? []).includes(column)),
      name,
      ordinal,
      evidence: filled(this.#evidence),
      support: filled(this.#support),
      closing: this.#carried.closing,
      // A numbered row is no header: most rows need not be asked by forty patterns.
      isHeader:
        name !== '' &&
        !/^\d/.test(ordinal) &&
        ['name', 'familyName'].includes(fieldOfHeader(foldText(name)) ?? '') &&
        texts.filter((text) => text !== '' && fieldOfHeader(foldText(text)) !== null).length >= 3,
    });
    if (kind === 'blank') return null;
    if (kind === 'person' || kind === 'waiting') {
      this.#carried.closing = false;
      return { person: this.#person(row, cells, texts, kind === 'waiting') };
    }
    this.#carry(kind, texts.filter((text) => text !== '').join(' '));
    return {
      skipped: {
        sheet: this.#layout.sheet,
        row,
        reason: kind,
        text: texts
          .filter((text) => text !== '')
          .join(' ')
          .slice(0, 200),
      },
    };
  }

  #nameText(texts: readonly string[]): string {
    const one = this.#columns.get('name');
    if (one !== undefined) return texts[one[0]!] ?? '';
    const parts = (['familyName', 'middleName', 'givenName'] as const).flatMap(
      (field) => this.#columns.get(field) ?? [],
    );
    return parts
      .map((column) => texts[column] ?? '')
      .filter((text) => text !== '')
      .join(' ');
  }

  #carry(kind: RowKind, text: string): void {
    const carried = this.#carried;
    const folded = foldText(text);
    if (kind === 'subtotal' && /^(tong|cong\b(?!.*\b(to|thon|khu|kp|ho)\b))/.test(folded))
      carried.closing = true;
    if (kind === 'footer') carried.closing = true;
    if (kind === 'household') carried.household = text;
    if (kind !== 'section') return;
    carried.closing = false;
    const residence = /vang lai/.test(folded)
      ? 'transient'
      : /tam vang/.test(folded)
        ? 'absent'
        : /tam tru/.test(folded) && !/thuong tru/.test(folded)
          ? 'temporary'
          : /thuong tru|hktt/.test(folded)
            ? 'permanent'
            : null;
    if (residence !== null) carried.kind = residence;
    const hamlet = readHamlet(text);
    if (hamlet !== null && !/^(to|tổ)\s/i.test(text)) carried.hamlet = hamlet;
    const day = /(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})/.exec(folded);
    if (day !== null)
      carried.day = readDoseDate(day[1]!, {
        asOf: this.#context.asOf,
        firstPossible: this.#context.firstDose,
      }).value;
  }

  #person(row: number, cells: readonly Cell[], texts: readonly string[], waiting: boolean): CheckedRow {
    const findings: Finding[] = [];
    const tell = (notes: readonly CellNote[], column: number | null): void => {
      for (const one of notes)
        findings.push({
          sheet: this.#layout.sheet,
          row,
          column: column === null ? null : columnLetter(column),
          code: one.code,
          severity: one.severity,
          params: one.params,
          cell: column === null ? null : cellText(cells[column]),
          suggestion: one.suggestion,
        });
    };
    const take = <T>(field: Field, reader: (cell: Cell | undefined) => Read<T>): T | null => {
      for (const column of this.#columns.get(field) ?? []) {
        const { value, notes } = reader(cells[column]);
        tell(notes, column);
        if (value !== null && !(Array.isArray(value) && value.length === 0)) return value;
      }
      return null;
    };
    const text = (field: Field): string | null => {
      for (const column of this.#columns.get(field) ?? [])
        if ((texts[column] ?? '') !== '') return texts[column]!;
      return null;
    };

    const name = this.#name(cells, texts, tell);
    const { birth, sexByColumn } = this.#birth(cells, tell, take);
    let sex =
      take('sex', (cell) =>
        readSex(readText(cell, this.#layout).value, {
          coding: this.#layout.nationalForm ? 'national' : 'text',
        }),
      ) ?? sexByColumn;
    if (sex === null && MARK.test(foldText(text('sexMale') ?? ''))) sex = 'M';
    if (sex === null && MARK.test(foldText(text('sexFemale') ?? ''))) sex = 'F';

    const identifiers: IdentifierClaim[] = [];
    for (const [field, hint] of [
      ['id', 'any'],
      ['cccd', 'cccd'],
      ['cmnd', 'cmnd'],
      ['passport', 'passport'],
    ] as const)
      for (const column of this.#columns.get(field) ?? []) {
        const { value, notes } = readIdentifiers(cells[column], hint);
        tell(notes, column);
        identifiers.push(...value);
      }
    const bhyt = take('bhyt', readBhyt);
    if (bhyt !== null) identifiers.push(bhyt);
    const checked = checkIdentity({ sex, birth, identifiers }, this.#context.asOf);
    tell(
      checked.sexNotes,
      this.#columns.get('sex')?.[0] ?? this.#columns.get('id')?.[0] ?? this.#columns.get('cccd')?.[0] ?? null,
    );
    tell(checked.idNotes, this.#columns.get('id')?.[0] ?? this.#columns.get('cccd')?.[0] ?? null);

    const noted = this.#notes(text);
    const place = this.#place(text);
    const carried = this.#carried;
    const hamletText = text('hamlet');
    const bareHamlet =
      hamletText === null
        ? null
        : (readHamlet(hamletText) ??
          (/^\d{1,3}$/.test(hamletText) ? `Khu phố ${Number(hamletText)}` : hamletText));
    const hamlet =
      bareHamlet ??
      readHamlet(text('currentAddress') ?? '') ??
      readHamlet(text('address') ?? '') ??
      readHamlet(text('registeredAddress') ?? '') ??
      carried.hamlet;
    const stated = text('residenceKind');
    const residenceKind =
      noted.residenceKind ?? (stated === null ? null : readResidenceKind(stated)) ?? carried.kind;
    if (stated !== null && readResidenceKind(stated) === null)
      tell([note('residence_kind_unknown', 'warning')], this.#columns.get('residenceKind')?.[0] ?? null);
    const from = take('residenceFrom', (cell) =>
      readDoseDate(cell, { asOf: this.#context.asOf, firstPossible: '1950-01-01' as PlainDate }),
    );
    const household = text('household');
    if (household !== null) carried.household = household;

    const claim: PersonClaim = {
      name: name?.name ?? null,
      sex: checked.sex as Sex | null,
      birth,
      identifiers: checked.identifiers,
      phone: take('phone', readPhone),
      ethnic: text('ethnic'),
      household: carried.household,
      relation: text('relation'),
      hamlet,
      place,
      registeredPlace: this.#columns.has('registeredAddress') ? splitPlace(text('registeredAddress')) : null,
      residenceKind,
      residenceFrom: from,
      whereabouts: noted.whereabouts,
      whereaboutsOn: noted.on,
      note: text('note'),
      occupation: text('occupation'),
      priorityGroup: text('priorityGroup'),
      doses: this.#readDoses(cells, texts, tell),
    };
    if (waiting || claim.name === null)
      tell([note('person_unidentified', 'error')], this.#columns.get('name')?.[0] ?? null);
    return {
      sheet: this.#layout.sheet,
      row,
      hash: this.#hash(cells),
      cells: cells.map((cell) => cellText(cell)),
      claim,
      findings,
      waiting: waiting || claim.name === null,
    };
  }

  #name(
    cells: readonly Cell[],
    texts: readonly string[],
    tell: (notes: readonly CellNote[], column: number | null) => void,
  ) {
    const column = this.#columns.get('name')?.[0];
    if (column === undefined) {
      const whole = this.#nameText(texts);
      return whole === '' ? null : parseName(whole);
    }
    const { value, notes } = readName(cells[column], this.#layout);
    tell(notes, column);
    return value;
  }

  #birth(
    cells: readonly Cell[],
    tell: (notes: readonly CellNote[], column: number | null) => void,
    take: <T>(field: Field, reader: (cell: Cell | undefined) => Read<T>) => T | null,
  ) {
    const { asOf } = this.#context;
    for (const [field, sex] of [
      ['birthDateMale', 'M'],
      ['birthDateFemale', 'F'],
    ] as const) {
      const column = this.#columns.get(field)?.[0];
      if (column === undefined || cellText(cells[column]) === null) continue;
      const { value, notes } = readBirthDate(cells[column], { asOf });
      tell(notes, column);
      return { birth: value, sexByColumn: sex };
    }
    const year = this.#columns.get('birthYear')?.[0];
    if (year !== undefined) {
      const { value, notes } = readBirthParts(
        cells[this.#columns.get('birthDay')?.[0] ?? -1],
        cells[this.#columns.get('birthMonth')?.[0] ?? -1],
        cells[year],
        { asOf },
      );
      tell(notes, year);
      if (value !== null) return { birth: value, sexByColumn: null };
    }
    const birth =
      take('birthDate', (cell) => readBirthDate(cell, { asOf })) ??
      take('age', (cell) => readAge(cell, { asOf }));
    return { birth, sexByColumn: null };
  }

  /** Notes of all kinds of columns: the note itself, and "Vắng" where an address should stand. */
  #notes(text: (field: Field) => string | null) {
    const main = readNote(text('note') ?? '');
    const current = text('currentAddress');
    const instead =
      current !== null && current.length <= 40 && !/\d/.test(current) ? readNote(current) : null;
    return {
      whereabouts: main.whereabouts ?? instead?.whereabouts ?? null,
      on: main.on ?? instead?.on ?? null,
      residenceKind: main.residenceKind ?? null,
    };
  }

  #place(text: (field: Field) => string | null): PlaceClaim | null {
    const current = text('currentAddress');
    const same =
      current === null ||
      /^(nhu tren|nt|-|\/\/|")$/.test(foldText(current)) ||
      (!/\d/.test(current) && readNote(current).whereabouts !== null);
    const address = (same ? null : current) ?? text('address') ?? (same ? text('registeredAddress') : null);
    const split = splitPlace(address);
    return {
      provinceText: text('provinceText') ?? split?.provinceText ?? null,
      districtText: text('districtText') ?? split?.districtText ?? null,
      communeText: text('communeText') ?? split?.communeText ?? null,
      communeCode: text('communeCode'),
      address,
    };
  }

  #readDoses(
    cells: readonly Cell[],
    texts: readonly string[],
    tell: (notes: readonly CellNote[], column: number | null) => void,
  ): DoseClaim[] {
    const doses: DoseClaim[] = [];
    const { asOf, firstDose } = this.#context;
    for (const [index, group] of this.#doses) {
      const at = (field: Field): string => texts[group.get(field) ?? -1] ?? '';
      const dateColumn = group.get('doseDate');
      const rawDate = dateColumn === undefined ? null : cellText(cells[dateColumn]);
      const marked = at('doseMark') !== '' && !/^(khong|chua|0|ko|k)$/.test(foldText(at('doseMark')));
      if (at('doseVaccine') === '' && rawDate === null && at('doseLot') === '' && !marked) continue;
      if (/^(chua( tiem)?|khong( tiem)?|ko)$/.test(foldText(at('doseVaccine'))) && rawDate === null) continue;
      const column = group.get('doseVaccine') ?? dateColumn ?? group.get('doseMark') ?? null;
      const vaccine = readVaccine(at('doseVaccine'));
      tell(vaccine.notes, group.get('doseVaccine') ?? null);
      const date =
        dateColumn === undefined ? null : readDoseDate(cells[dateColumn], { asOf, firstPossible: firstDose });
      if (date !== null) tell(date.notes, dateColumn!);
      const on = date?.value ?? (rawDate === null ? this.#carried.day : null);
      if (rawDate === null && !marked) tell([note('dose_date_missing', 'warning', on)], dateColumn ?? column);
      const lot = readLot(cells[group.get('doseLot') ?? -1]);
      tell(lot.notes, group.get('doseLot') ?? null);
      if (lot.value === null && group.has('doseLot'))
        tell([note('lot_missing', 'warning')], group.get('doseLot')!);
      if (at('dosePlace') === '' && group.has('dosePlace'))
        tell([note('place_missing', 'warning')], group.get('dosePlace')!);
      const said = readDoseNumber(at('doseNumber'));
      doses.push({
        number: said.number ?? index,
        kind: readDoseKind(at('doseKind')) ?? said.kind,
        vaccine: vaccine.value,
        vaccineText: at('doseVaccine') === '' ? null : at('doseVaccine'),
        lot: lot.value,
        on,
        place: at('dosePlace') === '' ? null : at('dosePlace'),
        column: column === null ? null : columnLetter(column),
      });
    }
    const numbers = doses.map(({ number }) => number);
    if (numbers.includes(2) && !numbers.includes(1) && this.#doses.length > 1)
      tell([note('dose2_without_dose1_in_row', 'warning')], this.#doses[0]![1].get('doseVaccine') ?? null);
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
        tell([note('dose_order_wrong', 'warning')], this.#doses[i]?.[1].get('doseDate') ?? null);
    }
    return doses;
  }

  /** The row's own words: without its running number and our result, so that moving or re-reading it changes nothing. */
  #hash(cells: readonly Cell[]): string {
    let words = '';
    cells.forEach((cell, column) => {
      if (!this.#unhashed.has(column)) words += `${cellText(cell)?.trim() ?? ''}\n`;
    });
    return createHash('sha256').update(words.trimEnd()).digest('hex').slice(0, 32);
  }
}

/** "Số 3, Xã Thanh Lân, Huyện Cô Tô, Quảng Ninh": the commune, district and province at the end of an address. */
export function splitPlace(address: string | null): PlaceClaim | null {
  if (address === null) return null;
  const parts = address
    .split(/[,;]|\s-\s/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const at = parts.findLastIndex((part) =>
    /^(x[aã]|ph[uư][oờ]ng|p\.|tt\.?|th[iị] tr[aấ]n|[đd][aặ]c khu)[\s.]+\S/iu.test(part),
  );
  if (at < 0)
    return { provinceText: null, districtText: null, communeText: null, communeCode: null, address };
  const rest = parts.slice(at + 1);
  const district =
    rest.length >= 2 ||
    /^(q|qu[aậ]n|h|huy[eệ]n|tp|th[aà]nh ph[oố]|tx|th[iị] x[aã])[\s.]/iu.test(rest[0] ?? '')
      ? (rest[0] ?? null)
      : null;
  return {
    communeText: parts[at]!,
    districtText: district,
    provinceText: rest[district === null ? 0 : 1] ?? null,
    communeCode: null,
    address,
  };
}
