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

/** Splits a text into day, month, year; null when it is no date at all. The order is day first unless the year leads. */
function splitDate(raw: string, asOf: PlainDate): Parts | null {
  const text = foldText(raw)
    .replace(/^(sn|sinh nam|sinh ngay|nam|ngay sinh)\s*:?\s*/, '')
    .replace(/^'/, '')
    .trim();
  const words = /^(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})$/.exec(text);
  if (words) return { day: Number(words[1]), month: Number(words[2]), year: Number(words[3]) };
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]\d{1,2}:\d{2}.*)?$/.exec(text);
  if (iso) return { day: Number(iso[3]), month: Number(iso[2]), year: Number(iso[1]) };
  const full = /^(\d{1,2})\s*[-/.,\\ ]\s*(\d{1,2})\s*[-/.,\\ ]\s*(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}.*)?$/.exec(
    text,
  );
  if (full) return { day: Number(full[1]), month: Number(full[2]), year: fullYear(full[3]!, asOf) };
  const month = /^(?:thang )?(\d{1,2})\s*[-/.\\]\s*(\d{4})$/.exec(text);
  if (month) return { day: null, month: Number(month[1]), year: Number(month[2]) };
  if (/^(18|19|20)\d{2}$/.test(text)) return { day: null, month: null, year: Number(text) };
  const run = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  return run ? { day: Number(run[1]), month: Number(run[2]), year: Number(run[3]) } : null;
}

type Found =
  | { kind: 'none' }
  | { kind: 'unreadable' }
  | { kind: 'date'; on: PlainDate; precision: BirthDate['precision']; swapped: boolean; serial: boolean }
  /** No such day in the calendar; the year may still be of use. */
  | { kind: 'impossible'; year: number };

function find(cell: Cell | undefined, asOf: PlainDate): Found {
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
  if (raw === null || /^[-–.?x*]+$/i.test(raw.trim())) return { kind: 'none' };
  const number = typeof cell === 'number' ? cell : /^\d{5}$/.test(raw.trim()) ? Number(raw.trim()) : null;
  if (number !== null && number >= 3654 && number <= 80_000) return day(fromExcelSerial(number), true);
  // ddmmyyyy typed as a number loses the zero of its day.
  const text = typeof cell === 'number' && /^\d{7}$/.test(raw) ? `0${raw}` : raw;
  const parts = splitDate(text, asOf);
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

/**
 * A birth date with its precision. An impossible day keeps its year; a future date is dropped. Codes:
 * dob_impossible, dob_future, dob_unreadable (error: dropped); dob_day_month_swapped, dob_serial_number (repaired).
 */
export function readBirthDate(cell: Cell | undefined, context: { asOf: PlainDate }): Read<BirthDate | null> {
  const found = find(cell, context.asOf);
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

/** An age in years: a birth year, no more. */
export function readAge(cell: Cell | undefined, context: { asOf: PlainDate }): Read<BirthDate | null> {
  const age = Number(/^(\d{1,3})/.exec(cellText(cell)?.trim() ?? '')?.[1] ?? Number.NaN);
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
  context: { asOf: PlainDate; firstPossible: PlainDate },
): Read<PlainDate | null> {
  const found = find(cell, context.asOf);
  if (found.kind === 'none') return read(null);
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
