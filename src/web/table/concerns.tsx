import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import { type DoseConcern, isStop } from '../../recording/rules.ts';
import { day, figure } from '../app/format.ts';
import {
  isSilent,
  offersAt,
  openHours,
  useNow,
  usePerson,
  useView,
  useWork,
  vaccineName,
  vialOf,
} from './at-table.ts';
import { type Chosen, concernsOf } from './checks.ts';
import { nowIso } from './clock.ts';
import { fittingOffer, type Offer } from './offers.ts';
import { Notice } from './parts.tsx';
import { t } from './words.ts';

/** What stands against giving somebody a dose of this or that now. */
function useAsk(id: string): (chosen: Chosen) => readonly DoseConcern[] {
  const work = useWork();
  const person = usePerson(id);
  const now = useNow(20_000);
  return (chosen) =>
    person === undefined
      ? []
      : concernsOf({
          person,
          visit: work.state.visits.get(id),
          chosen,
          lots: work.roster.lots,
          openHours: openHours(work, chosen.vaccine),
          schedule: work.schedule,
          site: work.roster.session.site,
          at: new Date(now).toISOString(),
        });
}

/** What fits the person better than the vial at hand; null where that is as good. */
export function useFitting(id: string): Offer | null {
  const { choice } = useView();
  const work = useWork();
  const ask = useAsk(id);
  return fittingOffer(offersAt(work), choice, ask);
}

/** What stands against the offer, or else against the vial at hand. */
export function useConcerns(id: string, offer: Offer | null): readonly DoseConcern[] {
  const { choice } = useView();
  const work = useWork();
  const ask = useAsk(id);
  if (offer !== null)
    // Its vial is about to be opened.
    return ask(offer).filter(({ code }) => offer.vial !== null || code !== 'vial_unknown');
  return choice === null ? [] : ask({ ...choice, vial: vialOf(work, choice) });
}

/** What the check cannot know: doses of sites that were not heard of. */
function Silent() {
  const { otherSites } = useView();
  const now = useNow(60_000);
  const silent = otherSites.filter((other) => isSilent(other, now));
  return silent.length === 0 ? null : (
    <p className="small">{t('table.sites_silent', { sites: silent.map(({ site }) => site).join(', ') })}</p>
  );
}

/** What stands against the dose. `before` the examination, that there was none yet goes without saying. */
export function Concerns({
  id,
  offer,
  before = false,
}: {
  id: string;
  offer: Offer | null;
  before?: boolean;
}) {
  const { choice } = useView();
  const work = useWork();
  const concerns = useConcerns(id, offer).filter(({ code }) => !(before && code === 'not_screened'));
  if (choice === null && offer === null) return null;
  if (concerns.length === 0)
    return (
      <Notice tone="ok" title={t('table.nothing_against', { on: day(dayInVietnam(nowIso())) })}>
        <Silent />
      </Notice>
    );
  const told = (value: string | number): string =>
    typeof value === 'number'
      ? figure(value)
      : /^\d{4}-\d\d-\d\d/.test(value)
        ? day(value)
        : vaccineName(work, value);
  const words = ({ code, params }: DoseConcern): string =>
    t(
      `table.check.${code}`,
      Object.fromEntries(Object.entries(params).map(([name, value]) => [name, told(value)])),
    );
  return (
    <>
      {concerns.map((concern) => (
        <Notice
          key={concern.code}
          tone={isStop(concern) ? 'bad' : 'warn'}
          title={t(isStop(concern) ? 'table.stop' : 'table.warn', { words: words(concern) })}
        />
      ))}
    </>
  );
}
