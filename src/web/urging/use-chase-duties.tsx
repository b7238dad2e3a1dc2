import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ChaseView } from '../../urging/rules.ts';
import type { Me } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import type { Duty } from '../home/duty.ts';

/** What waits for those who urge and help: whom support waits for, whom to call again, who is late. */
export function useChaseDuties(me: Me): Duty[] {
  const { t } = useTranslation();
  const place = usePlace();
  const question = useQuery({
    queryKey: ['chase', 'counts', place.unit, place.date],
    queryFn: () =>
      get<{ counts: Record<ChaseView, number> }>('/chase', { unit: place.unit, date: place.date }),
    enabled: me.actions.includes('chase.log'),
    staleTime: 30_000,
  });
  const counts = question.data?.counts;
  if (counts === undefined) return [];
  const duty = (view: ChaseView, what: string, why: string): Duty => ({
    key: `chase ${view}`,
    what,
    why,
    go: (
      <Link className="plain-button" to="/chase" search={(before: object) => ({ ...before, view }) as never}>
        {t('duty.chase_go')}
      </Link>
    ),
  });
  return [
    ...(counts.support > 0 && me.actions.includes('support.answer')
      ? [duty('support', t('duty.support', { n: figure(counts.support) }), t('duty.support_why'))]
      : []),
    ...(counts.again > 0
      ? [duty('again', t('duty.again', { n: figure(counts.again) }), t('duty.again_why'))]
      : []),
    ...(counts.all > 0
      ? [
          duty(
            'all',
            t('duty.chase', { n: figure(counts.all), uncalled: figure(counts.uncalled) }),
            t('duty.chase_why'),
          ),
        ]
      : []),
  ];
}
