import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../campaigns/contract.ts';
import { get } from '../app/client.ts';
import { day } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { FacilityForm } from '../duties/facilities.tsx';
import { useUnit } from '../ui/inputs.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading, Status } from '../ui/states.tsx';
import './campaigns.css';
import { SessionTabs } from './section-tabs.tsx';

/** Facilities that inject, from and to which day: sessions are planned only while they are open. */
export function SitesPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const me = useMe().data!;
  const unit = useUnit(place.unit, place.map);
  const asked = { unit: place.unit, date: place.date };
  const question = useQuery({
    // With the facilities of duties: the form below changes both.
    queryKey: ['duties', 'sites', asked],
    queryFn: () => get<{ sites: Site[] }>('/session-sites', asked),
  });
  const stateOf = ({ openedOn, closedOn }: Site): 'open' | 'not_yet' | 'closed' =>
    closedOn !== null && closedOn <= place.date
      ? 'closed'
      : openedOn !== null && openedOn > place.date
        ? 'not_yet'
        : 'open';
  const LOOK = { open: 'committed', not_yet: 'waiting', closed: 'cancelled' } as const;
  return (
    <>
      <h1>{t('campaigns.title')}</h1>
      <SessionTabs />
      <p className="lead">
        {unit.data?.fullName ?? '…'} · {t('campaigns.sites_lead', { date: day(place.date) })}
      </p>
      {question.isLoading ? (
        <Loading />
      ) : question.error ? (
        <Failed error={question.error} again={() => void question.refetch()} />
      ) : (
        <ScrollBox label={t('campaigns.tab.sites')} tall>
          <table className="plain">
            <caption className="only-read">{t('campaigns.tab.sites')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('campaigns.facility')}</th>
                <th scope="col">{t('web.unit')}</th>
                <th scope="col">{t('campaigns.site_state')}</th>
                <th scope="col">{t('duties.opened_on')}</th>
                <th scope="col">{t('duties.closed_on')}</th>
              </tr>
            </thead>
            <tbody>
              {question.data?.sites.map((site) => (
                <tr key={site.unit + site.facility}>
                  <td>{site.facility}</td>
                  <td>{site.unitName}</td>
                  <td>
                    <Status name={LOOK[stateOf(site)]}>{t(`campaigns.site_state.${stateOf(site)}`)}</Status>
                  </td>
                  <td>{day(site.openedOn)}</td>
                  <td>{day(site.closedOn)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {me.actions.includes('duty.check') && (
        <section className="no-print">
          <h2>{t('campaigns.open_close')}</h2>
          <p className="watermark">{t('campaigns.open_close_help')}</p>
          <FacilityForm key={place.unit} />
        </section>
      )}
    </>
  );
}
