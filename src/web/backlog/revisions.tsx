import { useTranslation } from 'react-i18next';
import { figure, moment } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import type { Revision } from './types.ts';

/** What was corrected and taken back in the sheet, and why; first filings are only counted. */
export function Revisions({ revisions }: { revisions: readonly Revision[] }) {
  const { t } = useTranslation();
  const told = revisions.filter(({ action }) => action !== 'filed');
  if (revisions.length === 0) return null;
  return (
    <>
      <h2>{t('backlog.revisions')}</h2>
      <p className="quiet">{t('backlog.filed_in_all', { n: figure(revisions.length - told.length) })}</p>
      {told.length > 0 && (
        <ScrollBox label={t('backlog.revisions')}>
          <table className="plain">
            <thead>
              <tr>
                {(['row', 'name', 'action', 'reason', 'by', 'at'] as const).map((name) => (
                  <th key={name} scope="col">
                    {t(`backlog.revision.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {told.map(({ row, cells, action, reason, by, at }) => (
                <tr key={`${row} ${at}`}>
                  <td>{row}</td>
                  <td>{cells[0]}</td>
                  <td>{t(`backlog.action.${action}`)}</td>
                  <td className="wrap">{reason}</td>
                  <td>{by}</td>
                  <td>{moment(at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </>
  );
}
