/** Decisions about stock that the browser shares: what a scanned code says, how long doses last, what those who are due need. Pure. */
import { addDays, daysBetween, daysInMonth, makeDate, type PlainDate } from '../kernel/plain-date.ts';

export type ScannedCode = Readonly<{
  gtin: string | null;
  lot: string | null;
  expiresOn: PlainDate | null;
  serial: string | null;
}>;

const GROUP_SEPARATOR = '\u001d';
/** Application identifiers that boxes and vials carry, with the length of those that have one (GS1 General Specifications, 3). */
const FIXED: Readonly<Record<string, number>> = {
  '01': 14,
  '02': 14,
  '11': 6,
  '13': 6,
  '15': 6,
  '17': 6,
  '20': 2,
};
const OPEN: ReadonlySet<string> = new Set(['10', '21', '22', '30', '37', '240', '241', '91', '92']);

/** The check digit of a GTIN: weights 3 and 1 from the right. */
export function gtinFits(gtin: string): boolean {
  if (!/^\d{14}$/.test(gtin)) return false;
  const sum = [...gtin.slice(0, 13)].reduce(
    (total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1),
    0,
  );
  return (10 - (sum % 10)) % 10 === Number(gtin[13]);
}

/** YYMMDD; day 00 is the last of its month; years 51 before to 49 after the present one belong together. */
export function gs1Date(text: string, thisYear: number): PlainDate | null {
  const [yy, month, day] = [Number(text.slice(0, 2)), Number(text.slice(2, 4)), Number(text.slice(4, 6))];
  if (!/^\d{6}$/.test(text) || month < 1 || month > 12) return null;
  const apart = yy - (thisYear % 100);
  const century = Math.floor(thisYear / 100) + (apart >= 51 ? -1 : apart <= -50 ? 1 : 0);
  const year = century * 100 + yy;
  return makeDate(year, month, day === 0 ? daysInMonth(year, month) : day);
}

/**
 * The text of a GS1 DataMatrix or QR code as a scanner types it: with a symbology mark before it, FNC1 as a group
 * separator or left out after elements of known length, or with identifiers in brackets. Null for what is no such code.
 */
export function readGs1(typed: string, thisYear: number): ScannedCode | null {
  const text = typed.trim().replace(/^\](d2|Q3|C1|e0)/, '');
  const found = /^\(\d{2,4}\)/.test(text) ? bracketed(text) : elements(text);
  if (found === null || found.size === 0) return null;
  const gtin = found.get('01') ?? found.get('02') ?? null;
  if (gtin !== null && !gtinFits(gtin)) return null;
  const expiry = found.get('17');
  const expiresOn = expiry === undefined ? null : gs1Date(expiry, thisYear);
  if (expiry !== undefined && expiresOn === null) return null;
  const lot = found.get('10') ?? null;
  return gtin === null && lot === null ? null : { gtin, lot, expiresOn, serial: found.get('21') ?? null };
}

function bracketed(text: string): Map<string, string> {
  return new Map([...text.matchAll(/\((\d{2,4})\)([^(]*)/g)].map(([, ai, value]) => [ai!, value!.trim()]));
}

function elements(text: string): Map<string, string> | null {
  const found = new Map<string, string>();
  for (let at = 0; at < text.length; ) {
    if (text[at] === GROUP_SEPARATOR) {
      at++;
      continue;
    }
    const ai = [text.slice(at, at + 2), text.slice(at, at + 3)].find((one) => one in FIXED || OPEN.has(one));
    if (ai === undefined) return null;
    const from = at + ai.length;
    const end = text.indexOf(GROUP_SEPARATOR, from);
    const to = ai in FIXED ? from + FIXED[ai]! : end < 0 ? text.length : end;
    const value = text.slice(from, to);
    if (value === '' || (ai in FIXED && (value.length !== FIXED[ai] || !/^\d+$/.test(value)))) return null;
    found.set(ai, value);
    at = to;
  }
  return found;
}

/** Days over which use is averaged for the forecast. */
export const FORECAST_DAYS = 14;

/**
 * Whole days that doses last at the use of the last `FORECAST_DAYS` days, and doses that stand to expire before they are
 * used when the first to expire is used first; null where nothing was used.
 */
export function forecastStock(
  lots: readonly Readonly<{ balance: number; expiresOn: PlainDate | null }>[],
  usedLately: number,
  on: PlainDate,
): Readonly<{ daysLeft: number | null; perDay: number; likelyToExpire: number }> {
  const perDay = usedLately / FORECAST_DAYS;
  const byExpiry = new Map<string, number>();
  for (const { balance, expiresOn } of lots)
    if (balance > 0 && (expiresOn === null || expiresOn >= on))
      byExpiry.set(expiresOn ?? '', (byExpiry.get(expiresOn ?? '') ?? 0) + balance);
  // What never expires is used last.
  const usable = [...byExpiry]
    .map(([expiresOn, balance]) => ({
      balance,
      expiresOn: expiresOn === '' ? null : (expiresOn as PlainDate),
    }))
    .sort((a, b) => ((a.expiresOn ?? '9') < (b.expiresOn ?? '9') ? -1 : 1));
  const doses = usable.reduce((sum, { balance }) => sum + balance, 0);
  if (perDay <= 0) return { daysLeft: null, perDay: 0, likelyToExpire: 0 };
  let day = 0;
  let likelyToExpire = 0;
  for (const { balance, expiresOn } of usable) {
    const until = expiresOn === null ? Number.POSITIVE_INFINITY : daysBetween(on, expiresOn) + 1;
    const used = Math.min(balance, Math.max(until - day, 0) * perDay);
    day += used / perDay;
    likelyToExpire += balance - Math.floor(used);
  }
  return { daysLeft: Math.floor((doses - likelyToExpire) / perDay), perDay, likelyToExpire };
}

/** The first day without doses at that use. */
export const emptyOn = (on: PlainDate, daysLeft: number | null): PlainDate | null =>
  daysLeft === null ? null : addDays(on, daysLeft + 1);

/** How soon a lot expires: over, within a month, later. */
export function expiryState(
  expiresOn: PlainDate | null,
  on: PlainDate,
): 'expired' | 'soon' | 'later' | 'unknown' {
  if (expiresOn === null) return 'unknown';
  if (expiresOn < on) return 'expired';
  return daysBetween(on, expiresOn) <= 30 ? 'soon' : 'later';
}

export type LotHindrance = 'expired' | 'recalled' | 'quarantined' | 'none_left';

/** Why nothing of a lot may be used on a day; null: it may, also where nobody knows how much there is. */
export function lotHindrance(
  lot: Readonly<{
    expiresOn: string | null;
    recalled: boolean;
    quarantined?: boolean | undefined;
    balance: number | null;
  }>,
  on: string,
): LotHindrance | null {
  if (lot.recalled) return 'recalled';
  if (lot.expiresOn !== null && lot.expiresOn < on) return 'expired';
  if (lot.quarantined === true) return 'quarantined';
  return lot.balance !== null && lot.balance <= 0 ? 'none_left' : null;
}

export type Need = Readonly<{
  /** Null: any product that the rules allow. */
  item: string | null;
  /** Doses that may be used: in date, not called back. */
  usable: number;
  perDay: number;
  daysLeft: number | null;
  /** Doses that those due and overdue wait for. */
  due: number;
  /** What is missing for them, in doses and in whole vials. */
  missing: number;
  vials: number | null;
}>;

/** What the due need beside what there is, product by product; those for whom any product will do come last and count what is left over. */
export function planNeeds(
  rows: readonly Readonly<{
    item: string;
    balance: number;
    expiresOn: PlainDate | null;
    recalled: boolean;
    usedLately: number;
  }>[],
  needs: readonly Readonly<{ vaccine: string | null; doses: number }>[],
  dosesPerVial: ReadonlyMap<string, number>,
  on: PlainDate,
): Need[] {
  const due = new Map<string | null, number>();
  for (const { vaccine, doses } of needs) due.set(vaccine, (due.get(vaccine) ?? 0) + doses);
  const items = [...new Set([...rows.map(({ item }) => item), ...due.keys()])].filter(
    (item) => item !== null,
  );
  let spare = 0;
  const planned = items.map((item): Need => {
    const own = rows.filter((row) => row.item === item && !row.recalled);
    const { daysLeft, perDay } = forecastStock(
      own,
      own.reduce((sum, row) => sum + row.usedLately, 0),
      on,
    );
    const usable = own
      .filter(({ balance, expiresOn }) => balance > 0 && (expiresOn === null || expiresOn >= on))
      .reduce((sum, { balance }) => sum + balance, 0);
    const wanted = due.get(item) ?? 0;
    const missing = Math.max(wanted - usable, 0);
    spare += Math.max(usable - wanted, 0);
    return {
      item,
      usable,
      perDay,
      daysLeft,
      due: wanted,
      missing,
      vials: Math.ceil(missing / (dosesPerVial.get(item) ?? 1)),
    };
  });
  const open = due.get(null) ?? 0;
  const any: Need[] =
    open === 0
      ? []
      : [
          {
            item: null,
            usable: spare,
            perDay: 0,
            daysLeft: null,
            due: open,
            missing: Math.max(open - spare, 0),
            vials: null,
          },
        ];
  return [...planned.sort((a, b) => b.missing - a.missing || b.due - a.due), ...any];
}
