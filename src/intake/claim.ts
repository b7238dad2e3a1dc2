/**
 * What one row of a list says of one person, after checking: only usable values; what was dropped stands in the
 * row's findings, and what was written stands in `cells`. A form is a file of one row and makes the same claim.
 */
import type { Finding } from '../kernel/finding.ts';
import type { BirthDate, PlainDate } from '../kernel/plain-date.ts';

export type Sex = 'M' | 'F';
export type ResidenceKind = 'permanent' | 'temporary' | 'absent' | 'transient';
export type ListKind = 'residents' | 'injections';
export type ListSource = 'police' | 'commune' | 'health';
export type IdentifierKind = 'cccd' | 'cmnd' | 'army' | 'passport' | 'bhyt';
export type DoseKind = 'primary' | 'additional' | 'booster';

/** What a note says of the person's being here: it wins over silence on every other list. */
export type Whereabouts = 'dead' | 'moved_out' | 'absent';

export type IdentifierClaim = Readonly<{
  kind: IdentifierKind;
  /** Canonical text, zeros restored, without blanks. */
  value: string;
  /** False when the number contradicts sex or birth year or was restored by a guess: then it proves nothing alone. */
  sound: boolean;
}>;

export type DoseClaim = Readonly<{
  /** As recorded; null when the list does not say. */
  number: number | null;
  kind: DoseKind | null;
  /** Product code of `db/reference/vaccines` (e.g. `astrazeneca`), null when unknown or missing. */
  vaccine: string | null;
  vaccineText: string | null;
  lot: string | null;
  /** Null when missing or unusable: it is a dose all the same. */
  on: PlainDate | null;
  place: string | null;
  /** Column letter of the dose's first cell, for findings that arise later. */
  column: string | null;
}>;

/** A commune named on the row, as text and code; resolved to a unit id by `areas`. */
export type PlaceClaim = Readonly<{
  provinceText: string | null;
  districtText: string | null;
  communeText: string | null;
  communeCode: string | null;
  /** Address in detail, as written (repaired text). */
  address: string | null;
}>;

export type PersonClaim = Readonly<{
  /** Proper case, NFC, repaired text; null when none is readable. */
  name: string | null;
  sex: Sex | null;
  birth: BirthDate | null;
  identifiers: readonly IdentifierClaim[];
  /** Ten digits from 0, or null. A phone never identifies a person. */
  phone: string | null;
  ethnic: string | null;
  /** Household number as written, and the relation to its head. */
  household: string | null;
  relation: string | null;
  hamlet: string | null;
  /** Where the list says the person lives now. */
  place: PlaceClaim | null;
  /** Place of registered residence if it differs. */
  registeredPlace: PlaceClaim | null;
  /** Null when the list does not say. */
  residenceKind: ResidenceKind | null;
  residenceFrom: PlainDate | null;
  whereabouts: Whereabouts | null;
  /** When the note dates what it says (died on, moved on). */
  whereaboutsOn: PlainDate | null;
  note: string | null;
  occupation: string | null;
  priorityGroup: string | null;
  doses: readonly DoseClaim[];
}>;

/** A row that says nothing of anybody. */
export const NOTHING_SAID: PersonClaim = {
  name: null,
  sex: null,
  birth: null,
  identifiers: [],
  phone: null,
  ethnic: null,
  household: null,
  relation: null,
  hamlet: null,
  place: null,
  registeredPlace: null,
  residenceKind: null,
  residenceFrom: null,
  whereabouts: null,
  whereaboutsOn: null,
  note: null,
  occupation: null,
  priorityGroup: null,
  doses: [],
};

/** A person row after layout recognition and checks. */
export type CheckedRow = Readonly<{
  sheet: string;
  row: number;
  /** SHA-256 (hex, first 32 characters) of the row's meaningful cells: not the running number, not the result column. */
  hash: string;
  /** Cells as they stood, as text; index 0 is column A. */
  cells: readonly (string | null)[];
  claim: PersonClaim;
  findings: readonly Finding[];
  /** True when no person can be identified from the row (no readable name): it waits and makes no person. */
  waiting: boolean;
}>;
