import { useTranslation } from 'react-i18next';
import type { MatchSample } from '../app/api-types.ts';
import { birth } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';

const OUTCOMES = ['review', 'known', 'new'] as const;

/** Some rows of each outcome, so that a list is let in with open eyes: who is known, who is new, who is in doubt. */
export function MatchSamples({ samples }: { samples: Record<(typeof OUTCOMES)[number], MatchSample[]> }) {
  const { t } = useTranslation();
  const shown = OUTCOMES.filter((outcome) => samples[outcome].length > 0);
  if (shown.length === 0) return null;
  return (
    <section>
      <h2>{t('samples.title')}</h2>
      <ScrollBox label={t('samples.title')}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('samples.row')}</th>
              <th scope="col">{t('samples.as_known')}</th>
              <th scope="col">{t('samples.why')}</th>
            </tr>
          </thead>
          {shown.map((outcome) => (
            <tbody key={outcome}>
              <tr className="group">
                <th scope="rowgroup" colSpan={3}>
                  {t(`samples.${outcome}`)}
                </th>
              </tr>
              {samples[outcome].map((sample) => (
                <tr key={`${sample.sheet} ${sample.row}`}>
                  <td>
                    {sample.name ?? '–'} · {birth(sample.birth)}{' '}
                    <span className="quiet">
                      {sample.sheet} · {sample.row}
                    </span>
                  </td>
                  <td>
                    {sample.known === null ? '–' : `${sample.known.name} · ${birth(sample.known.birth)}`}
                  </td>
                  <td>{t(`reason.${sample.reason}`)}</td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </ScrollBox>
    </section>
  );
}
