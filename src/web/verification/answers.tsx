import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../app/base.ts';
import { get, type Problem, problemOf, upload, withParameters } from '../app/client.ts';
import { figure, moment } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { Icon } from '../ui/icon.tsx';
import { Refused } from '../ui/states.tsx';
import type { AnswerUpload } from './types.ts';

/** The way over paper: a sheet to fill in, which comes back; what is wrong with a row is told and stands in the file. */
export function Answers({ hamlet }: { hamlet: string | undefined }) {
  const { t } = useTranslation();
  const place = usePlace();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const where = { unit: place.unit, mapDate: place.map };
  const latest = useQuery({
    queryKey: ['verification', 'answers', where],
    queryFn: () => get<{ uploads: AnswerUpload[] }>('/verification/answers', where),
  });
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setBusy(true);
    setProblem(null);
    const form = new FormData();
    form.set('file', file, file.name);
    try {
      await upload(withParameters('/verification/answers', where), form);
      await client.invalidateQueries({ queryKey: ['verification'] });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <details className="card paper no-print">
      <summary>{t('verification.paper')}</summary>
      <ol>
        <li>
          <a
            className="plain-button small"
            href={apiUrl(withParameters('/verification/sheet.xlsx', { ...where, hamlet }))}
          >
            <Icon name="file" /> {t('verification.download')}
          </a>{' '}
          {t('verification.download_help')}
        </li>
        <li>{t('verification.fill_help')}</li>
        <li>
          <button
            type="button"
            className="plain-button small"
            disabled={busy}
            onClick={() => input.current?.click()}
          >
            <Icon name="upload" /> {t(busy ? 'verification.uploading' : 'verification.upload')}
          </button>{' '}
          {t('verification.upload_help')}
          <input
            ref={input}
            type="file"
            hidden
            aria-label={t('verification.upload')}
            accept=".xlsx,.xls,.csv"
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
        </li>
      </ol>
      {problem && <Refused problem={problem} />}
      {latest.data?.uploads.map((one, i) => (
        <Returned key={one.id} upload={one} open={i === 0} />
      ))}
    </details>
  );
}

function Returned({ upload: one, open }: { upload: AnswerUpload; open: boolean }) {
  const { t } = useTranslation();
  const refused = new Set(one.findings.map(({ sheet, row }) => `${sheet} ${row}`)).size;
  return (
    <div className="returned">
      <p>
        <b>{one.fileName}</b> · {moment(one.loadedAt)} · {one.loadedBy} ·{' '}
        {t('verification.taken', {
          taken: figure(one.rowsTaken),
          rows: figure(one.rowsRead),
          unchanged: figure(one.rowsUnchanged),
          blank: figure(one.rowsBlank),
        })}{' '}
        <a href={apiUrl(`/verification/answers/${one.id}/returned`)}>{t('verification.returned')}</a>
      </p>
      {refused > 0 && (
        <details open={open}>
          <summary>{t('verification.refused', { n: figure(refused) })}</summary>
          <ul>
            {one.findings.slice(0, 100).map((finding) => (
              <li key={`${finding.sheet} ${finding.row} ${finding.column} ${finding.code}`}>
                {t('verification.row', { row: finding.row })}
                {finding.column === null ? '' : `, ${t('verification.column', { column: finding.column })}`}:{' '}
                {finding.message} {finding.cell !== null && <span className="cell">{finding.cell}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
