import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button, Checkbox, Select } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../app/api-types.ts';
import { get, type Problem, upload } from '../app/client.ts';
import { useMe, usePlace } from '../app/place.ts';
import { DayInput } from '../ui/inputs.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { RunList } from './run-list.tsx';

/** Lists in: drop files, say what they are if it is not clear, see what would happen, or take them at once. */
export function Imports() {
  const { t } = useTranslation();
  const place = usePlace();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [files, setFiles] = useState<File[]>([]);
  const [over, setOver] = useState(false);
  const [kind, setKind] = useState('auto');
  const [source, setSource] = useState('');
  const demonstration = useMe().data?.demonstration ?? false;
  // The demonstration's lists are of its day; elsewhere the titles or the day of the upload say it.
  const [asOf, setAsOf] = useState<string | null>(demonstration ? place.date : null);
  const [complete, setComplete] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const runs = useQuery({
    queryKey: ['imports', place.unit],
    queryFn: () => get<{ runs: Run[] }>('/imports', { unit: place.unit, at: place.map }),
    refetchInterval: (query) =>
      query.state.data?.runs.some(({ finishedAt }) => finishedAt === null) ? 1000 : false,
  });
  const start = async (dryRun: boolean) => {
    setBusy(true);
    setProblem(null);
    const form = new FormData();
    for (const [name, value] of Object.entries({
      kind,
      source,
      unit: place.unit,
      asOf: asOf ?? '',
      completeness: complete ? 'complete' : 'partial',
      dryRun: String(dryRun),
    }))
      form.set(name, value);
    for (const file of files) form.append('files', file, file.name);
    try {
      const { runs: started } = await upload<{ runs: { id: string }[] }>('/imports', form);
      setFiles([]);
      if (started.length === 1)
        await navigate({ to: '/imports/$id', params: { id: started[0]!.id }, search: true });
      else await runs.refetch();
    } catch (error) {
      setProblem(error as Problem);
    } finally {
      setBusy(false);
    }
  };
  const take = (list: FileList | null) =>
    setFiles((before) => [...before, ...Array.from(list ?? [])].slice(0, 20));
  return (
    <>
      <h1>{t('imports.title')}</h1>
      <p className="lead">{t('imports.lead')}</p>
      <button
        type="button"
        className={over ? 'drop over' : 'drop'}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <b>{t('imports.drop')}</b>
        {t('imports.drop_help')}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('imports.drop')}
        accept=".xlsx,.xls,.csv,.tsv,.txt"
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
      {problem && (
        <Alert
          style={{ marginTop: 12 }}
          type="error"
          title={problem.code === 'offline' ? t('web.offline_help') : problem.message}
        />
      )}
      {files.length > 0 && (
        <div className="card" style={{ marginTop: 14 }}>
          <h3>{t('imports.chosen', { n: files.length })}</h3>
          <ul>
            {files.map((file) => (
              <li key={`${file.name} ${file.size}`}>
                {file.name}{' '}
                <Button
                  type="link"
                  size="small"
                  onClick={() => setFiles(files.filter((one) => one !== file))}
                >
                  {t('imports.remove')}
                </Button>
              </li>
            ))}
          </ul>
          <div className="row">
            <label className="field">
              {t('imports.kind')}
              <Select
                value={kind}
                onChange={setKind}
                style={{ minWidth: 190 }}
                options={['auto', 'residents', 'injections'].map((value) => ({
                  value,
                  label: t(`kind.${value}`),
                }))}
              />
            </label>
            <label className="field">
              {t('imports.source')}
              <Select
                value={source}
                onChange={setSource}
                style={{ minWidth: 190 }}
                options={['', 'police', 'commune', 'health'].map((value) => ({
                  value,
                  label: t(value === '' ? 'source.auto' : `source.${value}`),
                }))}
              />
            </label>
            <div className="field">
              <span>{t('imports.as_of')}</span>
              <DayInput label={t('imports.as_of')} value={asOf} onChange={setAsOf} />
            </div>
            <Checkbox checked={complete} onChange={(event) => setComplete(event.target.checked)}>
              {t('imports.complete')}
            </Checkbox>
          </div>
          <div className="row">
            <Button type="primary" size="large" loading={busy} onClick={() => void start(true)}>
              {t('imports.try')}
            </Button>
            <Button size="large" loading={busy} onClick={() => void start(false)}>
              {t('imports.take')}
            </Button>
          </div>
        </div>
      )}
      <h2>{t('imports.latest')}</h2>
      {runs.isLoading ? (
        <Loading />
      ) : runs.error ? (
        <Failed error={runs.error} again={() => void runs.refetch()} />
      ) : runs.data!.runs.length === 0 ? (
        <Empty title={t('imports.none')}>{t('imports.none_help')}</Empty>
      ) : (
        <RunList runs={runs.data!.runs} />
      )}
    </>
  );
}
