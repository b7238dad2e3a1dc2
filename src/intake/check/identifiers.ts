import { isRegistrationProvince, readCccd, readPhoneNumber } from '../../kernel/identifiers.ts';
import { type BirthDate, type PlainDate, yearOf } from '../../kernel/plain-date.ts';
import type { IdentifierClaim, IdentifierKind, Sex } from '../claim.ts';
import type { Cell } from '../workbook.ts';
import { type CellNote, cellText, note, type Read, read } from './read.ts';

type Hint = 'any' | 'cccd' | 'cmnd' | 'passport';

const claim = (kind: IdentifierKind, value: string, sound = true): IdentifierClaim => ({
  kind,
  value,
  sound,
});

function cccd(value: string, ...notes: CellNote[]): Read<readonly IdentifierClaim[]> {
  const facts = readCccd(value)!;
  if (!isRegistrationProvince(facts.province))
    return read(
      [claim('cccd', value, false)],
      ...notes,
      note('id_unknown_province', 'warning', null, { province: facts.province }),
    );
  return read([claim('cccd', value)], ...notes);
}

/** Digits with the zeros a numeric cell has lost, by what the number can be. */
function fromDigits(digits: string, hint: Hint): Read<readonly IdentifierClaim[]> {
  if (digits.length === 12) return cccd(digits);
  // A number that still has its first zero has not lost one: a digit is missing elsewhere.
  if (!digits.startsWith('0') && (digits.length === 11 || (digits.length === 10 && hint !== 'cmnd'))) {
    const padded = digits.padStart(12, '0');
    const facts = readCccd(padded)!;
    const fits = isRegistrationProvince(facts.province) && facts.birthYear >= 1900 && facts.birthYear < 2030;
    if (fits && (digits.length === 11 || padded.startsWith('00')))
      return cccd(padded, note('id_lost_leading_zero', 'info', padded));
    return read([], note('id_digit_missing', 'error'));
  }
  if (digits.length === 9) return read([claim('cmnd', digits)]);
  if (digits.length === 8)
    return hint === 'any'
      ? read([claim('army', digits)])
      : read([claim('cmnd', `0${digits}`)], note('id_lost_leading_zero', 'info', `0${digits}`));
  return read([], note('id_digit_missing', 'error'));
}

/** Between two numbers in one cell: signs, brackets, or the word that says what the next one is. */
const BETWEEN =
  /[/;\n,()|+]|\s[-–]\s|(?:cccd|cmnd|cmt|cm|đdcn|ddcn|hộ chiếu|hc|số|so|no|mới|cũ|hoặc|và)(?!\p{L})\s*[.:]?/giu;
const LABEL = /^(?:cccd|cmnd|cmt|cm|đdcn|ddcn|số|so|hc)\s*[.:]?\s*/i;

/** One or two identity numbers of a cell. Never throws; what cannot be used is dropped with a note. */
export function readIdentifiers(
  cell: Cell | undefined,
  hint: Hint = 'any',
): Read<readonly IdentifierClaim[]> {
  if (typeof cell === 'number') {
    // A number shown as 2.2204E+10 still holds its digits; one that was typed so in text has lost them.
    return Number.isSafeInteger(cell) && cell > 0
      ? fromDigits(String(cell), hint)
      : read([], note('id_unreadable', 'error'));
  }
  const raw = cellText(cell)?.trim() ?? '';
  if (raw === '') return read([]);
  if (/^\d{9}$|^\d{12}$/.test(raw)) return fromDigits(raw, hint);
  if (/^[-–.?x]+$/i.test(raw) || NONE.test(raw)) return read([]);
  if (/^\d([.,]\d+)?\s*e\s*\+?\d+$/i.test(raw)) return read([], note('id_scientific', 'error'));
  const pieces = numbersIn(raw);
  if (pieces.length > 1) {
    const all = pieces.map((piece) => readIdentifiers(piece, 'any'));
    return { value: all.flatMap(({ value }) => value), notes: all.flatMap(({ notes }) => notes) };
  }
  return fromText(raw, hint);
}

const NONE = /^(không|khong|ko|không có|chưa có|chua co|chưa|chưa làm|chưa cấp|mất|đang làm|trẻ em|0)$/iu;

/** The numbers of a cell that holds several; of anything else fewer than two. */
function numbersIn(raw: string): string[] {
  const long = (text: string): boolean => text.replace(/\D/g, '').length >= 8;
  const pieces = raw
    .split(BETWEEN)
    .map((piece) => piece.trim())
    .filter(long);
  if (pieces.length > 1) return pieces;
  const words = raw.split(/\s+/).filter(long);
  return words.length > 1 && words.every((word) => /^\d{9}$|^\d{12}$/.test(word)) ? words : [];
}

function fromText(raw: string, hint: Hint): Read<readonly IdentifierClaim[]> {
  const compact = raw
    .replace(LABEL, '')
    .replace(/\s*\((?:mới|moi|cũ|cu|cccd|cmnd|cmt)\)$/i, '')
    .replace(/[\s.'’`"\-_\u200b-\u200f\ufeff]/g, '');
  if (/^\d+$/.test(compact)) return fromDigits(compact, hint);
  const letters = compact.replace(/[oO]/g, '0').replace(/[lI]/g, '1');
  if (/^\d{9}$|^\d{12}$/.test(letters)) {
    const repaired = fromDigits(letters, hint);
    return { value: repaired.value, notes: [...repaired.notes, note('id_letter_O', 'info', letters)] };
  }
  const passport =
    hint === 'passport'
      ? /^(?=.*\d)[A-Za-z\d]{6,12}$/
      : /^[A-Za-z]{1,2}\d{6,8}$|^[A-Za-z]\d{3}[A-Za-z]\d{4}$/;
  if (passport.test(compact)) return read([claim('passport', compact.toUpperCase())]);
  return read([], note('id_unreadable', 'error'));
}

/** A health-insurance number: the 10 digits of the person, from a card of 15 characters or the number alone. */
export function readBhyt(cell: Cell | undefined): Read<IdentifierClaim | null> {
  const raw = (cellText(cell) ?? '').replace(/[\s.-]/g, '').toUpperCase();
  if (raw === '') return read(null);
  if (/^[A-Z]{2}[1-5]\d{12}$/.test(raw)) return read(claim('bhyt', raw.slice(5)));
  if (/^\d{10}$/.test(raw)) return read(claim('bhyt', raw));
  if (/^\d{9}$/.test(raw))
    return read(claim('bhyt', `0${raw}`), note('bhyt_lost_leading_zero', 'info', `0${raw}`));
  return read(null, note('bhyt_unreadable', 'warning'));
}

export function readPhone(cell: Cell | undefined): Read<string | null> {
  const raw = cellText(cell)?.trim() ?? '';
  if (raw === '' || /^[-–.?]+$/.test(raw)) return read(null);
  const { value, repair } = readPhoneNumber(raw);
  if (repair === 'placeholder') return read(null, note('phone_placeholder', 'warning'));
  if (repair === 'unreadable') return read(null, note('phone_unreadable', 'warning'));
  if (repair === 'zero') return read(value, note('phone_lost_leading_zero', 'info', value));
  if (repair === 'old') return read(value, note('phone_old_11_digits', 'info', value));
  return read(value);
}

/**
 * CCCD against sex and birth year. A contradiction leaves sex and date as written, and the number unsound: it
 * then proves nothing alone. A missing sex is taken from a sound number.
 */
export function checkIdentity(
  person: { sex: Sex | null; birth: BirthDate | null; identifiers: readonly IdentifierClaim[] },
  asOf: PlainDate,
): Readonly<{
  sex: Sex | null;
  identifiers: readonly IdentifierClaim[];
  sexNotes: readonly CellNote[];
  idNotes: readonly CellNote[];
}> {
  let { sex } = person;
  const sexNotes: CellNote[] = [];
  const idNotes: CellNote[] = [];
  const identifiers = person.identifiers.map((identifier) => {
    const facts = identifier.kind === 'cccd' ? readCccd(identifier.value) : null;
    if (facts === null) return identifier;
    let { sound } = identifier;
    if (facts.birthYear > yearOf(asOf)) {
      idNotes.push(note('birth_year_contradicts_cccd', 'warning', null, { year: facts.birthYear }));
      sound = false;
    } else if (person.birth !== null && yearOf(person.birth.on) !== facts.birthYear) {
      idNotes.push(note('birth_year_contradicts_cccd', 'warning', null, { year: facts.birthYear }));
      sound = false;
    }
    if (sex !== null && sex !== facts.sex) {
      sexNotes.push(note('sex_contradicts_cccd', 'warning', facts.sex === 'M' ? 'Nam' : 'Nữ'));
    } else if (sex === null && sound) {
      sex = facts.sex;
    }
    return { ...identifier, sound };
  });
  return { sex, identifiers, sexNotes, idNotes };
}
