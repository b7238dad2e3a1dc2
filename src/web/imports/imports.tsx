import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../app/api-types.ts';
import { get, type Problem, problemOf, upload } from '../app/client.ts';
import { useMe, usePlace } from '../app/place.ts';
import { Empty, Failed, Loading, Notice } from '../ui/states.tsx';
import { ChosenFiles, type ListChoice } from './chosen-files.tsx';
import { DropZone } from './drop-zone.tsx';
import { ListsInForce } from './lists-in-force.tsx';
import { RunList } from './run-list.tsx';

/** Lists in: drop files, say what they are where it is not clear, see what would happen, or take them at once. */
export function Imports() {
  const { t } = useTranslation();
  const place = usePlace();
  const navigate = useNavigate();
  const may = useMe().data!.actions.includes('list.import');
  const [files, setFiles] = useState<readonly File[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const runs = useQuery({
    queryKey: ['imports', place.unit],
    queryFn: () => get<{ runs: Run[] }>('/imports', { unit: place.unit, at: place.map }),
    refetchInterval: (query) =>
      query.state.data?.runs.some(({ finishedAt }) => finishedAt === null) ? 1000 : false,
  });
  const start = async (choice: ListChoice, dryRun: boolean) => {
    setBusy(true);
    setProblem(null);
    try {
      const { runs: started } = await upload<{ runs: { id: string }[] }>(
        '/imports',
        formOf(files, place.unit, choice, dryRun),
      );
      setFiles([]);
      if (started.length === 1)
        await navigate({ to: '/imports/$id', params: { id: started[0]!.id }, search: true });
      else await runs.refetch();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <h1>{t('imports.title')}</h1>
      <p className="lead">{t('imports.lead')}</p>
      {may && <DropZone onFiles={(more) => setFiles((before) => [...before, ...more].slice(0, 20))} />}
      {problem && (
        <Notice tone="bad">{problem.code === 'offline' ? t('imports.offline') : problem.message}</Notice>
      )}
      {files.length > 0 && (
        <ChosenFiles
          files={files}
          busy={busy}
          onRemove={(file) => setFiles(files.filter((one) => one !== file))}
          onStart={(choice, dryRun) => void start(choice, dryRun)}
        />
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
      <ListsInForce />
    </>
  );
}

function formOf(
  files: readonly File[],
  unit: string,
  { kind, source, asOf, completeness }: ListChoice,
  dryRun: boolean,
): FormData {
  const form = new FormData();
  const fields = { kind, source, unit, asOf: asOf ?? '', completeness, dryRun: String(dryRun) };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const file of files) form.append('files', file, file.name);
  return form;
}
