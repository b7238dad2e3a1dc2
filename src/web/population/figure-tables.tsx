import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { figure, share } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { ReportStatus } from './report-state.tsx';
import type { FigureRow, SeriesAnswer } from './types.ts';
import { groupName } from './words.ts';

/** A figure, marked where nobody counted it; the method is told to whoever asks. */
export function Counted({ people, method }: { people: number | null; method: string | null }) {
  const { t } = useTranslation();
  if (people === null) return <span title={t('population.nobody')}>–</span>;
  if (method === null) return figure(people);
  return (
    <span title={t(`population.method.${method}`)}>
      <span className="estimate-sign">≈ </span>
      {figure(people)} <small className="estimate">{t('population.estimated')}</small>
    </span>
  );
}

/** One unit: groups down, the three series across, men and women where they are known. */
export function GroupsTable({ series }: { series: readonly SeriesAnswer[] }) {
  const { t } = useTranslation();
  const bands = series[0]!.bands.map(({ band }) => band);
  const sexed = series
    .filter(({ bands: own }) => own.some(({ men }) => men !== null))
    .map((one) => one.series);
  const methods = new Set(series.flatMap(({ bands: own }) => own.flatMap(({ method }) => method ?? [])));
  return (
    <>
      <ScrollBox label={t('population.by_group')}>
        <table className="plain">
          <caption className="only-read">{t('population.by_group')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('people.band')}</th>
              {series.map(({ series: name }) => (
                <th key={name} scope="col" className="num">
                  {t(`population.short.${name}`)}
                </th>
              ))}
              {sexed.map((name) => (
                <th key={name} scope="col" className="num">
                  {t('population.men_women', { series: t(`population.short.${name}`) })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className="total">
              <td>{t('coverage.total')}</td>
              {series.map(({ series: name, people, method }) => (
                <td key={name} className="num">
                  <Counted people={people} method={method} />
                </td>
              ))}
              {sexed.map((name) => (
                <td key={name} />
              ))}
            </tr>
            {bands.map((band, i) => (
              <tr key={band}>
                <td>{groupName(t, band)}</td>
                {series.map(({ series: name, people, bands: own }) => (
                  <td key={name} className="num">
                    <Counted people={own[i]!.people} method={own[i]!.method} />
                    <small className="share wide">
                      {own[i]!.people === null || people === null ? '' : share(own[i]!.people, people)}
                    </small>
                  </td>
                ))}
                {series.flatMap(({ series: name, bands: own }) =>
                  sexed.includes(name)
                    ? [
                        <td key={`${name} sex`} className="num">
                          {figure(own[i]!.men)} / {figure(own[i]!.women)}
                        </td>,
                      ]
                    : [],
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {methods.size > 0 && (
        <p className="watermark">
          {[...methods].map((method) => t(`population.method.${method}`)).join(' ')}
        </p>
      )}
    </>
  );
}

/** Units down: totals of the three series, who reported and how far it has come. */
export function UnitsTable({ rows }: { rows: readonly FigureRow[] }) {
  const { t } = useTranslation();
  const sum = (name: string): number | null => {
    const known = rows.flatMap(({ series }) => series.find((one) => one.series === name)?.people ?? []);
    return known.length === 0 ? null : known.reduce((all, people) => all + people, 0);
  };
  return (
    <ScrollBox tall label={t('population.by_unit')}>
      <table className="plain">
        <caption className="only-read">{t('population.by_unit')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('web.unit')}</th>
            {rows[0]!.series.map(({ series }) => (
              <th key={series} scope="col" className={series === 'actual' ? 'num' : 'num wide'}>
                {t(`population.short.${series}`)}
              </th>
            ))}
            <th scope="col" className="wide">
              {t('population.reported_b')}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr className="total">
            <td>{t('coverage.total')}</td>
            {rows[0]!.series.map(({ series }) => (
              <td key={series} className={series === 'actual' ? 'num' : 'num wide'}>
                {figure(sum(series))}
              </td>
            ))}
            <td className="wide" />
          </tr>
          {rows.map(({ unit, unitName, series }) => {
            const actual = series.find((one) => one.series === 'actual')!;
            return (
              <tr key={unit}>
                <td>
                  {unit === 'unassigned' ? (
                    <span title={t('population.unassigned_help')}>{t('population.unassigned')}</span>
                  ) : (
                    <Link
                      to="/population"
                      search={(before: object) => ({ ...before, unit, by: undefined }) as never}
                    >
                      {unitName}
                    </Link>
                  )}
                  <span className="under">
                    {series
                      .filter((one) => one.series !== 'actual')
                      .map((one) => `${t(`population.letter.${one.series}`)} ${figure(one.people)}`)
                      .join(' · ')}{' '}
                    · <Reported actual={actual} />
                  </span>
                </td>
                {series.map(({ series: name, people, method }) => (
                  <td key={name} className={name === 'actual' ? 'num' : 'num wide'}>
                    <Counted people={people} method={method} />
                  </td>
                ))}
                <td className="wide">
                  <Reported actual={actual} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** How many of a unit's communes reported b, and how far it has come. */
function Reported({ actual: { reported, expected, states } }: { actual: SeriesAnswer }) {
  const { t } = useTranslation();
  return (
    <>
      {expected > 1 && `${figure(reported)}/${figure(expected)} `}
      {Object.keys(states).length === 0 ? (
        <span className="quiet">{t('population.not_yet')}</span>
      ) : (
        Object.keys(states).map((state) => <ReportStatus key={state} state={state as 'census'} />)
      )}
    </>
  );
}
