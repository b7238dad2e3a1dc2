import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { day, figure, moment } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading, Status } from '../ui/states.tsx';
import type { SignedList } from './types.ts';

type Row = Readonly<{
  unit: { code: string; name: string };
  signed: Omit<SignedList, 'counts' | 'basis'> | null;
}>;

/** Of a district or province: which communes have signed their list, and who has received it. */
export function Overview() {
  const { t } = useTranslation();
  const place = usePlace();
  const where = { unit: place.unit, mapDate: place.map };
  const query = useQuery({
    queryKey: ['handover', 'overview', where],
    queryFn: () => get<{ communes: Row[] }>('/handover/overview', where),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { communes } = query.data;
  const signed = communes.filter((row) => row.signed !== null);
  if (communes.length === 0) return <Empty title={t('handover.no_communes')} />;
  return (
    <>
      <p className="lead">
        {t('handover.overview', { signed: figure(signed.length), all: figure(communes.length) })}
      </p>
      <ScrollBox label={t('handover.title')} tall>
        <table className="plain">
          <thead>
            <tr>
              <th>{t('web.unit')}</th>
              <th>{t('handover.signed')}</th>
              <th className="num">{t('handover.all')}</th>
              <th>{t('handover.on')}</th>
              <th>{t('handover.received_by')}</th>
            </tr>
          </thead>
          <tbody>
            {communes.map(({ unit, signed: list }) => (
              <tr key={unit.code}>
                <td>
                  <Link
                    to="/handover"
                    search={((before: object) => ({ ...before, unit: unit.code })) as never}
                  >
                    {unit.name}
                  </Link>
                </td>
                <td>
                  {list === null ? (
                    <Status name="waiting">{t('handover.not_signed')}</Status>
                  ) : (
                    <Status name="valid">
                      {t('handover.version', { version: list.version })} · {moment(list.signedAt)}
                    </Status>
                  )}
                </td>
                <td className="num">{figure(list?.people)}</td>
                <td>{day(list?.on)}</td>
                <td>{list?.receipts.map(({ role }) => t(`role.${role}`)).join(', ') || '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}
