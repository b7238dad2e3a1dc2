import { record, useNow, useWork } from './at-table.ts';
import { wallClock } from './clock.ts';
import { Empty, Tag } from './parts.tsx';
import { goTo } from './place.ts';
import { say } from './said.tsx';
import { standing, watchedUntil } from './session-state.ts';
import { t } from './words.ts';

/** Minutes and seconds until the watching is over. */
export const countdown = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
};

/** Everybody is watched for 30 minutes; whoever may go stands first. */
export function Watch() {
  const { state, people } = useWork();
  const now = useNow(1000);
  const watched = [...state.visits.values()]
    .flatMap((visit) => {
      const until = watchedUntil(visit);
      return until === null ? [] : [{ visit, until }];
    })
    .sort((a, b) => a.until - b.until);
  return (
    <section>
      <h1>{t('table.section.watch')}</h1>
      {watched.length === 0 ? (
        <Empty>{t('table.nobody_watched')}</Empty>
      ) : (
        <ul className="people">
          {watched.map(({ visit, until }) => {
            const person = people.get(visit.personId);
            if (person === undefined) return null;
            return (
              <li key={person.id} className="row">
                <button type="button" className="person grow" onClick={() => goTo('person', person.id)}>
                  <span>
                    <b>{person.name}</b>
                    <small>
                      {visit.adverse.length > 0
                        ? t('table.had_reaction')
                        : t('table.dose_at', { at: wallClock(standing(visit).at(-1)!.at) })}
                    </small>
                  </span>
                  {until > now ? (
                    <span className="clock">{countdown(until - now)}</span>
                  ) : (
                    <Tag tone="ok">{t('table.time_over')}</Tag>
                  )}
                </button>
                {until <= now && visit.adverse.length === 0 && (
                  <button
                    type="button"
                    className="plain"
                    onClick={async () => {
                      await record('observed', {
                        personId: person.id,
                        doseId: standing(visit).at(-1)?.id ?? null,
                        left: 'well',
                      });
                      say(t('table.went_well', { name: person.name }));
                    }}
                  >
                    {t('table.well')}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
