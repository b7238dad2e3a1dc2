import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get, send } from '../app/client.ts';
import { CheckForm } from '../ui/check-form.tsx';
import { Failed, Loading, Notice } from '../ui/states.tsx';
import { AnswerForm } from './answer-form.tsx';
import { Chain } from './chain.tsx';
import { DifferenceNotice } from './difference.tsx';
import { due, momentThere } from './due.ts';
import { DutyLink } from './duty-link.tsx';
import { DutyStatus } from './duty-state.tsx';
import { DutyTabs } from './duty-tabs.tsx';
import { itemOf } from './item-of.ts';
import { ReportPapers } from './report-papers.tsx';
import type { DutyAnswer, Proposal } from './types.ts';

/** Forms that the register fills in. */
const PROPOSED: readonly string[] = ['daily_vaccination', 'severe_event'];

/** One duty: what is owed, the form that answers it, checking it, and the whole chain of its versions. */
export function DutyPage() {
  const { t } = useTranslation();
  const { key } = useParams({ strict: false }) as { key: string };
  const client = useQueryClient();
  const question = useQuery({
    queryKey: ['duty', key],
    queryFn: () => get<DutyAnswer>(`/duties/${encodeURIComponent(key)}`),
  });
  const asksProposal =
    question.data !== undefined &&
    PROPOSED.includes(question.data.form) &&
    question.data.mayAnswer &&
    question.data.chain.length === 0;
  const proposal = useQuery({
    queryKey: ['duty', key, 'proposal'],
    queryFn: () => get<Proposal>(`/duties/${encodeURIComponent(key)}/proposal`),
    enabled: asksProposal,
    // What is typed over it stays; it comes once.
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (question.isLoading || (asksProposal && proposal.isLoading)) return <Loading />;
  if (question.error || !question.data)
    return <Failed error={question.error} again={() => void question.refetch()} />;
  const duty = question.data;
  const refresh = () => client.invalidateQueries();
  const standing = duty.chain.find(({ steps }) => steps.length > 0) ?? duty.chain[0];
  return (
    <>
      <h1>{duty.title}</h1>
      <p className="lead">
        {duty.facility ?? duty.unit.name} · {itemOf(duty, t)} · {t('duties.due', { due: due(duty) })}
      </p>
      <DutyTabs />
      <p>
        <DutyStatus duty={duty} />{' '}
        {duty.waitingFor !== null && t('duties.waits_for', { unit: duty.waitingFor.name })}
      </p>
      {duty.note !== null && <p className="watermark">{duty.note}</p>}
      {duty.returnReason !== null && (
        <Notice tone="warn">
          <b>{t('duties.returned_because', { reason: duty.returnReason })}</b>
        </Notice>
      )}
      {duty.answerKind === 'correction' && (
        <Notice tone="wait">
          {t('duties.corrected', { by: duty.by, at: momentThere(duty.sentAt!), reason: duty.zeroReason })}
        </Notice>
      )}
      <DifferenceNotice duty={duty} />
      {!duty.own ? (
        <Notice tone="wait" action={<DutyLink duty={duty} main />}>
          {t('duties.elsewhere')}
        </Notice>
      ) : duty.mayAnswer ? (
        <AnswerForm
          key={standing?.id ?? 'new'}
          duty={duty}
          standing={standing}
          proposal={proposal.data ?? { figures: {}, fields: {} }}
          onSent={refresh}
        />
      ) : (
        duty.chain.length === 0 &&
        duty.answerKind !== 'correction' && <Notice tone="wait">{t('duties.nobody_answered')}</Notice>
      )}
      {duty.mayCheck && standing !== undefined && (
        <CheckForm
          title={t('duties.check_here', { unit: duty.waitingFor!.name, version: standing.version })}
          check={async (said) => {
            await send('POST', `/duties/${encodeURIComponent(duty.key)}/check`, {
              submission: standing.id,
              ...said,
            });
            await refresh();
          }}
        />
      )}
      {duty.form === 'daily_vaccination' && <ReportPapers duty={duty} />}
      {duty.chain.length > 0 && <Chain duty={duty} />}
    </>
  );
}
