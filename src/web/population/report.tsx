import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SERIES } from '../../population/contract.ts';
import { FigureTable } from '../../population/rules.ts';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { day, figure, moment } from '../app/format.ts';
import { CheckForm } from '../ui/check-form.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading, Notice, Refused } from '../ui/states.tsx';
import { FindingList } from './finding-list.tsx';
import { PopulationTabs } from './population-tabs.tsx';
import { ReportStatus } from './report-state.tsx';
import type { ReportPage as Page } from './types.ts';
import { groupWord } from './words.ts';

/** One version: its figures, what it changed, what is worth a second look, and the next step on its way. */
export function ReportPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const report = useQuery({
    queryKey: ['population-report', id],
    queryFn: () => get<Page>(`/population/reports/${id}`),
  });
  if (report.isLoading) return <Loading />;
  if (report.error || !report.data)
    return <Failed error={report.error} again={() => void report.refetch()} />;
  const one = report.data;
  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await send('POST', `/population/reports/${id}/submit`, {});
      await client.invalidateQueries();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <h1>{t('population.report_title', { unit: one.unit.name, day: day(one.effectiveOn) })}</h1>
      <p className="lead">
        {t('population.version_no', { n: one.version })} · {t(`population.source.${one.source}`)} ·{' '}
        {one.reporter}, {moment(one.recordedAt)} {one.fileName !== null && `· ${one.fileName}`}
      </p>
      <PopulationTabs />
      <p>
        <ReportStatus state={one.state} />{' '}
        {one.waitingFor && t('population.waits_for', { unit: one.waitingFor.name })}
      </p>
      {one.note && <Notice tone="wait">{t('population.note_says', { note: one.note })}</Notice>}
      {one.state === 'returned' && (
        <Notice
          tone="warn"
          action={
            <Link
              className="main-button"
              to="/population/enter"
              search={
                ((before: object) => ({
                  ...before,
                  unit: one.unit.code,
                  date: one.effectiveOn,
                  map: one.effectiveOn,
                })) as never
              }
            >
              {t('population.correct')}
            </Link>
          }
        >
          <b>{t('population.returned_because')}</b>{' '}
          {one.events.findLast(({ action }) => action === 'returned')?.reason}
        </Notice>
      )}
      <Figures report={one} />
      {one.changes.length > 0 && (
        <p className="watermark">{t('population.changed_marked', { n: figure(one.changes.length) })}</p>
      )}
      <h2>{t('population.look_again')}</h2>
      <FindingList
        quiet={t('population.all_fits')}
        findings={one.findings.map((finding) => ({
          ...finding,
          ...(finding.at.hamlet === '' ? {} : { where: `${finding.at.hamlet}:` }),
        }))}
      />
      {problem && <Refused problem={problem} />}
      {one.maySubmit && (
        <div className="actions main-action">
          <Button type="primary" size="large" loading={busy} onClick={() => void submit()}>
            {t('population.send')}
          </Button>
        </div>
      )}
      {one.mayCheck && (
        <CheckForm
          title={t('population.check_here', { unit: one.waitingFor!.name })}
          check={async (said) => {
            await send('POST', `/population/reports/${id}/check`, said);
            await client.invalidateQueries();
          }}
        />
      )}
      <h2>{t('population.way')}</h2>
      <ol className="timeline">
        <li>
          {moment(one.recordedAt)} · {one.reporter}: {t('population.did.recorded')}
        </li>
        {one.events.map((event) => (
          <li key={event.at}>
            {moment(event.at)} · {event.by}
            {event.checker && ` (${event.checker.name})`}: {t(`population.did.${event.action}`)}
            {event.reason && ` – ${event.reason}`}
          </li>
        ))}
        {one.waitingFor && (
          <li className="quiet">{t('population.waits_for', { unit: one.waitingFor.name })}</li>
        )}
      </ol>
    </>
  );
}

/** Figures as a form shows them: places down, series and groups across; what changed stands with its old value. */
function Figures({ report }: { report: Page }) {
  const { t } = useTranslation();
  const table = new FigureTable(report.figures);
  const hamlets = [...new Set(report.figures.map(({ hamlet }) => hamlet))].sort((a, b) =>
    a === '' ? -1 : b === '' ? 1 : a.localeCompare(b, 'vi', { numeric: true }),
  );
  const columns = SERIES.filter((series) => report.series.includes(series)).flatMap((series) =>
    ['total', ...table.bands]
      .filter((band) => report.figures.some((one) => one.series === series && one.band === band))
      .sort((a, b) => order(a) - order(b))
      .map((band) => ({ series, band })),
  );
  const change = (series: string, hamlet: string, band: string) =>
    report.changes.find(
      ({ at }) => at.series === series && at.hamlet === hamlet && at.band === band && at.sex === 'all',
    );
  return (
    <ScrollBox label={t('population.figures')}>
      <table className="plain">
        <caption className="only-read">{t('population.figures')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('people.hamlet')}</th>
            {columns.map(({ series, band }) => (
              <th key={`${series} ${band}`} scope="col" className="num">
                {t(`population.letter.${series}`)}{' '}
                {band === 'total' ? t('population.sum_short') : groupWord(t, band)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hamlets.map((hamlet) => (
            <tr key={hamlet} className={hamlet === '' ? 'total' : ''}>
              <td>{hamlet === '' ? t('coverage.total') : hamlet}</td>
              {columns.map(({ series, band }) => {
                const changed = change(series, hamlet, band);
                return (
                  <td key={`${series} ${band}`} className={changed ? 'num changed' : 'num'}>
                    {changed && <del>{figure(changed.before)}</del>}{' '}
                    {figure(table.get({ series, hamlet, sex: 'all', band }))}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const order = (band: string): number => (band === 'total' ? -1 : Number.parseInt(band, 10));
