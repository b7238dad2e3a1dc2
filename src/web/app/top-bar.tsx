import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icon.tsx';
import { DayInput, UnitInput, useUnit } from '../ui/inputs.tsx';
import { Bell } from '../urging/bell.tsx';
import type { Me } from './api-types.ts';
import { inTraining, REGISTER } from './base.ts';
import { signOut } from './client.ts';
import { day } from './format.ts';
import { usePlace } from './place.ts';
import { language, setLanguage } from './words.ts';

/** Unit, reference date, map date, language and account. A phone shows them in a line that opens. */
export function TopBar({ me, help, onHelp }: { me: Me; help: boolean; onHelp: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const place = usePlace();
  const unit = useUnit(place.unit, place.map);
  const [open, setOpen] = useState(false);
  const leave = async (everywhere: boolean) => {
    await signOut(everywhere);
    client.clear();
    location.assign(REGISTER);
  };
  const roles = me.roles.map(({ role, unit: of }) => `${t(`role.${role}`)} · ${of.fullName}`);
  return (
    <header className="top">
      <button
        type="button"
        className="place-line"
        aria-expanded={open}
        aria-controls="place"
        onClick={() => setOpen(!open)}
      >
        <b>{unit.data?.fullName ?? '…'}</b>
        <span>{t('web.to_day', { date: day(place.date) })}</span>
        <Icon name="down" />
      </button>
      <div id="place" className={open ? 'place open' : 'place'}>
        <label className="unit">
          {t('web.unit')}
          <UnitInput
            label={t('web.unit')}
            value={place.unit}
            at={place.map}
            onChange={(next) => place.set({ unit: next })}
          />
        </label>
        <label>
          {t('web.date')}
          <DayInput
            label={t('web.date')}
            value={place.date}
            onChange={(date) => date && place.set({ date, map: date })}
          />
        </label>
        <label>
          {t('web.map')}
          <DayInput label={t('web.map')} value={place.map} onChange={(map) => map && place.set({ map })} />
        </label>
        <span className="grow" />
        <Button
          lang={language() === 'vi' ? 'en' : 'vi'}
          onClick={() => {
            const next = language() === 'vi' ? 'en' : 'vi';
            void setLanguage(next).then(() => {
              place.set({ lang: next });
              return client.invalidateQueries();
            });
          }}
        >
          {language() === 'vi' ? 'English' : 'Tiếng Việt'}
        </Button>
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'who', type: 'group', label: roles.join(', ') },
              // Practice has no password of its own.
              ...(inTraining
                ? []
                : [{ key: 'password', label: <Link to="/password">{t('sign.change')}</Link> }]),
              { key: 'out', label: t('web.sign_out'), onClick: () => void leave(false) },
              { key: 'all', label: t('web.sign_out_everywhere'), onClick: () => void leave(true) },
            ],
          }}
        >
          <button type="button" className="account">
            <span>
              <b>{me.account.displayName}</b>
              <small>{roles[0] ?? t('web.no_role')}</small>
            </span>
            <Icon name="down" />
          </button>
        </Dropdown>
      </div>
      <div className="top-tools">
        <Bell />
        <button
          type="button"
          className="help-button"
          aria-expanded={help}
          aria-label={t('help.open')}
          title={`${t('help.open')} (?)`}
          onClick={onHelp}
        >
          <b aria-hidden="true">?</b>
        </button>
      </div>
    </header>
  );
}
