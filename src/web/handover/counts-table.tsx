import { useTranslation } from 'react-i18next';
import { figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { BANDS, type Counts, KINDS, sumOf } from './types.ts';

/** People by kind of residence and age group, the total first. */
export function CountsTable({ counts }: { counts: Counts }) {
  const { t } = useTranslation();
  const bands = BANDS.filter((band) => band !== 'unknown' || KINDS.some((kind) => counts[kind].unknown > 0));
  return (
    <ScrollBox label={t('handover.counts')}>
      <table className="plain">
        <thead>
          <tr>
            <th>{t('people.kind')}</th>
            <th className="num">{t('handover.all')}</th>
            {bands.map((band) => (
              <th key={band} className="num">
                {t(`band.${band}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr className="total">
            <td>{t('handover.total')}</td>
            <td className="num">{figure(KINDS.reduce((sum, kind) => sum + sumOf(counts[kind]), 0))}</td>
            {bands.map((band) => (
              <td key={band} className="num">
                {figure(KINDS.reduce((sum, kind) => sum + counts[kind][band], 0))}
              </td>
            ))}
          </tr>
          {KINDS.map((kind) => (
            <tr key={kind}>
              <td>{t(`residence.${kind}`)}</td>
              <td className="num">{figure(sumOf(counts[kind]))}</td>
              {bands.map((band) => (
                <td key={band} className="num">
                  {figure(counts[kind][band])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
