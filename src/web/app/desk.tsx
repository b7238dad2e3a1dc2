import { Outlet, useRouterState } from '@tanstack/react-router';
import { ConfigProvider, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import viVN from 'antd/locale/vi_VN';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHelpKeys } from '../help/use-help-keys.ts';
import { TrainingBanner } from '../training/training-banner.tsx';
import { Forbidden } from '../ui/states.tsx';
import type { Me } from './api-types.ts';
import { inTraining } from './base.ts';
import { Connection } from './connection.tsx';
import { Navigation } from './navigation.tsx';
import { sectionOf, sectionsOf } from './sections.ts';
import { TopBar } from './top-bar.tsx';
import { useDarkScheme } from './use-dark-scheme.ts';

const HelpPanel = lazy(() =>
  import('../help/help-panel.tsx').then((module) => ({ default: module.HelpPanel })),
);

/** Everything behind the door: navigation, place and account, and the page; the pages a role may not see say so. */
export function Desk({ me }: { me: Me }) {
  const { t, i18n } = useTranslation();
  const dark = useDarkScheme();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const section = sectionOf(path);
  const [help, setHelp] = useState(false);
  useHelpKeys(help, setHelp);
  const closeHelp = () => {
    setHelp(false);
    document.querySelector<HTMLElement>('.help-button')?.focus();
  };
  useEffect(() => {
    document.title = section === undefined ? t('web.product') : `${t(section.label)} · ${t('web.product')}`;
  }, [section, t]);
  const allowed = section === undefined || sectionsOf(me).includes(section);
  return (
    <ConfigProvider
      locale={i18n.language === 'en' ? enUS : viVN}
      theme={{
        algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: {
          colorPrimary: dark ? '#2b8f96' : '#0b6e75',
          colorTextPlaceholder: dark ? '#a3b1bd' : '#5b6875',
          fontFamily: 'inherit',
          borderRadius: 6,
          motion: false,
        },
        components: { Button: { primaryShadow: 'none', defaultShadow: 'none' } },
      }}
    >
      <div className={help ? 'frame with-help' : 'frame'}>
        <a className="skip" href="#content">
          {t('web.skip')}
        </a>
        {inTraining && <TrainingBanner />}
        {!inTraining && (me.demonstration || me.secondFactorOff) && (
          <div className="banner">
            {me.demonstration ? t('web.demo_banner') : ''}{' '}
            {me.secondFactorOff ? t('web.factor_off_banner') : ''}
          </div>
        )}
        <Navigation me={me} path={path} />
        <div className="main">
          <TopBar me={me} help={help} onHelp={() => setHelp(!help)} />
          <Connection />
          <main id="content" className="page" tabIndex={-1}>
            {allowed ? <Outlet /> : <Forbidden />}
          </main>
        </div>
        {help && (
          <Suspense>
            <HelpPanel onClose={closeHelp} />
          </Suspense>
        )}
      </div>
    </ConfigProvider>
  );
}
