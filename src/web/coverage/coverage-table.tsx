import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { figure, share } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { PeopleLink } from './people-link.tsx';
import { FIGURES, type FigureName, type Line, type Tally } from './tally.ts';

const DOSES: Readonly<Record<FigureName, string | undefined>> = {
  residents: undefined,
  dose1: '1',
  dose2: '2',
  dose3: '3',
  full: 'full',
  none: 'none',
};
export type Sort = FigureName | 'name' | 'share';

/**
 * Totals first, then a line for each age group or unit. Every count opens its people; a unit's name opens the unit.
 */
export function CoverageTable({
  lines,
  total,
  kind,
  byUnit,
  sort,
  onSort,
}: {
  lines: readonly Line[];
  total: Tally;
  kind: string | undefined;
  byUnit: boolean;
  sort: Sort | null;
  onSort: (sort: Sort) => void;
}) {
  const { t } = useTranslation();
  const head = (name: Sort, label: string, className: string) => (
    <th
      scope="col"
      className={className}
      aria-sort={sort === name ? (name === 'name' ? 'ascending' : 'descending') : undefined}
    >
      {byUnit ? (
        <button type="button" className="sort" onClick={() => onSort(name)}>
          {label}
          <span aria-hidden="true">{sort === name ? (name === 'name' ? ' ▲' : ' ▼') : ''}</span>
        </button>
      ) : (
        label
      )}
    </th>
  );
  return (
    <ScrollBox tall label={t('coverage.title')}>
      <table className="plain">
        <caption className="only-read">{t('coverage.title')}</caption>
        <thead>
          <tr>
            {head('name', t(byUnit ? 'web.unit' : 'people.band'), '')}
            {FIGURES.map((name) => head(name, t(`coverage.${name}`), 'num'))}
            {head('share', t('coverage.share_bar'), '')}
          </tr>
        </thead>
        <tbody>
          <Figures name={t('coverage.total')} tally={total} filter={{ kind }} className="total" />
          {lines.map((line) => (
            <Figures
              key={line.key}
              name={<Name line={line} byUnit={byUnit} />}
              tally={line.tally}
              filter={line.unassigned ? null : byUnit ? { kind, unit: line.key } : { kind, band: line.key }}
            />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Name({ line, byUnit }: { line: Line; byUnit: boolean }) {
  const { t } = useTranslation();
  if (!byUnit) return t(`band.${line.key}`);
  if (line.unassigned) return <span title={t('coverage.unassigned_help')}>{t('coverage.unassigned')}</span>;
  return (
    <>
      <Link to="/coverage" search={(place: object) => ({ ...place, unit: line.key, by: undefined }) as never}>
        {line.name}
      </Link>
      {line.parent !== null && <small className="under-name">{line.parent}</small>}
    </>
  );
}

function Figures({
  name,
  tally,
  filter,
  className = '',
}: {
  name: React.ReactNode;
  tally: Tally | null;
  filter: Record<string, string | undefined> | null;
  className?: string;
}) {
  const { t } = useTranslation();
  if (tally === null)
    return (
      <tr>
        <td>{name}</td>
        {FIGURES.map((figureName) => (
          <td key={figureName} className="num">
            –
          </td>
        ))}
        <td className="quiet">{t('coverage.no_list')}</td>
      </tr>
    );
  const given = Object.fromEntries(Object.entries(filter ?? {}).filter(([, value]) => value !== undefined));
  return (
    <tr className={className}>
      <td>{name}</td>
      {FIGURES.map((figureName) => (
        <td key={figureName} className="num">
          {filter === null ? (
            figure(tally[figureName])
          ) : (
            <PeopleLink
              figure={tally[figureName]}
              {...given}
              {...(DOSES[figureName] === undefined ? {} : { doses: DOSES[figureName] })}
            />
          )}
          {figureName !== 'residents' && (
            <small className="share">{share(tally[figureName], tally.residents)}</small>
          )}
        </td>
      ))}
      <td>
        <ShareBar tally={tally} />
      </td>
    </tr>
  );
}

/** Complete and begun, as shares of the line's people; the figures beside it say the same in numbers. */
function ShareBar({ tally }: { tally: Tally }) {
  const percent = (part: number): string => `${tally.residents === 0 ? 0 : (100 * part) / tally.residents}%`;
  return (
    <span className="sharebar" aria-hidden="true">
      <i className="full" style={{ width: percent(tally.full) }} />
      <i className="begun" style={{ width: percent(tally.dose1 - tally.full) }} />
    </span>
  );
}
