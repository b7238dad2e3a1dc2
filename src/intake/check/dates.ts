/** Dates as lists really carry them: real dates, text in d/m/y forms, years, months, serials, slips of the pen. */
import {
  type BirthDate,
  fromExcelSerial,
  makeDate,
  type PlainDate,
  parseDate,
  yearOf,
} from '../../kernel/plain-date.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';
import type { Cell } from '../workbook.ts';
import { cellText, note, type Read, read } from './read.ts';

export const OLDEST_AGE = 120;

type Parts = { day: number | null; month: number | null; year: number };

/** Full years of two digits: the latest year that is not after `asOf` and makes nobody a centenarian. */
function fullYear(text: string, asOf: PlainDate): number {
  const year = Number(text);
  if (text.length >= 3) return year;
  const century = 2000 + year;
  return century > yearOf(asOf) ? 1900 + year : century;
}

/** Words and signs around a date: "sinh năm 1950", "khoảng 1950", "1950?", "12/03/1980 (âm lịch)". */
const BEFORE =
  /^(?:['~≈*]|(?:ngay sinh|sinh ngay|sinh nam|nam sinh|sinh|sn|ns|nam|khoang|uoc|chung)(?![a-z])[\s:.]*)+/;
const AFTER = /[\s?.*~;,]+$|\s*\(?(?:al|am lich|dl|duong lich)\)?$/g;
/** What stands for an unknown day or month: x, ?, .., --, __, 00. */
const UNKNOWN = String.raw`(?:x{1,2}|\?{1,2}|\.{1,3}|…|-{1,2}|_{1,2}|0{1,2})`;
const PARTLY = new RegExp(
  `^(${UNKNOWN}|\\d{1,2})\\s*[/-]\\s*(${UNKNOWN}|\\d{1,2})\\s*[/-]\\s*(\\d{4}|\\d{2})$`,
);
const WORDS = /^(?:ngay )?(\d{1,2}),? thang (\d{1,2}),? nam (\d{4})$/;
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[t ]\d{1,2}:\d{2}.*)?)?$/;
const FULL = /^(\d{1,2})\s*[-/.,\\ ]\s*(\d{1,2})\s*[-/.,\\ ]\s*(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}.*)?$/;
const MONTH = /^(?:thang )?(\d{1,2})(?:\s*[-/.\\]\s*|,? nam )(\d{4})$/;

/** Splits a text into day, month, year; null when it is no date at all. Day first unless the year leads or the column is month first. */
function splitDate(raw: string, asOf: PlainDate, monthFirst: boolean): Parts | null {
  const text = foldText(raw).replace(BEFORE, '').replace(AFTER, '').trim();
  const full = FULL.exec(text);
  if (full !== null) {
    const [first, second, year] = [Number(full[1]), Number(full[2]), fullYear(full[3]!, asOf)];
    return monthFirst && first >= 1 && first <= 12
      ? { day: second, month: first, year }
      : { day: first, month: second, year };
  }
  if (/^(18|19|20)\d{2}$/.test(text)) return { day: null, month: null, year: Number(text) };
  const words = WORDS.exec(text);
  if (words) return { day: Number(words[1]), month: Number(words[2]), year: Number(words[3]) };
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst)
    return {
      day: yearFirst[3] === undefined ? null : Number(yearFirst[3]),
      month: Number(yearFirst[2]),
      year: Number(yearFirst[1]),
    };
  const partly = PARTLY.exec(text);
  if (partly) {
    const part = (value: string): number | null =>
      /^\d+$/.test(value) && Number(value) > 0 ? Number(value) : null;
    const month = part(partly[2]!);
    return { day: month === null ? null : part(partly[1]!), month, year: fullYear(partly[3]!, asOf) };
  }
  const month = MONTH.exec(text);
  if (month) return { day: null, month: Number(month[1]), year: Number(month[2]) };
  if (/^\d{8}$/.test(text)) return runTogether(text);
  return /^\d{2}$/.test(text) ? { day: null, month: null, year: fullYear(text, asOf) } : null;
}

/** Eight digits without separators: ddmmyyyy, or yyyymmdd as programs export it; only one of them is a day of our time. */
function runTogether(text: string): Parts {
  const at = (from: number, to: number): number => Number(text.slice(from, to));
  const leading: Parts = { day: at(6, 8), month: at(4, 6), year: at(0, 4) };
  const trailing: Parts = { day: at(0, 2), month: at(2, 4), year: at(4, 8) };
  return leading.year >= 1850 &&
    leading.year <= 2100 &&
    makeDate(leading.year, leading.month!, leading.day!) !== null
    ? leading
    : trailing;
}

type Found =
  | { kind: 'none' }
  | { kind: 'unreadable' }
  | { kind: 'date'; on: PlainDate; precision: BirthDate['precision']; swapped: boolean; serial: boolean }
  /** No such day in the calendar; the year may still be of use. */
  | { kind: 'impossible'; year: number };

function find(cell: Cell | undefined, asOf: PlainDate, monthFirst = false): Found {
  if (cell === null || cell === undefined || typeof cell === 'boolean') return { kind: 'none' };
  const day = (on: PlainDate | null, serial = false): Found =>
    on === null ? { kind: 'unreadable' } : { kind: 'date', on, precision: 'day', swapped: false, serial };
  if (typeof cell === 'object' && 'serial' in cell) {
    // A year typed into a cell that is formatted as a date shows as a day of 1905.
    if (Number.isInteger(cell.serial) && cell.serial >= 1850 && cell.serial <= 2100)
      return {
        kind: 'date',
        on: makeDate(cell.serial, 1, 1)!,
        precision: 'year',
        swapped: false,
        serial: false,
      };
    return day(fromExcelSerial(cell.serial));
  }
  if (typeof cell === 'object' && 'iso' in cell) return day(parseDate(cell.iso.slice(0, 10)));
  const raw = cellText(cell);
  if (
    raw === null ||
    /^[-–.?x*_/ ]+$/i.test(raw) ||
    /^(không|khong|chưa|chua|ko)( rõ| ro| biết| biet)?$/i.test(raw.trim())
  )
    return { kind: 'none' };
  const number =
    typeof cell === 'number' ? cell : /^\d{5}(\.0+)?$/.test(raw.trim()) ? Number(raw.trim()) : null;
  if (number !== null && number >= 3654 && number <= 80_000) return day(fromExcelSerial(number), true);
  // ddmmyyyy typed as a number loses the zero of its day.
  const text = typeof cell === 'number' && /^\d{7}$/.test(raw) ? `0${raw}` : raw;
  const parts = splitDate(text, asOf, monthFirst);
  if (parts === null) return { kind: 'unreadable' };
  if (parts.month === null)
    return {
      kind: 'date',
      on: makeDate(parts.year, 1, 1)!,
      precision: 'year',
      swapped: false,
      serial: false,
    };
  if (parts.day === null || parts.day === 0) {
    if (parts.month === 0)
      return {
        kind: 'date',
        on: makeDate(parts.year, 1, 1)!,
        precision: 'year',
        swapped: false,
        serial: false,
      };
    const first = makeDate(parts.year, parts.month, 1);
    return first === null
      ? { kind: 'impossible', year: parts.year }
      : { kind: 'date', on: first, precision: 'month', swapped: false, serial: false };
  }
  const on = makeDate(parts.year, parts.month, parts.day);
  if (on !== null) return { kind: 'date', on, precision: 'day', swapped: false, serial: false };
  const turned = makeDate(parts.year, parts.day, parts.month);
  return turned === null
    ? { kind: 'impossible', year: parts.year }
    : { kind: 'date', on: turned, precision: 'day', swapped: true, serial: false };
}

const yearOnly = (year: number): BirthDate | null => {
  const on = makeDate(year, 1, 1);
  return on === null ? null : { on, precision: 'year' };
};

/** The list's day, and whether the column writes the month before the day. */
export type DateContext = Readonly<{ asOf: PlainDate; monthFirst?: boolean }>;

/**
 * A birth date with its precision. An impossible day keeps its year; a future date is dropped. Codes:
 * dob_impossible, dob_future, dob_unreadable (error: dropped); dob_day_month_swapped, dob_serial_number (repaired).
 */
export function readBirthDate(cell: Cell | undefined, context: DateContext): Read<BirthDate | null> {
  const found = find(cell, context.asOf, context.monthFirst);
  if (found.kind === 'none') return read(null);
  if (found.kind === 'unreadable') return read(null, note('dob_unreadable', 'error'));
  const year = found.kind === 'date' ? yearOf(found.on) : found.year;
  if (found.kind === 'impossible') {
    const usable = year <= yearOf(context.asOf) && yearOf(context.asOf) - year <= OLDEST_AGE;
    return read(
      usable ? yearOnly(year) : null,
      note('dob_impossible', 'error', usable ? String(year) : null),
    );
  }
  if (found.on > context.asOf) {
    const turned = makeDate(year, Number(found.on.slice(8)), Number(found.on.slice(5, 7)));
    return read(null, note('dob_future', 'error', turned !== null && turned <= context.asOf ? turned : null));
  }
  if (yearOf(context.asOf) - year > OLDEST_AGE) return read(null, note('dob_impossible', 'error'));
  const notes = [];
  if (found.swapped) notes.push(note('dob_day_month_swapped', 'info'));
  if (found.serial) notes.push(note('dob_serial_number', 'info'));
  return read({ on: found.on, precision: found.precision }, ...notes);
}

/** Day, month and year in columns of their own; missing day or month lowers the precision. */
export function readBirthParts(
  day: Cell | undefined,
  month: Cell | undefined,
  year: Cell | undefined,
  context: { asOf: PlainDate },
): Read<BirthDate | null> {
  const [d, m, y] = [
    cellText(day)?.trim() ?? '',
    cellText(month)?.trim() ?? '',
    cellText(year)?.trim() ?? '',
  ];
  if (y === '') return read(null);
  if (/[/.-]/.test(y) || d === '')
    return readBirthDate(m === '' || /[/.-]/.test(y) ? (year ?? null) : `${m}/${y}`, context);
  return readBirthDate(`${d}/${m === '' ? '0' : m}/${y}`, context);
}

/** An age in years, or in months for babies ("8 tháng"): a birth year, no more. */
export function readAge(cell: Cell | undefined, context: { asOf: PlainDate }): Read<BirthDate | null> {
  const raw = cellText(cell)?.trim() ?? '';
  const months = /^(\d{1,2}) ?(?:thang|th)\b/.exec(foldText(raw));
  if (months !== null) {
    const born = yearOf(context.asOf) * 12 + Number(context.asOf.slice(5, 7)) - 1 - Number(months[1]);
    return read(yearOnly(Math.floor(born / 12)));
  }
  const age = Number(/^(\d{1,3})/.exec(raw)?.[1] ?? Number.NaN);
  if (Number.isNaN(age)) return read(null);
  return age > OLDEST_AGE
    ? read(null, note('age_impossible', 'error'))
    : read(yearOnly(yearOf(context.asOf) - age));
}

/**
 * The day of an injection: between the campaign's first day and `asOf`. A day that fits only with day and month
 * exchanged is repaired. Codes: dose_date_impossible, dose_date_future, dose_date_day_month_swapped.
 */
export function readDoseDate(
  cell: Cell | undefined,
  context: DateContext & Readonly<{ firstPossible: PlainDate }>,
): Read<PlainDate | null> {
  const found = find(cell, context.asOf, context.monthFirst);
  if (found.kind === 'none') return read(null);
  const yearless = found.kind === 'unreadable' ? withoutYear(cell, context) : null;
  if (yearless !== null) return read(yearless);
  if (found.kind !== 'date' || found.precision !== 'day')
    return read(null, note('dose_date_impossible', 'error'));
  const inside = (on: PlainDate | null): boolean =>
    on !== null && on >= context.firstPossible && on <= context.asOf;
  if (inside(found.on))
    return found.swapped ? read(found.on, note('dose_date_day_month_swapped', 'warning')) : read(found.on);
  const turned = makeDate(yearOf(found.on), Number(found.on.slice(8)), Number(found.on.slice(5, 7)));
  if (inside(turned)) return read(turned, note('dose_date_day_month_swapped', 'warning', turned));
  return read(null, note(found.on > context.asOf ? 'dose_date_future' : 'dose_date_impossible', 'error'));
}

/** "5/8": the only such day between the campaign's first day and the list; null when there are several or none. */
function withoutYear(
  cell: Cell | undefined,
  { asOf, firstPossible }: Readonly<{ asOf: PlainDate; firstPossible: PlainDate }>,
): PlainDate | null {
  const match = /^(\d{1,2})[/.-](\d{1,2})$/.exec(cellText(cell)?.trim() ?? '');
  if (match === null) return null;
  const days: PlainDate[] = [];
  for (let year = yearOf(firstPossible); year <= yearOf(asOf); year++) {
    const day = makeDate(year, Number(match[2]), Number(match[1]));
    if (day !== null && day >= firstPossible && day <= asOf) days.push(day);
  }
  return days.length === 1 ? days[0]! : null;
}
