/** What time it is for what people do: deadlines are kept or missed by it. The audit goes by the real time always. */
import type { PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam, momentOf } from '../kernel/vietnam-time.ts';
import type { Config } from './config.ts';

export type Clock = () => Date;

/** The day that the demonstration province lives through, over and over: that of the dispatch. */
export const DEMO_DAY = '2021-12-14' as PlainDate;

/** The real time; in the demonstration the same time of day on its day, so that nobody there is years late. */
export function clockOf({ SOTIEM_DEMO }: Pick<Config, 'SOTIEM_DEMO'>): Clock {
  if (SOTIEM_DEMO === 'off') return () => new Date();
  return () => {
    const now = new Date();
    const sinceMidnight = now.getTime() - Date.parse(momentOf(dayInVietnam(now), '00:00'));
    return new Date(Date.parse(momentOf(DEMO_DAY, '00:00')) + sinceMidnight);
  };
}
