import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PersonSummary } from '../app/api-types.ts';
import { apiUrl } from '../app/base.ts';
import { get, withParameters } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { type Search, useMe, usePlace } from '../app/place.ts';
import { useUnit } from '../ui/inputs.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { type Filters, PeopleFilters } from './people-filters.tsx';
import { PeopleTable } from './people-table.tsx';

/** What narrows the list; it stands in the address, so that a figure or a colleague can point to exactly these people. */
export const FILTERS = [
  'q',
  'hamlet',
  'kind',
  'band',
  'doses',
  'source',
  'finding',
  'lists',
  'conflict',
] as const;
const PAGE = 200;

/** Everyone of a unit in given-name order; search without accents; export for those who may take names out. */
export function People() {
  const { t } = useTranslation();
  const place = usePlace();
  const me = useMe().data!;
  const unit = useUnit(place.unit, place.map);
  const search = useSearch({ strict: false }) as Search & Filters;
  const navigate = useNavigate();
  const filters: Filters = Object.fromEntries(
    FILTERS.flatMap((name) => (search[name] ? [[name, search[name]]] : [])),
  );
  const set = (change: Filters) =>
    void navigate({
      to: '.',
      replace: true,
      search: ((before: object) => ({ ...before, ...change })) as never,
    });
  const wanted = { unit: place.unit, date: place.date, mapDate: place.map, ...filters };
  const people = useInfiniteQuery({
    queryKey: ['people', wanted],
    initialPageParam: { afterKey: '', afterId: '' },
    queryFn: ({ pageParam }) =>
      get<{ persons: PersonSummary[]; total: number }>('/persons', { ...wanted, ...pageParam, limit: PAGE }),
    getNextPageParam: (page) => {
      const last = page.persons.at(-1);
      return page.persons.length < PAGE || last === undefined
        ? undefined
        : { afterKey: last.sortKey, afterId: last.id };
    },
    placeholderData: (before) => before,
  });
  const rows = people.data?.pages.flatMap(({ persons }) => persons) ?? [];
  const total = people.data?.pages[0]?.total;
  const narrowed = Object.keys(filters).length > 0;
  return (
    <>
      <div className="page-head">
        <h1>{t('people.title')}</h1>
        {me.actions.includes('person.export') && (
          <Button href={apiUrl(withParameters('/persons.xlsx', wanted))} download>
            {t('people.export')}
          </Button>
        )}
      </div>
      <p className="lead" aria-live="polite">
        {total === undefined
          ? '…'
          : t(narrowed ? 'people.count_filtered' : 'people.count', { n: figure(total) })}
        {` · ${unit.data?.fullName ?? '…'} · ${t('web.to_day', { date: day(place.date) })}`}
      </p>
      <PeopleFilters filters={filters} onChange={set} showsDoses={me.actions.includes('coverage.view')} />
      {(filters.lists !== undefined || filters.conflict !== undefined) && (
        <p>
          {filters.lists === undefined ? '' : t('people.only_lists', { hands: handsOf(filters.lists, t) })}
          {filters.conflict === undefined ? '' : t('people.only_conflict')}{' '}
          <button type="button" className="link-button" onClick={() => set({ lists: '', conflict: '' })}>
            {t('people.clear')}
          </button>
        </p>
      )}
      {people.isLoading ? (
        <Loading />
      ) : people.error ? (
        <Failed error={people.error} again={() => void people.refetch()} />
      ) : rows.length === 0 ? (
        <Empty title={t('people.none')}>
          <p>{t(narrowed ? 'people.none_filtered' : 'people.none_help')}</p>
          {narrowed && (
            <Button onClick={() => set(Object.fromEntries(FILTERS.map((name) => [name, ''])))}>
              {t('people.clear')}
            </Button>
          )}
        </Empty>
      ) : (
        <PeopleTable
          rows={rows}
          total={total ?? rows.length}
          onNearEnd={() => {
            if (people.hasNextPage && !people.isFetchingNextPage) void people.fetchNextPage();
          }}
        />
      )}
    </>
  );
}

const handsOf = (lists: string, t: (key: string) => string): string =>
  lists
    .split(',')
    .map((source) => t(`source.${source}`))
    .join(', ');
