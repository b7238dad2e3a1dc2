import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { bandNames, DISPATCH_BANDS, type Figure, type Series } from '../../population/contract.ts';
import { checkFigures } from '../../population/rules.ts';
import type { Unit } from '../app/api-types.ts';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading, Notice, Refused } from '../ui/states.tsx';
import { CountInput, typedCount } from './count-input.tsx';
import { FindingList } from './finding-list.tsx';
import type { ReportSummary } from './types.ts';

const GROUPS = ['total', ...bandNames(DISPATCH_BANDS.starts)];
const COLUMNS: readonly { series: Series; band: string }[] = [
  { series: 'official', band: 'total' },
  ...(['actual', 'transient'] as const).flatMap((series) => GROUPS.map((band) => ({ series, band }))),
];

/** All communes of a unit in one table: typed, or pasted from a spreadsheet; each row becomes its commune's version. */
export function ReportGrid({ unit, on }: { unit: string; on: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [texts, setTexts] = useState<Readonly<Record<string, readonly string[]>>>({});
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<{ problem: Problem } | { done: number } | null>(null);
  const below = useQuery({
    queryKey: ['units-below', unit, on],
    queryFn: () => get<{ units: Unit[] }>('/units', { parent: unit, at: on }),
  });
  const rows = below.data?.units.filter(({ leaf }) => leaf) ?? [];
  const figures = useMemo(
    () => new Map(Object.entries(texts).map(([code, line]) => [code, figuresOf(line)])),
    [texts],
  );
  if (below.isLoading) return <Loading />;
  if (below.error || !below.data) return <Failed error={below.error} again={() => void below.refetch()} />;
  if (rows.length === 0) return <Notice tone="wait">{t('population.grid_none')}</Notice>;
  const findings = rows.flatMap(({ code, fullName }) =>
    checkFigures(figures.get(code) ?? [], on as PlainDate).map((one) => ({
      ...one,
      where: `${fullName}:`,
      code: one.code,
      unit: code,
    })),
  );
  const fill = (row: number, column: number, block: readonly (readonly string[])[]) =>
    setTexts((all) => {
      const next = { ...all };
      for (const [i, line] of block.entries()) {
        const code = rows[row + i]?.code;
        if (code === undefined) break;
        const cells = COLUMNS.map((_, c) => next[code]?.[c] ?? '');
        for (const [j, text] of line.entries())
          if (column + j < cells.length) cells[column + j] = text.trim();
        next[code] = cells;
      }
      return next;
    });
  const filled = rows.filter(({ code }) => (figures.get(code)?.length ?? 0) > 0);
  const save = async (submit: boolean) => {
    setBusy(true);
    setAnswer(null);
    try {
      const { reports } = await send<{ reports: ReportSummary[] }>('POST', '/population/reports', {
        source: 'grid',
        submit,
        reports: filled.map(({ code }) => ({
          unit: code,
          effectiveOn: on,
          note: note.trim() || null,
          figures: figures.get(code)!.map(({ method: _, ...one }) => one),
        })),
      });
      await client.invalidateQueries();
      setTexts({});
      setAnswer({ done: reports.length });
    } catch (error) {
      setAnswer({ problem: problemOf(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p>
        {t('population.for_day', { day: day(on) })} {t('population.paste_help')}
      </p>
      <ScrollBox tall label={t('population.grid')}>
        <table className="plain entry grid">
          <caption className="only-read">{t('population.grid')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('web.unit')}</th>
              {COLUMNS.map(({ series, band }) => (
                <th key={`${series} ${band}`} scope="col" className="num">
                  {t(`population.letter.${series}`)}{' '}
                  {band === 'total' ? t('population.sum_short') : band.replace('-', '–')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className="total">
              <td>{t('coverage.total')}</td>
              {COLUMNS.map(({ series, band }) => (
                <td key={`${series} ${band}`} className="num">
                  {figure(sum([...figures.values()].flat(), series, band))}
                </td>
              ))}
            </tr>
            {rows.map(({ code, fullName }, row) => (
              <tr key={code}>
                <th scope="row">{fullName}</th>
                {COLUMNS.map(({ series, band }, column) => (
                  <td key={`${series} ${band}`} className="num">
                    <CountInput
                      label={`${fullName}, ${t(`population.short.${series}`)}, ${band}`}
                      value={texts[code]?.[column] ?? ''}
                      at={{ row, column }}
                      flagged={findings.some(
                        (one) => one.unit === code && one.at.series === series && one.at.band === band,
                      )}
                      onChange={(text) => fill(row, column, [[text]])}
                      onPaste={(block) => fill(row, column, block)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {findings.length > 0 && (
        <>
          <h2>{t('population.look_again')}</h2>
          <FindingList findings={findings} quiet="" />
          <p className="quiet">{t('population.may_send')}</p>
        </>
      )}
      <label className="field wide-field">
        {t('population.note')}
        <textarea
          className="note"
          rows={2}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      {answer &&
        ('done' in answer ? (
          <Notice tone="ok">{t('population.grid_done', { n: figure(answer.done) })}</Notice>
        ) : (
          <Refused problem={answer.problem} />
        ))}
      <div className="actions main-action">
        <Button
          type="primary"
          size="large"
          loading={busy}
          disabled={filled.length === 0}
          onClick={() => void save(true)}
        >
          {t('population.send_many', { n: figure(filled.length) })}
        </Button>
        <Button size="large" loading={busy} disabled={filled.length === 0} onClick={() => void save(false)}>
          {t('population.save_draft')}
        </Button>
      </div>
    </>
  );
}

function figuresOf(line: readonly string[]): Figure[] {
  return COLUMNS.flatMap(({ series, band }, column) => {
    const people = typedCount(line[column] ?? '');
    return people === null ? [] : [{ series, band, sex: 'all', hamlet: '', people, method: null }];
  });
}

function sum(figures: readonly Figure[], series: Series, band: string): number | null {
  const own = figures.filter((one) => one.series === series && one.band === band);
  return own.length === 0 ? null : own.reduce((all, { people }) => all + people, 0);
}
