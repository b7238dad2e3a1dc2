import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlannedVaccine, Site } from '../../campaigns/contract.ts';
import { USUAL_SHIFTS } from '../../campaigns/rules.ts';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { usePlace } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { Loading, Refused } from '../ui/states.tsx';
import './campaigns.css';
import { DayAndHours, type Hours } from './day-and-hours.tsx';
import { PlannedVaccines } from './planned-vaccines.tsx';
import type { CampaignsAnswer } from './types.ts';

const WALK_IN_SHARE = 0.1;

/** A session in a minute, at a facility or at a mobile site: made for a thumb. */
export function NewSessionPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const asked = { unit: place.unit, date: place.date };
  const sites = useQuery({
    queryKey: ['duties', 'sites', asked],
    queryFn: () => get<{ sites: Site[] }>('/session-sites', asked),
  }).data?.sites;
  const campaigns = useQuery({
    queryKey: ['campaigns', asked],
    queryFn: () => get<CampaignsAnswer>('/campaigns', asked),
  }).data?.campaigns;
  if (sites === undefined || campaigns === undefined) return <Loading />;
  const running = campaigns.filter(
    ({ from, to, closed }) => !closed && from <= place.date && place.date <= to,
  );
  return (
    <>
      <h1>{t('campaigns.new')}</h1>
      <NewSession
        sites={sites.filter(
          ({ openedOn, closedOn }) =>
            (openedOn === null || openedOn <= place.date) && (closedOn === null || place.date < closedOn),
        )}
        campaigns={running}
      />
    </>
  );
}

function NewSession({
  sites,
  campaigns,
}: {
  sites: readonly Site[];
  campaigns: CampaignsAnswer['campaigns'];
}) {
  const { t } = useTranslation();
  const place = usePlace();
  const navigate = useNavigate();
  const client = useQueryClient();
  const id = useId();
  const [mobile, setMobile] = useState(false);
  const [chosen, setChosen] = useState(0);
  const [site, setSite] = useState('');
  const [hamlet, setHamlet] = useState('');
  const [address, setAddress] = useState('');
  const [hours, setHours] = useState<Hours>({ on: place.date, ...USUAL_SHIFTS[0] });
  const [capacity, setCapacity] = useState('100');
  const [vaccines, setVaccines] = useState<readonly PlannedVaccine[]>([]);
  const [campaign, setCampaign] = useState(campaigns[0]?.id ?? '');
  const [problem, setProblem] = useState<Problem | null>(null);
  const facility = sites[chosen];
  if (facility === undefined) return <p>{t('campaigns.no_sites')}</p>;
  const people = Number(capacity);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      const { ids } = await send<{ ids: string[] }>('POST', '/vaccination-sessions', {
        sessions: [
          {
            unit: facility.unit,
            facility: facility.facility,
            campaign: campaign === '' ? null : campaign,
            site: mobile ? site : null,
            hamlet: mobile && hamlet !== '' ? hamlet : null,
            address: mobile && address !== '' ? address : null,
            ...hours,
            capacity: people,
            walkIns: Math.round(people * WALK_IN_SHARE),
            vaccines,
            serves: [facility.unit],
          },
        ],
      });
      await client.invalidateQueries({ queryKey: ['sessions'] });
      await navigate({ to: '/sessions/$id', params: { id: ids[0]! }, search: true as never });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const select = (
    label: string,
    value: string | number,
    onChange: (value: string) => void,
    options: readonly (readonly [string | number, string])[],
  ) => (
    <div className="text-field">
      <label htmlFor={`${id}${label}`}>{label}</label>
      <select id={`${id}${label}`} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
  return (
    <form className="session-form by-thumb" onSubmit={(event) => void save(event)}>
      <fieldset className="choices">
        <legend>{t('campaigns.where')}</legend>
        {[false, true].map((one) => (
          <label key={String(one)}>
            <input
              type="radio"
              name={`${id}where`}
              checked={mobile === one}
              onChange={() => setMobile(one)}
            />
            {t(one ? 'campaigns.where_mobile' : 'campaigns.where_facility')}
          </label>
        ))}
      </fieldset>
      {select(
        t(mobile ? 'campaigns.responsible' : 'campaigns.facility'),
        chosen,
        (value) => {
          setChosen(Number(value));
          // Lots lie at the place that was chosen before.
          setVaccines([]);
        },
        sites.map(({ facility: name, unitName }, i) => [i, `${name} · ${unitName}`] as const),
      )}
      {mobile && (
        <>
          <Field
            label={t('campaigns.site')}
            help={t('campaigns.site_help')}
            required
            minLength={2}
            maxLength={200}
            value={site}
            onChange={({ target }) => setSite(target.value)}
          />
          <div className="side-by-side">
            <Field
              label={t('campaigns.hamlet')}
              help={t('campaigns.hamlet_help')}
              maxLength={80}
              value={hamlet}
              onChange={({ target }) => setHamlet(target.value)}
            />
            <Field
              label={t('campaigns.address')}
              maxLength={300}
              value={address}
              onChange={({ target }) => setAddress(target.value)}
            />
          </div>
        </>
      )}
      <div className="side-by-side">
        <DayAndHours value={hours} onChange={setHours} />
        <Field
          label={t('campaigns.capacity')}
          help={t('campaigns.capacity_help', { walkIns: Math.round(people * WALK_IN_SHARE) || 0 })}
          type="number"
          inputMode="numeric"
          required
          min={1}
          max={5000}
          value={capacity}
          onChange={({ target }) => setCapacity(target.value)}
        />
      </div>
      <PlannedVaccines
        place={facility}
        on={hours.on ?? place.date}
        capacity={people}
        value={vaccines}
        onChange={setVaccines}
      />
      {campaigns.length > 0 &&
        select(t('campaigns.campaign'), campaign, setCampaign, [
          ...campaigns.map(({ id: key, name }) => [key, name] as const),
          ['', t('campaigns.no_campaign')],
        ])}
      {problem && <Refused problem={problem} />}
      <button type="submit" className="main-button">
        {t('campaigns.save_session')}
      </button>
    </form>
  );
}
