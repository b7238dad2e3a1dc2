import { addYears, ageOn, dayOf, makeDate, monthOf, type PlainDate, yearOf } from './plain-date.ts';

/** The five groups of dispatch 9035 item 2.3 (65 is in 50–65), and one for people without a birth date. */
export const AGE_BANDS = ['0-11', '12-17', '18-49', '50-65', '66+', 'unknown'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

/** First ages of the second and later bands. */
export const BAND_STARTS = [12, 18, 50, 66] as const;

/** The band of a person on the reference date; a year-only birth date enters as 1 January. */
export function ageBandOn(birth: PlainDate | null, on: PlainDate): AgeBand {
  if (birth === null) return 'unknown';
  const age = ageOn(birth, on);
  return AGE_BANDS[BAND_STARTS.filter((start) => age >= start).length]!;
}

/** The days on which the person enters the second and later bands. */
export const bandEntryDates = (birth: PlainDate): PlainDate[] =>
  BAND_STARTS.map((start) => addYears(birth, start));

/** The latest birth date with which a person is `years` old or more on `on` (29 February steps back to the 28th). */
export function latestBirthAtAge(on: PlainDate, years: number): PlainDate {
  const year = yearOf(on) - years;
  return makeDate(year, monthOf(on), dayOf(on)) ?? makeDate(year, 2, 28)!;
}
