import { useTranslation } from 'react-i18next';
import { figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import type { Paper, Training } from './types.ts';

/** What the papers of the people with a slip say: the list is mended by them. */
export function Papers({ papers }: { papers: readonly Paper[] }) {
  const { t } = useTranslation();
  return (
    <ScrollBox label={t('training.papers')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('training.row')}</th>
            <th scope="col">{t('people.name')}</th>
            <th scope="col">{t('people.birth')}</th>
            <th scope="col">{t('people.sex')}</th>
            <th scope="col">{t('people.id')}</th>
          </tr>
        </thead>
        <tbody>
          {papers.map((paper) => (
            <tr key={paper.row}>
              <td>{paper.row}</td>
              <td>{paper.name}</td>
              <td>{paper.birth}</td>
              <td>{t(`sex.${paper.sex}`)}</td>
              <td>{paper.nationalId}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** The figures to report, in the order of the form. */
export function WantedFigures({ figures }: { figures: Training['figures'] }) {
  const { t } = useTranslation();
  return (
    <ScrollBox label={t('training.task.submit-figures')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('training.bands')}</th>
            {(['official', 'actual', 'transient'] as const).map((series) => (
              <th key={series} scope="col" className="num">
                {t(`training.series.${series}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr className="total">
            <td>{t('training.band.total')}</td>
            <td className="num">{figure(figures.official)}</td>
            <td className="num" />
            <td className="num" />
          </tr>
          {figures.bands.map((band, i) => (
            <tr key={band}>
              <td>{t(`training.band.${band}`)}</td>
              <td className="num" />
              <td className="num">{figure(figures.actual[i])}</td>
              <td className="num">{figure(figures.transient[i])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
