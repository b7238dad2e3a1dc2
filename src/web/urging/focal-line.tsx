import { useTranslation } from 'react-i18next';
import type { Focal } from '../../urging/contract.ts';

/** Whom to call: a tap on the number calls. */
export function FocalLine({ focal }: { focal: Focal | null }) {
  const { t } = useTranslation();
  if (focal === null) return <span className="quiet">{t('focals.none')}</span>;
  return (
    <>
      {focal.name} <a href={`tel:${focal.phone}`}>{focal.phone}</a>
      {focal.hours !== null && <span className="quiet parent">{focal.hours}</span>}
    </>
  );
}
