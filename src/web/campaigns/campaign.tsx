import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { day } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { Failed, Loading, Notice, Refused } from '../ui/states.tsx';
import './campaigns.css';
import { CampaignFields, type Draft, Target } from './campaign-fields.tsx';
import { CampaignHistory } from './campaign-history.tsx';
import { LeftOut } from './left-out.tsx';
import type { CampaignAnswer, CampaignRow, LeftOutSession } from './types.ts';

/** One campaign: what it is for, how it is changed, closed and opened again, and what it was before. */
export function CampaignPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const place = usePlace();
  const asked = { unit: place.unit, date: place.date };
  const question = useQuery({
    queryKey: ['campaigns', id, asked],
    queryFn: () => get<CampaignAnswer>(`/campaigns/${id}`, asked),
  });
  if (question.isLoading) return <Loading />;
  if (question.error || question.data === undefined)
    return <Failed error={question.error} again={() => void question.refetch()} />;
  const { campaign, versions } = question.data;
  return (
    <>
      <p className="quiet no-print">
        <Link to="/sessions/campaigns" search={true as never}>
          ‹ {t('campaigns.tab.campaigns')}
        </Link>
      </p>
      <h1>{campaign.name}</h1>
      <p className="lead">
        {campaign.unitName} · {day(campaign.from)} – {day(campaign.to)}
        {campaign.document !== null && ` · ${campaign.document}`}
      </p>
      {campaign.closed && <Notice tone="warn">{t('campaigns.campaign_closed_help')}</Notice>}
      {campaign.mayEdit ? (
        <EditCampaign key={campaign.version} campaign={campaign} />
      ) : (
        <div>
          <Target target={campaign.target} />
          <p>
            {campaign.facilities.length === 0
              ? t('campaigns.all_facilities')
              : campaign.facilities.map(({ facility }) => facility).join(', ')}
          </p>
        </div>
      )}
      <CampaignHistory versions={versions} />
    </>
  );
}

function EditCampaign({ campaign }: { campaign: CampaignRow }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { name, target, document, from, to, facilities } = campaign;
  const [draft, setDraft] = useState<Draft>({ name, target, document, from, to, facilities });
  const [reason, setReason] = useState('');
  const [pending, setPending] = useState<Readonly<{
    closed: boolean;
    sessions: readonly LeftOutSession[];
  }> | null>(null);
  const [cancel, setCancel] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (next: Draft) => {
    setDraft(next);
    setPending(null);
  };
  /** Sessions that the change leaves out are shown before it is saved; without any it is saved at once. */
  const save = async (closed: boolean) => {
    setProblem(null);
    setBusy(true);
    try {
      const body = { ...draft, closed, version: campaign.version };
      if (pending === null) {
        const { sessions } = await send<{ sessions: LeftOutSession[] }>(
          'POST',
          `/campaigns/${campaign.id}/preview`,
          body,
        );
        if (sessions.length > 0) return setPending({ closed, sessions });
      }
      await send('PUT', `/campaigns/${campaign.id}`, { ...body, reason, cancel });
      await client.invalidateQueries({ queryKey: ['campaigns'] });
      await client.invalidateQueries({ queryKey: ['sessions'] });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Which of the two buttons was pressed; Enter is the first.
    const { submitter } = event.nativeEvent as SubmitEvent;
    const turned = (submitter as HTMLButtonElement | null)?.value === 'turn';
    void save(pending?.closed ?? (turned ? !campaign.closed : campaign.closed));
  };
  return (
    <form className="session-form no-print" onSubmit={submit}>
      <CampaignFields unit={campaign.unit} value={draft} onChange={change} />
      <Field
        label={t('campaigns.reason')}
        help={t('campaigns.reason_help')}
        required
        minLength={3}
        maxLength={500}
        value={reason}
        onChange={({ target: { value } }) => setReason(value)}
      />
      {pending !== null && <LeftOut sessions={pending.sessions} cancel={cancel} onCancel={setCancel} />}
      {problem && <Refused problem={problem} />}
      <div className="actions">
        <button type="submit" className="main-button" disabled={busy}>
          {t(
            pending?.closed === true && !campaign.closed
              ? 'campaigns.close_campaign'
              : 'campaigns.save_change',
          )}
        </button>
        {pending === null ? (
          <button type="submit" value="turn" className="plain-button" disabled={busy}>
            {t(campaign.closed ? 'campaigns.reopen_campaign' : 'campaigns.close_campaign')}
          </button>
        ) : (
          <button type="button" className="plain-button" onClick={() => setPending(null)}>
            {t('campaigns.not_yet')}
          </button>
        )}
      </div>
    </form>
  );
}
