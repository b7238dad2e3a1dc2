/** Moments on the clock of Vietnam: UTC+7 the year round. Deadlines are said on this clock, wherever the server stands. */
import { fromEpochDay, type PlainDate, toEpochDay } from './plain-date.ts';

const DAY_MS = 86_400_000;
const OFFSET_MS = 7 * 3_600_000;

/** A time of day as deadlines are written: 00:00 to 24:00, the end of the day. */
export const CLOCK_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/;

/** The moment (ISO, UTC) at which the clock in Vietnam shows the time on the day. */
export function momentOf(day: PlainDate, time: string): string {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return new Date(toEpochDay(day) * DAY_MS + (hours * 60 + minutes) * 60_000 - OFFSET_MS).toISOString();
}

/** The calendar day in Vietnam at a moment. */
export const dayInVietnam = (moment: string | Date): PlainDate =>
  fromEpochDay(Math.floor((new Date(moment).getTime() + OFFSET_MS) / DAY_MS));

/** The time of day in Vietnam at a moment, HH:MM. */
export const timeInVietnam = (moment: string): string =>
  new Date(Date.parse(moment) + OFFSET_MS).toISOString().slice(11, 16);

/** "2021-12-14" as "14/12/2021". */
export const dayOnPaper = (day: string): string => day.split('-').reverse().join('/');

/** "16:00 14/12/2021" on the clock of Vietnam, wherever the reader is. */
export const momentOnPaper = (moment: string): string =>
  `${timeInVietnam(moment)} ${dayOnPaper(dayInVietnam(moment))}`;

/** A deadline in the words of the papers: midnight is the 24:00 of the day that it ends. */
export function deadlineOnPaper(dueAt: string): string {
  const text = momentOnPaper(dueAt);
  return text.startsWith('00:00')
    ? `24:00 ${dayOnPaper(dayInVietnam(new Date(Date.parse(dueAt) - 1)))}`
    : text;
}
