import { type FormEvent, useState } from 'react';
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import type { RosterLot } from '../../recording/contract.ts';
import { lotHindrance } from '../../stock/rules.ts';
import { day, figure } from '../app/format.ts';
import { Icon } from '../ui/icon.tsx';
import {
  desk,
  openHours,
  plannedAt,
  record,
  takeVial,
  useNow,
  useView,
  useWork,
  vaccineName,
  vialOf,
} from './at-table.ts';
import { nowIso, wallClock } from './clock.ts';
import { Back, Empty, Field, OneOf, Tag } from './parts.tsx';
import { goBack, goTo } from './place.ts';
import type { Vial } from './session-state.ts';
import type { Work } from './view.ts';
import { t } from './words.ts';

/** What is left in an open vial, and until when: in words. */
export function leftIn(work: Work, vial: Vial, now: number): { words: string; tired: boolean } {
  const left = vial.doses - vial.given;
  const hours = openHours(work, vial.vaccine);
  const until = hours === null ? null : Date.parse(vial.openedAt) + hours * 3_600_000;
  const doses = left >= 0 ? t('table.left', { count: left }) : t('table.overfill', { count: -left });
  return {
    words:
      until === null
        ? doses
        : `${doses} · ${t(until > now ? 'table.use_until' : 'table.used_too_long', { at: wallClock(until) })}`,
    tired: left <= 0 || (until !== null && until <= now),
  };
}

/** Vaccine and lot at hand, always in sight before a dose; opens the choice. */
export function ChosenVial() {
  const { choice } = useView();
  const work = useWork();
  const now = useNow(30_000);
  const vial = vialOf(work, choice);
  const state = vial === null ? null : leftIn(work, vial, now);
  return (
    <button
      type="button"
      className={choice === null || state?.tired !== false ? 'vial warn' : 'vial'}
      onClick={() => goTo('vials')}
    >
      <Icon name="vial" />
      <span>
        <b>
          {choice === null
            ? t('table.no_vial')
            : `${vaccineName(work, choice.vaccine)} · ${t('table.lot', { lot: choice.lot })}`}
        </b>
        <small>
          {choice === null ? t('table.no_vial_help') : (state?.words ?? t('table.vial_not_open'))}
        </small>
      </span>
      {t('table.change')}
    </button>
  );
}

/** Choosing vaccine and lot before the jab; opening a vial; throwing away what is left of one. */
export function Vials() {
  const { choice } = useView();
  const work = useWork();
  const now = useNow(30_000);
  const open = [...work.state.vials.values()].filter(({ closed }) => !closed);
  return (
    <div className="screen">
      <Back title={t('table.vials')} />
      <main className="body">
        <section className="form">
          <h2>{t('table.open_vials')}</h2>
          {open.length === 0 && <Empty>{t('table.no_open_vial')}</Empty>}
          {open.map((vial) => (
            <OpenVial key={vial.id} vial={vial} chosen={choice?.vialId === vial.id} now={now} />
          ))}
        </section>
        <Planned />
        <NewVial />
      </main>
    </div>
  );
}

function OpenVial({ vial, chosen, now }: { vial: Vial; chosen: boolean; now: number }) {
  const work = useWork();
  const [closing, setClosing] = useState(false);
  const { words, tired } = leftIn(work, vial, now);
  const left = Math.max(0, vial.doses - vial.given);
  const close = async (reason: 'empty' | 'hours_over' | 'session_over' | 'broken' | 'contaminated') => {
    await record('vial_closed', { vialId: vial.id, discarded: left, reason, note: null });
    if (chosen) await desk.choose({ vaccine: vial.vaccine, lot: vial.lot, vialId: null });
  };
  return (
    <div className="card">
      <div className="row">
        <div className="grow">
          <b>
            {vaccineName(work, vial.vaccine)} · {t('table.lot', { lot: vial.lot })}
          </b>
          <div className="quiet small">
            {t('table.opened_at', { at: wallClock(vial.openedAt) })} · {words}
          </div>
        </div>
        {chosen && <Tag tone={tired ? 'warn' : 'ok'}>{t('table.in_use')}</Tag>}
      </div>
      <div className="chips">
        {!chosen && (
          <button
            type="button"
            className="chip"
            onClick={async () => {
              await takeVial({ ...vial, vial, labelled: vial.doses });
              goBack();
            }}
          >
            {t('table.use_this')}
          </button>
        )}
        {left === 0 ? (
          <button type="button" className="chip" onClick={() => void close('empty')}>
            {t('table.vial_finished')}
          </button>
        ) : (
          !closing && (
            <button type="button" className="chip" onClick={() => setClosing(true)}>
              {t('table.discard', { count: left })}
            </button>
          )
        )}
      </div>
      {closing && left > 0 && (
        <OneOf
          legend={t('table.discard_why', { count: left })}
          options={['hours_over', 'session_over', 'broken', 'contaminated'] as const}
          words={(reason) => t(`table.discard.${reason}`)}
          value={null}
          choose={(reason) => void close(reason)}
        />
      )}
    </div>
  );
}

/** The lots that the session is planned with: a vial of each is one touch away. */
function Planned() {
  const work = useWork();
  const planned = plannedAt(work);
  if (planned.length === 0) return null;
  return (
    <section className="form">
      <h2>{t('table.planned')}</h2>
      {planned.map(({ vaccine, lot, labelled, doses, given }) => (
        <div key={`${vaccine} ${lot}`} className="card row">
          <div className="grow">
            <b>
              {vaccineName(work, vaccine)} · {t('table.lot', { lot })}
            </b>
            <div className="quiet small">
              {doses === null
                ? t('table.planned_given', { given: figure(given) })
                : t('table.planned_of', { given: figure(given), doses: figure(doses) })}
            </div>
          </div>
          <button
            type="button"
            className="chip"
            onClick={async () => {
              await takeVial({ vaccine, lot, vial: null, labelled });
              goBack();
            }}
          >
            {t('table.open_planned', { count: labelled })}
          </button>
        </div>
      ))}
    </section>
  );
}

/** The lots of the facility; one that is not among them can be typed, and is checked and warned of at each dose. */
function NewVial() {
  const work = useWork();
  const { lots, vaccines, session } = work.roster;
  const [vaccine, setVaccine] = useState<string | null>(session.vaccines[0] ?? lots[0]?.vaccine ?? null);
  const [lot, setLot] = useState('');
  const [doses, setDoses] = useState('');
  const offeredLots = usable(lots, vaccine).map((one) => one.lot);
  const known = lots.find((one) => one.vaccine === vaccine && one.lot === lot);
  const labelled = Number(doses || known?.dosesPerVial);
  const offered = [...new Set([...session.vaccines, ...lots.map((one) => one.vaccine)])];
  const codes = offered.length > 0 ? offered : vaccines.map(({ code }) => code);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const text = lot.trim().toUpperCase();
    if (vaccine === null || text === '' || !Number.isInteger(labelled) || labelled < 1) return;
    await takeVial({ vaccine, lot: text, vial: null, labelled });
    goBack();
  };
  return (
    <form className="form" onSubmit={submit}>
      <h2>{t('table.open_new')}</h2>
      <OneOf
        legend={t('table.vaccine')}
        options={codes}
        words={(code) => vaccineName(work, code)}
        value={vaccine}
        choose={(code) => {
          setVaccine(code);
          setLot('');
          setDoses('');
        }}
      />
      {offeredLots.length === 0 ? (
        <Empty>{t('table.no_lot')}</Empty>
      ) : (
        <OneOf
          legend={t('table.lot_of')}
          options={offeredLots}
          words={(one) => lotWords(lots.find((other) => other.vaccine === vaccine && other.lot === one)!)}
          value={lot}
          choose={setLot}
        />
      )}
      <div className="pair">
        <Field
          label={t('table.lot_typed')}
          value={lot}
          autoCapitalize="characters"
          autoComplete="off"
          maxLength={40}
          required
          onChange={(event) => setLot(event.target.value)}
        />
        <Field
          label={t('table.doses_in_vial')}
          inputMode="numeric"
          pattern="[1-9]|[1-4][0-9]|50"
          required
          value={doses === '' ? String(known?.dosesPerVial ?? '') : doses}
          onChange={(event) => setDoses(event.target.value.replace(/\D/g, ''))}
        />
      </div>
      <button type="submit" className="go">
        {t('table.open_vial')}
      </button>
    </form>
  );
}

/** Lots of the vaccine that may be used, the first to expire first; another one can be typed. */
const usable = (lots: readonly RosterLot[], vaccine: string | null): RosterLot[] =>
  lots
    .filter((lot) => lot.vaccine === vaccine && lotHindrance(lot, dayInVietnam(nowIso())) === null)
    .sort((a, b) => ((a.expiresOn ?? '9') < (b.expiresOn ?? '9') ? -1 : 1));

const lotWords = ({ lot, expiresOn, balance }: RosterLot): string =>
  [
    lot,
    expiresOn === null ? null : t('table.expires', { on: day(expiresOn) }),
    balance === null ? null : t('table.in_stock', { count: figure(balance) }),
  ]
    .filter((part) => part !== null)
    .join(' · ');
