/** The one formatter of numbers and dates: vi-VN figures, dd/mm/yyyy days, whatever the browser's own settings. */
const figures = new Intl.NumberFormat('vi-VN');
const shares = new Intl.NumberFormat('vi-VN', { style: 'percent', maximumFractionDigits: 1 });

export const figure = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : figures.format(value);
export const share = (part: number, whole: number): string =>
  whole === 0 ? '–' : shares.format(part / whole);
export const day = (iso: string | null | undefined): string =>
  iso ? iso.slice(0, 10).split('-').reverse().join('/') : '–';

export function moment(iso: string | null | undefined): string {
  if (!iso) return '–';
  const date = new Date(iso);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())} ${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
}

export const birth = (value: { on: string; precision: string } | null): string =>
  value === null
    ? '–'
    : value.precision === 'year'
      ? value.on.slice(0, 4)
      : value.precision === 'month'
        ? value.on.slice(0, 7).split('-').reverse().join('/')
        : day(value.on);

/** A typed day, dd/mm/yyyy or ddmmyyyy, as YYYY-MM-DD; null when the calendar has no such day. */
export function typedDay(text: string): string | null {
  const match = /^(\d{1,2})[/.\- ]?(\d{1,2})[/.\- ]?(\d{4})$/.exec(text.trim());
  if (match === null) return null;
  const iso = `${match[3]}-${match[2]!.padStart(2, '0')}-${match[1]!.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}
