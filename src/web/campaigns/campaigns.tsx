import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AGE_BANDS } from '../../kernel/age-band.ts';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { day } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { DayInput, useUnit } from '../ui/inputs.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading, Refused } from '../ui/states.tsx';
import './campaigns.css';
import { SessionTabs } from './section-tabs.tsx';
import type { CampaignRow, CampaignsAnswer } from './types.ts';

/** The doses that a campaign may be for: those of the schedule. */
const DOSES = [
  { kind: 'primary', doseNo: 1 },
  { kind: 'primary', doseNo: 2 },
  { kind: 'additional', doseNo: 3 },
  { kind: 'booster', doseNo: 3 },
  { kind: 'booster', doseNo: 4 },
] as const;

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
                  <td>{campaign.name}</td>
                  <td>{campaign.unitName}</td>
                  <td className="days">
                    {day(campaign.from)} – {day(campaign.to)}
                  </td>
                  <td>
                    <Target target={campaign.target} />
                  </td>
                  <td>{campaign.document ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {question.data?.mayEdit && <CampaignForm key={place.unit} />}
    </>
  );
}

function Target({ target: { bands, doses } }: { target: CampaignRow['target'] }) {
  const { t } = useTranslation();
  return (
    <>
      {bands.length === 0 ? t('campaigns.all_ages') : bands.map((band) => t(`band.${band}`)).join(', ')}
      <span className="under-name">
        {doses.length === 0
          ? t('campaigns.all_doses')
          : doses.map(({ kind, doseNo }) => t(`due.dose.${kind}`, { number: doseNo })).join(', ')}
      </span>
    </>
  );
}

function CampaignForm() {
  const { t } = useTranslation();
  const place = usePlace();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [document, setDocument] = useState('');
  const [from, setFrom] = useState<string | null>(place.date);
  const [to, setTo] = useState<string | null>(null);
  const [bands, setBands] = useState<readonly string[]>([]);
  const [doses, setDoses] = useState<readonly number[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      await send('POST', '/campaigns', {
        unit: place.unit,
        name,
        target: { bands, doses: doses.map((i) => DOSES[i]) },
        document: document === '' ? null : document,
        from,
        to,
      });
      setName('');
      await client.invalidateQueries({ queryKey: ['campaigns'] });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const toggled = <T,>(all: readonly T[], one: T): T[] =>
    all.includes(one) ? all.filter((other) => other !== one) : [...all, one];
  return (
    <section className="no-print">
      <h2>{t('campaigns.open_campaign')}</h2>
      <form className="session-form" onSubmit={(event) => void save(event)}>
        <Field
          label={t('campaigns.name')}
          required
          minLength={3}
          maxLength={200}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <div className="side-by-side">
          <div className="text-field">
            <span className="like-label">{t('campaigns.from_day')}</span>
            <DayInput value={from} onChange={setFrom} label={t('campaigns.from_day')} />
          </div>
          <div className="text-field">
            <span className="like-label">{t('campaigns.to_day')}</span>
            <DayInput value={to} onChange={setTo} label={t('campaigns.to_day')} />
          </div>
          <Field
            label={t('campaigns.document')}
            maxLength={300}
            value={document}
            onChange={({ target }) => setDocument(target.value)}
          />
        </div>
        <fieldset className="choices">
          <legend>{t('campaigns.ages')}</legend>
          {AGE_BANDS.filter((band) => band !== 'unknown').map((band) => (
            <label key={band}>
              <input
                type="checkbox"
                checked={bands.includes(band)}
                onChange={() => setBands(toggled(bands, band))}
              />
              {t(`band.${band}`)}
            </label>
          ))}
        </fieldset>
        <fieldset className="choices">
          <legend>{t('campaigns.doses')}</legend>
          {DOSES.map(({ kind, doseNo }, i) => (
            <label key={kind + doseNo}>
              <input
                type="checkbox"
                checked={doses.includes(i)}
                onChange={() => setDoses(toggled(doses, i))}
              />
              {t(`due.dose.${kind}`, { number: doseNo })}
            </label>
          ))}
        </fieldset>
        <p className="quiet">{t('campaigns.none_is_all')}</p>
        {problem && <Refused problem={problem} />}
        <button type="submit" className="main-button" disabled={from === null || to === null}>
          {t('campaigns.open_campaign')}
        </button>
      </form>
    </section>
  );
}
