import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  RouterProvider,
} from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './theme.css';
import './pages.css';
import './review.css';
import './use-dark-scheme.ts';
import { Failed, NotFound } from '../ui/states.tsx';
import { BASE } from './base.ts';
import { Problem } from './client.ts';
import { Frame } from './frame.tsx';
import type { Search } from './place.ts';
import './words.ts';

const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
const KEPT =
  'unit date map lang band kind doses q by population hamlet source finding settled lists conflict order reason state split item span view days facility lot'.split(
    ' ',
  );
const validateSearch = (raw: Record<string, unknown>): Search & Record<string, string> => {
  const search: Record<string, string> = {};
  for (const key of KEPT) {
    const value = text(raw[key]);
    if (value !== undefined) search[key] = value;
  }
  return search;
};

const root = createRootRoute({ component: Frame, validateSearch, notFoundComponent: NotFound });
const page = (path: string, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load as never, name as never),
  });
const routeTree = root.addChildren([
  page('/', () => import('../home/home.tsx'), 'Home'),
  page('/imports', () => import('../imports/imports.tsx'), 'Imports'),
  page('/imports/$id', () => import('../imports/run.tsx'), 'RunPage'),
  page('/imports/$id/columns', () => import('../imports/columns.tsx'), 'Columns'),
  page('/backlog', () => import('../backlog/backlog.tsx'), 'BacklogPage'),
  page('/backlog/$id', () => import('../backlog/sheet.tsx'), 'SheetPage'),
  page('/people', () => import('../people/people.tsx'), 'People'),
  page('/people/$id', () => import('../people/person.tsx'), 'PersonView'),
  page('/due', () => import('../schedules/due-page.tsx'), 'DuePage'),
  page('/sessions', () => import('../campaigns/sessions.tsx'), 'SessionsPage'),
  page('/sessions/plan', () => import('../campaigns/plan.tsx'), 'PlanPage'),
  page('/sessions/campaigns', () => import('../campaigns/campaigns.tsx'), 'CampaignsPage'),
  page('/sessions/campaigns/$id', () => import('../campaigns/campaign.tsx'), 'CampaignPage'),
  page('/sessions/sites', () => import('../campaigns/sites.tsx'), 'SitesPage'),
  page('/sessions/new', () => import('../campaigns/session-form.tsx'), 'NewSessionPage'),
  page('/sessions/$id', () => import('../campaigns/session.tsx'), 'SessionPage'),
  page('/schedules', () => import('../schedules/rules-page.tsx'), 'RulesPage'),
  page('/dose-review', () => import('../dose-review/dose-review.tsx'), 'DoseReviewPage'),
  page('/absences', () => import('../absences/absences.tsx'), 'Absences'),
  page('/reconciliation', () => import('../reconciliation/reconciliation.tsx'), 'ReconciliationPage'),
  page('/reconciliation/calibration', () => import('../reconciliation/calibration.tsx'), 'CalibrationPage'),
  page('/reconciliation/review', () => import('../reconciliation/reviews.tsx'), 'ReviewsPage'),
  page('/verification', () => import('../verification/verification.tsx'), 'VerificationPage'),
  page('/moves', () => import('../moves/moves.tsx'), 'MovesPage'),
  page('/handover', () => import('../handover/handover.tsx'), 'HandoverPage'),
  page('/handover/lists', () => import('../handover/lists.tsx'), 'ListsPage'),
  page('/handover/$id', () => import('../handover/signed-list.tsx'), 'SignedListPage'),
  page('/duties', () => import('../duties/duty-list.tsx'), 'DutiesPage'),
  page('/duties/checking', () => import('../duties/checking.tsx'), 'CheckingPage'),
  page('/duties/progress', () => import('../duties/progress.tsx'), 'ProgressPage'),
  page('/duties/directives', () => import('../duties/directives.tsx'), 'DirectivesPage'),
  page('/duties/directives/$id', () => import('../duties/directive.tsx'), 'DirectivePage'),
  page('/duties/directives/$id/edit', () => import('../duties/edit-directive.tsx'), 'EditDirectivePage'),
  page('/duties/$key', () => import('../duties/duty.tsx'), 'DutyPage'),
  page('/gaps', () => import('../agreement/gaps.tsx'), 'GapsPage'),
  page('/stock', () => import('../stock/stock-page.tsx'), 'StockPage'),
  page('/stock/lot', () => import('../stock/lot-page.tsx'), 'LotPage'),
  page('/stock/transfers', () => import('../stock/transfers-page.tsx'), 'TransfersPage'),
  page('/stock/book', () => import('../stock/book-page.tsx'), 'BookPage'),
  page('/population', () => import('../population/population.tsx'), 'PopulationPage'),
  page('/population/enter', () => import('../population/enter.tsx'), 'EnterPage'),
  page('/population/check', () => import('../population/check.tsx'), 'CheckPage'),
  page('/population/divided', () => import('../population/divided.tsx'), 'DividedPage'),
  page('/population/denominators', () => import('../population/denominators.tsx'), 'DenominatorsPage'),
  page('/population/reports/$id', () => import('../population/report.tsx'), 'ReportPage'),
  // Shown by the frame itself, before the desk.
  createRoute({ getParentRoute: () => root, path: '/password', component: () => null }),
  page('/coverage', () => import('../coverage/coverage.tsx'), 'CoveragePage'),
  page('/annex', () => import('../annex/annex-page.tsx'), 'AnnexPage'),
  page('/accounts', () => import('../admin/accounts.tsx'), 'Accounts'),
  page('/audit', () => import('../admin/audit.tsx'), 'Audit'),
  page('/messages', () => import('../urging/messages.tsx'), 'MessagesPage'),
  page('/chase', () => import('../urging/chase.tsx'), 'ChasePage'),
  page('/focals', () => import('../urging/focals.tsx'), 'FocalsPage'),
  page('/reminders', () => import('../urging/reminders.tsx'), 'RemindersPage'),
  page('/help', () => import('../help/help-page.tsx'), 'HelpPage'),
  page('/help/guide/$slug', () => import('../help/guide-page.tsx'), 'GuidePageView'),
  page('/help/findings', () => import('../help/finding-pages.tsx'), 'FindingsPage'),
  page('/help/findings/$code', () => import('../help/finding-pages.tsx'), 'FindingPage'),
  page('/help/answers/$id', () => import('../help/answer-page.tsx'), 'AnswerPage'),
  page('/questions', () => import('../questions/questions-page.tsx'), 'QuestionsPage'),
  page('/training', () => import('../training/training-page.tsx'), 'TrainingPage'),
  page('/help/glossary', () => import('../help/glossary-page.tsx'), 'GlossaryPage'),
]);
// Unit codes look like numbers: they stay text in the address, so that 06697 keeps its zero.
const router = createRouter({
  routeTree,
  basepath: `${BASE}/`,
  defaultErrorComponent: ({ error }) => <Failed error={error} again={() => location.reload()} />,
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
    const written = new URLSearchParams(given).toString();
    return written === '' ? '' : `?${written}`;
  },
});

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // The session ended while somebody was working: the door is shown, the address stays.
    onError: (error, query) => {
      if (error instanceof Problem && error.status === 401 && query.queryKey[0] !== 'me')
        void client.invalidateQueries({ queryKey: ['me'] });
    },
  }),
  defaultOptions: {
    queries: {
      // Without a line the page says so at once, instead of waiting without a word.
      networkMode: 'always',
      retry: (count, error) => count < 2 && error instanceof Problem && error.status >= 500,
      refetchOnReconnect: true,
      refetchOnWindowFocus: false,
    },
  },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
