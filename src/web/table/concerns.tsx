import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import { type DoseConcern, isStop } from '../../recording/rules.ts';
import { day, figure } from '../app/format.ts';
import { isSilent, openHours, useNow, usePerson, useView, useWork, vaccineName, vialOf } from './at-table.ts';
import { concernsOf } from './checks.ts';
import { nowIso } from './clock.ts';
import { Notice } from './parts.tsx';
import { t } from './words.ts';

/** What stands against giving the person a dose of the vaccine at hand, now. */
export function useConcerns(id: string): readonly DoseConcern[] {
  const { choice } = useView();
  const work = useWork();
  const person = usePerson(id);
  const now = useNow(20_000);
  if (person === undefined || choice === null) return [];
  return concernsOf({
    person,
    visit: work.state.visits.get(id),
    chosen: { vaccine: choice.vaccine, lot: choice.lot, vial: vialOf(work, choice) },
    lots: work.roster.lots,
    openHours: openHours(work, choice.vaccine),
    schedule: work.schedule,
    site: work.roster.session.site,
    at: new Date(now).toISOString(),
  });
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
export function Concerns({ id, before = false }: { id: string; before?: boolean }) {
  const { choice } = useView();
  const work = useWork();
  const concerns = useConcerns(id).filter(({ code }) => !(before && code === 'not_screened'));
  if (choice === null) return null;
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
