import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../app/base.ts';
import { get } from '../app/client.ts';
import { day, figure, moment } from '../app/format.ts';
import { Icon } from '../ui/icon.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading, Notice } from '../ui/states.tsx';
import { BasisFacts } from './basis.tsx';
import { CountsTable } from './counts-table.tsx';
import './handover.css';
import { PaperFeet, PaperHead } from './paper-head.tsx';
import { PeopleTable } from './people-table.tsx';
import { SignedCard } from './signed-card.tsx';
import type { ListedPerson, SignedList } from './types.ts';

type Page = SignedList &
  Readonly<{
    intact: boolean;
    may: { receive: readonly string[] };
    rows: readonly ListedPerson[] | null;
    next: number | null;
  }>;

/** A list as it was signed, row by row, for ever. */
export function SignedListPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useInfiniteQuery({
    queryKey: ['handover', 'list', id],
    initialPageParam: 0,
    queryFn: ({ pageParam }) => get<Page>(`/handover/${id}`, { offset: pageParam }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const list = query.data.pages[0]!;
  const rows = query.data.pages.flatMap((page) => page.rows ?? []);
  return (
    <>
      <p className="no-print">
        <Link to="/handover" search={true}>
          ← {t('handover.title')}
        </Link>
      </p>
      <h1 className="no-print">
        {list.unit.name} · {t('handover.version', { version: list.version })}
      </h1>
      <PaperHead
        office={list.unit.name}
        title={t('handover.paper_title', { unit: list.unit.name })}
        lead={`${t('handover.version', { version: list.version })} · ${t('handover.people_on', { people: figure(list.people), date: day(list.on) })} · ${list.signedBy} · ${moment(list.signedAt)} · SHA-256 ${list.sha256}`}
      />
      <div className="no-print">
        <SignedCard
          list={list}
          intact={list.intact}
          receive={list.may.receive}
          onReceived={() => client.invalidateQueries({ queryKey: ['handover'] })}
        />
      </div>
      <CountsTable counts={list.counts} />
      <div className="no-print">
        <h2>{t('handover.basis')}</h2>
        <BasisFacts basis={list.basis} />
      </div>
      {list.rows === null ? (
        <Notice tone="wait">{t('handover.figures_only')}</Notice>
      ) : (
        <>
          <h2 className="no-print">{t('handover.people')}</h2>
          <div className="row no-print">
            <a className="plain-button small" href={apiUrl(`/handover/${id}/list.xlsx`)}>
              <Icon name="file" /> {t('handover.export')}
            </a>
            {!query.hasNextPage && (
              <button type="button" className="plain-button small" onClick={() => print()}>
                {t('handover.print')}
              </button>
            )}
          </div>
          <ScrollBox label={t('handover.people')} tall>
            <PeopleTable people={rows} />
          </ScrollBox>
          {query.hasNextPage && (
            <div className="row no-print">
              <button
                type="button"
                className="plain-button"
                disabled={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {t('verification.more')}
              </button>
            </div>
          )}
        </>
      )}
      <PaperFeet signer={t('handover.signer')} />
    </>
  );
}
