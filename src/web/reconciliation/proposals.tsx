import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Problem, send } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { Failed, Loading, Notice } from '../ui/states.tsx';
import { ReviewCard } from './review-card.tsx';
import type { Proposals, Verdict } from './types.ts';
import { VerdictBar } from './verdict-bar.tsx';

/** People of the register who look like one: found by a later linkage, decided here. */
export function ProposalsQueue() {
  const { t } = useTranslation();
  const place = usePlace();
  const client = useQueryClient();
  const [at, setAt] = useState(0);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const question = { unit: place.unit, mapDate: place.map, limit: 10 };
  const query = useQuery({
    queryKey: ['proposals', question],
    queryFn: () => get<Proposals>('/proposals', question),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { proposals, waiting } = query.data;
  const open = proposals.filter(({ record }) => record !== null);
  const proposal = open[at % Math.max(1, open.length)];
  if (proposal === undefined || proposal.record === null) return null;
  const decide = async (verdict: Verdict) => {
    setTrouble(null);
    await send('POST', '/proposals', {
      personA: proposal.personA,
      personB: proposal.personB,
      verdict,
    }).catch(setTrouble);
    await query.refetch();
    void client.invalidateQueries({ queryKey: ['reconciliation'] });
  };
  return (
    <section>
      <h2>{t('proposals.title')}</h2>
      <p className="lead">{t('proposals.lead', { n: figure(waiting) })}</p>
      {trouble && <Notice tone="warn">{trouble.message}</Notice>}
      {!proposal.mayDecide && <Notice tone="warn">{t('review.not_yours')}</Notice>}
      <ReviewCard record={proposal.record} candidate={proposal.candidate} evidence={proposal.evidence} />
      <VerdictBar mayDecide={proposal.mayDecide} onDecide={(verdict) => void decide(verdict)}>
        <button type="button" className="plain-button small" onClick={() => setAt((before) => before + 1)}>
          {t('review.next')}
        </button>
      </VerdictBar>
    </section>
  );
}
