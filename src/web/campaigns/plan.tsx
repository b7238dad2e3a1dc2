import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import catalogue from '../../../db/reference/vaccines.json' with { type: 'json' };
import type { Proposal, Site } from '../../campaigns/contract.ts';
import { USUAL_SHIFTS } from '../../campaigns/rules.ts';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { useUnit } from '../ui/inputs.tsx';
import { Failed, Loading, Refused } from '../ui/states.tsx';
import './campaigns.css';
import { Several } from './campaign-fields.tsx';
import { type PlannedSite, PlanSites } from './plan-sites.tsx';
import { Proposals } from './proposals.tsx';
import { SessionTabs } from './section-tabs.tsx';
import type { CampaignRow, CampaignsAnswer, PlanAnswer } from './types.ts';

/** The plan of a district: who is due where, which site takes how many a shift, and the sessions that follow from it. */
export function PlanPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const unit = useUnit(place.unit, place.map);
  const [campaign, setCampaign] = useState('');
  const about = { unit: place.unit, date: place.date };
  const campaigns = useQuery({
    queryKey: ['campaigns', about],
    queryFn: () => get<CampaignsAnswer>('/campaigns', about),
  }).data?.campaigns.filter(({ closed }) => !closed);
  const asked = { ...about, campaign: campaign === '' ? undefined : campaign };
  const needs = useQuery({
    queryKey: ['sessions', 'needs', asked],
    queryFn: () => get<PlanAnswer>('/session-plan', asked),
  });
  const sites = useQuery({
    queryKey: ['duties', 'sites', about],
    queryFn: () => get<{ sites: Site[] }>('/session-sites', about),
  });
  const error = needs.error ?? sites.error;
  return (
    <>
      <h1>{t('campaigns.title')}</h1>
      <SessionTabs />
      <p className="lead">
        {unit.data?.fullName ?? '…'} · {t('campaigns.plan_lead', { date: day(place.date) })}
      </p>
      <label className="field plan-campaign no-print">
        {t('campaigns.campaign')}
        <select value={campaign} onChange={({ target }) => setCampaign(target.value)}>
          <option value="">{t('campaigns.no_campaign')}</option>
          {campaigns?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {error ? (
        <Failed
          error={error}
          again={() => {
            void needs.refetch();
            void sites.refetch();
          }}
        />
      ) : needs.data === undefined || sites.data === undefined ? (
        <Loading />
      ) : (
        <Planner
          key={`${place.unit} ${place.date} ${campaign}`}
          answer={needs.data}
          sites={sites.data.sites}
          campaign={campaigns?.find(({ id }) => id === campaign) ?? null}
        />
      )}
    </>
  );
}

function Planner({
  answer,
  sites,
  campaign,
}: {
  answer: PlanAnswer;
  sites: readonly Site[];
  campaign: CampaignRow | null;
}) {
  const { t } = useTranslation();
  const place = usePlace();
  const [planned, setPlanned] = useState<readonly PlannedSite[]>(() => firstSites(answer, sites, campaign));
  const [days, setDays] = useState('7');
  const [shifts, setShifts] = useState<readonly number[]>([0, 1]);
  const [walkIns, setWalkIns] = useState('10');
  const [vaccines, setVaccines] = useState<readonly string[]>([]);
  const [proposal, setProposal] = useState<{ sessions: Proposal[]; unplaced: number } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const unplaced = answer.communes.reduce((sum, commune) => sum + commune.unplaced, 0);
  const propose = async () => {
    setProblem(null);
    setBusy(true);
    try {
      setProposal(
        await send<{ sessions: Proposal[]; unplaced: number }>('POST', '/session-proposals', {
          unit: place.unit,
          campaign: campaign?.id ?? null,
          from: place.date,
          days: Number(days),
          shifts: shifts.map((i) => USUAL_SHIFTS[i]),
          walkInPercent: Number(walkIns),
          sites: planned
            .filter(({ capacity }) => capacity > 0)
            .map(({ hamlet, site, ...one }) => ({
              ...one,
              hamlet,
              site: hamlet === null ? null : site.trim() === '' ? hamlet : site,
            })),
        }),
      );
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className="figures small">
        <div>
          <b>{figure(answer.communes.reduce((sum, { people }) => sum + people, 0))}</b>
          <span>{t('campaigns.figure.due')}</span>
        </div>
        <div>
          <b>{figure(unplaced)}</b>
          <span>{t('campaigns.figure.unplaced')}</span>
        </div>
      </div>
      <PlanSites answer={answer} sites={sites} planned={planned} onChange={setPlanned} />
      {answer.mayPlan && (
        <>
          <h2>{t('campaigns.how')}</h2>
          <div className="side-by-side plan-how no-print">
            <Field
              label={t('campaigns.days')}
              type="number"
              min={1}
              max={31}
              value={days}
              onChange={({ target }) => setDays(target.value)}
            />
            <Field
              label={t('campaigns.walk_in_percent')}
              type="number"
              min={0}
              max={90}
              value={walkIns}
              onChange={({ target }) => setWalkIns(target.value)}
            />
            <fieldset className="choices">
              <legend>{t('campaigns.shifts')}</legend>
              {USUAL_SHIFTS.map(({ from, to }, i) => (
                <label key={from}>
                  <input
                    type="checkbox"
                    checked={shifts.includes(i)}
                    onChange={() =>
                      setShifts(
                        shifts.includes(i) ? shifts.filter((one) => one !== i) : [...shifts, i].toSorted(),
                      )
                    }
                  />
                  {from}–{to}
                </label>
              ))}
            </fieldset>
          </div>
          <Several
            legend={t('campaigns.plan_vaccines')}
            options={catalogue.vaccines.map(({ code }) => code)}
            chosen={vaccines}
            same={(a, b) => a === b}
            words={(code) => t(`product.${code}`)}
            onChange={setVaccines}
          />
          {problem && <Refused problem={problem} />}
          <div className="actions no-print">
            <button
              type="button"
              className="main-button"
              disabled={busy || shifts.length === 0 || unplaced === 0}
              onClick={() => void propose()}
            >
              {t('campaigns.propose')}
            </button>
            {unplaced === 0 && <span className="quiet">{t('campaigns.all_placed')}</span>}
          </div>
          {proposal !== null && (
            <Proposals
              sessions={proposal.sessions}
              unplaced={proposal.unplaced}
              campaign={campaign?.id ?? null}
              vaccines={vaccines}
              onChange={(sessions) => setProposal({ ...proposal, sessions })}
              onSaved={() => setProposal(null)}
            />
          )}
        </>
      )}
    </>
  );
}

/** To begin with: the station of each commune that needs one, of those that take part. */
function firstSites(
  { communes }: PlanAnswer,
  sites: readonly Site[],
  campaign: CampaignRow | null,
): PlannedSite[] {
  const takesPart = ({ unit, facility }: Site): boolean =>
    campaign === null ||
    campaign.facilities.length === 0 ||
    campaign.facilities.some((one) => one.unit === unit && one.facility === facility);
  return communes.flatMap(({ unit, unplaced }): PlannedSite[] => {
    const own = sites.find((site) => site.unit === unit && site.closedOn === null && takesPart(site));
    return own === undefined || unplaced === 0
      ? []
      : [{ unit, facility: own.facility, site: '', hamlet: null, capacity: 100 }];
  });
}
