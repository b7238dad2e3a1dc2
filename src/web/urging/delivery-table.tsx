import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Channel, DELIVERY_STATES, type DeliveryState, type Try } from '../../urging/contract.ts';
import { get } from '../app/client.ts';
import { day, figure, moment } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading, Status } from '../ui/states.tsx';

type Delivery = {
  id: string;
  username: string;
  day: string;
  channel: Channel;
  address: string;
  state: DeliveryState;
  tries: Try[];
  nextAt: string;
};
const LOOK: Readonly<Record<DeliveryState, string>> = {
  waiting: 'waiting',
  sent: 'committed',
  failed: 'failed',
};

/** What was sent by e-mail and short message, to whom, and what the other side said each time. */
export function DeliveryTable() {
  const { t } = useTranslation();
  const [state, setState] = useState<DeliveryState | 'all'>('all');
  const query = useQuery({
    queryKey: ['deliveries', state],
    queryFn: () => get<{ deliveries: Delivery[] }>('/deliveries', { state: state === 'all' ? null : state }),
  });
  const deliveries = query.data?.deliveries ?? [];
  return (
    <section>
      <h2>{t('deliveries.title')}</h2>
      <div className="tools">
        <Segmented
          aria-label={t('imports.state')}
          value={state}
          onChange={setState}
          options={(['all', ...DELIVERY_STATES] as const).map((value) => ({
            value,
            label: t(`deliveries.${value}`),
          }))}
        />
      </div>
      {query.isLoading ? (
        <Loading />
      ) : query.error ? (
        <Failed error={query.error} again={() => void query.refetch()} />
      ) : deliveries.length === 0 ? (
        <Empty title={t('deliveries.none')}>{t('deliveries.none_help')}</Empty>
      ) : (
        <ScrollBox tall label={t('deliveries.title')}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t('sign.username')}</th>
                <th scope="col">{t('deliveries.day')}</th>
                <th scope="col">{t('deliveries.channel')}</th>
                <th scope="col">{t('deliveries.address')}</th>
                <th scope="col">{t('imports.state')}</th>
                <th scope="col" className="num">
                  {t('deliveries.tries')}
                </th>
                <th scope="col">{t('deliveries.answer')}</th>
              </tr>
            </thead>
            <tbody>
              {deliveries.map((one) => (
                <tr key={one.id}>
                  <td>{one.username}</td>
                  <td>{day(one.day)}</td>
                  <td>{t(`deliveries.${one.channel}`)}</td>
                  <td>{one.address}</td>
                  <td>
                    <Status name={LOOK[one.state]}>
                      {one.state === 'waiting'
                        ? t('deliveries.not_before', { at: moment(one.nextAt) })
                        : t(`deliveries.${one.state}`)}
                    </Status>
                  </td>
                  <td className="num">{figure(one.tries.length)}</td>
                  <td className="wrap">{one.tries.at(-1)?.answer ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </section>
  );
}
