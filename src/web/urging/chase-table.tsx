import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { deadlineOnPaper } from '../../kernel/vietnam-time.ts';
import type { ChaseRow } from '../../urging/contract.ts';
import { daysLate } from '../../urging/rules.ts';
import { day, figure, moment } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Status } from '../ui/states.tsx';
import { FocalLine } from './focal-line.tsx';

export const rowKey = ({ unit, facility }: Pick<ChaseRow, 'unit' | 'facility'>): string =>
  `${unit} ${facility ?? ''}`;

/** Who is late: what, since when, whom to call, what was done. A row opens into the form beside it. */
export function ChaseTable({
  rows,
  today,
  chosen,
  onChoose,
  mayLog,
  form,
}: {
  rows: readonly ChaseRow[];
  today: string;
  chosen: string | null;
  onChoose: (row: ChaseRow) => void;
  mayLog: boolean;
  /** Stands under the chosen row. */
  form: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <ScrollBox tall className="chase" label={t('chase.title')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('web.unit')}</th>
            <th scope="col" className="wide">
              {t('chase.what')}
            </th>
            <th scope="col" className="wide">
              {t('chase.since')}
            </th>
            <th scope="col" className="wide">
              {t('focals.focal')}
            </th>
            <th scope="col" className="wide">
              {t('chase.last')}
            </th>
            <th scope="col">
              <span className="only-read">{t('chase.log_it')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={rowKey(row)}>
              <tr className={rowKey(row) === chosen ? 'chosen' : ''}>
                <td>
                  <b>{row.facility ?? row.unitName}</b>
                  <span className="quiet parent">
                    {row.facility === null ? row.parentName : row.unitName}
                  </span>
                  {row.support && <Status name="warning">{t('chase.waits_support')}</Status>}
                  <span className="under">
                    <Since row={row} today={today} />
                    {' · '}
                    {t('chase.n_duties', { n: figure(row.duties.length) })}
                  </span>
                  <span className="under">
                    <FocalLine focal={row.focal} />
                  </span>
                  <span className="under">
                    <Last row={row} />
                  </span>
                </td>
                <td className="wide duties-cell" title={row.duties.map(({ title }) => title).join('\n')}>
                  {row.duties.length === 0 ? (
                    <span className="quiet">{t('chase.nothing_late')}</span>
                  ) : (
                    t('chase.items_of', { n: figure(row.duties.length), items: numbers(row) })
                  )}
                </td>
                <td className="wide">
                  <Since row={row} today={today} />
                </td>
                <td className="wide">
                  <FocalLine focal={row.focal} />
                </td>
                <td className="wide last-cell">
                  <Last row={row} />
                </td>
                <td>
                  {mayLog && (
                    <button
                      type="button"
                      className="plain-button"
                      aria-label={t('chase.log_of', { who: row.facility ?? row.unitName })}
                      onClick={() => onChoose(row)}
                    >
                      {t('chase.log_it')}
                    </button>
                  )}
                </td>
              </tr>
              {rowKey(row) === chosen && (
                <tr className="opened">
                  <td colSpan={6}>{form}</td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** "1.1, 2.2": each item once. */
const numbers = ({ duties }: ChaseRow): string => [...new Set(duties.map(({ number }) => number))].join(', ');

function Since({ row, today }: { row: ChaseRow; today: string }) {
  const { t } = useTranslation();
  if (row.since === null) return <>–</>;
  const days = daysLate(row.since, today as PlainDate);
  return (
    <>
      <span className={days >= 3 ? 'status bad' : 'status warn'}>
        {days === 0 ? t('chase.today') : t('chase.days', { n: figure(days) })}
      </span>{' '}
      <span className="quiet">{deadlineOnPaper(row.since)}</span>
    </>
  );
}

function Last({ row: { last } }: { row: ChaseRow }) {
  const { t } = useTranslation();
  if (last === null) return <span className="quiet">{t('chase.never')}</span>;
  return (
    <>
      {last.outcome === null ? t(`chase.action.${last.action}`) : t(`chase.outcome.${last.outcome}`)}
      <span className="quiet parent">
        {moment(last.at)} · {last.byName}
        {last.nextOn !== null && ` · ${t('chase.next_on', { day: day(last.nextOn) })}`}
      </span>
    </>
  );
}
