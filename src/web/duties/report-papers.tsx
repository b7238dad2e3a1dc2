import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../app/base.ts';
import { withParameters } from '../app/client.ts';
import { DayInput } from '../ui/inputs.tsx';
import type { DutyAnswer } from './types.ts';

/** The report on paper: of the day, and of the round that ends with it. */
export function ReportPapers({ duty }: { duty: DutyAnswer }) {
  const { t } = useTranslation();
  const [from, setFrom] = useState<string | null>(`${duty.day.slice(0, 8)}01`);
  const address = (kind: 'xlsx' | 'pdf', form: 'daily' | 'end') =>
    apiUrl(
      withParameters(`/duties/${encodeURIComponent(duty.key)}/report.${kind}`, {
        form,
        from: form === 'end' ? from : null,
      }),
    );
  return (
    <section className="report-papers no-print">
      <h2>{t('duties.on_paper')}</h2>
      <div className="actions">
        <a className="plain-button" href={address('pdf', 'daily')} target="_blank" rel="noreferrer">
          {t('duties.day_pdf')}
        </a>
        <a className="plain-button" href={address('xlsx', 'daily')} download>
          {t('duties.day_xlsx')}
        </a>
      </div>
      <div className="actions round">
        <div className="field">
          <span>{t('duties.round_from')}</span>
          <DayInput label={t('duties.round_from')} value={from} onChange={setFrom} />
        </div>
        <a className="plain-button" href={address('pdf', 'end')} target="_blank" rel="noreferrer">
          {t('duties.end_pdf')}
        </a>
        <a className="plain-button" href={address('xlsx', 'end')} download>
          {t('duties.end_xlsx')}
        </a>
      </div>
    </section>
  );
}
