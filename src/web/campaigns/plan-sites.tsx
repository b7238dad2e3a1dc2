import { useTranslation } from 'react-i18next';
import type { Site } from '../../campaigns/contract.ts';
import { figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import type { CommuneRow, PlanAnswer } from './types.ts';

/** Where the plan may hold sessions: `hamlet` null at the facility itself, else a mobile site for that hamlet. */
export type PlannedSite = Readonly<{
  unit: string;
  facility: string;
  site: string;
  hamlet: string | null;
  /** People a shift. */
  capacity: number;
}>;

/** Each commune with who is due and who has no place, and below it the sites that shall take them. */
export function PlanSites({
  answer: { communes, mayPlan },
  sites,
  planned,
  onChange,
}: {
  answer: PlanAnswer;
  sites: readonly Site[];
  planned: readonly PlannedSite[];
  onChange: (planned: readonly PlannedSite[]) => void;
}) {
  const { t } = useTranslation();
  const waiting = communes.filter(({ people }) => people > 0);
  const put = (at: PlannedSite, change: Partial<PlannedSite> | null) =>
    onChange(
      planned.flatMap((one) => (one === at ? (change === null ? [] : [{ ...one, ...change }]) : [one])),
    );
  const add = (commune: CommuneRow, hamlet: string) =>
    onChange([
      ...planned,
      {
        unit: commune.unit,
        facility: sites.find(({ unit }) => unit === commune.unit)?.facility ?? '',
        site: '',
        hamlet,
        capacity: 50,
      },
    ]);
  return (
    <>
      <ScrollBox label={t('campaigns.needs')} tall>
        <table className="plain plan-table">
          <caption className="only-read">{t('campaigns.needs')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('campaigns.of.commune')}</th>
              <th scope="col" className="num">
                {t('campaigns.of.people')}
              </th>
              <th scope="col" className="num">
                {t('campaigns.of.overdue')}
              </th>
              <th scope="col" className="num">
                {t('campaigns.of.unplaced')}
              </th>
              <th scope="col">{t('campaigns.of.doses')}</th>
              {mayPlan && <th scope="col">{t('campaigns.of.capacity')}</th>}
              {mayPlan && <th scope="col">{t('campaigns.of.mobile')}</th>}
            </tr>
          </thead>
          <tbody>
            {waiting.flatMap((commune) => {
              const own = planned.filter(({ unit }) => unit === commune.unit);
              const station = own.find(({ hamlet }) => hamlet === null);
              return [
                <CommuneLine key={commune.unit} commune={commune}>
                  {mayPlan && (
                    <>
                      <td>
                        {station !== undefined && (
                          <input
                            type="number"
                            min={0}
                            max={5000}
                            aria-label={`${t('campaigns.of.capacity')}: ${station.facility}`}
                            value={station.capacity}
                            onChange={({ target }) => put(station, { capacity: Number(target.value) })}
                          />
                        )}
                      </td>
                      <td>
                        {commune.hamlets.length > 0 && (
                          <select
                            aria-label={`${t('campaigns.add_mobile')}: ${commune.unitName}`}
                            value=""
                            onChange={({ target }) => add(commune, target.value)}
                          >
                            <option value="">{t('campaigns.add_mobile')}</option>
                            {commune.hamlets.flatMap(({ hamlet, unplaced }) =>
                              hamlet === null || own.some((one) => one.hamlet === hamlet) ? (
                                []
                              ) : (
                                <option key={hamlet} value={hamlet}>
                                  {hamlet} ({figure(unplaced)})
                                </option>
                              ),
                            )}
                          </select>
                        )}
                      </td>
                    </>
                  )}
                </CommuneLine>,
                ...own
                  .filter(({ hamlet }) => hamlet !== null)
                  .map((one) => (
                    <tr key={`${one.unit}${one.hamlet}`} className="mobile-row">
                      <td colSpan={5}>
                        {t('campaigns.mobile_for', { hamlet: one.hamlet })}{' '}
                        <input
                          type="text"
                          maxLength={200}
                          placeholder={t('campaigns.site_help')}
                          aria-label={`${t('campaigns.site')}: ${one.hamlet}`}
                          value={one.site}
                          onChange={({ target }) => put(one, { site: target.value })}
                        />
                      </td>
                      <td>
                        <input
                          type="number"
                          min={1}
                          max={5000}
                          aria-label={`${t('campaigns.of.capacity')}: ${one.hamlet}`}
                          value={one.capacity}
                          onChange={({ target }) => put(one, { capacity: Number(target.value) })}
                        />
                      </td>
                      <td>
                        <button type="button" className="plain-button small" onClick={() => put(one, null)}>
                          {t('campaigns.remove')}
                        </button>
                      </td>
                    </tr>
                  )),
              ];
            })}
          </tbody>
        </table>
      </ScrollBox>
      {waiting.length < communes.length && (
        <p className="quiet">
          {t('campaigns.no_needs', { communes: figure(communes.length - waiting.length) })}
        </p>
      )}
    </>
  );
}

function CommuneLine({ commune, children }: { commune: CommuneRow; children: React.ReactNode }) {
  const { t } = useTranslation();
  const place = usePlace();
  return (
    <tr>
      <td>
        <button type="button" className="link-button" onClick={() => place.set({ unit: commune.unit })}>
          {commune.unitName}
        </button>
      </td>
      <td className="num">{figure(commune.people)}</td>
      <td className="num">{figure(commune.overdue)}</td>
      <td className="num">{figure(commune.unplaced)}</td>
      <td className="waits">
        {commune.doses
          .map(
            ({ kind, doseNo, people }) => `${t(`due.dose.${kind}`, { number: doseNo })}: ${figure(people)}`,
          )
          .join(' · ') || '–'}
      </td>
      {children}
    </tr>
  );
}
