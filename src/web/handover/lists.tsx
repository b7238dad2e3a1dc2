import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../app/base.ts';
import { get, withParameters } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { type Search, useMe, usePlace } from '../app/place.ts';
import { Icon } from '../ui/icon.tsx';
import { useUnit } from '../ui/inputs.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { shownBirth } from '../verification/types.ts';
import './handover.css';
import { PaperFeet, PaperHead } from './paper-head.tsx';
import { PeopleTable } from './people-table.tsx';
import type { ListedPerson } from './types.ts';

type Unmatched = Readonly<{
  personId: string;
  name: string;
  sex: string | null;
  birth: string | null;
  nationalId: string | null;
  hamlet: string | null;
  file: string;
  sheet: string;
  row: number;
  inReview: boolean;
}>;

/** Lists to print and carry: of a hamlet for its head, and of people whom only one hand names. */
export function ListsPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search & { hamlet?: string; source?: string };
  // Who stands on a health list was injected, which is not for the police to know.
  const roles = useMe().data!.roles.map(({ role }) => role);
  const sources = roles.every((role) => role === 'commune-police')
    ? ['police', 'commune']
    : ['police', 'commune', 'health'];
  const set = (change: object) =>
    void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never });
  const hamlets = useQuery({
    queryKey: ['handover', 'hamlets', place.unit, place.map, place.date],
    queryFn: () =>
      get<{ hamlets: { hamlet: string | null; people: number }[] }>('/lists/hamlet', {
        unit: place.unit,
        mapDate: place.map,
        date: place.date,
      }),
  });
  if (hamlets.isLoading) return <Loading />;
  if (hamlets.error || !hamlets.data)
    return <Failed error={hamlets.error} again={() => void hamlets.refetch()} />;
  return (
    <>
      <p className="no-print">
        <Link to="/handover" search={true}>
          ← {t('handover.title')}
        </Link>
      </p>
      <h1 className="no-print">{t('handover.paper')}</h1>
      <p className="lead no-print">{t('handover.paper_lead')}</p>
      <div className="row no-print">
        <label className="field">
          {t('handover.of_hamlet')}
          <select
            value={search.source === undefined ? (search.hamlet ?? '') : ''}
            onChange={(event) => set({ hamlet: event.target.value || undefined, source: undefined })}
          >
            <option value="">{t('handover.choose')}</option>
            {hamlets.data.hamlets
              .filter(({ hamlet }) => hamlet !== null)
              .map(({ hamlet, people }) => (
                <option key={hamlet} value={hamlet!}>
                  {hamlet} ({figure(people)})
                </option>
              ))}
          </select>
        </label>
        <label className="field">
          {t('handover.only_in')}
          <select
            value={search.source ?? ''}
            onChange={(event) => set({ source: event.target.value || undefined, hamlet: undefined })}
          >
            <option value="">{t('handover.choose')}</option>
            {sources.map((source) => (
              <option key={source} value={source}>
                {t(`source.${source}`)}
              </option>
            ))}
          </select>
        </label>
        <a
          className="plain-button small"
          href={apiUrl(
            withParameters('/lists/hamlet.xlsx', { unit: place.unit, mapDate: place.map, date: place.date }),
          )}
        >
          <Icon name="file" /> {t('handover.all_hamlets')}
        </a>
      </div>
      {search.source !== undefined ? (
        <UnmatchedList source={search.source} />
      ) : search.hamlet !== undefined ? (
        <HamletList hamlet={search.hamlet} />
      ) : (
        <Empty title={t('handover.choose_list')}>{t('handover.choose_list_help')}</Empty>
      )}
    </>
  );
}

function HamletList({ hamlet }: { hamlet: string }) {
  const { t } = useTranslation();
  const place = usePlace();
  const unit = useUnit(place.unit, place.map).data;
  const asked = { unit: place.unit, mapDate: place.map, date: place.date, hamlet };
  const query = useQuery({
    queryKey: ['handover', 'hamlet', asked],
    queryFn: () => get<{ people: ListedPerson[] }>('/lists/hamlet', asked),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { people } = query.data;
  const lead = t('handover.hamlet_lead', { people: figure(people.length), date: day(place.date) });
  return (
    <>
      <PaperHead office={unit?.fullName ?? ''} title={t('handover.hamlet_title', { hamlet })} lead={lead} />
      <p className="quiet no-print">{lead}</p>
      <PrintRow href={withParameters('/lists/hamlet.xlsx', asked)} />
      <ScrollBox label={hamlet} tall>
        <PeopleTable people={people} notes />
      </ScrollBox>
      <PaperFeet signer={t('handover.hamlet_signer')} />
    </>
  );
}

function UnmatchedList({ source }: { source: string }) {
  const { t } = useTranslation();
  const place = usePlace();
  const unit = useUnit(place.unit, place.map).data;
  const asked = { unit: place.unit, mapDate: place.map, source };
  const query = useQuery({
    queryKey: ['handover', 'unmatched', asked],
    queryFn: () => get<{ people: Unmatched[]; total: number }>('/lists/unmatched', asked),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { people, total } = query.data;
  if (people.length === 0) return <Empty title={t('handover.all_matched')} />;
  const lead = t('handover.unmatched_lead', { people: figure(total), shown: figure(people.length) });
  return (
    <>
      <PaperHead
        office={unit?.fullName ?? ''}
        title={t('handover.unmatched_title', { source: t(`source.${source}`) })}
        lead={lead}
      />
      <p className="quiet no-print">{lead}</p>
      <PrintRow href={withParameters('/lists/unmatched.xlsx', asked)} />
      <ScrollBox label={t('handover.only_in')} tall>
        <table className="plain printed">
          <thead>
            <tr>
              <th className="num">{t('handover.no')}</th>
              <th>{t('people.name')}</th>
              <th>{t('people.birth')}</th>
              <th>{t('people.sex')}</th>
              <th>{t('people.id')}</th>
              <th>{t('people.hamlet')}</th>
              <th>{t('verification.where')}</th>
              <th className="notes">{t('handover.notes')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map((person, i) => (
              <tr key={person.personId}>
                <td className="num">{i + 1}</td>
                <td>{person.name}</td>
                <td>{shownBirth(person.birth)}</td>
                <td>{person.sex === null ? '–' : t(`sex.${person.sex}`)}</td>
                <td>{person.nationalId ?? '–'}</td>
                <td>{person.hamlet ?? '–'}</td>
                <td>{`${person.file} · ${person.sheet} · ${person.row}`}</td>
                <td>{person.inReview ? t('people.in_review') : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}

function PrintRow({ href }: { href: string }) {
  const { t } = useTranslation();
  return (
    <div className="row no-print">
      <a className="plain-button small" href={apiUrl(href)}>
        <Icon name="file" /> {t('handover.export')}
      </a>
      <button type="button" className="plain-button small" onClick={() => print()}>
        {t('handover.print')}
      </button>
    </div>
  );
}
