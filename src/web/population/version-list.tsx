import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { day, moment } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { ReportStatus } from './report-state.tsx';
import type { ReportSummary } from './types.ts';

/** Versions, the newest first: what day, from where, by whom, how far. */
export function VersionList({
  reports,
  units = false,
}: {
  reports: readonly ReportSummary[];
  units?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <ScrollBox label={t('population.versions')}>
      <table className="plain">
        <caption className="only-read">{t('population.versions')}</caption>
        <thead>
          <tr>
            <th scope="col">{t(units ? 'web.unit' : 'population.version')}</th>
            <th scope="col">{t('population.effective')}</th>
            <th scope="col">{t('imports.state')}</th>
            <th scope="col">{t('population.source')}</th>
            <th scope="col">{t('population.reporter')}</th>
            <th scope="col">{t('population.note')}</th>
          </tr>
        </thead>
        <tbody>
          {reports.map((report) => (
            <tr key={report.id}>
              <td>
                <Link to="/population/reports/$id" params={{ id: report.id }} search={true}>
                  {units ? report.unit.name : t('population.version_no', { n: report.version })}
                </Link>
              </td>
              <td>{day(report.effectiveOn)}</td>
              <td>
                <ReportStatus state={report.state} />
                {report.waitingFor && (
                  <small className="quiet">
                    {' '}
                    {t('population.waits_for', { unit: report.waitingFor.name })}
                  </small>
                )}
              </td>
              <td>{t(`population.source.${report.source}`)}</td>
              <td>
                {report.reporter} <small className="quiet">{moment(report.recordedAt)}</small>
              </td>
              <td className="wrap">{report.note ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
