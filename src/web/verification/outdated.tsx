import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { type Field, type OutdatedRecord, shownBirth } from './types.ts';

/** Rows of injection lists that show the old identity of somebody: whoever wrote them corrects his list and sends it again. */
export function Outdated() {
  const { t } = useTranslation();
  const place = usePlace();
  const where = { unit: place.unit, mapDate: place.map };
  const query = useQuery({
    queryKey: ['verification', 'outdated', where],
    queryFn: () => get<{ records: OutdatedRecord[]; total: number }>('/verification/outdated', where),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { records, total } = query.data;
  if (records.length === 0)
    return <Empty title={t('verification.outdated_none')}>{t('verification.outdated_none_help')}</Empty>;
  const text = (field: Field, value: string | null): string =>
    field === 'birth'
      ? shownBirth(value)
      : field === 'sex' && value !== null
        ? t(`sex.${value}`)
        : (value ?? '–');
  return (
    <>
      <p className="quiet">{t('verification.outdated_lead', { n: figure(total) })}</p>
      <ScrollBox label={t('verification.outdated')}>
        <table className="plain">
          <thead>
            <tr>
              <th>{t('verification.name')}</th>
              <th>{t('verification.differs')}</th>
              <th>{t('verification.shown')}</th>
              <th>{t('verification.right')}</th>
              <th>{t('verification.where')}</th>
              <th>{t('person.place')}</th>
              <th>{t('web.unit')}</th>
            </tr>
          </thead>
          <tbody>
            {records.flatMap((record) =>
              record.fields.map((field, i) => (
                <tr key={`${record.recordId} ${field}`}>
                  <td>{i === 0 ? record.right.name : ''}</td>
                  <td>{t(`verification.${field}`)}</td>
                  <td>
                    <span className="cell">{text(field, record.shown[field])}</span>
                  </td>
                  <td>
                    <b>{text(field, record.right[field])}</b>
                  </td>
                  <td>{i === 0 ? `${record.file} · ${record.sheet} · ${record.row}` : ''}</td>
                  <td>{i === 0 ? (record.place ?? '–') : ''}</td>
                  <td>{i === 0 ? record.unit.name : ''}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}
