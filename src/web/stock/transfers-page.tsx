import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockItem } from '../../stock/contract.ts';
import type { TransferAnswer } from '../../stock/transfers/contract.ts';
import { get } from '../app/client.ts';
import { figure, moment } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { Differences } from './differences.tsx';
import { StepForm } from './step-form.tsx';
import { StockTabs } from './stock-tabs.tsx';
import { TransferForm } from './transfer-form.tsx';
import { useStock } from './use-stock.ts';

/** Doses between stores: what was asked for, what is on its way, what came otherwise than it was sent. */
export function TransfersPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const [writing, setWriting] = useState<'requested' | 'sent' | null>(null);
  const stock = useStock();
  const answer = useQuery({
    queryKey: ['stock', 'transfers', place.unit],
    queryFn: () => get<{ transfers: TransferAnswer[] }>('/stock/transfers', { unit: place.unit }),
  });
  if (answer.isLoading || stock.isLoading) return <Loading />;
  const error = answer.error ?? stock.error;
  if (error || !answer.data || !stock.data)
    return <Failed error={error} again={() => void answer.refetch()} />;
  const { items, mayPost } = stock.data;
  const { transfers } = answer.data;
  return (
    <>
      <h1>{t('stock.transfers')}</h1>
      <p className="lead">
        {stock.data.unit.name} · {t('stock.transfers_lead')}
      </p>
      <StockTabs />
      {mayPost && writing === null && (
        <div className="actions">
          <button type="button" className="main-button" onClick={() => setWriting('requested')}>
            {t('stock.transfer.request')}
          </button>
          <button type="button" className="plain-button" onClick={() => setWriting('sent')}>
            {t('stock.transfer.send')}
          </button>
        </div>
      )}
      {writing !== null && (
        <TransferForm key={writing} step={writing} stock={stock.data} onClose={() => setWriting(null)} />
      )}
      {transfers.length === 0 ? (
        <Empty title={t('stock.no_transfers')}>
          <p>{t('stock.no_transfers_help')}</p>
        </Empty>
      ) : (
        <ul className="records">
          {transfers.map((transfer) => (
            <TransferItem key={transfer.id} transfer={transfer} items={items} />
          ))}
        </ul>
      )}
    </>
  );
}

const TONES = {
  requested: ['wait', '…'],
  sent: ['warn', '→'],
  received: ['ok', '✓'],
  refused: ['bad', '✕'],
  cancelled: ['wait', '■'],
} as const;

function TransferItem({ transfer, items }: { transfer: TransferAnswer; items: readonly StockItem[] }) {
  const { t } = useTranslation();
  const { from, to, state, steps } = transfer;
  const named = (code: string): string => items.find((item) => item.code === code)?.name ?? code;
  const [tone, icon] = TONES[state];
  return (
    <li>
      <b>
        {from.facility} → {to.facility}
      </b>{' '}
      <span className={`status ${tone}`}>
        <span aria-hidden="true">{icon}</span>
        {t(`stock.step.${state}`)}
      </span>
      <ul className="transfer-steps">
        {steps.map(({ step, lines, note, by, at }) => (
          <li key={step}>
            {moment(at)} · {t(`stock.step.${step}`)} ·{' '}
            {lines
              .map(({ item, lot, doses }) =>
                t('stock.line', { item: named(item), lot: lot ?? '', doses: figure(doses) }),
              )
              .join('; ')}{' '}
            · {by}
            {note !== null && ` · ${note}`}
          </li>
        ))}
      </ul>
      <Differences transfer={transfer} named={named} />
      {transfer.may.length > 0 && <StepForm transfer={transfer} items={items} />}
    </li>
  );
}
