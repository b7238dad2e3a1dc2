import { useTranslation } from 'react-i18next';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { DutyRows } from './duty-rows.tsx';
import { DutyTabs } from './duty-tabs.tsx';
import { useDuties } from './use-duties.ts';

/** Answers of the units below that wait for this unit to accept or return them. */
export function CheckingPage() {
  const { t } = useTranslation();
  const waiting = useDuties('checking');
  return (
    <>
      <h1>{t('duties.title')}</h1>
      <p className="lead">{t('duties.checking_lead')}</p>
      <DutyTabs />
      {waiting.isLoading ? (
        <Loading />
      ) : waiting.error || !waiting.data ? (
        <Failed error={waiting.error} again={() => void waiting.refetch()} />
      ) : waiting.data.duties.length === 0 ? (
        <Empty title={t('duties.nothing_waits')}>{t('duties.nothing_waits_help')}</Empty>
      ) : (
        <DutyRows duties={waiting.data.duties} units />
      )}
    </>
  );
}
