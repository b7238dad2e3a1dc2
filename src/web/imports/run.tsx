import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { day } from '../app/format.ts';
import { Failed, Loading, Notice, Status } from '../ui/states.tsx';
import { Causes } from './causes.tsx';
import { RunNext } from './run-next.tsx';
import { RunProgress } from './run-progress.tsx';
import { RunResult } from './run-result.tsx';

const underWay = (run: Run | undefined): boolean => run !== undefined && run.finishedAt === null;

/** One import: how far it is, what came of it, what to do next, and what to look at, grouped by cause. */
export function RunPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['import', id],
    queryFn: () => get<Run>(`/imports/${id}`),
    refetchInterval: (state) => (underWay(state.state.data) ? 600 : false),
  });
  const run = query.data;
  const taken = run?.state === 'committed';
  useEffect(() => {
    if (taken)
      for (const queryKey of [['coverage'], ['absences'], ['findings'], ['lists'], ['people']])
        void client.invalidateQueries({ queryKey });
  }, [taken, client]);
  if (query.isLoading) return <Loading />;
  // A line that breaks while the import runs does not take away what is known of it.
  if (run === undefined) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { result } = run;
  return (
    <>
      <p className="no-print">
        <Link to="/imports" search={true}>
          ← {t('imports.title')}
        </Link>
      </p>
      <h1>{run.fileName}</h1>
      <p className="lead">
        <Status name={run.state}>{t(`state.${run.state}`)}</Status>
        {[
          run.unit?.name,
          result && t(`kind.${result.kind}`),
          result && t(`source.${result.source}`),
          result && t('imports.as_of_short', { date: day(result.asOf) }),
          result && t(run.options.complete ? 'lists.complete' : 'lists.partial'),
        ]
          .filter(Boolean)
          .map((part) => ` · ${part}`)}
      </p>
      {underWay(run) && <RunProgress run={run} onChange={() => void query.refetch()} />}
      {run.problem && (
        <Notice tone="bad">
          {run.problem.message}
          <br />
          <small className="quiet">{t('web.code', { code: run.problem.code })}</small>
        </Notice>
      )}
      {run.state === 'cancelled' && <Notice tone="warn">{t('imports.nothing_kept')}</Notice>}
      {run.state === 'needs-layout' && <Notice tone="warn">{t('imports.needs_layout')}</Notice>}
      {result !== null && <RunResult run={run} result={result} />}
      {!underWay(run) && <RunNext run={run} />}
      {result !== null && <Causes id={id} groups={result.findingGroups} />}
    </>
  );
}
