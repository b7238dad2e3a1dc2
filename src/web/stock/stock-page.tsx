import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '../../stock/contract.ts';
import { expiryState } from '../../stock/rules.ts';
import { apiUrl } from '../app/base.ts';
import { withParameters } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { DiscrepancyList } from './discrepancy-list.tsx';
import { LotsTable } from './lots-table.tsx';
import { NeedsTable } from './needs-table.tsx';
import { SitesTable } from './sites-table.tsx';
import { SlipForm } from './slip-form.tsx';
import { StockTabs } from './stock-tabs.tsx';
import { useStock, useStockSearch } from './use-stock.ts';

const VIEWS = ['lots', 'sites', 'discrepancies', 'needs'] as const;

/** What there is of each lot, which to use first, what does not fit; and the slips that change it. */
export function StockPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const [search, set] = useStockSearch();
  const [writing, setWriting] = useState(false);
  const answer = useStock();
  if (answer.isLoading) return <Loading />;
  if (answer.error || !answer.data)
    return <Failed error={answer.error} again={() => void answer.refetch()} />;
  const { unit, items, sites, rows: all, mayPost, date } = answer.data;
  const places = [...new Set(all.map(({ facility }) => facility))];
  const rows = all.filter(
    (row) => (search.facility ?? row.facility) === row.facility && (search.item ?? row.item) === row.item,
  );
  const many = places.length > 1 && search.facility === undefined;
  const view =
    VIEWS.find((one) => one === search.view && (one !== 'sites' || many)) ?? (many ? 'sites' : 'lots');
  const unfit = rows.reduce(
    (sum, { discrepancies }) => sum + discrepancies.filter(({ severity }) => severity === 'warning').length,
    0,
  );
  const named = new Map(items.map(({ code, name }) => [code, name]));
  return (
    <>
      <div className="page-head">
        <h1>{t('stock.title')}</h1>
      </div>
      <p className="lead">
        {search.facility ?? unit.name} · {t('web.to_day', { date: day(date) })}
      </p>
      <StockTabs />
      <Sums rows={rows} on={date} unfit={unfit} />
      <div className="row tools">
        {places.length > 1 && (
          <label className="field">
            {t('stock.facility')}
            <select
              className="plain-select"
              value={search.facility ?? ''}
              onChange={({ target }) => set({ facility: target.value || (undefined as never) })}
            >
              <option value="">{t('stock.all_facilities', { n: figure(places.length) })}</option>
              {places.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        )}
        <label className="field">
          {t('stock.item')}
          <select
            className="plain-select"
            value={search.item ?? ''}
            onChange={({ target }) => set({ item: target.value || (undefined as never) })}
          >
            <option value="">{t('stock.all_items')}</option>
            {[...new Set(all.map(({ item }) => item))].map((code) => (
              <option key={code} value={code}>
                {named.get(code)}
              </option>
            ))}
          </select>
        </label>
        <span className="grow" />
        <a
          className="plain-button"
          href={apiUrl(
            withParameters('/stock/workbook', {
              unit: place.unit,
              date: place.date,
              mapDate: place.map,
              facility: search.facility,
            }),
          )}
          download
        >
          {t('stock.workbook')}
        </a>
        {mayPost && !writing && (
          <button type="button" className="main-button" onClick={() => setWriting(true)}>
            {t('stock.write')}
          </button>
        )}
      </div>
      {writing && (
        <SlipForm
          sites={sites}
          items={items}
          rows={all}
          facility={search.facility ?? null}
          on={date}
          onClose={() => setWriting(false)}
        />
      )}
      {all.length === 0 ? (
        <Empty title={t('stock.none')}>
          <p>{t('stock.none_help')}</p>
        </Empty>
      ) : (
        <>
          <Tabs
            label={t('stock.views')}
            tabs={VIEWS.filter((one) => one !== 'sites' || many).map((key) => ({
              key,
              label: t(`stock.view.${key}`),
              count:
                key === 'lots'
                  ? rows.filter(({ balance }) => balance !== 0).length
                  : key === 'sites'
                    ? places.length
                    : key === 'discrepancies'
                      ? unfit
                      : undefined,
            }))}
            chosen={view}
            onChoose={(next) => set({ view: next })}
          />
          {view === 'sites' ? (
            <SitesTable
              rows={rows}
              on={date}
              onOpen={(facility) => set({ facility, view: undefined as never })}
            />
          ) : view === 'lots' ? (
            <LotsTable rows={rows} on={date} names={named} withFacility={many} />
          ) : view === 'needs' ? (
            <NeedsTable rows={rows} items={items} on={date} />
          ) : (
            <DiscrepancyList rows={rows} names={named} />
          )}
        </>
      )}
    </>
  );
}

/** Doses on hand, those soon to expire, those in quarantine or on their way, and what does not fit. */
function Sums({ rows, on, unfit }: { rows: readonly StockRow[]; on: string; unfit: number }) {
  const { t } = useTranslation();
  const sum = (value: (row: StockRow) => number): number =>
    rows.reduce((total, row) => total + value(row), 0);
  const soon = sum(({ balance, expiresOn }) =>
    expiryState(expiresOn as never, on as never) === 'soon' ? Math.max(balance, 0) : 0,
  );
  const over = sum(({ balance, expiresOn }) =>
    expiryState(expiresOn as never, on as never) === 'expired' ? Math.max(balance, 0) : 0,
  );
  const figures = [
    ['on_hand', sum(({ balance }) => Math.max(balance, 0))],
    ['soon', soon],
    ['expired', over],
    ['aside', sum(({ quarantine, inTransit }) => quarantine + inTransit)],
    ['unfit', unfit],
  ] as const;
  return (
    <div className="figures small">
      {figures.map(([name, value]) => (
        <div key={name}>
          <b>{figure(value)}</b>
          <span>{t(`stock.sum.${name}`)}</span>
        </div>
      ))}
    </div>
  );
}
