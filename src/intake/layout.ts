/**
 * What a column of a list can mean. A layout is the recognised shape of one sheet: which rows are the header,
 * which column means what, and which rows are sections.
 */
import type { PlainDate } from '../kernel/plain-date.ts';
import type { DoseKind, ListKind, ListSource, ResidenceKind, Sex } from './claim.ts';

export const FIELDS = [
  'ignore',
  'ordinal',
  'result',
  'name',
  'familyName',
  'middleName',
  'givenName',
  'birthDate',
  'birthDateMale',
  'birthDateFemale',
  'birthDay',
  'birthMonth',
  'birthYear',
  'age',
  'ageMale',
  'ageFemale',
  'sex',
  'sexMale',
  'sexFemale',
  'id',
  'cccd',
  'cmnd',
  'passport',
  'bhyt',
  'phone',
  'ethnic',
  'household',
  'relation',
  'headName',
  'hamlet',
  'address',
  'currentAddress',
  'registeredAddress',
  'provinceText',
  'provinceCode',
  'districtText',
  'districtCode',
  'communeText',
  'communeCode',
  'residenceKind',
  'residenceMark',
  'residenceFrom',
  'note',
  'occupation',
  'priorityGroup',
  'doseVaccine',
  'doseDate',
  'doseLot',
  'dosePlace',
  'doseNumber',
  'doseKind',
  'doseMark',
] as const;
export type Field = (typeof FIELDS)[number];

export type ColumnMeaning = Readonly<{
  /** Zero-based column. */
  column: number;
  field: Field;
  /** For dose fields: which dose of the row (1, 2, …), or null when the row's own number column says it. */
  dose: number | null;
  /** Header text as read, joined over its rows. */
  header: string;
  /** 0–1: how sure the proposal is. */
  confidence: number;
}>;

/** What a title or section says of the doses below it; each part is null where it is silent. */
export type DoseHints = Readonly<{
  number: number | null;
  kind: DoseKind | null;
  vaccine: string | null;
  vaccineText: string | null;
  lot: string | null;
  on: PlainDate | null;
  place: string | null;
}>;

export type SheetLayout = Readonly<{
  sheet: string;
  sheetIndex: number;
  /** False for sheets without people (catalogues PL2–PL5, summaries): they are not read further. */
  isList: boolean;
  kind: ListKind;
  /** National 26-column form, whose sex coding is 0 male, 1 female. */
  nationalForm: boolean;
  /** What codes of the sex column mean here ("0", "1", "2", "t", "g"), learnt from its header or from other columns. */
  sexCodes: Readonly<Record<string, Sex>>;
  /** Columns of dates written month first. */
  monthFirst: readonly number[];
  /** A running number beside a bare name counts a household: the row heads its people and is none of them. */
  numberedHouseholds: boolean;
  /** Columns written once for a household, in the row of its first person. */
  householdColumns: readonly number[];
  /** People stand by household, its head first, and only the relation tells where one begins. */
  headsFirst: boolean;
  headerRows: readonly number[];
  firstDataRow: number;
  columns: readonly ColumnMeaning[];
  /** Read from title rows, e.g. "(Số liệu tính đến ngày 14/12/2021)". */
  asOf: string | null;
  /** Hamlet named by the sheet name or its title, e.g. "Khu phố 1". */
  hamlet: string | null;
  /** Source guessed from the title ("CÔNG AN …" → police, "TRẠM Y TẾ" → health, "UBND" → commune). */
  source: ListSource | null;
  /** Commune named in the titles, and the district or city beside it, as text. */
  unitText: string | null;
  districtText: string | null;
  /** Residence kind the title gives the whole sheet (vãng lai → transient, tạm trú → temporary). */
  residenceKind: ResidenceKind | null;
  /** What the titles say of every dose of the sheet; null when they tell of no injection that took place. */
  doses: DoseHints | null;
  /** Text encoding of the sheet's cells where a legacy one was found for all or most of them. */
  encoding: 'unicode' | 'tcvn3' | 'vni';
  /** Stable text of the header: the key under which a user's correction is remembered. */
  signature: string;
}>;
