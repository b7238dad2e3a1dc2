import { useTranslation } from 'react-i18next';
import type { Figures } from '../../duties/contract.ts';
import { figure } from '../app/format.ts';
import { groupWord } from '../population/words.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';

const COLUMNS = ['official', 'actual', 'transient', 'listed', 'dose1', 'dose2', 'dose3', 'none'] as const;
const PREFIX = 'total.present.';

/** The annex as it is frozen when it is sent: those who are present, by age group. */
export function AnnexFigures({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const bands = [
    ...new Set(
      Object.keys(figures).flatMap((field) =>
        field.startsWith(PREFIX) ? [field.slice(PREFIX.length, field.lastIndexOf('.'))] : [],
      ),
    ),
  ].sort((a, b) => order(a) - order(b));
  return (
    <ScrollBox label={t('duties.annex_figures')}>
      <table className="plain">
        <caption>{t('duties.annex_figures')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('people.band')}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="num">
                {t(`duties.annex.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bands.map((band) => (
            <tr key={band} className={band === 'total' ? 'total' : ''}>
              <td>{band === 'total' ? t('coverage.total') : groupWord(t, band)}</td>
              {COLUMNS.map((column) => (
                <td key={column} className="num">
                  {figure(figures[`${PREFIX}${band}.${column}`])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const order = (band: string): number =>
  band === 'total' ? -1 : band === 'unknown' ? 999 : Number.parseInt(band, 10);
