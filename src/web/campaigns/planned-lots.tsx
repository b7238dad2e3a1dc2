import { useTranslation } from 'react-i18next';
import type { PlannedVaccine } from '../../campaigns/contract.ts';
import { vaccinesOf } from '../../campaigns/rules.ts';
import { figure } from '../app/format.ts';

/** What a session is to give, in words: each vaccine with its lots and doses. */
export function PlannedLots({ vaccines }: { vaccines: readonly PlannedVaccine[] }) {
  const { t } = useTranslation();
  if (vaccines.length === 0) return <p className="quiet">{t('campaigns.vaccine_any')}</p>;
  const words = ({ lot, doses }: PlannedVaccine): string =>
    [
      lot === null ? t('campaigns.lot_later') : t('campaigns.lot', { lot }),
      doses === null ? null : t('campaigns.doses_of', { doses: figure(doses) }),
    ]
      .filter((part) => part !== null)
      .join(' · ');
  return (
    <ul className="planned-lots">
      {vaccinesOf({ vaccines }).map((vaccine) => (
        <li key={vaccine}>
          <b>{t(`product.${vaccine}`)}</b>{' '}
          {vaccines
            .filter((one) => one.vaccine === vaccine)
            .map(words)
            .join('; ')}
        </li>
      ))}
    </ul>
  );
}
