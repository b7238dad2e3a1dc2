import { useNow, useWork } from './at-table.ts';
import { Empty, PersonRow } from './parts.tsx';
import { type Stage, stageOf, type Visit } from './session-state.ts';
import { t } from './words.ts';

/** Who sits and waits: for the examination, for the dose; who came first stands first. */
export function Waiting() {
  return (
    <>
      <Queue stage="arrived" title={t('table.wait_examination')} />
      <Queue stage="screened" title={t('table.wait_dose')} />
    </>
  );
}

function Queue({ stage, title }: { stage: Stage; title: string }) {
  const { state, people } = useWork();
  const now = useNow(30_000);
  const since = (visit: Visit): string => visit.arrivedAt ?? visit.lastAt;
  const visits = [...state.visits.values()]
    .filter((visit) => stageOf(visit) === stage)
    .sort((a, b) => (since(a) < since(b) ? -1 : 1));
  return (
    <section>
      <h2>
        {title} ({visits.length})
      </h2>
      {visits.length === 0 ? (
        <Empty>{t('table.nobody_waits')}</Empty>
      ) : (
        <ul className="people">
          {visits.map((visit) => {
            const person = people.get(visit.personId);
            return (
              person && (
                <PersonRow
                  key={person.id}
                  person={person}
                  visit={visit}
                  end={
                    <span className="quiet">
                      {t('table.minutes', {
                        count: Math.max(0, Math.floor((now - Date.parse(since(visit))) / 60_000)),
                      })}
                    </span>
                  }
                />
              )
            );
          })}
        </ul>
      )}
    </section>
  );
}
