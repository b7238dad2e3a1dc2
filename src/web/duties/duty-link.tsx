import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DutyRow } from './types.ts';

const POPULATION: readonly string[] = ['population_official', 'population_actual', 'population_transient'];
const DONE: readonly string[] = ['accepted', 'submitted', 'zero_reported'];

/** The page on which a duty is done, and what one finds there. */
export function wayOf(duty: DutyRow): {
  to: string;
  params?: Record<string, string>;
  search: Record<string, string>;
  doing: string;
} {
  const there = { unit: duty.unit.code, date: duty.day > '2000' ? duty.day : '' };
  const open = duty.mayAnswer && !DONE.includes(duty.state);
  if (POPULATION.includes(duty.form)) {
    if (duty.answerId !== null && duty.answerKind === 'population')
      return {
        to: '/population/reports/$id',
        params: { id: duty.answerId },
        search: { unit: duty.unit.code },
        doing: open ? 'go_on' : 'look',
      };
    return {
      to: open ? '/population/enter' : '/population',
      search: { unit: duty.unit.code },
      doing: open ? 'enter' : 'look',
    };
  }
  if (duty.form === 'resident_list' || duty.form === 'police_figures')
    return {
      to: '/handover',
      search: { unit: duty.unit.code },
      doing: open ? (duty.form === 'resident_list' ? 'sign' : 'enter') : 'look',
    };
  if (duty.form === 'below')
    return {
      to: '/duties/progress',
      search: { ...there, item: `${duty.directiveId}~${duty.item}` },
      doing: 'which',
    };
  return {
    to: '/duties/$key',
    params: { key: duty.key },
    search: {},
    doing: open ? (duty.state === 'returned' ? 'correct' : 'enter') : duty.mayCheck ? 'check' : 'look',
  };
}

/** One click from a duty to doing it. */
export function DutyLink({ duty, main = false }: { duty: DutyRow; main?: boolean }) {
  const { t } = useTranslation();
  const { to, params, search, doing } = wayOf(duty);
  return (
    <Link
      className={main ? 'main-button' : 'plain-button'}
      to={to as never}
      params={(params ?? {}) as never}
      search={((before: object) => ({ ...before, ...search })) as never}
    >
      {t(`duties.go.${doing}`)}
    </Link>
  );
}
