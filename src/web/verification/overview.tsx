import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { figure, share } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { Outdated } from './outdated.tsx';
import { STATES, type State } from './types.ts';

type Counts = Readonly<Record<State, number>>;
const sum = (counts: Counts): number => STATES.reduce((total, state) => total + counts[state], 0);

/** Of a district or province: how far each commune has verified its people, and which injection rows are to be corrected. */
export function VerificationOverview() {
  const { t } = useTranslation();
  const place = usePlace();
  const outdated = useMe().data!.actions.includes('verification.outdated');
  const where = { unit: place.unit, mapDate: place.map };
  const query = useQuery({
    queryKey: ['verification', 'overview', where],
    queryFn: () =>
      get<{ communes: { unit: { code: string; name: string }; counts: Counts }[]; counts: Counts }>(
        '/verification/overview',
        where,
      ),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { communes, counts } = query.data;
  if (communes.length === 0)
    return <Empty title={t('verification.none.waiting')}>{t('verification.none_at_all')}</Empty>;
  const cells = (of: Counts) => (
    <>
      <td className="num">{figure(sum(of))}</td>
      <td className="num">{share(of.matched + of.foreign, sum(of))}</td>
      {STATES.map((state) => (
        <td key={state} className="num">
          {figure(of[state])}
        </td>
      ))}
    </>
  );
  return (
    <>
      <p className="lead">{t('verification.lead')}</p>
      <ScrollBox label={t('verification.title')} tall>
        <table className="plain">
          <thead>
            <tr>
              <th>{t('web.unit')}</th>
              <th className="num">{t('verification.people')}</th>
              <th className="num">{t('verification.settled')}</th>
              {STATES.map((state) => (
                <th key={state} className="num">
                  {t(`verification.state.${state}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className="total">
              <td>{t('verification.total')}</td>
              {cells(counts)}
            </tr>
            {communes.map(({ unit, counts: own }) => (
              <tr key={unit.code}>
                <td>
                  <Link
                    to="/verification"
                    search={((before: object) => ({ ...before, unit: unit.code })) as never}
                  >
                    {unit.name}
                  </Link>
                </td>
                {cells(own)}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {outdated && (
        <>
          <h2>{t('verification.outdated')}</h2>
          <Outdated />
        </>
      )}
    </>
  );
}
