import { useEffect, useState } from 'react';
import { figure, moment } from '../app/format.ts';
import { desk, sync, useView, useWork } from './at-table.ts';
import { NewVersion } from './new-version.tsx';
import { Back, Notice } from './parts.tsx';
import { finishSignOut } from './sync.ts';
import { waiting } from './view.ts';
import { t } from './words.ts';

/** What lies on this device, of whom, since when and until when; and how it is taken off. */
export function DevicePage() {
  const view = useView();
  const { roster } = useWork();
  const [asks, setAsks] = useState(false);
  const [bytes, setBytes] = useState<number | null>(null);
  useEffect(() => {
    desk.bytes().then(setBytes, () => {});
  }, []);
  const left = waiting(view).length;
  const leave = async () => {
    await sync.now();
    await desk.close();
    await finishSignOut(true).catch(() => {});
    location.hash = '';
    void sync.now();
  };
  return (
    <div className="screen">
      <Back title={t('table.on_device')} sub={view.grant?.author} />
      <main className="body">
        <dl className="facts">
          <dt>{t('table.people')}</dt>
          <dd>{figure(roster.people.length)}</dd>
          <dt>{t('table.size')}</dt>
          <dd>{t('table.kilobytes', { count: figure(bytes === null ? null : Math.ceil(bytes / 1024)) })}</dd>
          <dt>{t('table.as_of')}</dt>
          <dd>{moment(roster.madeAt)}</dd>
          <dt>{t('table.gone_at')}</dt>
          <dd>{moment(roster.validUntil)}</dd>
          <dt>{t('table.entries')}</dt>
          <dd>{t('table.entries_of', { all: figure(view.entries.length), left: figure(left) })}</dd>
        </dl>
        <p className="quiet">{t('table.device_kept')}</p>
        <NewVersion />
        {asks && (
          <Notice
            tone={left === 0 ? 'wait' : 'warn'}
            title={t(left === 0 ? 'table.wipe_sure' : 'table.wipe_unsent', { count: figure(left) })}
          >
            <p>{t(left === 0 ? 'table.wipe_help' : 'table.wipe_unsent_help')}</p>
          </Notice>
        )}
        <div className="actions">
          <button
            type="button"
            className={asks ? 'go warn' : 'plain danger'}
            onClick={() => (asks ? void leave() : setAsks(true))}
          >
            {t(asks ? 'table.wipe_yes' : 'table.wipe')}
          </button>
        </div>
      </main>
    </div>
  );
}
