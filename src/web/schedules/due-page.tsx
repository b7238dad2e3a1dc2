import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DueGroup } from '../../due/contract.ts';
import { apiUrl } from '../app/base.ts';
import { get, withParameters } from '../app/client.ts';
import { day, figure, moment } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { Icon } from '../ui/icon.tsx';
import { useUnit } from '../ui/inputs.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { DueList, type DueSearch } from './due-list.tsx';
import { Needs } from './needs.tsx';
import './schedules.css';

type Answer = DueGroup & { date: string; countedAt: string; groups: readonly DueGroup[] };

/** Who is due: how many, for which dose, where; and of a commune everyone by name, to be called and ticked off. */
export function DuePage() {
  const { t } = useTranslation();
  const place = usePlace();
  const me = useMe().data!;
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as DueSearch;
  const unit = useUnit(place.unit, place.map);
  const asked = { unit: place.unit, date: place.date, mapDate: place.map };
  const query = useQuery({
    queryKey: ['due', asked],
    queryFn: () => get<Answer>('/due', asked),
    placeholderData: (before) => before,
    enabled: me.actions.includes('coverage.view'),
  });
  const set = (change: DueSearch) =>
    void navigate({
      to: '.',
      replace: true,
      search: ((before: object) => ({ ...before, ...change })) as never,
    });
  const leaf = unit.data?.leaf ?? false;
  const figures = query.data;
  return (
    <>
      <div className="page-head">
        <h1>{t('due.title')}</h1>
        <span className="row no-print">
          <Link to="/schedules" search={true}>
            {t('due.rules_link')}
          </Link>
          {me.actions.includes('coverage.export') && (
            <a
              className="plain-button small"
              href={apiUrl(withParameters('/due/counts.xlsx', asked))}
              download
            >
              <Icon name="file" /> {t('due.export_counts')}
            </a>
          )}
        </span>
      </div>
      <p className="lead">
        {unit.data?.fullName ?? '…'} · {t('web.to_day', { date: day(place.date) })}
        {figures && !leaf ? ` · ${t('due.counted', { at: moment(figures.countedAt) })}` : ''}
      </p>
      {query.isLoading ? (
        <Loading />
      ) : query.error ? (
        <Failed error={query.error} again={() => void query.refetch()} />
      ) : (
        figures && (
          <>
            <div className="figures">
              {(['overdue', 'due', 'postponed', 'upcoming', 'complete'] as const).map((state) => (
                <div key={state}>
                  <b>{figure(figures.counts[state])}</b>
                  <span>{t(`due.state.${state}`)}</span>
                </div>
              ))}
            </div>
            <Waits group={figures} onChoose={leaf ? set : null} />
            <Needs needs={figures.needs} />
            {figures.groups.length > 0 && (
              <Groups groups={figures.groups} leaf={leaf} chosen={search.hamlet ?? null} onHamlet={set} />
            )}
          </>
        )
      )}
      {unit.data !== undefined &&
        me.actions.includes('person.search') &&
        (leaf ? (
          <DueList
            search={search}
            onChange={set}
            groups={figures?.groups ?? []}
            doses={figures?.doses ?? []}
          />
        ) : (
          <p className="quiet">{t('due.of_commune')}</p>
        ))}
    </>
  );
}

/** The due and the overdue by the dose they wait for. */
function Waits({ group, onChoose }: { group: DueGroup; onChoose: ((change: DueSearch) => void) | null }) {
  const { t } = useTranslation();
  if (group.doses.length === 0) return null;
  return (
    <section>
      <h2>{t('due.waits')}</h2>
      <ScrollBox label={t('due.waits')}>
        <table className="plain">
          <thead>
            <tr>
              <th>{t('due.column.dose')}</th>
              <th className="num">{t('due.state.overdue')}</th>
              <th className="num">{t('due.state.due')}</th>
            </tr>
          </thead>
          <tbody>
            {group.doses.map(({ kind, doseNo, due, overdue }) => {
              const words = t(`due.dose.${kind}`, { number: doseNo });
              return (
                <tr key={`${kind}${doseNo}`}>
                  <td>
                    {onChoose === null ? (
                      words
                    ) : (
                      <button
                        type="button"
                        className="link-button"
                        onClick={() => onChoose({ doses: `${kind}-${doseNo}` })}
                      >
                        {words}
                      </button>
                    )}
                  </td>
                  <td className="num">{figure(overdue)}</td>
                  <td className="num">{figure(due)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}

function Groups({
  groups,
  leaf,
  chosen,
  onHamlet,
}: {
  groups: readonly DueGroup[];
  leaf: boolean;
  chosen: string | null;
  onHamlet: (change: DueSearch) => void;
}) {
  const { t } = useTranslation();
  const place = usePlace();
  const name = (group: DueGroup) => {
    if (leaf) {
      const words = group.hamlet ?? t('due.no_hamlet');
      return (
        <button
          type="button"
          className="link-button"
          aria-pressed={chosen === (group.hamlet ?? '-')}
          onClick={() => onHamlet({ hamlet: group.hamlet ?? '-' })}
        >
          {words}
        </button>
      );
    }
    if (group.unit === 'unassigned') return t('due.unassigned');
    return (
      <button type="button" className="link-button" onClick={() => place.set({ unit: group.unit })}>
        {group.unitName}
      </button>
    );
  };
  const label = t(leaf ? 'due.hamlets' : 'due.groups');
  return (
    <section>
      <h2>{label}</h2>
      <ScrollBox label={label} tall>
        <table className="plain">
          <thead>
            <tr>
              <th>{t(leaf ? 'due.column.hamlet' : 'due.column.unit')}</th>
              <th className="num">{t('due.column.people')}</th>
              {(['overdue', 'due', 'postponed', 'refused', 'unclear'] as const).map((state) => (
                <th key={state} className="num">
                  {t(`due.state.${state}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={`${group.unit}${group.hamlet ?? ''}`}>
                <td>{name(group)}</td>
                <td className="num">{figure(group.people)}</td>
                {(['overdue', 'due', 'postponed', 'refused', 'unclear'] as const).map((state) => (
                  <td key={state} className="num">
                    {figure(group.counts[state])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
