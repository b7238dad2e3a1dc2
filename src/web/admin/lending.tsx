import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Problem, send } from '../app/client.ts';
import { day } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading, Refused, Status } from '../ui/states.tsx';
import { LendForm } from './lend-form.tsx';

type Grant = {
  id: string;
  username: string;
  displayName: string;
  role: string;
  unit: string;
  from: string;
  until: string;
  onBehalfOf: string | null;
  reason: string | null;
};

/** Staff sent to help for a time (dispatch 9035, item 2.3): who, where, on whose behalf, until when; ended early here. */
export function Lending() {
  const { t } = useTranslation();
  const place = usePlace();
  const [problem, setProblem] = useState<Problem | null>(null);
  const query = useQuery({
    queryKey: ['grants', place.unit],
    queryFn: () => get<{ grants: Grant[]; lendable: string[] }>('/grants', { unit: place.unit }),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { grants, lendable } = query.data;
  const end = (id: string) =>
    send('POST', `/grants/${id}/end`).then(
      () => query.refetch(),
      (error: Problem) => setProblem(error),
    );
  const now = new Date().toISOString();
  return (
    <section>
      <h2>{t('lending.title')}</h2>
      <LendForm lendable={lendable} onLent={() => void query.refetch()} />
      {problem && <Refused problem={problem} />}
      {grants.length === 0 ? (
        <Empty title={t('lending.none')}>{t('lending.none_help')}</Empty>
      ) : (
        <ScrollBox label={t('lending.title')}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t('lending.who')}</th>
                <th scope="col">{t('accounts.role')}</th>
                <th scope="col">{t('web.unit')}</th>
                <th scope="col">{t('lending.behalf')}</th>
                <th scope="col">{t('lending.until')}</th>
                <th scope="col">{t('audit.reason')}</th>
                <th scope="col">{t('imports.state')}</th>
              </tr>
            </thead>
            <tbody>
              {grants.map((grant) => (
                <tr key={grant.id}>
                  <td>
                    {grant.displayName} <span className="quiet">{grant.username}</span>
                  </td>
                  <td>{t(`role.${grant.role}`)}</td>
                  <td>{grant.unit}</td>
                  <td>{grant.onBehalfOf ?? '–'}</td>
                  <td>{day(grant.until)}</td>
                  <td className="wrap">{grant.reason ?? '–'}</td>
                  <td>
                    {grant.until > now ? (
                      <Button size="small" onClick={() => void end(grant.id)}>
                        {t('lending.end')}
                      </Button>
                    ) : (
                      <Status name="cancelled">{t('lending.ended')}</Status>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </section>
  );
}
