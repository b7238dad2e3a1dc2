/** Numbers that stand there as plain digits, as most of millions do: judged by their code units, without a string. */
import { isCccd, VALID_CCCD } from './read-value.ts';

/** The number has to be read as a text: marks in it, a digit lost, or no number at all. */
export const NOT_PLAIN = -1;

const ZERO = 48;
const NINE = 57;
const UNKNOWN = 0;
const NO = 1;
const YES = 2;
/** By the first six digits, which hold all that a CCCD says of its bearer. */
const cccdPrefixes = new Uint8Array(1_000_000);

/** Flags of an identity number of plain digits, or NOT_PLAIN. */
export function plainIdFlags(chars: Uint16Array, length: number): number {
  // Eleven digits may have lost a zero.
  if (length === 0 || length === 11) return NOT_PLAIN;
  let [prefix, alike] = [0, true];
  for (let i = 0; i < length; i++) {
    const char = chars[i]!;
    if (char < ZERO || char > NINE) return NOT_PLAIN;
    if (i < 6) prefix = prefix * 10 + char - ZERO;
    if (char !== chars[0]) alike = false;
  }
  // One digit over and over is no number.
  if (alike && length >= 6) return NOT_PLAIN;
  if (length !== 12) return 0;
  if (cccdPrefixes[prefix] === UNKNOWN)
    cccdPrefixes[prefix] = isCccd(`${String(prefix).padStart(6, '0')}000000`) ? YES : NO;
  return cccdPrefixes[prefix] === YES ? VALID_CCCD : 0;
}

/** 0 for a mobile number of ten digits that nobody invented, else NOT_PLAIN. */
export function plainPhoneFlags(chars: Uint16Array, length: number): number {
  if (length !== 10 || chars[0] !== ZERO) return NOT_PLAIN;
  const network = chars[1]! - ZERO;
  if (network !== 3 && network !== 5 && network < 7) return NOT_PLAIN;
  let [up, down, alike] = [0, 0, 0];
  for (let i = 1; i < length; i++) {
    const char = chars[i]!;
    if (char < ZERO || char > NINE) return NOT_PLAIN;
    const step = char - chars[i - 1]!;
    up = step === 1 ? up + 1 : 0;
    down = step === -1 ? down + 1 : 0;
    alike = step === 0 ? alike + 1 : 0;
    // 12345, 98765 and six alike are invented; other runs of five do occur.
    if (alike >= 5 || ((up >= 4 || down >= 4) && char === ZERO + 5)) return NOT_PLAIN;
  }
  return 0;
}
