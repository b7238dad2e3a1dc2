import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../app/base.ts';
import { type Problem, problemOf, upload } from '../app/client.ts';
import { day } from '../app/format.ts';
import { FileDrop } from '../ui/file-drop.tsx';
import { Loading, Refused } from '../ui/states.tsx';
import { FindingList } from './finding-list.tsx';
import { ReportStatus } from './report-state.tsx';
import type { ImportAnswer } from './types.ts';

/** The form as a workbook: read at once, kept as drafts, handed back with what there is to look at. */
export function UploadForm({ unit, on }: { unit: string; on: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<ImportAnswer | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setBusy(true);
    setDone(null);
    setProblem(null);
    const form = new FormData();
    form.set('unit', unit);
    form.set('asOf', on);
    form.append('file', file, file.name);
    try {
      setDone(await upload<ImportAnswer>('/population/imports', form));
      await client.invalidateQueries();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <FileDrop
        label={t('population.drop')}
        help={t('population.drop_help')}
        accept=".xlsx,.xls,.csv,.tsv,.txt"
        onFiles={([file]) => void take(file)}
      />
      {busy && <Loading />}
      {problem && <Refused problem={problem} />}
      {done && (
        <section className="card" style={{ marginTop: 14 }} aria-live="polite">
          <h3>{done.file}</h3>
          <ul className="plain-list">
            {done.reports.map(({ reportId, unit: of, asOf, state, previous, unchanged }) => (
              <li key={reportId}>
                <Link to="/population/reports/$id" params={{ id: reportId }} search={true}>
                  {t('population.read_report', { unit: of.name, day: day(asOf) })}
                </Link>{' '}
                <ReportStatus state={state} /> {previous && t('population.is_previous')}{' '}
                {unchanged && t('population.is_same')}
              </li>
            ))}
          </ul>
          <h3>{t('population.look_again')}</h3>
          <FindingList
            quiet={t('population.all_fits')}
            findings={done.findings.map((one) => ({
              ...one,
              where: `${one.sheet} · ${one.column ?? ''}${one.row}:`,
            }))}
          />
          <a className="plain-button" href={apiUrl(`/population/imports/${done.id}/returned`)} download>
            {t('imports.returned')}
          </a>
        </section>
      )}
    </>
  );
}
