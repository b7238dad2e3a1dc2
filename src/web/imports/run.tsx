import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Alert, Button, Progress } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding, Run } from '../app/api-types.ts';
import { get, send } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { Failed, Loading, Status } from '../ui/states.tsx';

const live = (run: Run | undefined): boolean => run !== undefined && run.finishedAt === null;

/** One import: how far it is, what came of it, and what to look at, grouped by cause. */
export function RunPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const client = useQueryClient();
  const navigate = useNavigate();
  const [code, setCode] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['import', id],
    queryFn: () => get<Run>(`/imports/${id}`),
    refetchInterval: (state) => (live(state.state.data) ? 600 : false),
  });
  const run = query.data;
  const done = run?.state === 'committed';
  useEffect(() => {
    if (done) void client.invalidateQueries({ queryKey: ['coverage'] });
  }, [done, client]);
  if (query.isLoading) return <Loading />;
  if (query.error || !run) return <Failed error={query.error} again={() => void query.refetch()} />;
  const again = async (path: string) => {
    const { id: next } = await send<{ id: string }>('POST', `/imports/${id}/${path}`);
    await navigate({ to: '/imports/$id', params: { id: next }, search: true });
  };
  const result = run.result;
  const percent = run.progress.rowsRead === 0 ? 5 : run.state === 'matching' ? 75 : 40;
  return (
    <>
      <p>
        <Link to="/imports" search={true}>
          ← {t('imports.title')}
        </Link>
      </p>
      <h1>{run.fileName}</h1>
      <p className="lead">
        <Status name={run.state}>{t(`state.${run.state}`)}</Status> · {run.unit?.name ?? '–'}
        {result
          ? ` · ${t(`kind.${result.kind}`)} · ${t(`source.${result.source}`)} · ${t('imports.as_of_short', { date: day(result.asOf) })}`
          : ''}
      </p>
      {live(run) && (
        <div className="card">
          <Progress percent={percent} status="active" showInfo={false} />
          <p aria-live="polite">
            {t('imports.progress', {
              read: figure(run.progress.rowsRead),
              checked: figure(run.progress.rowsChecked),
              matched: figure(run.progress.rowsMatched),
            })}
            {run.secondsLeft !== null && run.secondsLeft > 0
              ? ` · ${t('imports.left', { seconds: run.secondsLeft })}`
              : ''}
          </p>
          <p className="lead">{t('imports.may_leave')}</p>
          <Button
            danger
            onClick={() => void send('POST', `/imports/${id}/cancel`).then(() => query.refetch())}
          >
            {t('imports.cancel')}
          </Button>
        </div>
      )}
      {run.problem && (
        <Alert
          type="error"
          title={run.problem.message}
          description={`${t('imports.nothing_kept')} (${run.problem.code})`}
        />
      )}
      {result && (
        <>
          {run.state === 'checked' && (
            <Alert
              type="info"
              title={t('imports.dry')}
              action={
                <Button type="primary" onClick={() => void again('commit')}>
                  {t('imports.take_now')}
                </Button>
              }
            />
          )}
          {result.rowsUnchanged === result.rowsRead && run.state === 'committed' && (
            <Alert type="info" title={t('imports.same_again')} />
          )}
          <div className="figures">
            {(
              [
                ['rowsRead', 'rows'],
                ['rowsTaken', 'taken'],
                ['rowsWaiting', 'waiting'],
                ['rowsReview', 'review'],
                ['rowsUnchanged', 'unchanged'],
                ['personsCreated', 'new_people'],
                ['personsMatched', 'known_people'],
                ['injectionsCreated', 'new_doses'],
              ] as const
            ).map(([key, label]) => (
              <div key={key}>
                <b>{figure(result[key])}</b>
                <span>{t(`imports.${label}`)}</span>
              </div>
            ))}
          </div>
          <div className="row">
            <a href={`/api/v1/imports/${id}/returned`} download>
              <Button>{t('imports.returned')}</Button>
            </a>
            <Link to="/imports/$id/columns" params={{ id }} search={true}>
              <Button>{t('imports.columns')}</Button>
            </Link>
          </div>
          <h2>{t('imports.findings')}</h2>
          {result.findingGroups.length === 0 ? (
            <p>{t('imports.no_findings')}</p>
          ) : (
            <div className="scroll">
              <table className="plain">
                <thead>
                  <tr>
                    <th>{t('imports.severity')}</th>
                    <th className="num">{t('imports.count')}</th>
                    <th>{t('imports.cause')}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {result.findingGroups.map((group) => (
                    <tr key={group.code}>
                      <td>
                        <Status name={group.severity}>{t(`severity.${group.severity}`)}</Status>
                      </td>
                      <td className="num">{figure(group.count)}</td>
                      <td className="wrap">{group.message}</td>
                      <td>
                        <Button
                          size="small"
                          aria-expanded={code === group.code}
                          onClick={() => setCode(code === group.code ? null : group.code)}
                        >
                          {t('imports.show_rows')}
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {code !== null && <Rows id={id} code={code} />}
        </>
      )}
    </>
  );
}

/** The rows of one cause, each cell as it stood in the workbook. */
function Rows({ id, code }: { id: string; code: string }) {
  const { t } = useTranslation();
  const [after, setAfter] = useState(0);
  const rows = useQuery({
    queryKey: ['findings', id, code, after],
    queryFn: () =>
      get<{ findings: Finding[]; total: number; next: number | null }>(`/imports/${id}/findings`, {
        code,
        after,
      }),
  });
  if (rows.isLoading) return <Loading />;
  if (rows.error || !rows.data) return <Failed error={rows.error} />;
  return (
    <>
      <h2>{t('imports.rows_of', { n: figure(rows.data.total) })}</h2>
      <div className="scroll" style={{ maxHeight: 460, overflowY: 'auto' }}>
        <table className="plain">
          <thead>
            <tr>
              <th>{t('imports.where')}</th>
              <th>{t('imports.cell')}</th>
              <th>{t('imports.suggestion')}</th>
              <th>{t('imports.what')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.data.findings.map((finding, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: findings have no identity of their own within a page
              <tr key={i}>
                <td>
                  {finding.sheet} · {finding.column ?? ''}
                  {finding.row}
                </td>
                <td>{finding.cell === null ? '–' : <span className="cell">{finding.cell}</span>}</td>
                <td>{finding.suggestion ?? ''}</td>
                <td className="wrap">{finding.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="row">
        {after > 0 && <Button onClick={() => setAfter(Math.max(0, after - 200))}>{t('web.previous')}</Button>}
        {rows.data.next !== null && (
          <Button onClick={() => setAfter(rows.data.next!)}>{t('web.next')}</Button>
        )}
      </div>
    </>
  );
}
