import { useEffect } from 'react';
import { day } from '../app/format.ts';
import { AfterDose } from './after-dose.tsx';
import { arrive, record, sync, usePerson, useWork } from './at-table.ts';
import { Concerns, useFitting } from './concerns.tsx';
import { Fitting, Inject } from './inject.tsx';
import { Back, Notice } from './parts.tsx';
import { About } from './person-about.tsx';
import { goTo, replaceBy } from './place.ts';
import { say } from './said.tsx';
import { stageOf } from './session-state.ts';
import { t } from './words.ts';

/** One person at the table. Found, eligible, injected: a dose without trouble is two touches, one with a warning three. */
export function Person({ id }: { id: string }) {
  const person = usePerson(id);
  const visit = useWork().state.visits.get(id);
  const stage = stageOf(visit);
  // Doses given elsewhere since the roster was fetched are known before the jab, where there is a line.
  useEffect(() => void sync.freshen(), []);
  if (person === undefined)
    return (
      <div className="screen">
        <Back title={t('table.person')} />
        <main className="body">
          <Notice tone="warn" title={t('table.person_gone')} />
        </main>
      </div>
    );
  return (
    <div className="screen">
      <Back title={person.name} sub={t(`table.step.${stage}`)} />
      <main className="body">
        <About person={person} visit={visit} />
        {stage === 'none' || stage === 'arrived' ? (
          <Examine id={id} arrived={stage === 'arrived'} />
        ) : stage === 'screened' ? (
          <Inject id={id} />
        ) : stage === 'injected' || stage === 'done' ? (
          <AfterDose id={id} />
        ) : (
          <NotInjected id={id} />
        )}
      </main>
    </div>
  );
}

function Examine({ id, arrived }: { id: string; arrived: boolean }) {
  const fitting = useFitting(id);
  const eligible = async () => {
    await arrive(id, 'search');
    await record('screened', {
      personId: id,
      outcome: 'eligible',
      flags: [],
      temperature: null,
      pulse: null,
      systolic: null,
      diastolic: null,
      breathing: null,
      note: null,
    });
  };
  return (
    <>
      {fitting !== null && <Fitting offer={fitting} />}
      <Concerns id={id} offer={fitting} before />
      <div className="actions">
        <button type="button" className="go" onClick={() => void eligible()}>
          {t('table.eligible')}
        </button>
        <div className="pair">
          <button type="button" className="plain" onClick={() => goTo('screening', id)}>
            {t('table.examine')}
          </button>
          <button type="button" className="plain" onClick={() => goTo('not-today', id)}>
            {t('table.not_today')}
          </button>
        </div>
        {!arrived && (
          <button
            type="button"
            className="plain"
            onClick={async () => {
              await arrive(id, 'search');
              say(t('table.arrived_said'));
              replaceBy('find');
            }}
          >
            {t('table.only_arrived')}
          </button>
        )}
      </div>
    </>
  );
}

function NotInjected({ id }: { id: string }) {
  const visit = useWork().state.visits.get(id)!;
  const { postponed, refused, screened } = visit;
  const said = stageOf(visit) === 'refused' ? refused : postponed;
  return (
    <>
      <Notice tone="warn" title={t(`table.stage.${stageOf(visit)}`)}>
        {said === null ? (
          screened !== null && <p>{t(`table.screening.${screened.outcome}`)}</p>
        ) : said === refused ? (
          <p>{t(`table.refuse.${said.reason}`)}</p>
        ) : (
          <p>{t(`table.postpone.${said.reason}`)}</p>
        )}
        {postponed?.until != null && said === postponed && (
          <p>{t('table.comes_back', { on: day(postponed.until) })}</p>
        )}
      </Notice>
      <div className="actions">
        <button type="button" className="plain" onClick={() => goTo('screening', id)}>
          {t('table.examine_again')}
        </button>
      </div>
    </>
  );
}
