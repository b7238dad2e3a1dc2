import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Run } from '../app/api-types.ts';
import { figure, moment } from '../app/format.ts';
import { Status } from '../ui/states.tsx';

export function RunList({ runs }: { runs: readonly Run[] }) {
  const { t } = useTranslation();
  return (
    <div className="scroll">
      <table className="plain">
        <thead>
          <tr>
            <th>{t('imports.file')}</th>
            <th>{t('imports.state')}</th>
            <th className="num">{t('imports.rows')}</th>
            <th className="num">{t('imports.taken')}</th>
            <th className="num">{t('imports.review')}</th>
            <th>{t('imports.when')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td>
                <Link to="/imports/$id" params={{ id: run.id }} search={true}>
                  {run.fileName}
                </Link>
              </td>
              <td>
                <Status name={run.state}>{t(`state.${run.state}`)}</Status>
              </td>
              <td className="num">{figure(run.result?.rowsRead)}</td>
              <td className="num">{figure(run.result?.rowsTaken)}</td>
              <td className="num">{figure(run.result?.rowsReview)}</td>
              <td>{moment(run.requestedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
