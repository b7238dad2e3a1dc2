/** The words of population forms: what a header says of series, group and sex; what a cell says in numbers. Pure. */
import { cellText, note, type Read, read } from '../intake/check/read.ts';
import type { Cell } from '../intake/workbook.ts';
import { foldText } from '../kernel/vietnamese-text.ts';
import type { FigureSex, Series } from './contract.ts';

const SERIES_WORDS: readonly (readonly [RegExp, Series])[] = [
  [/vang lai|luu tru ngan/, 'transient'],
  [/thuc te|hien co|hien tai|dang (o|cu tru|sinh song)|sau bien dong|co mat/, 'actual'],
  [/thong ke|tctk|\bgso\b|tong dieu tra|chinh thuc|nien giam/, 'official'],
];
const LETTERS: Readonly<Record<string, Series>> = { a: 'official', b: 'actual', c: 'transient' };

/** The series that a header or title names, by its words, else by the letter of the dispatch: "b) …". */
export function seriesIn(folded: string): Series | null {
  const words = SERIES_WORDS.find(([pattern]) => pattern.test(folded))?.[1];
  return words ?? LETTERS[/^\(?([abc])[).:]/.exec(folded)?.[1] ?? ''] ?? null;
}

/** The ages that a header names: "Dưới 12 tuổi" → 0-11, "12 đến 17" → 12-17, "Trên 65" → 66+. */
export function agesIn(folded: string): string | null {
  const text = folded
    .replace(/tuoi|nhom|\(|\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const range = /(?:tu )?\b(\d{1,2}) ?(?:-|–|—|den(?: duoi)?|toi|<) ?(\d{1,2})\b/.exec(text);
  if (range !== null) {
    const last = Number(range[2]) - (/den duoi/.test(range[0]) ? 1 : 0);
    return last > Number(range[1]) ? `${Number(range[1])}-${last}` : null;
  }
  const below = /(?:duoi|<|nho hon) ?(\d{1,2})\b/.exec(text);
  if (below !== null) return `0-${Number(below[1]) - 1}`;
  const above = /(?:tren|lon hon|>)(?! ?=) ?(\d{1,2})\b/.exec(text);
  if (above !== null) return `${Number(above[1]) + 1}+`;
  const from =
    /(?:tu|>=|≥) ?(\d{1,2})(?: tro len|\+)?/.exec(text) ?? /\b(\d{1,2}) ?(?:tro len|\+)/.exec(text);
  return from === null ? null : `${Number(from[1])}+`;
}

export const sexIn = (folded: string): FigureSex | null =>
  /^(trong do )?nu( gioi)?$/.test(folded) ? 'F' : /^nam( gioi)?$/.test(folded) ? 'M' : null;

/** A row or column of totals; not the commune Cộng Hòa, which begins with the same word. */
export const isTotal = (folded: string): boolean =>
  /^((tong( cong| so)?|cong)( dan so| nhan khau| nguoi| dan)?|toan (xa|phuong|thi tran|huyen|thanh pho|thi xa|tinh))( toan .*)?[ :.]*(\(.*\))?$/.test(
    folded,
  );

/** People counted without a word of which: "Số khẩu", "Dân số". */
export const isCount = (folded: string): boolean =>
  /^(tong )?(so )?(dan so|nguoi|nhan khau|khau|dan|luong)\b/.test(folded);

/** What stands beside figures and is none: shares, households, people vaccinated. */
export const isNoFigure = (folded: string): boolean =>
  /ty le|%|\bso ho\b|^ho( dan| gia dinh)?$|tiem (mui|roi)|(da|chua) tiem/.test(folded);

/** A column that only a list of people has: such a sheet is no form, whatever its other columns are called. */
export const isOfOnePerson = (folded: string): boolean =>
  /^ho (va )?ten|(ngay|nam)[ ,a-z]* sinh|\bcccd\b|\bcmnd\b|\bcmt\b|chung minh|can cuoc|so dien thoai/.test(
    folded,
  );

export type PlainColumn = 'ordinal' | 'label' | 'code' | 'note' | 'result' | null;

export function plainColumn(folded: string): PlainColumn {
  if (/^(stt|tt|so tt|so thu tu)$/.test(folded)) return 'ordinal';
  if (/ket qua|so tiem/.test(folded)) return 'result';
  if (/ghi chu/.test(folded)) return 'note';
  if (/^ma( (xa|phuong|don vi|dvhc|huyen))?/.test(folded)) return 'code';
  if (
    /thon|khu pho|\bkhu\b|to dan pho|dia ban|don vi|xa|phuong|\bap\b|\bban\b|noi dung|nhom tuoi|do tuoi/.test(
      folded,
    )
  )
    return 'label';
  return null;
}

/**
 * A number of people as people write it: 3721, "3.721", "3 721 người", "1,812", "-" for none. Repairs are told; what
 * is no whole number is dropped and told. `null`: the cell says nothing.
 */
export function readCount(cell: Cell | undefined): Read<number | null> {
  const text = cellText(cell);
  if (text === null) return read(null);
  const wrong = () => read(null, note('population_number_unreadable', 'error'));
  if (typeof cell === 'number') {
    if (Number.isInteger(cell) && cell >= 0) return read(cell);
    // 3.721 typed where the point is a decimal sign: three decimals are thousands, people have no fractions.
    const thousands = Math.round(cell * 1000);
    return cell > 0 && Math.abs(cell * 1000 - thousands) < 1e-6
      ? read(thousands, note('population_number_thousands', 'warning', String(thousands)))
      : wrong();
  }
  const bare = foldText(text)
    .replace(/nguoi|nhan khau|nk/g, '')
    .trim();
  if (/^[-–—]+$/.test(bare) || bare === '') return read(null);
  if (/^(khong|0+)$/.test(bare)) return read(0);
  if (/^\d+$/.test(bare)) return read(Number(bare));
  if (!/^\d{1,3}([ .,'’]\d{3})+$/.test(bare)) return wrong();
  const count = Number(bare.replace(/\D/g, ''));
  return read(count, note('population_number_text', 'info', String(count)));
}
