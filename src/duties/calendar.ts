/** When an item is due between two days, by its calendar or by what happened. Pure; days are those of Vietnam. */
import {
  addDays,
  dayOf,
  daysInMonth,
  makeDate,
  monthOf,
  type PlainDate,
  toEpochDay,
  yearOf,
} from '../kernel/plain-date.ts';
import { dayInVietnam, momentOf } from '../kernel/vietnam-time.ts';
import type { DirectiveEvent, DirectiveItem, ExpectedDuty } from './contract.ts';

export type Occurrence = Pick<ExpectedDuty, 'occurrence' | 'opensAt' | 'dueAt' | 'day' | 'period'> &
  /** Where it happened: everywhere, or in one unit or facility alone. */
  Readonly<{ only: Readonly<{ unitId: number; facility: string | null }> | null }>;

export type Span = Readonly<{ from: PlainDate; to: PlainDate }>;

/** 1 is Monday, 7 Sunday (1 January 1970 was a Thursday). */
export const weekdayOf = (day: PlainDate): number => ((((toEpochDay(day) + 3) % 7) + 7) % 7) + 1;

const later = (a: PlainDate, b: PlainDate): PlainDate => (a > b ? a : b);
const earlier = (a: PlainDate, b: PlainDate | null): PlainDate => (b === null || a < b ? a : b);

/** Occurrences of an item that are due within the span, in the order of time. Events are those of its directive. */
export function occurrencesOf(
  item: DirectiveItem,
  events: readonly DirectiveEvent[],
  span: Span,
): Occurrence[] {
  const { schedule } = item;
  const days = { from: later(span.from, item.from), to: earlier(span.to, item.until) };
  switch (schedule.kind) {
    case 'below':
      return [];
    case 'once':
      if (schedule.on < span.from || schedule.on > span.to) return [];
      return [recurring('once', item.from, schedule.on, schedule.time, null)];
    case 'daily':
      return eachDay(days).map((day) => recurring(day, day, day, schedule.time, day));
    case 'weekly':
      return eachDay(days)
        .filter((day) => weekdayOf(day) === schedule.weekday)
        .map((day) => recurring(day, later(addDays(day, -6), item.from), day, schedule.time, day));
    case 'monthly':
      return eachDay(days)
        .filter((day) => day === inMonthOf(day, schedule.day))
        .map((day) => {
          const before = inMonthOf(addDays(day, -dayOf(day)), schedule.day);
          return recurring(day, later(addDays(before, 1), item.from), day, schedule.time, day);
        });
    case 'event':
      return happened(item, events, schedule.event)
        .map((event, at, all) => {
          const day = dayInVietnam(event.at);
          const next = all.slice(at + 1).find((other) => sameScope(event, other));
          return {
            ...recurring(event.id, day, addDays(day, schedule.days), schedule.time, null),
            opensAt: event.at,
            period: {
              from: day,
              to: next === undefined ? null : later(day, addDays(dayInVietnam(next.at), -1)),
            },
            only: onlyIn(event),
          };
        })
        .filter(({ day }) => day >= span.from && day <= span.to);
    case 'session':
    case 'severe':
      return happened(item, events, schedule.kind)
        .map((event) => {
          const dueAt = new Date(Date.parse(event.at) + schedule.hours * 3_600_000).toISOString();
          const on = dayInVietnam(event.at);
          return {
            occurrence: event.id,
            opensAt: event.at,
            dueAt,
            day: dayInVietnam(dueAt),
            period: { from: on, to: on },
            only: onlyIn(event),
          };
        })
        .filter(({ day }) => day >= span.from && day <= span.to);
  }
}

const recurring = (
  occurrence: string,
  from: PlainDate,
  day: PlainDate,
  time: string,
  to: PlainDate | null,
): Occurrence => ({
  occurrence,
  opensAt: momentOf(from, '00:00'),
  dueAt: momentOf(day, time),
  day,
  period: { from, to },
  only: null,
});

function eachDay({ from, to }: Span): PlainDate[] {
  const days: PlainDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The day so numbered in the month of `day`, or that month's last. */
function inMonthOf(day: PlainDate, number: number): PlainDate {
  const [year, month] = [yearOf(day), monthOf(day)];
  return makeDate(year, month, Math.min(number, daysInMonth(year, month)))!;
}

const happened = (item: DirectiveItem, events: readonly DirectiveEvent[], key: string): DirectiveEvent[] =>
  events
    .filter(({ event, at }) => {
      const day = dayInVietnam(at);
      return event === key && day >= item.from && (item.until === null || day <= item.until);
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));

const sameScope = (a: DirectiveEvent, b: DirectiveEvent): boolean =>
  a.unitId === b.unitId && a.facility === b.facility;

const onlyIn = ({ unitId, facility }: DirectiveEvent): Occurrence['only'] =>
  unitId === null ? null : { unitId, facility };
