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
      <ul className="records">
        {records.map((record) => (
          <li key={record.id}>
            <b>
              {t(`source.${record.source}`)} · {t('imports.as_of_short', { date: day(record.asOf) })}
            </b>{' '}
            · <Status name={record.status}>{t(`reason.${record.reason}`)}</Status>
            <br />
            {record.reason === 'decided'
              ? t('person.decision')
              : t('imports.row_in', { file: record.file, sheet: record.sheet, row: record.row })}
            <p className="cells">
              {record.cells.filter((cell) => cell !== null && cell.trim() !== '').join(' | ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
