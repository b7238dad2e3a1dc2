/** The claim of one person row: every cell by the meaning of its column, with what there is to say of it. */
import type { BirthDate, PlainDate } from '../../kernel/plain-date.ts';
import { type ParsedName, parseName } from '../../kernel/vietnamese-name.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { readAge, readBirthDate, readBirthParts, readDoseDate } from '../check/dates.ts';
import { checkIdentity, readBhyt, readIdentifiers, readPhone } from '../check/identifiers.ts';
import { cellText, note } from '../check/read.ts';
import { readRelation } from '../check/relations.ts';
import {
  type NoteReading,
  readHamlet,
  readName,
  readNote,
  readResidenceKind,
  readSex,
} from '../check/words.ts';
import type { IdentifierClaim, PersonClaim, ResidenceKind, Sex } from '../claim.ts';
import type { Field, SheetLayout } from '../layout.ts';
import type { Carried } from './carried.ts';
import type { DoseReader } from './read-doses.ts';
import { readPlaces } from './read-place.ts';
import type { RowReader } from './row-reader.ts';
import { isMark } from './samples.ts';

const IDENTIFIERS = [
  ['id', 'any'],
  ['cccd', 'cccd'],
  ['cmnd', 'cmnd'],
  ['passport', 'passport'],
] as const;
const LONG_AGO = '1950-01-01' as PlainDate;

export class PersonReader {
  readonly #layout: SheetLayout;
  readonly #asOf: PlainDate;
  readonly #doses: DoseReader;
  readonly #monthFirst: ReadonlySet<number>;
  readonly #householdColumns: ReadonlySet<number>;
  /** What "3" in the column of hamlets is: a thôn, a khu phố, a tổ. */
  readonly #numberedHamlet: string;
  readonly #marks: readonly (readonly [number, ResidenceKind])[];
  /** The one column of marks says both sexes: an empty cell of "Nữ" is a man. */
  readonly #unmarked: Sex | null;

  constructor(layout: SheetLayout, asOf: PlainDate, doses: DoseReader) {
    this.#layout = layout;
    this.#asOf = asOf;
    this.#doses = doses;
    this.#monthFirst = new Set(layout.monthFirst);
    this.#householdColumns = new Set(layout.householdColumns);
    this.#numberedHamlet = numberedHamlet(layout);
    this.#marks = layout.columns.flatMap(({ column, field, header }) => {
      const kind = field === 'residenceMark' ? readResidenceKind(header.split(' / ').at(-1)!) : null;
      return kind === null ? [] : [[column, kind] as const];
    });
    const has = (field: Field): boolean => layout.columns.some((one) => one.field === field);
    this.#unmarked = has('sex') || has('sexMale') === has('sexFemale') ? null : has('sexFemale') ? 'M' : 'F';
  }

  read(row: RowReader, carried: Carried, waiting: boolean): PersonClaim {
    const name = this.#name(row);
    const { birth, sex: sexByColumn } = this.#birth(row);
    const stated = this.#sex(row) ?? sexByColumn;
    const identifiers = this.#identifiers(row);
    const checked = checkIdentity({ sex: stated, birth, identifiers }, this.#asOf);
    row.tell(checked.sexNotes, row.column('sex', 'id', 'cccd'));
    row.tell(checked.idNotes, row.column('id', 'cccd'));
    this.#household(row, name, carried);
    const places = readPlaces(row, carried, this.#householdColumns, this.#numberedHamlet);
    const said = saidOfPresence(row, name, row.text('currentAddress'));
    const residence = this.#residenceKind(row);
    const from = row.take('residenceFrom', (cell, column) =>
      readDoseDate(cell, {
        asOf: this.#asOf,
        firstPossible: LONG_AGO,
        monthFirst: this.#monthFirst.has(column),
      }),
    );
    const doses = this.#doses.read(row, { hints: carried.doses, day: carried.day });
    if (waiting || name === null)
      row.tell([note('person_unidentified', 'error')], row.column('name', 'familyName', 'givenName'));
    return {
      name: name?.name ?? null,
      sex: checked.sex,
      birth,
      identifiers: checked.identifiers,
      phone: row.take('phone', readPhone),
      ethnic: row.text('ethnic'),
      household: carried.household,
      relation: row.text('relation') ?? relationIn(name),
      hamlet: places.hamlet,
      place: places.place,
      registeredPlace: places.registeredPlace,
      residenceKind:
        (said.residenceKind === 'transient' ? said.residenceKind : null) ??
        residence ??
        said.residenceKind ??
        carried.kind,
      residenceFrom: from,
      whereabouts: said.whereabouts,
      whereaboutsOn: said.on,
      note: row.text('note'),
      occupation: row.text('occupation'),
      priorityGroup: row.text('priorityGroup'),
      doses,
    };
  }

  #name(row: RowReader): ParsedName | null {
    const column = row.column('name');
    if (column !== null)
      return row.cell(column, () => readName(row.texts[column] ?? '', row.decoded?.get(column) ?? null));
    const parts = (['familyName', 'middleName', 'givenName'] as const).flatMap(
      (field) => row.text(field) ?? [],
    );
    return parts.length === 0 ? null : parseName(parts.join(' '));
  }

  #birth(row: RowReader): { birth: BirthDate | null; sex: Sex | null } {
    const asOf = this.#asOf;
    for (const [field, reader, sex] of [
      ['birthDateMale', readBirthDate, 'M'],
      ['birthDateFemale', readBirthDate, 'F'],
      ['ageMale', readAge, 'M'],
      ['ageFemale', readAge, 'F'],
    ] as const) {
      const column = row.column(field);
      if (column === null || cellText(row.cells[column]) === null) continue;
      const monthFirst = this.#monthFirst.has(column);
      return { birth: row.cell(column, (cell) => reader(cell, { asOf, monthFirst })), sex };
    }
    const year = row.column('birthYear');
    if (year !== null) {
      const part = (field: Field) => row.cells[row.column(field) ?? -1];
      const birth = row.cell(year, (cell) =>
        readBirthParts(part('birthDay'), part('birthMonth'), cell, { asOf }),
      );
      if (birth !== null) return { birth, sex: null };
    }
    const birth =
      row.take('birthDate', (cell, column) =>
        readBirthDate(cell, { asOf, monthFirst: this.#monthFirst.has(column) }),
      ) ?? row.take('age', (cell) => readAge(cell, { asOf }));
    return { birth, sex: null };
  }

  #sex(row: RowReader): Sex | null {
    const codes = this.#layout.sexCodes;
    const sex = row.take('sex', (_, column) => readSex(row.texts[column] ?? '', codes));
    if (sex !== null) return sex;
    if (isMark(row.text('sexMale') ?? '')) return 'M';
    if (isMark(row.text('sexFemale') ?? '')) return 'F';
    return row.text('sexMale') === null && row.text('sexFemale') === null ? this.#unmarked : null;
  }

  #identifiers(row: RowReader): IdentifierClaim[] {
    const found: IdentifierClaim[] = [];
    for (const [field, hint] of IDENTIFIERS)
      for (const column of row.columns(field))
        found.push(...row.cell(column, (cell) => readIdentifiers(cell, hint)));
    const bhyt = row.take('bhyt', readBhyt);
    if (bhyt !== null) found.push(bhyt);
    // The same number in two columns is one claim.
    return found.filter(
      (one, i) => found.findIndex(({ kind, value }) => kind === one.kind && value === one.value) === i,
    );
  }

  /** A household begins with its number, with the name of its head, or with its head himself. */
  #household(row: RowReader, name: ParsedName | null, carried: Carried): void {
    const stated = row.text('household') ?? row.text('headName');
    if (stated !== null) {
      if (stated !== carried.household) carried.startHousehold(stated);
    } else if (
      this.#layout.headsFirst &&
      row.column('household', 'headName') === null &&
      (readRelation(row.text('relation') ?? '') === 'head' || row.text('ordinal') === '1') &&
      name !== null &&
      !carried.headed
    )
      carried.startHousehold(`Hộ ${name.name}`);
  }

  #residenceKind(row: RowReader): ResidenceKind | null {
    const marked = this.#marks.find(([column]) => isMark(row.texts[column] ?? ''));
    if (marked !== undefined) return marked[1];
    const stated = row.text('residenceKind');
    if (stated === null) return null;
    const kind = readResidenceKind(stated);
    if (kind === null) row.tell([note('residence_kind_unknown', 'warning')], row.column('residenceKind'));
    return kind;
  }
}

function numberedHamlet(layout: SheetLayout): string {
  const header =
    layout.columns
      .find(({ field }) => field === 'hamlet')
      ?.header.split(' / ')
      .at(-1) ?? '';
  if (foldText(header) === 'to') return 'Tổ';
  // "Thôn/Khu" leaves it open; lists of towns are the more.
  return /[/,]/.test(header) ? 'Khu phố' : (readHamlet(`${header} 1`)?.replace(/ 1$/, '') ?? 'Khu phố');
}

/** Notes of all kinds of places: the column of notes, words behind the name, and "Vắng" where an address should stand. */
function saidOfPresence(row: RowReader, name: ParsedName | null, current: string | null): NoteReading {
  const all = [readNote(row.text('note') ?? '')];
  if (name?.aside != null) all.push(readNote(name.aside));
  if (current !== null && current.length <= 40 && !/\d/.test(current))
    all.push({ ...readNote(current), residenceKind: null });
  const telling = all.find(({ whereabouts }) => whereabouts !== null);
  return {
    whereabouts: telling?.whereabouts ?? null,
    on: telling?.on ?? null,
    residenceKind: all.find(({ residenceKind }) => residenceKind !== null)?.residenceKind ?? null,
  };
}

/** "Nguyễn Văn An (con)". */
function relationIn(name: ParsedName | null): string | null {
  const aside = name?.aside ?? null;
  return aside !== null && foldText(aside).length <= 20 && readRelation(aside) !== null ? aside : null;
}
