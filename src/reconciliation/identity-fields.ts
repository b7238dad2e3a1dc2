/** The four fields that must be right (9438/BYT-CNTT): as they are compared, typed and said by the police. Pure. */
import { readIdentifiers } from '../intake/check/identifiers.ts';
import type { IdentifierClaim, Sex } from '../intake/claim.ts';
import { type BirthDate, makeDate, type PlainDate } from '../kernel/plain-date.ts';
import { looksLikePersonName, parseName } from '../kernel/vietnamese-name.ts';

export const IDENTITY_FIELDS = ['name', 'sex', 'birth', 'id'] as const;
export type IdentityField = (typeof IDENTITY_FIELDS)[number];

/** The four values of a person in text; a birth date is cut to what is known of it: `1980`, `1980-02`, `1980-02-01`. */
export type Identity = Readonly<Record<IdentityField, string | null>>;

export const sameIdentity = (a: Identity, b: Identity): boolean =>
  IDENTITY_FIELDS.every((field) => a[field] === b[field]);

export const birthText = (birth: BirthDate | null): string | null =>
  birth === null ? null : birth.on.slice(0, { year: 4, month: 7, day: 10 }[birth.precision]);

/** Reads `1980`, `1980-02`, `1980-02-01`; null for any other text and for days that the calendar has not. */
export function readBirthText(text: string): BirthDate | null {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (match === null) return null;
  const on = makeDate(Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1));
  const precision = match[3] !== undefined ? 'day' : match[2] !== undefined ? 'month' : 'year';
  return on === null ? null : { on, precision };
}

/** What a right value means for the register. */
export type Stated = Readonly<{
  name: string | null;
  sex: Sex | null;
  birth: BirthDate | null;
  identifiers: readonly IdentifierClaim[];
}>;

export const NOTHING_STATED: Stated = { name: null, sex: null, birth: null, identifiers: [] };

/**
 * Reads the right value of a field as the police give it, in the text of `Identity`; null when it is none: no name,
 * a day to come or that the calendar has not, no CCCD or CMND.
 */
export function readRight(
  field: IdentityField,
  text: string,
  today: PlainDate,
): Readonly<{ text: string; stated: Stated }> | null {
  if (field === 'name') {
    const { name } = parseName(text);
    return looksLikePersonName(text) ? { text: name, stated: { ...NOTHING_STATED, name } } : null;
  }
  if (field === 'sex')
    return text === 'M' || text === 'F' ? { text, stated: { ...NOTHING_STATED, sex: text } } : null;
  if (field === 'birth') {
    const birth = readBirthText(text);
    return birth === null || birth.on > today
      ? null
      : { text: birthText(birth)!, stated: { ...NOTHING_STATED, birth } };
  }
  const found = readIdentifiers(text).value;
  const number = found.length === 1 ? found[0]! : null;
  if (number === null || (number.kind !== 'cccd' && number.kind !== 'cmnd')) return null;
  // Who looked it up in the population database vouches for it, whatever birth year or sex it seems to tell.
  return { text: number.value, stated: { ...NOTHING_STATED, identifiers: [{ ...number, sound: true }] } };
}
