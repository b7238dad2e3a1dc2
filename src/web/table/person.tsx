import { useEffect, useState } from 'react';
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import { type DoseConcern, isStop } from '../../recording/rules.ts';
import { day, figure } from '../app/format.ts';
import {
  arrive,
  openHours,
  record,
  sync,
  useNow,
  usePerson,
  useView,
  useWork,
  vaccineName,
  vialOf,
} from './at-table.ts';
import { concernsOf, earlierDoses } from './checks.ts';
import { nowIso, wallClock } from './clock.ts';
import { Back, Notice, OneOf } from './parts.tsx';
import { About } from './person-about.tsx';
import { goTo, replaceBy } from './place.ts';
import { say } from './said.tsx';
import { stageOf, standing, watchedUntil } from './session-state.ts';
import { ChosenVial } from './vials.tsx';
import { countdown } from './watch.tsx';
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
      <Concerns id={id} before />
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

const SETTING_ASIDE = ['doctor_decided', 'seen_paper', 'guidance_allows'] as const;
const ANYWAY = ['given_already', 'doctor_decided'] as const;

function Inject({ id }: { id: string }) {
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
      doseKind: null,
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

const UNDO_REASONS = ['slip', 'wrong_person', 'wrong_vial', 'not_given'] as const;

async function undo(doseId: string, personId: string, reason: (typeof UNDO_REASONS)[number]): Promise<void> {
  await record('dose_undone', { doseId, personId, reason: t(`table.undo.${reason}`) });
  say(t('table.undone_said'));
}

function AfterDose({ id }: { id: string }) {
  const work = useWork();
  const visit = work.state.visits.get(id)!;
  const person = usePerson(id)!;
  const now = useNow(1000);
  const [undoing, setUndoing] = useState(false);
  const dose = standing(visit).at(-1)!;
  const until = watchedUntil(visit);
  const leave = async (left: 'well' | 'to_hospital' | 'unwatched') => {
    await record('observed', { personId: id, doseId: dose.id, left });
    say(t('table.went_said', { name: person.name }));
    replaceBy('watch');
  };
  return (
    <>
      <section className="card">
        <b>
          {vaccineName(work, dose.vaccine)} · {t('table.lot', { lot: dose.lot })}
        </b>
        <p>{t('table.dose_at', { at: wallClock(dose.at) })}</p>
        {until !== null && (
          <p className="row">
            {t('table.watched')}{' '}
            <span className="clock">{until > now ? countdown(until - now) : t('table.time_over')}</span>
          </p>
        )}
        {visit.observed !== null && <p>{t(`table.left.${visit.observed.left}`)}</p>}
        {visit.adverse.map((event) => (
          <p key={event.at}>
            {t(`table.adverse.${event.type}`)} · {t(`table.severity.${event.severity}`)}
          </p>
        ))}
        <button type="button" className="link" onClick={() => setUndoing(!undoing)}>
          {t('table.undo_dose')}
        </button>
        {undoing && (
          <OneOf
            legend={t('table.undo_why')}
            options={UNDO_REASONS}
            words={(reason) => t(`table.undo.${reason}`)}
            value={null}
            choose={(reason) => void undo(dose.id, id, reason)}
          />
        )}
      </section>
      <div className="actions">
        {until !== null && until <= now && (
          <button type="button" className="go" onClick={() => void leave('well')}>
            {t('table.well_home')}
          </button>
        )}
        <div className="pair">
          <button type="button" className="plain danger" onClick={() => goTo('adverse', id)}>
            {t('table.reaction')}
          </button>
          {until !== null && (
            <button type="button" className="plain" onClick={() => void leave('to_hospital')}>
              {t('table.to_hospital')}
            </button>
          )}
        </div>
        {until !== null && until > now && (
          <button type="button" className="plain" onClick={() => void leave('unwatched')}>
            {t('table.leaves_early')}
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

function useConcerns(id: string): readonly DoseConcern[] {
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

/** What stands against the dose. `before` the examination, that there was none yet goes without saying. */
function Concerns({ id, before = false }: { id: string; before?: boolean }) {
  const { choice } = useView();
  const work = useWork();
  const concerns = useConcerns(id).filter(({ code }) => !(before && code === 'not_screened'));
  if (choice === null) return null;
  if (concerns.length === 0)
    return <Notice tone="ok" title={t('table.nothing_against', { on: day(dayInVietnam(nowIso())) })} />;
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
