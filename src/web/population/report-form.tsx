import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../kernel/plain-date.ts';
import {
  bandNames,
  DISPATCH_BANDS,
  type Figure,
  type FigureSex,
  type Series,
} from '../../population/contract.ts';
import { checkFigures, FigureTable } from '../../population/rules.ts';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading, Refused } from '../ui/states.tsx';
import { CountInput, typedCount } from './count-input.tsx';
import { FindingList } from './finding-list.tsx';
import type { Known, ReportSummary } from './types.ts';
import { useBandSets } from './use-band-sets.ts';
import { groupName, groupWord } from './words.ts';

type Column = Readonly<{ series: Series; sex: FigureSex }>;
const keyOf = (series: string, sex: string, band: string): string => `${series}|${sex}|${band}`;

/** The form of one commune: a, b and c by group; what is worth a second look is told while it is typed. */
export function ReportForm({ unit, on }: { unit: string; on: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [bandSet, setBandSet] = useState<string>(DISPATCH_BANDS.id);
  const [sexes, setSexes] = useState(false);
  const [note, setNote] = useState('');
  const [source, setSource] = useState<'form' | 'register'>('form');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const sets = useBandSets();
  const rows = [
    'total',
    ...bandNames(sets.find(({ id }) => id === bandSet)?.starts ?? DISPATCH_BANDS.starts),
  ];
  const known = useQuery({
    queryKey: ['population-known', unit, on, bandSet],
    queryFn: () => get<Known>('/population/known', { unit, on, bands: bandSet }),
    placeholderData: keepPreviousData,
  });
  const columns: readonly Column[] = [
    { series: 'official', sex: 'all' },
    ...(['actual', 'transient'] as const).flatMap((series): Column[] =>
      (sexes ? (['all', 'M', 'F'] as const) : (['all'] as const)).map((sex) => ({ series, sex })),
    ),
  ];
  // Groups of another set that were typed before stay in the fields, not in the report.
  const figures = figuresOf(texts).filter(({ band }) => rows.includes(band));
  const findings = known.data === undefined ? [] : checkFigures(figures, on as PlainDate, known.data);
  if (known.isLoading) return <Loading />;
  if (known.error || !known.data) return <Failed error={known.error} again={() => void known.refetch()} />;
  const { previous, proposal, census } = known.data;
  const before = new FigureTable(previous?.figures ?? []);
  const listed = new FigureTable(proposal);
  const flagged = new Set(findings.map(({ at }) => keyOf(at.series, at.sex, at.band)));
  const set = (series: Series, sex: FigureSex, band: string, text: string) => {
    setSource('form');
    setTexts((all) => ({ ...all, [keyOf(series, sex, band)]: text }));
  };
  const fill = (row: number, column: number, block: string[][]) =>
    setTexts((all) => {
      const next = { ...all };
      for (const [i, line] of block.entries())
        for (const [j, text] of line.entries()) {
          const [band, at] = [rows[row + i], columns[column + j]];
          if (band !== undefined && at !== undefined) next[keyOf(at.series, at.sex, band)] = text.trim();
        }
      return next;
    });
  const save = async (submit: boolean) => {
    setBusy(true);
    setProblem(null);
    try {
      const { reports } = await send<{ reports: ReportSummary[] }>('POST', '/population/reports', {
        source,
        submit,
        reports: [
          {
            unit,
            effectiveOn: on,
            bandSet,
            note: note.trim() || null,
            figures: figures.map(({ method: _, ...one }) => one),
          },
        ],
      });
      await client.invalidateQueries();
      await navigate({ to: '/population/reports/$id', params: { id: reports[0]!.id }, search: true });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className="row tools">
        <span>{t('population.for_day', { day: day(on) })}</span>
        {proposal.length > 0 && (
          <Button
            onClick={() => {
              setTexts((all) => ({ ...all, ...textsOf(proposal) }));
              setSource('register');
            }}
          >
            {t('population.take_register')}
          </Button>
        )}
        <label className="field">
          {t('population.band_set')}
          <Select
            value={bandSet}
            style={{ minWidth: 280 }}
            onChange={setBandSet}
            options={sets.map(({ id, label }) => ({ value: id, label }))}
          />
        </label>
        <Checkbox checked={sexes} onChange={(event) => setSexes(event.target.checked)}>
          {t('population.by_sex')}
        </Checkbox>
      </div>
      <ScrollBox label={t('population.form')}>
        <table className="plain entry">
          <caption className="only-read">{t('population.form')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('people.band')}</th>
              {columns.map(({ series, sex }) => (
                <th key={`${series} ${sex}`} scope="col" className="num">
                  {t(`population.short.${series}`)}
                  {sex === 'all' ? '' : ` · ${t(`sex.${sex}`)}`}
                </th>
              ))}
              <th scope="col" className="num wide">
                {t('population.before', { day: day(previous?.on ?? null) })}
              </th>
              <th scope="col" className="num wide">
                {t('population.in_register')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((band, row) => (
              <tr key={band}>
                <th scope="row">{band === 'total' ? t('coverage.total') : groupName(t, band)}</th>
                {columns.map(({ series, sex }, column) => (
                  <td key={`${series} ${sex}`} className="num">
                    {series === 'official' && band !== 'total' ? (
                      ''
                    ) : (
                      <CountInput
                        label={`${t(`population.series.${series}`)}, ${sex === 'all' ? '' : `${t(`sex.${sex}`)}, `}${band === 'total' ? t('coverage.total') : groupWord(t, band)}`}
                        value={texts[keyOf(series, sex, band)] ?? ''}
                        at={{ row, column }}
                        flagged={flagged.has(keyOf(series, sex, band))}
                        onChange={(text) => set(series, sex, band, text)}
                        onPaste={(block) => fill(row, column, block)}
                      />
                    )}
                  </td>
                ))}
                <td className="num wide quiet">
                  {pair(
                    before.get({ series: 'actual', hamlet: '', sex: 'all', band }),
                    before.get({ series: 'transient', hamlet: '', sex: 'all', band }),
                  )}
                </td>
                <td className="num wide quiet">
                  {pair(
                    listed.get({ series: 'actual', hamlet: '', sex: 'all', band }),
                    listed.get({ series: 'transient', hamlet: '', sex: 'all', band }),
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {census && (
        <p className="watermark">
          {t('population.census_says', {
            people: figure(new FigureTable(census.figures).whole('official', '')),
          })}
        </p>
      )}
      <h2>{t('population.look_again')}</h2>
      <FindingList
        findings={findings}
        quiet={t(figures.length === 0 ? 'population.type_first' : 'population.all_fits')}
      />
      {findings.length > 0 && <p className="quiet">{t('population.may_send')}</p>}
      <label className="field wide-field">
        {t('population.note')}
        <textarea
          className="note"
          rows={2}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <small>{t('population.note_help')}</small>
      </label>
      {problem && <Refused problem={problem} />}
      <div className="actions main-action">
        <Button
          type="primary"
          size="large"
          loading={busy}
          disabled={figures.length === 0}
          onClick={() => void save(true)}
        >
          {t('population.send')}
        </Button>
        <Button size="large" loading={busy} disabled={figures.length === 0} onClick={() => void save(false)}>
          {t('population.save_draft')}
        </Button>
      </div>
    </>
  );
}

const pair = (actual: number | null, transient: number | null): string =>
  actual === null && transient === null ? '–' : `${figure(actual)} / ${figure(transient)}`;

function figuresOf(texts: Readonly<Record<string, string>>): Figure[] {
  return Object.entries(texts).flatMap(([key, text]) => {
    const people = typedCount(text);
    if (people === null) return [];
    const [series, sex, band] = key.split('|') as [Series, FigureSex, string];
    return [{ series, sex, band, hamlet: '', people, method: null }];
  });
}

const textsOf = (figures: readonly Figure[]): Record<string, string> =>
  Object.fromEntries(
    figures.map(({ series, sex, band, people }) => [keyOf(series, sex, band), String(people)]),
  );
