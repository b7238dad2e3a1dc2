import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ChaseEntry } from '../../urging/contract.ts';
import { get } from '../app/client.ts';
import { day, figure, moment } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

/** Who urged or helped whom, the newest first; nothing of it is ever changed. */
export function ChaseLog() {
  const { t } = useTranslation();
  const place = usePlace();
  const query = useQuery({
    queryKey: ['chase', 'log', place.unit, place.date],
    queryFn: () =>
      get<{ entries: (ChaseEntry & { unit: string; unitName: string })[] }>('/chase/log', {
        unit: place.unit,
        date: place.date,
      }),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { entries } = query.data;
  if (entries.length === 0) return <Empty title={t('chase.no_log')}>{t('chase.no_log_help')}</Empty>;
  return (
    <ScrollBox tall className="chase" label={t('chase.tab.log')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('chase.when')}</th>
            <th scope="col">{t('web.unit')}</th>
            <th scope="col">{t('chase.did')}</th>
            <th scope="col">{t('chase.note')}</th>
            <th scope="col">{t('chase.next')}</th>
            <th scope="col" className="num">
              {t('chase.overdue_then')}
            </th>
            <th scope="col">{t('chase.by')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td>{moment(entry.at)}</td>
              <td>{entry.facility ?? entry.unitName}</td>
              <td>
                {[
                  t(`chase.action.${entry.action}`),
                  entry.outcome === null ? '' : t(`chase.outcome.${entry.outcome}`),
                ]
                  .filter(Boolean)
                  .join(': ')}
              </td>
              <td className="wrap">{entry.note ?? '–'}</td>
              <td>{day(entry.nextOn)}</td>
              <td className="num">{figure(entry.overdue)}</td>
              <td>{entry.byName}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
