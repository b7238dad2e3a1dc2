import { useState } from 'react';
import { isStop } from '../../recording/rules.ts';
import { undo } from './after-dose.tsx';
import { record, usePerson, useView, useWork, vaccineName } from './at-table.ts';
import { earlierDoses, nextKind } from './checks.ts';
import { nowIso } from './clock.ts';
import { Concerns, useConcerns } from './concerns.tsx';
import { OneOf } from './parts.tsx';
import { goTo, replaceBy } from './place.ts';
import { say } from './said.tsx';
import { ChosenVial } from './vials.tsx';
import { t } from './words.ts';

const SETTING_ASIDE = ['doctor_decided', 'seen_paper', 'guidance_allows'] as const;
const ANYWAY = ['given_already', 'doctor_decided'] as const;

/** The jab: vaccine and lot at hand, what stands against them, and the one button. */
export function Inject({ id }: { id: string }) {
  const { choice } = useView();
  const work = useWork();
  const concerns = useConcerns(id);
  const [reason, setReason] = useState<string | null>(null);
  const [anyway, setAnyway] = useState(false);
  const [busy, setBusy] = useState(false);
  const person = usePerson(id)!;
  const stops = concerns.filter(isStop);
  const number = earlierDoses(person, work.state.visits.get(id)).length + 1;
  const give = async (why: string | null) => {
    if (choice === null || busy) return;
    setBusy(true);
    const doseId = await record('dose_given', {
      personId: id,
      vaccine: choice.vaccine,
      lot: choice.lot,
      vialId: choice.vialId,
      doseKind: nextKind({ person, visit: work.state.visits.get(id), schedule: work.schedule, at: nowIso() }),
      site: null,
      overrides: why === null ? [] : concerns.map(({ code }) => ({ code, reason: why })),
    });
    say(t('table.dose_said', { number, name: person.name }), () => void undo(doseId, id, 'slip'));
    replaceBy('find');
  };
  const words = (why: string): string => t(`table.aside.${why}`);
  return (
    <>
      <ChosenVial />
      <Concerns id={id} />
      {stops.length > 0 && !anyway && (
        <button type="button" className="link" onClick={() => setAnyway(true)}>
          {t('table.anyway')}
        </button>
      )}
      {concerns.length > 0 && (stops.length === 0 || anyway) && (
        <OneOf
          legend={stops.length > 0 ? t('table.anyway_why') : t('table.aside_why')}
          options={stops.length > 0 ? ANYWAY : SETTING_ASIDE}
          words={words}
          value={reason as never}
          choose={setReason}
        />
      )}
      <div className="actions">
        {stops.length > 0 && !anyway ? (
          <button type="button" className="go warn" onClick={() => goTo('not-today', id)}>
            {t('table.do_not_inject')}
          </button>
        ) : choice === null ? (
          <button type="button" className="go" onClick={() => goTo('vials')}>
            {t('table.choose_vial')}
          </button>
        ) : (
          <button
            type="button"
            className={concerns.length > 0 ? 'go warn' : 'go'}
            disabled={busy || (concerns.length > 0 && reason === null)}
            onClick={() => void give(concerns.length > 0 && reason !== null ? words(reason) : null)}
          >
            <span>
              {t('table.inject', { number })}
              <small>
                {vaccineName(work, choice.vaccine)} · {t('table.lot', { lot: choice.lot })}
              </small>
            </span>
          </button>
        )}
        {(stops.length === 0 || anyway) && (
          <button type="button" className="plain" onClick={() => goTo('not-today', id)}>
            {t('table.not_today')}
          </button>
        )}
      </div>
    </>
  );
}
