import { decodeTcvn3 } from '../../src/kernel/legacy-text.ts';

// The kernel knows how to read TCVN3; writing it is needed only here, to have such lists to read.
const CODES = new Map<string, string>();
for (let code = 0x80; code <= 0xff; code++) {
  const byte = String.fromCharCode(code);
  const letter = decodeTcvn3(byte);
  if (letter !== byte) CODES.set(letter, byte);
}

/** Text as .VnTime shows it when its bytes are read as windows-1252; capitals without a code of their own become small letters. */
export const asTcvn3 = (text: string): string =>
  [...text.normalize('NFC')].map((c) => CODES.get(c) ?? CODES.get(c.toLowerCase()) ?? c).join('');
