/** Repair and comparison of Vietnamese text as people and programs really write it. Pure. */

// Typed as the Icelandic eth for lack of a Đ on the keyboard: 178 of about 2,500 names in one public list.
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  Ð: 'Đ',
  ð: 'đ',
  Ɖ: 'Đ',
  '\u00a0': ' ',
  '\u2007': ' ',
  '\u202f': ' ',
  '\t': ' ',
};

// What most cells are: printable ASCII and composed Vietnamese letters with single blanks. One look spares five passes.
const SOUND =
  /^[!-~ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]+(?: [!-~ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]+)*$/;
/** Printable ASCII with single blanks: text that no repair and no encoding can change. */
export const isPlainAscii = (text: string): boolean => /^[!-~]+(?: [!-~]+)*$/.test(text);

/** NFC, Đ for its look-alikes, no invisible characters, single blanks, trimmed. Idempotent. */
export function repairText(raw: string): string {
  if (SOUND.test(raw)) return raw;
  return raw
    .normalize('NFC')
    .replace(/[ÐðƉ\u00a0\u2007\u202f\t]/g, (c) => LOOK_ALIKES[c]!)
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u180e\ufeff\u00ad]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const MARKS = /[\u0300-\u036f]/g;
const foldCache = new Map<string, string>();

/** Accentless lower-case form (đ → d) with single blanks: the form in which search and headers compare. */
export function foldText(text: string): string {
  if (isPlainAscii(text)) return text.toLowerCase();
  const known = foldCache.get(text);
  if (known !== undefined) return known;
  const folded = repairText(text).normalize('NFD').replace(MARKS, '').replace(/[đĐ]/g, 'd').toLowerCase();
  if (foldCache.size > 100_000) foldCache.clear();
  foldCache.set(text, folded);
  return folded;
}

/** Equal but for accents, case and blanks. */
export const sameText = (a: string, b: string): boolean => foldText(a) === foldText(b);

// Combining tone marks: grave, acute, tilde, hook above, dot below.
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/;

/** Moves the tone of each word to one canonical place (Hòa = Hoà, Thủy = Thuỷ): spelling reforms, not other names. */
export function foldTonePlacement(text: string): string {
  return text
    .normalize('NFD')
    .split(' ')
    .map((word) => {
      const tone = TONE.exec(word)?.[0] ?? '';
      return tone === '' ? word : word.replace(new RegExp(TONE.source, 'g'), '') + tone;
    })
    .join(' ');
}
