import { figure, moment } from '../app/format.ts';
import { desk, isSilent, useNow, useView, useWork, vaccineName } from './at-table.ts';
import { NewVersion } from './new-version.tsx';
import { Notice } from './parts.tsx';
import { goTo } from './place.ts';
import { figuresOf } from './session-state.ts';
import { leftIn } from './vials.tsx';
import { waiting } from './view.ts';
import { t } from './words.ts';

const SHOWN = [
  'expected',
  'arrived',
  'screened',
  'injected',
  'observing',
  'postponed',
  'refused',
  'adverse',
  'vialsOpened',
] as const;
/** The session's figures as they are now, the open vials, and what this device knows of the other sites. */
export function Overview() {
  const view = useView();
  const work = useWork();
  const now = useNow(30_000);
  const expected = work.roster.people.filter(({ invitation }) => invitation !== null).length;
  const figures = figuresOf(work.state, expected);
  const open = [...work.state.vials.values()].filter(({ closed }) => !closed);
  const conflicts = view.entries.filter(({ answer }) => answer?.result === 'conflict').length;
  return (
    <>
      <NewVersion />
      <dl className="tally">
        {SHOWN.map((name) => (
          <div key={name}>
            <dt>{t(`table.figure.${name}`)}</dt>
            <dd>{figure(figures[name])}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet small">
        {t('table.figures_of', { at: moment(view.heardAt), count: figure(waiting(view).length) })}
      </p>
      {open.length > 0 && (
        <section>
          <h2>{t('table.open_vials')}</h2>
          <ul className="people">
            {open.map((vial) => (
              <li key={vial.id}>
                <button type="button" className="person" onClick={() => goTo('vials')}>
                  <span>
                    <b>
                      {vaccineName(work, vial.vaccine)} · {t('table.lot', { lot: vial.lot })}
                    </b>
                    <small>{leftIn(work, vial, now).words}</small>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{t('table.other_sites')}</h2>
        {view.otherSites.length === 0 ? (
          <p className="quiet">{t('table.no_other_site')}</p>
        ) : (
          <ul className="people">
            {view.otherSites.map((other) => (
              <li key={`${other.site} ${other.device} ${other.author}`} className="person">
                <span>
                  <b>{other.site}</b>
                  <small>
                    {other.device} · {other.author}
                  </small>
                </span>
                <span className={isSilent(other, now) ? 'tag warn' : 'quiet'}>
                  {other.lastSyncAt === null ? t('table.never_heard') : moment(other.lastSyncAt)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <div className="chips">
        <button type="button" className="chip" onClick={() => goTo('conflicts')}>
          {t('table.conflicts')} {conflicts > 0 && `(${conflicts})`}
        </button>
        <button type="button" className="chip" onClick={() => goTo('unsent')}>
          {t('table.sent_and_not')}
        </button>
        <button type="button" className="chip" onClick={() => goTo('device')}>
          {t('table.on_device')}
        </button>
        <button type="button" className="chip" onClick={() => desk.leaveSession()}>
          {t('table.other_session')}
        </button>
      </div>
      {waiting(view).length > 0 && <Notice tone="wait" title={t('table.keep_device')} />}
    </>
  );
}
