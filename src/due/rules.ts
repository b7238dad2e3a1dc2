/** How one person stands on a day. Pure. */
import type { PlainDate } from '../kernel/plain-date.ts';
import {
  type Condition,
  type ForecastPerson,
  forecast,
  type GivenDose,
  type Schedule,
} from '../schedules/rules.ts';
import type { Due } from './contract.ts';

/**
 * What the last screening decided that still stands: put off to a day (null: until further notice), refused, or
 * contraindicated.
 */
export type Deferral = Readonly<{
  kind: 'postponed' | 'refused' | 'contraindicated';
  until: PlainDate | null;
}>;

/** Conditions as the database gathers them: "allergic,pregnant", null for none. */
export const readConditions = (found: string | null): readonly Condition[] =>
  found === null ? [] : (found.split(',') as Condition[]);

export function dueOn(
  person: Omit<ForecastPerson, 'postponed'>,
  doses: readonly GivenDose[],
  deferral: Deferral | null,
  schedule: Schedule,
  on: PlainDate,
): Due {
  if (deferral?.kind === 'contraindicated')
    return { state: 'contraindicated', next: null, reason: 'contraindicated', postponedUntil: null };
  const postponed = deferral?.kind === 'postponed' ? { until: deferral.until } : null;
  const { next, reason } = forecast({ ...person, postponed }, doses, schedule, on);
  const postponedUntil = next?.postponedUntil ?? null;
  const told = (state: Due['state'], why: Due['reason'] = reason): Due => ({
    state,
    next,
    reason: why,
    postponedUntil,
  });
  if (next === null)
    switch (reason) {
      case 'last_dose_undated':
        return told('unclear');
      case 'contraindicated':
        return told('contraindicated');
      case 'postponed':
        return told('postponed');
      default:
        return told('complete');
    }
  if (next.earliest > on) return postponedUntil === null ? told('upcoming') : told('postponed', 'postponed');
  if (deferral?.kind === 'refused') return told('refused', 'refused');
  return told(next.overdue <= on ? 'overdue' : 'due');
}
