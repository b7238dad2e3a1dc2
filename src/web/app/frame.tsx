import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { ChangePassword } from '../sign-in/change-password.tsx';
import { SecondFactor } from '../sign-in/second-factor.tsx';
import { SignIn } from '../sign-in/sign-in.tsx';
import { DayInput, UnitInput } from '../ui/inputs.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { Problem, send } from './client.ts';
import { useMe, usePlace } from './place.ts';
import { language, setLanguage } from './words.ts';

/** Navigation by what people do; only what the account may do is there. */
export function Frame() {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const place = usePlace();
  const path = useRouterState({ select: (state) => state.location.pathname });
  if (me.isLoading)
    return (
      <div className="page">
        <Loading />
      </div>
    );
  if (me.error instanceof Problem && me.error.status === 401) return <SignIn />;
  if (me.error || !me.data)
    return (
      <div className="page">
        <Failed error={me.error} again={() => void me.refetch()} />
      </div>
    );
  if (me.data.account.mustChangePassword) return <ChangePassword forced />;
  if (me.data.secondFactor === 'enrol') return <SecondFactor />;
  const may = (action: string): boolean => me.data.actions.includes(action);
  const sections: [string, string, boolean][] = [
    ['/', t('nav.home'), true],
    ['/imports', t('nav.imports'), may('list.import')],
    ['/people', t('nav.people'), may('person.search')],
    ['/coverage', t('nav.coverage'), may('coverage.view')],
    ['/accounts', t('nav.accounts'), may('account.manage')],
    ['/audit', t('nav.audit'), may('audit.view')],
  ];
  const leave = async (everywhere: boolean) => {
    await send('POST', everywhere ? '/sign-out-everywhere' : '/sign-out').catch(() => {});
    client.clear();
    location.assign('/');
  };
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {t('web.skip')}
      </a>
      {(me.data.demonstration || me.data.secondFactorOff) && (
        <div className="banner" role="status">
          {me.data.demonstration ? t('web.demo_banner') : ''}{' '}
          {me.data.secondFactorOff ? t('web.factor_off_banner') : ''}
        </div>
      )}
      <aside className="side">
        <div className="brand">Sổ Tiêm</div>
        <nav aria-label={t('web.navigation')}>
          {sections
            .filter(([, , shown]) => shown)
            .map(([to, label]) => (
              <Link
                key={to}
                to={to}
                search={true}
                className={(to === '/' ? path === '/' : path.startsWith(to)) ? 'active' : ''}
              >
                {label}
              </Link>
            ))}
        </nav>
      </aside>
      <div className="main">
        <header className="top">
          <label>
            {t('web.unit')}
            <UnitInput
              label={t('web.unit')}
              value={place.unit}
              at={place.map}
              onChange={(unit) => place.set({ unit })}
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
            onClick={() => {
              setLanguage(language() === 'vi' ? 'en' : 'vi');
              void client.invalidateQueries();
            }}
          >
            {language() === 'vi' ? 'English' : 'Tiếng Việt'}
          </Button>
          <Dropdown
            menu={{
              items: [
                { key: 'out', label: t('web.sign_out'), onClick: () => void leave(false) },
                { key: 'all', label: t('web.sign_out_everywhere'), onClick: () => void leave(true) },
              ],
            }}
          >
            <Button>{me.data.account.displayName}</Button>
          </Dropdown>
        </header>
        <main id="content" className="page">
          <Outlet />
        </main>
      </div>
    </div>
  );
}
