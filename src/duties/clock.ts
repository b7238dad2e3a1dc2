/** At which moment the duties of a day are judged. Pure. */
import type { PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam, momentOf } from '../kernel/vietnam-time.ts';

/** Now for today; the end of the day for every other. */
export const judgedAt = (day: PlainDate, now: Date): Date =>
  day === dayInVietnam(now) ? now : new Date(momentOf(day, '24:00'));
