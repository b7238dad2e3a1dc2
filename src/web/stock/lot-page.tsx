import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KnownEvent, LotAnswer, StockRow } from '../../stock/contract.ts';
import { get } from '../app/client.ts';
import { figure, moment } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { Icon } from '../ui/icon.tsx';
import { Failed, Loading, Notice, Status } from '../ui/states.tsx';
import { EventForm } from './event-form.tsx';
import { Expiry } from './lots-table.tsx';
import { MovementTable } from './movement-table.tsx';
import { RecallForm } from './recall-form.tsx';
import { StockTabs } from './stock-tabs.tsx';
import { useStockSearch } from './use-stock.ts';

const FIGURES = [
  'received',
  'issued',
  'opened',
  'injected',
  'overfill',
  'wasted',
  'writtenOff',
  'quarantine',
  'inTransit',
  'balance',
] as const;

/** The ledger of one lot at one store: where its doses came from and went, slip by slip. */
export function LotPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const actions = useMe().data!.actions;
  const [search] = useStockSearch();
  const [form, setForm] = useState<'event' | 'recall' | null>(null);
  const question = {
    unit: place.unit,
    facility: search.facility,
    item: search.item,
    lot: search.lot,
    date: place.date,
  };
  const answer = useQuery({
    queryKey: ['stock', 'lot', question],
    queryFn: () => get<LotAnswer>('/stock/lot', question),
  });
  if (answer.isLoading) return <Loading />;
  if (answer.error || !answer.data)
    return <Failed error={answer.error} again={() => void answer.refetch()} />;
  const { row, movements, events, mayPost } = answer.data;
  const close = () => setForm(null);
  return (
    <>
      <h1>{t('stock.lot_title', { lot: row.lot })}</h1>
      <p className="lead">
        {row.itemName} · {row.facility} · {t('stock.expires')} <Expiry row={row} on={place.date} />
      </p>
      <StockTabs />
      <p className="no-print">
        <Link
          to="/stock"
          search={
            (({ unit, date, map }: Record<string, string>) => ({
              unit,
              date,
              map,
              facility: row.facility,
            })) as never
          }
          className="back-link"
        >
          <Icon name="back" /> {t('stock.back_to', { facility: row.facility })}
        </Link>
      </p>
      {row.recalled && (
        <Notice tone="bad">
          <b>{t('stock.recalled')}</b> {t('stock.recalled_help')}
        </Notice>
      )}
      <div className="figures small">
        {FIGURES.filter((name) => row[name] !== 0 || name === 'received' || name === 'balance').map(
          (name) => (
            <div key={name}>
              <b>{figure(row[name])}</b>
              <span>{t(`stock.figure.${name}`)}</span>
            </div>
          ),
        )}
        {row.named !== null && (
          <div>
            <b>{figure(row.named)}</b>
            <span>{t('stock.figure.named')}</span>
          </div>
        )}
      </div>
      <Unfit row={row} />
      {mayPost && form === null && (
        <div className="actions">
          <button type="button" className="plain-button" onClick={() => setForm('event')}>
            {t('stock.event.write')}
          </button>
          {actions.includes('stock.recall') && !row.recalled && (
            <button type="button" className="plain-button" onClick={() => setForm('recall')}>
              {t('stock.recall.write')}
            </button>
          )}
        </div>
      )}
      {form === 'event' && <EventForm row={row} onClose={close} />}
      {form === 'recall' && <RecallForm row={row} onClose={close} />}
      <h2>{t('stock.ledger')}</h2>
      <MovementTable movements={movements} unit={row.unit} mayPost={mayPost} />
      {events.length > 0 && <Events events={events} />}
    </>
  );
}

function Unfit({ row }: { row: StockRow }) {
  const { t } = useTranslation();
  if (row.discrepancies.length === 0) return null;
  return (
    <ul className="duties">
      {row.discrepancies.map(({ code, severity, title, message, remedy }) => (
        <li key={`${code} ${message}`}>
          <Status name={severity}>{t(`stock.severity.${severity}`)}</Status>
          <span className="what">
            <b>{title}</b>
            <span>
              {message} {severity === 'warning' && remedy}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What happened to the lot without moving a dose: monitors, temperatures, recalls. */
function Events({ events }: { events: readonly KnownEvent[] }) {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t('stock.events')}</h2>
      <ul className="timeline">
        {events.map(({ id, kind, happenedAt, content, facility, recordedBy }) => (
          <li key={id}>
            <b>{t(`stock.event.${kind}`)}</b> {moment(happenedAt)}
            {facility !== null && ` · ${facility}`}
            {content.lowest != null && ` · ${t('stock.event.lowest', { n: content.lowest })}`}
            {content.highest != null && ` · ${t('stock.event.highest', { n: content.highest })}`}
            {content.minutes != null && ` · ${t('stock.event.minutes', { n: content.minutes })}`}
            {content.doses != null &&
              ` · ${t('stock.event.held', { sites: content.sites, doses: figure(Number(content.doses)) })}`}
            <br />
            <span className="quiet">
              {content.reason ?? content.note ?? ''} {recordedBy}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
