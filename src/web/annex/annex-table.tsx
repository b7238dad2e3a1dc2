import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { figure } from '../app/format.ts';
import { PeopleLink } from '../coverage/people-link.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import {
  type Annex,
  byAge,
  byKind,
  FIGURES,
  type FigureName,
  linesOf,
  type Row,
  SERIES,
  type Split,
} from './types.ts';

const DOSES: Partial<Record<FigureName, string>> = { dose1: '1', dose2: '2', dose3: '3', none: 'none' };

/** The annex on screen: the total first, then each unit; counts open into their people, units into themselves. */
export function AnnexTable({ annex, split }: { annex: Annex; split: Split }) {
  const { t } = useTranslation();
  const units = [...Map.groupBy(annex.rows, ({ unit }) => unit).values()];
  return (
    <ScrollBox tall label={t('annex.page')}>
      <table className="plain annex">
        <caption className="only-read">{t('annex.page')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('web.unit')}</th>
            {byKind(split) && <th scope="col">{t('people.kind')}</th>}
            {byAge(split) && <th scope="col">{t('people.band')}</th>}
            {FIGURES.map((name) => (
              <th key={name} scope="col" className="num">
                {t(`annex.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Lines rows={linesOf(annex.total, split)} split={split} total />
          {units.length > 1 &&
            units.map((rows) => <Lines key={rows[0]!.unit} rows={linesOf(rows, split)} split={split} />)}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Lines({ rows, split, total = false }: { rows: readonly Row[]; split: Split; total?: boolean }) {
  const { t } = useTranslation();
  return rows.map((row, i) => {
    const first = row.residenceKind !== rows[i - 1]?.residenceKind;
    const whole = row.ageBand === 'total';
    return (
      <tr
        key={`${row.residenceKind} ${row.ageBand}`}
        className={`${whole && (total || rows.length > 1) ? 'whole' : ''} ${i === 0 && !total && rows.length > 1 ? 'unit' : ''}`}
      >
        <td>
          {i === 0 ? <Name row={row} total={total} /> : <span className="only-read">{row.unitName}</span>}
        </td>
        {byKind(split) && <td>{first && t(`annex.kind.${row.residenceKind}`)}</td>}
        {byAge(split) && <td>{t(whole ? 'annex.all_ages' : `band.${row.ageBand}`)}</td>}
        {FIGURES.map((name) => (
          <td key={name} className="num">
            <Count row={row} name={name} total={total} />
          </td>
        ))}
      </tr>
    );
  });
}

function Name({ row, total }: { row: Row; total: boolean }) {
  const { t } = useTranslation();
  if (total) return t('coverage.total');
  if (row.unit === 'unassigned')
    return <span title={t('coverage.unassigned_help')}>{t('coverage.unassigned')}</span>;
  return (
    <Link to="/annex" search={(place: object) => ({ ...place, unit: row.unit, by: undefined }) as never}>
      {row.unitName}
    </Link>
  );
}

function Count({ row, name, total }: { row: Row; name: FigureName; total: boolean }) {
  const { t } = useTranslation();
  const people = row[name];
  const series = SERIES.find((one) => one === name);
  // A series has no figure of a kind of residence: nothing is missing there.
  if (people === null && series !== undefined && row.residenceKind !== 'present') return null;
  if (people === null) return <span title={t('annex.not_reported')}>–</span>;
  if (series !== undefined)
    return row.estimated.includes(series) ? (
      <span title={t('annex.estimated')}>{figure(people)}*</span>
    ) : (
      figure(people)
    );
  if (row.unit === 'unassigned') return figure(people);
  return (
    <PeopleLink
      figure={people}
      kind={row.residenceKind}
      {...(total ? {} : { unit: row.unit })}
      {...(row.ageBand === 'total' ? {} : { band: row.ageBand })}
      {...(DOSES[name] === undefined ? {} : { doses: DOSES[name] })}
    />
  );
}
