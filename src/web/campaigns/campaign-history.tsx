import { useTranslation } from 'react-i18next';
import { day, moment } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import type { CampaignAnswer, Terms } from './types.ts';

type Version = CampaignAnswer['versions'][number];
const FIELDS = ['name', 'days', 'target', 'facilities', 'document', 'closed'] as const;
type Field = (typeof FIELDS)[number];

/** Who changed a campaign when, why, and what it said before. */
export function CampaignHistory({ versions }: { versions: readonly Version[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('campaigns.history')}</h2>
      <ScrollBox label={t('campaigns.history')}>
        <table className="plain">
          <caption className="only-read">{t('campaigns.history')}</caption>
          <thead>
            <tr>
              {(['at', 'by', 'what', 'reason'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`campaigns.history.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {versions.map(({ version, at, by, reason, terms }, i) => (
              <tr key={version}>
                <td className="days">{moment(at)}</td>
                <td>{by}</td>
                <td>
                  <Changes terms={terms} before={versions[i + 1]?.terms} />
                </td>
                <td>{reason ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}

function Changes({ terms, before }: { terms: Terms; before: Terms | undefined }) {
  const { t } = useTranslation();
  const words = (one: Terms): Readonly<Record<Field, string>> => ({
    name: one.name,
    days: `${day(one.from)} – ${day(one.to)}`,
    target: [
      one.target.bands.length === 0
        ? t('campaigns.all_ages')
        : one.target.bands.map((band) => t(`band.${band}`)).join(', '),
      one.target.doses.length === 0
        ? t('campaigns.all_doses')
        : one.target.doses.map(({ kind, doseNo }) => t(`due.dose.${kind}`, { number: doseNo })).join(', '),
    ].join('; '),
    facilities:
      one.facilities.length === 0
        ? t('campaigns.all_facilities')
        : one.facilities.map(({ facility }) => facility).join(', '),
    document: one.document ?? '–',
    closed: t(one.closed ? 'campaigns.campaign_closed' : 'campaigns.campaign_open'),
  });
  if (before === undefined) return t('campaigns.opened');
  const [old, now] = [words(before), words(terms)];
  const changed = FIELDS.filter((field) => old[field] !== now[field]);
  if (changed.length === 0) return '–';
  return changed.map((field) => (
    <div key={field}>
      {t(`campaigns.history.${field}`)}: <s>{old[field]}</s> → {now[field]}
    </div>
  ));
}
