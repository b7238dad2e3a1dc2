import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { type Search, usePlace } from '../app/place.ts';
import { Empty, Failed, Loading, Notice } from '../ui/states.tsx';
import { ProposalsQueue } from './proposals.tsx';
import { ReviewCard } from './review-card.tsx';
import type { Review, Reviews, Verdict } from './types.ts';
import { VerdictBar } from './verdict-bar.tsx';

const ORDERS = ['hard', 'easy', 'oldest'] as const;
const KEYS: Readonly<Record<string, Verdict>> = { '1': 'same', '2': 'different', '3': 'unsure' };
const AT_ONCE = 10;

/** The review queue: one pair after the other, by keyboard alone; what was decided can be taken back. */
export function ReviewsPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const navigate = useNavigate();
  const client = useQueryClient();
  const search = useSearch({ strict: false }) as Search & { order?: string; reason?: string };
  const order = ORDERS.find((one) => one === search.order) ?? 'hard';
  const [done, setDone] = useState<Review[]>([]);
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(new Set());
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const question = {
    unit: place.unit,
    mapDate: place.map,
    order,
    reason: search.reason,
    limit: AT_ONCE,
  };
  const query = useQuery({
    queryKey: ['reviews', question],
    queryFn: () => get<Reviews>('/reviews', question),
  });
  const decided = new Set(done.map(({ recordId }) => recordId));
  const open = (query.data?.reviews ?? []).filter(({ recordId }) => !decided.has(recordId));
  const review = open.find(({ recordId }) => !skipped.has(recordId)) ?? open[0];
  const refill = () => query.refetch().then(() => setDone((before) => before.slice(-20)));

  const decide = async (verdict: Verdict) => {
    if (review === undefined || !review.mayDecide) return;
    setDone((before) => [...before, review]);
    setTrouble(null);
    try {
      await send('POST', `/reviews/${review.recordId}`, { candidateId: review.candidateId, verdict });
    } catch (error) {
      setTrouble(problemOf(error));
      // Somebody else was quicker: nothing of ours to take back.
      if (problemOf(error).code !== 'review_settled_already')
        setDone((before) => before.filter((one) => one !== review));
    }
    await refill();
    void client.invalidateQueries({ queryKey: ['reconciliation'] });
  };
  const undo = async () => {
    const last = done.at(-1);
    if (last === undefined) return;
    setTrouble(null);
    try {
      await send('POST', `/reviews/${last.recordId}/undo`);
      setDone((before) => before.slice(0, -1));
      await query.refetch();
    } catch (error) {
      setTrouble(problemOf(error));
    }
  };
  const next = () => {
    if (review === undefined) return;
    // Once through, the queue begins anew.
    setSkipped((before) =>
      open.length <= before.size + 1 ? new Set() : new Set([...before, review.recordId]),
    );
  };

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
        return;
      const verdict = KEYS[event.key];
      if (verdict !== undefined) void decide(verdict);
      else if (event.key === 'z' || event.key === 'Z') void undo();
      else if (event.key === 'ArrowRight') next();
      else if (event.key === 'Escape') void navigate({ to: '/reconciliation', search: true });
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });
  // A new pair is read out from its heading on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: moves with the pair
  useEffect(() => heading.current?.focus(), [review?.recordId]);

  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { counts } = query.data;
  const set = (change: object) =>
    void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never });
  return (
    <>
      <p className="no-print">
        <Link to="/reconciliation" search={true}>
          ← {t('reconciliation.title')}
        </Link>
      </p>
      <h1 ref={heading} tabIndex={-1}>
        {t('review.title')}
      </h1>
      <p className="lead">
        {t('review.progress', {
          waiting: figure(counts.waiting),
          settled: figure(counts.settled),
          unsure: figure(counts.unsure),
          held: figure(counts.held),
        })}
      </p>
      <div className="row no-print">
        <label className="field">
          {t('review.order')}
          <select value={order} onChange={(event) => set({ order: event.target.value })}>
            {ORDERS.map((one) => (
              <option key={one} value={one}>
                {t(`review.order.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          {t('review.kind')}
          <select
            value={search.reason ?? ''}
            onChange={(event) => set({ reason: event.target.value || undefined })}
          >
            <option value="">{t('review.all_kinds', { n: figure(counts.waiting) })}</option>
            {counts.reasons.map(({ reason, waiting }) => (
              <option key={reason} value={reason}>
                {t(`reason.${reason}`)} ({figure(waiting)})
              </option>
            ))}
          </select>
        </label>
      </div>
      {trouble && <Notice tone="warn">{trouble.message}</Notice>}
      {review === undefined ? (
        <Empty title={t('review.none')}>
          <p>{t(counts.held > 0 ? 'review.none_held' : 'review.none_help')}</p>
        </Empty>
      ) : (
        <>
          {review.unsure && <Notice tone="wait">{t('review.was_unsure', { by: review.unsure.by })}</Notice>}
          {!review.mayDecide && <Notice tone="warn">{t('review.not_yours')}</Notice>}
          <ReviewCard record={review.record} candidate={review.candidate} evidence={review.evidence} />
          <VerdictBar keys mayDecide={review.mayDecide} onDecide={(verdict) => void decide(verdict)}>
            <button type="button" className="plain-button small" onClick={next}>
              <kbd>→</kbd> {t('review.next')}
            </button>
            <button
              type="button"
              className="plain-button small"
              disabled={done.length === 0}
              onClick={() => void undo()}
            >
              <kbd>Z</kbd> {t('review.undo')}
            </button>
          </VerdictBar>
        </>
      )}
      <ProposalsQueue />
    </>
  );
}
