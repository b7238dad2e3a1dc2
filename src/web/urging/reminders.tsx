import { useTranslation } from 'react-i18next';
import { useMe } from '../app/place.ts';
import { DeliveryTable } from './delivery-table.tsx';
import { RuleForm } from './rule-form.tsx';
import './urging.css';

/** By which rules people are reminded, and what left the product. */
export function RemindersPage() {
  const { t } = useTranslation();
  const { actions } = useMe().data!;
  return (
    <>
      <h1>{t('reminders.title')}</h1>
      <p className="lead">{t('reminders.lead')}</p>
      {actions.includes('urging.rule') && <RuleForm />}
      {actions.includes('delivery.view') && <DeliveryTable />}
    </>
  );
}
