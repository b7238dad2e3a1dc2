import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonSummary } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { birth, figure } from '../app/format.ts';
import { type Search, usePlace } from '../app/place.ts';
import { Empty, Failed, Loading, Status } from '../ui/states.tsx';

type Filters = Search & { q?: string; hamlet?: string; kind?: string; band?: string; doses?: string };
const PAGE = 100;

/** Everyone of a unit in given-name order; search without accents; filters stand in the address. */
export function People() {
  const { t } = useTranslation();
  const place = usePlace();
  const search = useSearch({ strict: false }) as Filters;
  const navigate = useNavigate();
  const [text, setText] = useState(search.q ?? '');
  const [hamlet, setHamlet] = useState<string>();
  const [source, setSource] = useState<string>();
  const set = (change: Filters) =>
    void navigate({
      to: '.',
      search: (before: Search) =>
        Object.fromEntries(
          Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined && value !== ''),
        ) as Search,
    });
  useEffect(() => {
    const timer = setTimeout(() => (text !== (search.q ?? '') ? set({ q: text }) : undefined), 250);
    return () => clearTimeout(timer);
  });
  const wanted = {
    unit: place.unit,
    date: place.date,
    mapDate: place.map,
    q: search.q,
    hamlet,
    kind: search.kind,
    band: search.band,
    doses: search.doses,
    source,
  };
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
  });
  const hamlets = useQuery({
    queryKey: ['hamlets', place.unit, place.map],
    queryFn: () =>
      get<{ hamlets: { hamlet: string; people: number }[] }>('/hamlets', {
        unit: place.unit,
        mapDate: place.map,
      }),
    retry: false,
  });
  const rows = people.data?.pages.flatMap(({ persons }) => persons) ?? [];
  const choice = (
    label: string,
    value: string | undefined,
    onChange: (value: string | undefined) => void,
    options: [string, string][],
  ) => (
    <label className="field">
      {label}
      <Select
        allowClear
        value={value}
        placeholder={t('people.all')}
        style={{ minWidth: 140 }}
        onChange={onChange}
        options={options.map(([key, words]) => ({ value: key, label: words }))}
      />
    </label>
  );
  return (
    <>
      <h1>{t('people.title')}</h1>
      <p className="lead">
        {people.data ? t('people.count', { n: figure(people.data.pages[0]!.total) }) : '…'}
      </p>
      <div className="row">
        <label className="field" style={{ flex: '1 1 260px' }}>
          {t('people.search')}
          <Input.Search
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={t('people.search_help')}
            allowClear
          />
        </label>
        {choice(
          t('people.hamlet'),
          hamlet,
          setHamlet,
          hamlets.data?.hamlets.map((one) => [one.hamlet, `${one.hamlet} (${figure(one.people)})`]) ?? [],
        )}
        {choice(
          t('people.kind'),
          search.kind,
          (kind) => set({ kind: kind ?? '' }),
          ['permanent', 'temporary', 'absent', 'transient'].map((key) => [key, t(`residence.${key}`)]),
        )}
        {choice(
          t('people.band'),
          search.band,
          (band) => set({ band: band ?? '' }),
          ['0-11', '12-17', '18-49', '50-65', '66+', 'unknown'].map((key) => [key, t(`band.${key}`)]),
        )}
        {rows.every(({ doses }) => doses !== null) &&
          choice(
            t('people.doses'),
            search.doses,
            (doses) => set({ doses: doses ?? '' }),
            ['none', '1', '2', '3', 'full'].map((key) => [key, t(`doses.${key}`)]),
          )}
        {choice(
          t('people.source'),
          source,
          setSource,
          ['police', 'commune', 'health'].map((key) => [key, t(`source.${key}`)]),
        )}
      </div>
      {people.isLoading ? (
        <Loading />
      ) : people.error ? (
        <Failed error={people.error} again={() => void people.refetch()} />
      ) : rows.length === 0 ? (
        <Empty title={t('people.none')}>{t('people.none_help')}</Empty>
      ) : (
        <>
          <div className="scroll" style={{ maxHeight: '68vh', overflowY: 'auto' }}>
            <table className="plain">
              <thead>
                <tr>
                  <th>{t('people.name')}</th>
                  <th>{t('people.birth')}</th>
                  <th className="num">{t('people.age')}</th>
                  <th>{t('people.sex')}</th>
                  <th>{t('people.id')}</th>
                  <th>{t('people.hamlet')}</th>
                  <th>{t('people.kind')}</th>
                  <th className="num">{t('people.doses')}</th>
                  <th>{t('people.sources')}</th>
                  <th>{t('people.look')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((person) => (
                  <tr key={person.id}>
                    <td>
                      <Link to="/people/$id" params={{ id: person.id }} search={true}>
                        {person.name}
                      </Link>
                    </td>
                    <td>{birth(person.birth)}</td>
                    <td className="num">{person.age ?? '–'}</td>
                    <td>{person.sex === null ? '–' : t(`sex.${person.sex}`)}</td>
                    <td>{person.nationalId ?? '–'}</td>
                    <td>{person.hamlet ?? '–'}</td>
                    <td>{person.kind === null ? '–' : t(`residence.${person.kind}`)}</td>
                    <td className="num">{person.doses ?? '–'}</td>
                    <td>{person.sources.map((one) => t(`source.${one}`)).join(', ')}</td>
                    <td>
                      {person.review ? (
                        <Status name="review">{t('people.in_review')}</Status>
                      ) : person.findings > 0 ? (
                        <Status name="warning">{figure(person.findings)}</Status>
                      ) : (
                        ''
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {people.hasNextPage && (
            <div className="row">
              <Button loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
                {t('people.more')}
              </Button>
            </div>
          )}
        </>
      )}
    </>
  );
}
