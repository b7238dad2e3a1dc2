/** Cells of a stock book: whole doses, days, expiry dates. */
import { readDoseDate } from '../intake/check/dates.ts';
import { cellText, note, type Read, read } from '../intake/check/read.ts';
import type { Cell } from '../intake/workbook.ts';
import { addYears, daysInMonth, makeDate, type PlainDate } from '../kernel/plain-date.ts';
import { foldText } from '../kernel/vietnamese-text.ts';

/** A whole number of doses, vials or people; with thousands points and units as books write them. */
export function readWhole(cell: Cell | undefined): Read<number | null> {
  const text = cellText(cell);
  if (text === null) return read(null);
  const number =
    typeof cell === 'number'
      ? cell
      : typeof cell === 'object' && cell !== null && 'num' in cell
        ? cell.num
        : null;
  if (number !== null && Number.isInteger(number) && number >= 0) return read(number);
  const bare = foldText(text)
    .replace(/lieu|lo|mui|nguoi|cai|ong/g, '')
    .trim();
  if (/^[-–—]*$/.test(bare)) return read(null);
  if (/^khong$/.test(bare)) return read(0);
  if (/^\d{1,3}([ .,]\d{3})+$/.test(bare) || /^\d+$/.test(bare)) return read(Number(bare.replace(/\D/g, '')));
  return read(null, note('stock_number_unreadable', 'error'));
}

const CODES: Readonly<Record<string, string>> = {
  dose_date_future: 'stock_date_future',
  dose_date_day_month_swapped: 'stock_date_swapped',
};
const FIRST = '2000-01-01' as PlainDate;

/** The day of a row, up to the day of the book. Codes: stock_date_unreadable, stock_date_future (error), stock_date_swapped. */
export function readDay(
  cell: Cell | undefined,
  asOf: PlainDate,
  firstPossible: PlainDate = FIRST,
): Read<PlainDate | null> {
  const { value, notes } = readDoseDate(cell, { asOf, firstPossible });
  return read(value, ...notes.map((one) => ({ ...one, code: CODES[one.code] ?? 'stock_date_unreadable' })));
}

/** An expiry date; a month alone means its last day. */
export function readExpiry(cell: Cell | undefined, asOf: PlainDate): Read<PlainDate | null> {
  const text = cellText(cell)?.trim() ?? '';
  const month = /^(\d{1,2})[/.-](\d{4})$/.exec(text);
  if (month !== null) {
    const [m, y] = [Number(month[1]), Number(month[2])];
    return read(m >= 1 && m <= 12 ? makeDate(y, m, daysInMonth(y, m)) : null);
  }
  const { value } = readDoseDate(cell, { asOf: addYears(asOf, 10), firstPossible: FIRST });
  return value === null && text !== '' ? read(null, note('stock_expiry_unreadable', 'warning')) : read(value);
}

/** The day that a text names ("Buổi tiêm 03/05/2021"); null when none. */
export function dayInText(text: string | null): PlainDate | null {
  const found = /(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/.exec(text ?? '');
  return found === null ? null : makeDate(Number(found[3]), Number(found[2]), Number(found[1]));
}
