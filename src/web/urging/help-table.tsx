import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HelpRow } from '../../urging/contract.ts';
import { get } from '../app/client.ts';
import { figure, moment } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading, Status } from '../ui/states.tsx';
import { FocalLine } from './focal-line.tsx';

const COUNTS = ['overdue', 'returns', 'findings'] as const;

/** Which units need help, and what speaks for it; those handed to support first. */
export function HelpTable() {
  const { t } = useTranslation();
  const place = usePlace();
  const query = useQuery({
    queryKey: ['chase', 'help', place.unit, place.date],
    queryFn: () => get<{ rows: HelpRow[] }>('/chase/help', { unit: place.unit, date: place.date }),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { rows } = query.data;
  if (rows.length === 0) return <Empty title={t('chase.no_help')}>{t('chase.no_help_help')}</Empty>;
  return (
    <>
      <p className="quiet">{t('chase.help_lead', { n: figure(rows.length) })}</p>
      <ScrollBox tall className="chase" label={t('chase.tab.help')}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('web.unit')}</th>
              {COUNTS.map((name) => (
                <th key={name} scope="col" className="num wide">
                  {t(`chase.help.${name}`)}
                </th>
              ))}
              <th scope="col" className="num">
                {t('chase.help.never')}
              </th>
              <th scope="col" className="wide">
                {t('focals.focal')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.unit}>
                <td className="wrap">
                  <b>{row.unitName}</b>
                  <span className="quiet parent">{row.parentName}</span>
                  {row.support !== null && (
                    <>
                      <Status name="warning">{t('chase.waits_support')}</Status>
                      <span className="quiet parent">
                        {row.support.note} · {moment(row.support.at)} · {row.support.byName}
                      </span>
                    </>
                  )}
                  <span className="under">
                    {COUNTS.map((name) => `${t(`chase.help.${name}`)}: ${figure(row[name])}`).join(' · ')}
                  </span>
                  <span className="under">
                    <FocalLine focal={row.focal} />
                  </span>
                </td>
                {COUNTS.map((name) => (
                  <td key={name} className="num wide">
                    {figure(row[name])}
                  </td>
                ))}
                <td className="num">
                  {row.accounts === 0 ? (
                    <span className="quiet">{t('chase.no_accounts')}</span>
                  ) : (
                    t('chase.of_accounts', { n: figure(row.neverSignedIn), all: figure(row.accounts) })
                  )}
                </td>
                <td className="wide">
                  <FocalLine focal={row.focal} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}
