import { useTranslation } from 'react-i18next';
import type { PersonPage } from '../app/api-types.ts';
import { day } from '../app/format.ts';
import { Status } from '../ui/states.tsx';

type PersonRecord = PersonPage['records'][number];

/** Every row of every list that speaks of the person, why it is his, and what it says word for word. */
export function PersonRecords({ records }: { records: readonly PersonRecord[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('person.records')}</h2>
      <section className="scroll" aria-label={t('person.records')}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('people.source')}</th>
              <th scope="col">{t('person.where')}</th>
              <th scope="col">{t('person.as_of')}</th>
              <th scope="col">{t('person.match')}</th>
              <th scope="col">{t('person.row')}</th>
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={record.id}>
                <td>{t(`source.${record.source}`)}</td>
                <td>
                  {record.reason === 'decided'
                    ? t('person.decision')
                    : t('imports.row_in', { file: record.file, sheet: record.sheet, row: record.row })}
                </td>
                <td>{day(record.asOf)}</td>
                <td>
                  <Status name={record.status}>{t(`reason.${record.reason}`)}</Status>
                </td>
                <td className="wrap">
                  {record.cells.filter((cell) => cell !== null && cell.trim() !== '').join(' | ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
