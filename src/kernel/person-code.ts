/**
 * The code by which a person's row in a printed or exported list is found again: short enough to read aloud, with a
 * check character, so that a slip of the pen names nobody. It is made of the random part of the person's id, holds as
 * long as the id does, and says nothing of the person.
 */

// Crockford's base 32: no I, L, O, U, which are read as 1, 1, 0 and V.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DIGITS = 12;

const digitsOf = (id: string): string => {
  let bits = BigInt(`0x${id.replaceAll('-', '').slice(-15)}`);
  let text = '';
  for (let i = 0; i < DIGITS; i++) {
    text = ALPHABET[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text;
};

/** Weights differ and are odd, so that one wrong character and two exchanged neighbours both show. */
const checkOf = (digits: string): string => {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += ALPHABET.indexOf(digits[i]!) * (2 * i + 1);
  return ALPHABET[sum % 31]!;
};

/** The code of a person's id (UUID version 7), e.g. `K7QH-2M4P-9RTC-X`. */
export function personCode(id: string): string {
  const digits = digitsOf(id);
  return `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}-${checkOf(digits)}`;
}

/** A code as typed or pasted, in its one spelling; null when it is none. */
export function readPersonCode(text: string): string | null {
  const plain = text
    .toUpperCase()
    .replace(/[\s.\-–_]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
    .replace(/U/g, 'V');
  if (plain.length !== DIGITS + 1 || [...plain].some((letter) => !ALPHABET.includes(letter))) return null;
  const digits = plain.slice(0, DIGITS);
  if (checkOf(digits) !== plain[DIGITS]) return null;
  return `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}-${plain[DIGITS]}`;
}
