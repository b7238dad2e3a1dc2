/**
 * A calendar day `YYYY-MM-DD`, without time or zone: the national platform's epoch times at 07:00 local moved
 * birthdays by a day, so no date of the domain is ever an instant here. Text order is calendar order.
 */
export type PlainDate = string & { readonly __plainDate: unique symbol };

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Number of days in `month` (1–12) of `year`. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** The day, or null when the calendar has no such day (31/02) or the year is outside 1000–9999. */
export function makeDate(year: number, month: number, day: number): PlainDate | null {
  if (!Number.isInteger(year) || year < 1000 || year > 9999) return null;
  if (!Number.isInteger(month) || month < 1 || month > 12) return null;
  if (!Number.isInteger(day) || day < 1 || day > daysInMonth(year, month)) return null;
  return `${year}-${two(month)}-${two(day)}` as PlainDate;
}

/** Reads `YYYY-MM-DD` only; null for anything else. */
export function parseDate(text: string): PlainDate | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match ? makeDate(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

export const yearOf = (date: PlainDate): number => Number(date.slice(0, 4));
export const monthOf = (date: PlainDate): number => Number(date.slice(5, 7));
export const dayOf = (date: PlainDate): number => Number(date.slice(8, 10));

/** Days since 1970-01-01. */
export const toEpochDay = (date: PlainDate): number =>
  Math.round(Date.UTC(yearOf(date), monthOf(date) - 1, dayOf(date)) / 86_400_000);

export function fromEpochDay(day: number): PlainDate {
  return new Date(day * 86_400_000).toISOString().slice(0, 10) as PlainDate;
}

export const addDays = (date: PlainDate, days: number): PlainDate => fromEpochDay(toEpochDay(date) + days);

/** The same day `years` later; 29 February becomes 1 March in a common year (Civil Code 2015, art. 148: an age is full when its day is over). */
export function addYears(date: PlainDate, years: number): PlainDate {
  const year = yearOf(date) + years;
  return (
    makeDate(year, monthOf(date), dayOf(date)) ?? (`${String(year).padStart(4, '0')}-03-01` as PlainDate)
  );
}

export const daysBetween = (from: PlainDate, to: PlainDate): number => toEpochDay(to) - toEpochDay(from);

/** Age in completed years on `on`. */
export function ageOn(birth: PlainDate, on: PlainDate): number {
  const years = yearOf(on) - yearOf(birth);
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** Excel's day serial of the 1900 system (its 29/02/1900 never was: serials under 60 are one day off) to a day. */
export function fromExcelSerial(serial: number): PlainDate | null {
  const day = Math.floor(serial);
  if (day < 1 || day > 2_958_465 || day === 60) return null;
  return fromEpochDay(day - (day < 60 ? 25_568 : 25_569));
}

/** A birth date as far as it is known: `on` is 1 January (or the 1st of the month) of what is not known. */
export type BirthDate = Readonly<{ on: PlainDate; precision: 'day' | 'month' | 'year' }>;
