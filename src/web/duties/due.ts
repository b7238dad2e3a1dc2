/** When a duty is due, in the words of people; the end of a day is its 24:00, as the papers say. */
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import { day } from '../app/format.ts';
import type { DutyRow } from './types.ts';

const CLOCK = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

/** "16:00 14/12/2021", on the clock of Vietnam. */
export function due({ dueAt, day: on }: Pick<DutyRow, 'dueAt' | 'day'>): string {
  const time = CLOCK.format(new Date(dueAt));
  const ends = time === '00:00' && dayInVietnam(dueAt) > on;
  return `${ends ? '24:00' : time} ${day(on)}`;
}

/** A moment on the clock of Vietnam. */
export const momentThere = (iso: string): string =>
  `${CLOCK.format(new Date(iso))} ${day(dayInVietnam(iso))}`;
