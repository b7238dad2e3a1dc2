import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deadlineOnPaper } from '../../kernel/vietnam-time.ts';
import type { ChaseRow } from '../../urging/contract.ts';
import { CHASE_ORDERS, CHASE_VIEWS, type ChaseView } from '../../urging/rules.ts';
import { apiUrl } from '../app/base.ts';
import { get, withParameters } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { Empty, Failed, Loading, Notice } from '../ui/states.tsx';
import { usePhone } from '../ui/use-phone.ts';
import { ChaseTable, rowKey } from './chase-table.tsx';
import { EMPTY_LOG, LogForm } from './log-form.tsx';

type Answer = {
  rows: ChaseRow[];
  at: string;
  counts: Record<ChaseView, number>;
  items: { number: string; title: string }[];
};
type Filter = { view?: string; order?: string; item?: string; days?: string };

/** The list with its filters, which stand in the address; the form of the chosen unit below it. */
export function ChaseList() {
  const { t } = useTranslation();
  const place = usePlace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = useMe().data!;
  const phone = usePhone();
  const filter = useSearch({ strict: false }) as Filter;
  const [chosen, choose] = useState<ChaseRow | null>(null);
  const [draft, setDraft] = useState(EMPTY_LOG);
  const setChosen = (row: ChaseRow | null) => {
    choose(row);
    if (row === null || chosen === null || rowKey(row) !== rowKey(chosen)) setDraft(EMPTY_LOG);
  };
  const [done, setDone] = useState('');
  const question = {
    unit: place.unit,
    date: place.date,
    // An address of another time may hold a choice that there is not: then the usual one.
    view: CHASE_VIEWS.find((view) => view === filter.view),
    order: CHASE_ORDERS.find((order) => order === filter.order),
    item: filter.item,
    days: filter.days,
  };
  const query = useQuery({
    queryKey: ['chase', question],
    queryFn: () => get<Answer>('/chase', question),
    placeholderData: (before) => before,
  });
  const set = (change: Filter) => {
    setChosen(null);
    void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never });
  };
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { rows, counts, items, at } = query.data;
  const logged = async () => {
    setDone(t('chase.logged', { who: chosen?.facility ?? chosen?.unitName }));
    setChosen(null);
    await client.invalidateQueries({ queryKey: ['chase'] });
  };
  const select = (
    label: string,
    value: string,
    options: { value: string; label: string }[],
    name: keyof Filter,
  ) => (
    <label className="field">
      {label}
      <Select
        value={value}
        aria-label={label}
        popupMatchSelectWidth={false}
        style={{ minWidth: 150 }}
        options={options}
        onChange={(next) => set({ [name]: next } as Filter)}
      />
    </label>
  );
  const shown = rows.find((row) => chosen !== null && rowKey(row) === rowKey(chosen)) ?? chosen;
  const form = shown !== null && (
    <LogForm
      key={rowKey(shown)}
      row={shown}
      draft={draft}
      onDraft={(change) => setDraft((before) => ({ ...before, ...change }))}
      mayAnswer={me.actions.includes('support.answer')}
      onDone={logged}
      onCancel={() => setChosen(null)}
    />
  );
  // A phone has room for one of the two: first who, then what was done.
  if (phone && form) return form;
  return (
    <>
      <fieldset className="chips no-print">
        <legend className="only-read">{t('chase.view')}</legend>
        {CHASE_VIEWS.map((view) => (
          <button
            key={view}
            type="button"
            className="chip"
            style={{ cursor: 'pointer' }}
            aria-pressed={(question.view ?? 'all') === view}
            onClick={() => set({ view })}
          >
            {t(`chase.view.${view}`)} {figure(counts[view])}
          </button>
        ))}
      </fieldset>
      <div className="tools chase-tools">
        {select(
          t('chase.item'),
          filter.item ?? '',
          [
            { value: '', label: t('chase.all_items') },
            ...items.map(({ number, title }) => ({ value: number, label: `${number} ${title}` })),
          ],
          'item',
        )}
        {select(
          t('chase.late_for'),
          filter.days ?? '0',
          ['0', '1', '3', '7', '14'].map((value) => ({
            value,
            label: value === '0' ? t('chase.any_days') : t('chase.from_days', { n: value }),
          })),
          'days',
        )}
        {select(
          t('chase.order'),
          question.order ?? 'since',
          CHASE_ORDERS.map((value) => ({ value, label: t(`chase.order.${value}`) })),
          'order',
        )}
        <span className="grow" />
        <Button href={apiUrl(withParameters('/chase.xlsx', question))} download>
          {t('chase.export')}
        </Button>
      </div>
      <p className="quiet" aria-live="polite">
        {t('chase.count', { n: figure(rows.length), all: figure(counts.all), at: deadlineOnPaper(at) })}
      </p>
      {done !== '' && <Notice tone="ok">{done}</Notice>}
      {rows.length === 0 ? (
        <Empty title={t(counts.all === 0 ? 'chase.none' : 'chase.none_here')}>
          {counts.all === 0 ? t('chase.none_help') : ''}
        </Empty>
      ) : (
        <ChaseTable
          rows={rows}
          today={place.date}
          chosen={shown === null ? null : rowKey(shown)}
          onChoose={(row) => {
            setDone('');
            setChosen(row);
          }}
          mayLog={me.actions.includes('chase.log')}
          form={form}
        />
      )}
    </>
  );
}
