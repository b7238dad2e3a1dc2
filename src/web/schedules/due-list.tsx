import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type DueGroup, type DuePerson, LISTED_STATES } from '../../due/contract.ts';
import { AGE_BANDS } from '../../kernel/age-band.ts';
import { daysBetween, type PlainDate } from '../../kernel/plain-date.ts';
import { apiUrl } from '../app/base.ts';
import { get, withParameters } from '../app/client.ts';
import { birth, day, figure } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { Icon } from '../ui/icon.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading, Status } from '../ui/states.tsx';

/** What narrows the list; it stands in the address. `doses`: kind and number, "primary-2"; `hamlet` "-": people without one. */
export type DueSearch = { hamlet?: string; state?: string; doses?: string; band?: string };

const PAGE = 100;
const TONE: Readonly<Record<string, string>> = { overdue: 'error', due: 'warning' };

/** The people of a commune who are due, overdue or put off, with paper and workbook of just these. */
export function DueList({
  search,
  onChange,
  groups,
  doses,
}: {
  search: DueSearch;
  onChange: (change: DueSearch) => void;
  groups: readonly DueGroup[];
  doses: DueGroup['doses'];
}) {
  const { t } = useTranslation();
  const place = usePlace();
  const me = useMe().data!;
  const [kind, doseNo] = search.doses?.split('-') ?? [];
  const asked = {
    unit: place.unit,
    date: place.date,
    mapDate: place.map,
    hamlet: search.hamlet === '-' ? '' : search.hamlet,
    state: LISTED_STATES.find((state) => state === search.state),
    kind,
    doseNo,
    band: AGE_BANDS.find((band) => band === search.band),
  };
  const query = useInfiniteQuery({
    queryKey: ['due', 'people', asked],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      get<{ people: DuePerson[]; total: number }>('/due/people', { ...asked, from: pageParam, limit: PAGE }),
    getNextPageParam: (_, pages) => {
      const shown = pages.reduce((sum, { people }) => sum + people.length, 0);
      return shown < pages[0]!.total ? shown : undefined;
    },
    placeholderData: (before) => before,
  });
  const people = query.data?.pages.flatMap((page) => page.people) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  const select = (name: keyof DueSearch, label: string, options: readonly (readonly [string, string])[]) => (
    <label className="field">
      {label}
      <select value={search[name] ?? ''} onChange={(event) => onChange({ [name]: event.target.value })}>
        <option value="">{t('due.filter.all')}</option>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <section>
      <div className="part-head">
        <h2>
          {t('due.list')} · {figure(total)}
        </h2>
        {me.actions.includes('person.export') && total > 0 && (
          <div className="row no-print">
            <a
              className="plain-button small"
              href={apiUrl(withParameters('/due.pdf', asked))}
              target="_blank"
              rel="noreferrer"
            >
              <Icon name="file" /> {t('due.pdf')}
            </a>
            <a className="plain-button small" href={apiUrl(withParameters('/due.xlsx', asked))} download>
              <Icon name="file" /> {t('due.export')}
            </a>
          </div>
        )}
      </div>
      <search className="tools no-print">
        {select(
          'hamlet',
          t('due.column.hamlet'),
          groups.map(({ hamlet }) => [hamlet ?? '-', hamlet ?? t('due.no_hamlet')] as const),
        )}
        {select(
          'state',
          t('due.filter.state'),
          LISTED_STATES.map((state) => [state, t(`due.state.${state}`)] as const),
        )}
        {select(
          'doses',
          t('due.filter.dose'),
          doses.map(
            (dose) =>
              [`${dose.kind}-${dose.doseNo}`, t(`due.dose.${dose.kind}`, { number: dose.doseNo })] as const,
          ),
        )}
        {select(
          'band',
          t('people.band'),
          AGE_BANDS.map((band) => [band, t(`band.${band}`)] as const),
        )}
      </search>
      {query.isLoading ? (
        <Loading />
      ) : query.error ? (
        <Failed error={query.error} again={() => void query.refetch()} />
      ) : people.length === 0 ? (
        <Empty title={t('due.none')}>
          <p>{t('due.none_help')}</p>
        </Empty>
      ) : (
        <>
          <ScrollBox label={t('due.list')} tall>
            <table className="plain due-list">
              <thead>
                <tr>
                  <th>{t('due.column.name')}</th>
                  <th>{t('due.column.state')}</th>
                  <th>{t('due.column.dose')}</th>
                  <th>{t('due.column.hamlet')}</th>
                  <th>{t('due.column.vaccines')}</th>
                  <th>{t('due.column.last')}</th>
                  <th>{t('due.column.earliest')}</th>
                  <th>{t('due.column.overdue')}</th>
                </tr>
              </thead>
              <tbody>
                {people.map((person) => (
                  <PersonRow key={person.person} person={person} on={place.date} />
                ))}
              </tbody>
            </table>
          </ScrollBox>
          {query.hasNextPage && (
            <button
              type="button"
              className="plain-button no-print"
              disabled={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t('due.more', { n: figure(Math.min(PAGE, total - people.length)) })}
            </button>
          )}
        </>
      )}
    </section>
  );
}

function PersonRow({ person, on }: { person: DuePerson; on: string }) {
  const { t } = useTranslation();
  const product = (code: string) => t(`product.${code}`);
  return (
    <tr>
      <td>
        <Link to="/people/$id" params={{ id: person.person }} search={true}>
          {person.name}
        </Link>
        <span className="under-name">{birth(person.birth)}</span>
      </td>
      <td>
        <Status name={TONE[person.state] ?? 'info'}>{t(`due.state.${person.state}`)}</Status>
        <span className="under-name">{why(person, on, t)}</span>
      </td>
      <td>{person.kind === null ? '–' : t(`due.dose.${person.kind}`, { number: person.doseNo })}</td>
      <td>{person.hamlet ?? '–'}</td>
      <td>{person.vaccines.slice(0, 3).map(product).join(', ') || '–'}</td>
      <td>
        {person.lastVaccine === null ? '–' : product(person.lastVaccine)}
        <span className="under-name">{person.lastOn === null ? '' : day(person.lastOn)}</span>
      </td>
      <td>{day(person.earliest)}</td>
      <td>{day(person.overdue)}</td>
    </tr>
  );
}

/** Why, under the state: until when, or by how many days, and what screening found. */
function why({ state, overdue, postponedUntil, note }: DuePerson, on: string, t: TFunction): string {
  const when =
    state === 'overdue' && overdue !== null
      ? t('due.days_over', { days: figure(daysBetween(overdue as PlainDate, on as PlainDate) + 1) })
      : state !== 'postponed'
        ? null
        : postponedUntil === null
          ? t('due.postponed_open')
          : t('due.postponed_until', { date: day(postponedUntil) });
  return [when, note].filter(Boolean).join(' – ');
}
