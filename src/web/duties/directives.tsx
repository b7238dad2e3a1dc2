import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { useMe } from '../app/place.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { DutyTabs } from './duty-tabs.tsx';
import { Facilities } from './facilities.tsx';
import type { DirectiveRow } from './types.ts';

/** All directives, the latest first: what each demands, and of whom. */
export function DirectivesPage() {
  const { t } = useTranslation();
  const may = useMe().data!.actions.includes('directive.edit');
  const all = useQuery({
    queryKey: ['directives'],
    queryFn: () => get<{ directives: DirectiveRow[] }>('/directives'),
  });
  return (
    <>
      <h1>{t('duties.title')}</h1>
      <p className="lead">{t('duties.directives_lead')}</p>
      <DutyTabs />
      {may && (
        <div className="row tools">
          <Link className="main-button" to="/duties/directives/$id/edit" params={{ id: 'new' }} search={true}>
            {t('duties.new_directive')}
          </Link>
        </div>
      )}
      {all.isLoading ? (
        <Loading />
      ) : all.error || !all.data ? (
        <Failed error={all.error} again={() => void all.refetch()} />
      ) : all.data.directives.length === 0 ? (
        <Empty title={t('duties.no_directives')}>{t('duties.no_directives_help')}</Empty>
      ) : (
        <ul className="duties">
          {all.data.directives.map((one) => (
            <li key={one.id}>
              <div className="what">
                <b>{one.number}</b>
                <span>{one.summary}</span>
                <br />
                <span>
                  {one.issuer} · {day(one.issuedOn)} · {t('duties.items', { n: figure(one.items.length) })}
                </span>
              </div>
              <Link
                className="plain-button"
                to="/duties/directives/$id"
                params={{ id: one.id }}
                search={true}
              >
                {t('duties.go.look')}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Facilities />
    </>
  );
}
