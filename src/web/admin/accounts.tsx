import { useTranslation } from 'react-i18next';
import { useMe } from '../app/place.ts';
import { AllAccounts } from './all-accounts.tsx';
import { Lending } from './lending.tsx';

/** Who may do what: rights lent for a time, and for the administrator the accounts of the units. */
export function Accounts() {
  const { t } = useTranslation();
  const actions = useMe().data!.actions;
  return (
    <>
      <h1>{t('nav.accounts')}</h1>
      <p className="lead">{t('accounts.lead')}</p>
      {actions.includes('account.lend') && <Lending />}
      {actions.includes('account.manage') && <AllAccounts />}
    </>
  );
}
