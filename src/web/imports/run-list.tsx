import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Run } from '../app/api-types.ts';
import { figure, moment } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Status } from '../ui/states.tsx';

/** Imports, newest first; one under way says how far it is. */
export function RunList({ runs }: { runs: readonly Run[] }) {
  const { t } = useTranslation();
  return (
    <ScrollBox label={t('imports.latest')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('imports.file')}</th>
            <th scope="col">{t('imports.state')}</th>
            <th scope="col" className="num">
              {t('imports.rows')}
            </th>
            <th scope="col" className="num wide">
              {t('imports.taken')}
            </th>
            <th scope="col" className="num wide">
              {t('imports.review')}
            </th>
            <th scope="col" className="wide">
              {t('web.unit')}
            </th>
            <th scope="col" className="wide">
              {t('imports.when')}
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td className="file">
                <Link to="/imports/$id" params={{ id: run.id }} search={true}>
                  {run.fileName}
                </Link>
                <span className="under">{moment(run.requestedAt)}</span>
              </td>
              <td>
                <Status name={run.state}>{t(`state.${run.state}`)}</Status>
                {run.finishedAt === null && (
                  <span className="meter small" aria-hidden="true">
                    <i style={{ width: `${percentOf(run)}%` }} />
                  </span>
                )}
              </td>
              <td className="num">{figure(run.result?.rowsRead ?? (run.progress.rowsRead || null))}</td>
              <td className="num wide">{figure(run.result?.rowsTaken)}</td>
              <td className="num wide">{figure(run.result?.rowsReview)}</td>
              <td className="wide">{run.unit?.name ?? '–'}</td>
              <td className="wide">{moment(run.requestedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** How far a run is: a file's length is known only at its end, so reading counts as the first half. */
export function percentOf({ state, progress }: Run): number {
  if (state === 'waiting') return 2;
  if (state === 'reading') return progress.rowsRead === 0 ? 8 : 45;
  return progress.rowsCommitted > 0 ? 95 : progress.rowsMatched > 0 ? 80 : 60;
}
