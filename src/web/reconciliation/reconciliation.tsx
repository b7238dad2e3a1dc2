import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { PeopleLink } from '../coverage/people-link.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { ListsPicture, MEETINGS } from './lists-picture.tsx';
import type { Board, BoardRow } from './types.ts';

/** How the lists of police, commune and health meet: what agrees, what is in dispute, and who must settle it. */
export function ReconciliationPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const may = useMe().data!.actions.includes('list.settle');
  const question = { unit: place.unit, mapDate: place.map };
  const units = useQuery({
    queryKey: ['reconciliation', 'unit', question],
    queryFn: () => get<Board>('/reconciliation', { ...question, by: 'unit' }),
    placeholderData: keepPreviousData,
  });
  const oneCommune = units.data !== undefined && units.data.rows.length <= 1;
  const hamlets = useQuery({
    queryKey: ['reconciliation', 'hamlet', question],
    queryFn: () => get<Board>('/reconciliation', { ...question, by: 'hamlet' }),
    enabled: oneCommune,
  });
  if (units.isLoading) return <Loading />;
  if (units.error || !units.data) return <Failed error={units.error} again={() => void units.refetch()} />;
  const { rows, reviews, settledBy } = units.data;
  const people = sum(rows, (row) => row.people);
  if (people === 0)
    return (
      <>
        <h1>{t('reconciliation.title')}</h1>
        <Empty title={t('reconciliation.none')}>
          <p>{t('reconciliation.none_help')}</p>
          <Link to="/imports" search={true}>
            {t('home.upload_go')}
          </Link>
        </Empty>
      </>
    );
  const lists: Record<string, number> = {};
  const conflicts: Record<string, number> = {};
  for (const row of rows) {
    for (const [key, n] of Object.entries(row.lists)) lists[key] = (lists[key] ?? 0) + n;
    for (const [key, n] of Object.entries(row.conflicts)) conflicts[key] = (conflicts[key] ?? 0) + n;
  }
  const waiting = reviews.waiting;
  return (
    <>
      <h1>{t('reconciliation.title')}</h1>
      <p className="lead">{t('reconciliation.lead')}</p>
      <div className="figures">
        <div>
          <b>
            <PeopleLink figure={people} />
          </b>
          <span>{t('reconciliation.in_any')}</span>
        </div>
        <div>
          <b>
            <PeopleLink figure={lists[MEETINGS[0]] ?? 0} lists={MEETINGS[0]} />
          </b>
          <span>{t('reconciliation.in_all')}</span>
        </div>
        <div>
          <b>
            <PeopleLink figure={sum(rows, (row) => row.inConflict)} conflict="any" />
          </b>
          <span>{t('reconciliation.in_conflict')}</span>
        </div>
        <div>
          <b>{figure(waiting)}</b>
          <span>{t('reconciliation.in_review', { settled: figure(reviews.settled) })}</span>
        </div>
      </div>
      {may && waiting > 0 && (
        <Link to="/reconciliation/review" search={true}>
          <Button type="primary" size="large">
            {t('reconciliation.start', { n: figure(waiting) })}
          </Button>
        </Link>
      )}
      <div className="cards" style={{ marginTop: 20 }}>
        <section className="card">
          <h2>{t('reconciliation.picture')}</h2>
          <ListsPicture lists={lists} total={people} />
        </section>
        <section className="card">
          <h2>{t('reconciliation.disputes')}</h2>
          {Object.keys(conflicts).length === 0 ? (
            <p>{t('reconciliation.no_disputes')}</p>
          ) : (
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">{t('reconciliation.field')}</th>
                  <th scope="col" className="num">
                    {t('reconciliation.people')}
                  </th>
                  <th scope="col">{t('reconciliation.who_settles')}</th>
                </tr>
              </thead>
              <tbody>
                {Object.entries(conflicts)
                  .sort((a, b) => b[1] - a[1])
                  .map(([field, n]) => (
                    <tr key={field}>
                      <td>{t(`review.field.${field}`)}</td>
                      <td className="num">
                        <PeopleLink figure={n} conflict={field} />
                      </td>
                      <td>{t(`source.${settledBy[field]}`)}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          )}
        </section>
      </div>
      <h2>{t(oneCommune ? 'reconciliation.by_hamlet' : 'reconciliation.by_unit')}</h2>
      <BoardTable rows={oneCommune ? (hamlets.data?.rows ?? []) : rows} byHamlet={oneCommune} />
      {may && (
        <p className="no-print">
          <Link to="/reconciliation/calibration" search={true}>
            {t('calibration.to')}
          </Link>
        </p>
      )}
    </>
  );
}

const sum = (rows: readonly BoardRow[], of: (row: BoardRow) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

function BoardTable({ rows, byHamlet }: { rows: readonly BoardRow[]; byHamlet: boolean }) {
  const { t } = useTranslation();
  return (
    <section className="scroll tall" aria-label={t('reconciliation.title')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t(byHamlet ? 'people.hamlet' : 'web.unit')}</th>
            <th scope="col" className="num">
              {t('reconciliation.people')}
            </th>
            {MEETINGS.map((meeting) => (
              <th key={meeting} scope="col" className="num">
                {t(`meeting.${meeting}`)}
              </th>
            ))}
            <th scope="col" className="num">
              {t('reconciliation.conflict_short')}
            </th>
            <th scope="col" className="num">
              {t('reconciliation.review_short')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const filter = byHamlet
              ? { unit: row.unit.code, ...(row.hamlet === null ? {} : { hamlet: row.hamlet }) }
              : { unit: row.unit.code };
            return (
              <tr key={`${row.unit.code} ${row.hamlet ?? ''}`}>
                <td>
                  {byHamlet ? (
                    (row.hamlet ?? t('reconciliation.no_hamlet'))
                  ) : (
                    <Link
                      to="/reconciliation"
                      search={(before: object) => ({ ...before, unit: row.unit.code }) as never}
                    >
                      {row.unit.name}
                    </Link>
                  )}
                </td>
                <td className="num">{figure(row.people)}</td>
                {MEETINGS.map((meeting) => (
                  <td key={meeting} className="num">
                    <PeopleLink figure={row.lists[meeting] ?? 0} lists={meeting} {...filter} />
                  </td>
                ))}
                <td className="num">
                  <PeopleLink figure={row.inConflict} conflict="any" {...filter} />
                </td>
                <td className="num">{figure(row.rowsInReview)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
