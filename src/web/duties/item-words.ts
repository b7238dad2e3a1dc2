import type { TFunction } from 'i18next';
import type { DirectiveItem, Schedule } from '../../duties/contract.ts';
import { day } from '../app/format.ts';

/** Who owes an item: levels and facilities, and which of their people answer. */
export const ownerWords = (
  t: TFunction,
  { owners: { levels, facilities, roles } }: Pick<DirectiveItem, 'owners'>,
): string =>
  `${[...levels.map((level) => t(`duties.level.${level}`)), ...(facilities ? [t('duties.level.facility')] : [])].join(', ')} (${roles
    .map((role) => t(`role.${role}`))
    .join(', ')})`;

/** When an item is due, as a sentence would say it. */
export function scheduleWords(t: TFunction, schedule: Schedule): string {
  const words = (params: Record<string, unknown>): string => t(`duties.schedule.${schedule.kind}`, params);
  switch (schedule.kind) {
    case 'once':
      return words({ time: schedule.time, day: day(schedule.on) });
    case 'weekly':
      return words({ time: schedule.time, weekday: t(`duties.weekday.${schedule.weekday}`) });
    case 'session':
    case 'severe':
      return words({ hours: schedule.hours });
    default:
      return words(schedule);
  }
}
