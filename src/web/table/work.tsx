import { lazy, type ReactNode, Suspense } from 'react';
import { figure } from '../app/format.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { useNow, useSync, useView, useWork } from './at-table.ts';
import { Find } from './find.tsx';
import { Notice } from './parts.tsx';
import { Person } from './person.tsx';
import { goTo, usePlace } from './place.ts';
import { Said } from './said.tsx';
import { stageOf, watchedUntil } from './session-state.ts';
import { Vials } from './vials.tsx';
import { waiting } from './view.ts';
import { Waiting } from './waiting.tsx';
import { Watch } from './watch.tsx';
import { t } from './words.ts';

// What a dose does not need comes when it is opened; the service worker has it on the device by then.
const Overview = lazy(() => import('./overview.tsx').then(({ Overview }) => ({ default: Overview })));
const AddPerson = lazy(() => import('./add-person.tsx').then(({ AddPerson }) => ({ default: AddPerson })));
const Screening = lazy(() => import('./screening.tsx').then(({ Screening }) => ({ default: Screening })));
const NotToday = lazy(() => import('./not-today.tsx').then(({ NotToday }) => ({ default: NotToday })));
const AdverseEvent = lazy(() =>
  import('./adverse-event.tsx').then(({ AdverseEvent }) => ({ default: AdverseEvent })),
);
const Unsent = lazy(() => import('./unsent.tsx').then(({ Unsent }) => ({ default: Unsent })));
const Conflicts = lazy(() => import('./conflicts.tsx').then(({ Conflicts }) => ({ default: Conflicts })));
const DevicePage = lazy(() => import('./device.tsx').then(({ DevicePage }) => ({ default: DevicePage })));

/** The work of a session: four sections under the thumb, and what is opened from them. */
export function Work() {
  const { screen, id } = usePlace();
  const { unwritten } = useView();
  return (
    <Suspense fallback={<p className="opening">{t('table.opening')}</p>}>
      {unwritten && (
        <div className="alarm">
          <Notice tone="bad" title={t('table.unwritten')}>
            <p>{t('table.unwritten_help')}</p>
          </Notice>
        </div>
      )}
      {id !== null && screen === 'person' && <Person key={id} id={id} />}
      {id !== null && screen === 'screening' && <Screening id={id} />}
      {id !== null && screen === 'not-today' && <NotToday id={id} />}
      {id !== null && screen === 'adverse' && <AdverseEvent id={id} />}
      {screen === 'add' && <AddPerson />}
      {screen === 'vials' && <Vials />}
      {screen === 'unsent' && <Unsent />}
      {screen === 'conflicts' && <Conflicts />}
      {screen === 'device' && <DevicePage />}
      {screen === 'find' && (
        <Section name="find">
          <Find />
        </Section>
      )}
      {screen === 'waiting' && (
        <Section name="waiting">
          <Waiting />
        </Section>
      )}
      {screen === 'watch' && (
        <Section name="watch">
          <Watch />
        </Section>
      )}
      {screen === 'overview' && (
        <Section name="overview">
          <Overview />
        </Section>
      )}
    </Suspense>
  );
}

const SECTIONS: readonly (readonly [string, IconName])[] = [
  ['find', 'find'],
  ['waiting', 'people'],
  ['watch', 'timer'],
  ['overview', 'chart'],
];

function Section({ name, children }: { name: string; children: ReactNode }) {
  const view = useView();
  const { roster, state } = useWork();
  const now = useNow(20_000);
  const visits = [...state.visits.values()];
  const over = visits.filter((visit) => (watchedUntil(visit) ?? Number.POSITIVE_INFINITY) <= now).length;
  const refused = view.entries.filter(
    ({ answer }) => answer?.result === 'refused' || answer?.result === 'conflict',
  ).length;
  const counts: Readonly<Record<string, readonly [number, boolean]>> = {
    waiting: [visits.filter((visit) => ['arrived', 'screened'].includes(stageOf(visit))).length, false],
    watch: [over, true],
    overview: [refused, true],
  };
  return (
    <div className="screen">
      <header className="head">
        <div className="head-line">
          <div>
            <b>{roster.session.name}</b>
            <small>{roster.session.site}</small>
          </div>
          <Link />
        </div>
      </header>
      <main className="body">{children}</main>
      <Said />
      <nav className="foot" aria-label={t('table.sections')}>
        {SECTIONS.map(([screen, icon]) => (
          <button
            key={screen}
            type="button"
            {...(name === screen ? { 'aria-current': 'page' as const } : {})}
            onClick={() => goTo(screen)}
          >
            <Icon name={icon} />
            {t(`table.section.${screen}`)}
            {(counts[screen]?.[0] ?? 0) > 0 && (
              <span className={counts[screen]![1] ? 'count bad' : 'count'}>{figure(counts[screen]![0])}</span>
            )}
          </button>
        ))}
      </nav>
    </div>
  );
}

/** Whether the server has everything; opens the list of what it has not. */
function Link() {
  const view = useView();
  const { trouble, busy } = useSync();
  const count = waiting(view).length;
  const tone = count === 0 && trouble === null ? 'ok' : count === 0 || trouble === null ? 'wait' : 'warn';
  const words =
    count > 0
      ? t('table.unsent_count', { count: figure(count) })
      : trouble === 'offline'
        ? t('table.no_line')
        : trouble === null
          ? busy && view.heardAt === null
            ? t('table.sending')
            : t('table.all_sent')
          : t('table.server_trouble');
  return (
    <button
      type="button"
      className={`tag ${tone}`}
      style={{ border: 0, minHeight: 44 }}
      onClick={() => goTo('unsent')}
    >
      {words}
    </button>
  );
}
