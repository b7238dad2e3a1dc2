import type { Event } from '../../recording/contract.ts';
import { figure, moment } from '../app/format.ts';
import { sync, useSync, useView, useWork } from './at-table.ts';
import { wallClock } from './clock.ts';
import { SealedHere } from './door.tsx';
import { Back, Notice, Tag } from './parts.tsx';
import { waiting } from './view.ts';
import { t, told } from './words.ts';

/** What exactly the server does not have yet, and what it did not take as it came. */
export function Unsent() {
  const view = useView();
  const { busy, trouble } = useSync();
  const { people } = useWork();
  const left = waiting(view);
  const troubled = view.entries.filter(
    ({ answer }) => answer?.result === 'refused' || answer?.result === 'conflict',
  );
  const who = (event: Event): string =>
    'personId' in event.payload
      ? (people.get(event.payload.personId)?.name ?? '')
      : 'lot' in event.payload
        ? event.payload.lot
        : '';
  return (
    <div className="screen">
      <Back title={t('table.sent_and_not')} sub={t('table.heard', { at: moment(view.heardAt) })} />
      <main className="body">
        {left.length === 0 ? (
          <Notice tone="ok" title={t('table.all_sent')}>
            <p>{t('table.all_sent_count', { count: figure(view.entries.length) })}</p>
          </Notice>
        ) : (
          <Notice tone="warn" title={t('table.unsent_count', { count: figure(left.length) })}>
            <p>{t('table.unsent_help')}</p>
          </Notice>
        )}
        {trouble !== null && trouble !== 'offline' && (
          <Notice tone="bad" title={t('table.server_trouble')}>
            <p>{trouble}</p>
          </Notice>
        )}
        <SealedHere />
        <ul className="people">
          {[...left].reverse().map((event) => (
            <li key={event.id} className="person">
              <span>
                <b>{t(`table.entry.${event.kind}`)}</b>
                <small>{who(event)}</small>
              </span>
              <span className="quiet">{wallClock(event.at)}</span>
            </li>
          ))}
        </ul>
        {troubled.length > 0 && (
          <section>
            <h2>{t('table.to_look_at')}</h2>
            <ul className="people">
              {troubled.map(({ event, answer }) => (
                <li key={event.id} className="person">
                  <span>
                    <b>
                      {t(`table.entry.${event.kind}`)} · {who(event)}
                    </b>
                    <small>
                      {answer?.result === 'conflict'
                        ? told(`table.conflict.${answer.conflict?.kind}`, 'table.conflict')
                        : told(`table.refusal.${answer?.refusal}`, 'table.refused')}
                    </small>
                  </span>
                  <Tag tone={answer?.result === 'conflict' ? 'warn' : 'bad'}>{wallClock(event.at)}</Tag>
                </li>
              ))}
            </ul>
          </section>
        )}
        <div className="actions">
          <button type="button" className="go" disabled={busy} onClick={() => void sync.now()}>
            {busy ? t('table.sending') : t('table.send_now')}
          </button>
        </div>
      </main>
    </div>
  );
}
