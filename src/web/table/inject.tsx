import { useEffect, useState } from 'react';
import { isStop } from '../../recording/rules.ts';
import { undo } from './after-dose.tsx';
import { record, takeVial, usePerson, useView, useWork, vaccineName } from './at-table.ts';
import { earlierDoses, nextKind } from './checks.ts';
import { nowIso } from './clock.ts';
import { Concerns, useConcerns, useFitting } from './concerns.tsx';
import type { Offer } from './offers.ts';
import { Notice, OneOf } from './parts.tsx';
import { goTo, replaceBy } from './place.ts';
import { say } from './said.tsx';
import { ChosenVial } from './vials.tsx';
import type { Work } from './view.ts';
import { t } from './words.ts';

const SETTING_ASIDE = ['doctor_decided', 'seen_paper', 'guidance_allows'] as const;
/** The dose stands where the button before it stood: a second tap of a tired thumb must not record one. */
const SETTLES_MS = 400;
const ANYWAY = ['given_already', 'doctor_decided'] as const;

const offerName = (work: Work, { vaccine, lot }: Readonly<{ vaccine: string; lot: string }>): string =>
  `${vaccineName(work, vaccine)} · ${t('table.lot', { lot })}`;

/** What the person's schedule asks for, where that is not at hand; the vaccinator confirms it by taking the vial. */
export function Fitting({ offer }: { offer: Offer }) {
  const work = useWork();
  const { choice } = useView();
  return (
    <Notice tone="wait" title={t('table.fits', { vial: offerName(work, offer) })}>
      {choice !== null && <p>{t('table.fits_not', { vial: offerName(work, choice) })}</p>}
    </Notice>
  );
}

/** The jab: vaccine and lot at hand, what stands against them, and the one button. */
export function Inject({ id }: { id: string }) {
  const { choice } = useView();
  const work = useWork();
  const fitting = useFitting(id);
  const [asked, setAsked] = useState(true);
  const offer = asked ? fitting : null;
  const concerns = useConcerns(id, offer);
  const [reason, setReason] = useState<string | null>(null);
  const [anyway, setAnyway] = useState(false);
  const [busy, setBusy] = useState(true);
  const shown = offer === null;
  useEffect(() => {
    setBusy(true);
    const timer = setTimeout(() => setBusy(false), shown ? SETTLES_MS : 0);
    return () => clearTimeout(timer);
  }, [shown]);
  const person = usePerson(id)!;
  const stops = concerns.filter(isStop);
  const number = earlierDoses(person, work.state.visits.get(id)).length + 1;
  const give = async (why: string | null) => {
    if (choice === null || busy) return;
    setBusy(true);
    // A full device takes no dose, and says so; the button stays for the next try.
    const doseId = await record('dose_given', {
      personId: id,
      vaccine: choice.vaccine,
      lot: choice.lot,
      vialId: choice.vialId,
      doseKind: nextKind({ person, visit: work.state.visits.get(id), schedule: work.schedule, at: nowIso() }),
      site: null,
      overrides: why === null ? [] : concerns.map(({ code }) => ({ code, reason: why })),
    }).finally(() => setBusy(false));
    say(t('table.dose_said', { number, name: person.name }), () => void undo(doseId, id, 'slip'));
    replaceBy('find');
  };
  const words = (why: string): string => t(`table.aside.${why}`);
  if (offer !== null)
    return (
      <>
        <Fitting offer={offer} />
        <Concerns id={id} offer={offer} />
        <div className="actions">
          <button type="button" className="go" onClick={() => void takeVial(offer)}>
            <span>
              {t(offer.vial === null ? 'table.open_fitting' : 'table.take_fitting')}
              <small>{offerName(work, offer)}</small>
            </span>
          </button>
          <button
            type="button"
            className="plain"
            onClick={() => (choice === null ? goTo('vials') : setAsked(false))}
          >
            {choice === null
              ? t('table.choose_vial')
              : t('table.keep_at_hand', { vial: offerName(work, choice) })}
          </button>
        </div>
      </>
    );
  return (
    <>
      <ChosenVial />
      <Concerns id={id} offer={null} />
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
              <small>{offerName(work, choice)}</small>
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
