import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { day } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { useUnit } from '../ui/inputs.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading, Refused, Status } from '../ui/states.tsx';
import './campaigns.css';
import { blankDraft, CampaignFields, type Draft, Target } from './campaign-fields.tsx';
import { SessionTabs } from './section-tabs.tsx';
import type { CampaignsAnswer } from './types.ts';

/** Campaigns that hold in a unit: its own, and those above it and below. */
export function CampaignsPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const unit = useUnit(place.unit, place.map);
  const asked = { unit: place.unit, date: place.date };
  const question = useQuery({
    queryKey: ['campaigns', asked],
    queryFn: () => get<CampaignsAnswer>('/campaigns', asked),
  });
  const campaigns = question.data?.campaigns ?? [];
  return (
    <>
      <h1>{t('campaigns.title')}</h1>
      <SessionTabs />
      <p className="lead">
        {unit.data?.fullName ?? '…'} · {t('campaigns.campaigns_lead')}
      </p>
      {question.isLoading ? (
        <Loading />
      ) : question.error ? (
        <Failed error={question.error} again={() => void question.refetch()} />
      ) : campaigns.length === 0 ? (
        <Empty title={t('campaigns.no_campaigns')} />
      ) : (
        <ScrollBox label={t('campaigns.tab.campaigns')}>
          <table className="plain">
            <caption className="only-read">{t('campaigns.tab.campaigns')}</caption>
            <thead>
              <tr>
                {(['campaign', 'by', 'days', 'for', 'document'] as const).map((name) => (
                  <th key={name} scope="col">
                    {t(`campaigns.of.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {campaigns.map((campaign) => (
                <tr key={campaign.id}>
                  <td>
                    <Link to="/sessions/campaigns/$id" params={{ id: campaign.id }} search={true as never}>
                      {campaign.name}
                    </Link>
                    {campaign.closed && (
                      <span className="under-name">
                        <Status name="cancelled">{t('campaigns.campaign_closed')}</Status>
                      </span>
                    )}
                  </td>
                  <td>{campaign.unitName}</td>
                  <td className="days">
                    {day(campaign.from)} – {day(campaign.to)}
                  </td>
                  <td>
                    <Target target={campaign.target} />
                    {campaign.facilities.length > 0 && (
                      <span className="under-name">
                        {t('campaigns.some_facilities', { count: campaign.facilities.length })}
                      </span>
                    )}
                  </td>
                  <td>{campaign.document ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {question.data?.mayEdit && <OpenCampaign key={place.unit} />}
    </>
  );
}

function OpenCampaign() {
  const { t } = useTranslation();
  const place = usePlace();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => blankDraft(place.date));
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      await send('POST', '/campaigns', { unit: place.unit, ...draft });
      setDraft(blankDraft(place.date));
      await client.invalidateQueries({ queryKey: ['campaigns'] });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <section className="no-print">
      <h2>{t('campaigns.open_campaign')}</h2>
      <form className="session-form" onSubmit={(event) => void save(event)}>
        <CampaignFields unit={place.unit} value={draft} onChange={setDraft} />
        {problem && <Refused problem={problem} />}
        <button type="submit" className="main-button">
          {t('campaigns.open_campaign')}
        </button>
      </form>
    </section>
  );
}
