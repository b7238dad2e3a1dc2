import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  RouterProvider,
} from '@tanstack/react-router';
import { ConfigProvider, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import viVN from 'antd/locale/vi_VN';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { Frame } from './frame.tsx';
import type { Search } from './place.ts';
import './theme.css';
import { Problem } from './client.ts';
import './words.ts';

const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
const validateSearch = (raw: Record<string, unknown>): Search & Record<string, string> => {
  const search: Record<string, string> = {};
  for (const key of ['unit', 'date', 'map', 'lang', 'band', 'kind', 'doses', 'q', 'by', 'population']) {
    const value = text(raw[key]);
    if (value !== undefined) search[key] = value;
  }
  return search;
};

const root = createRootRoute({ component: Frame, validateSearch, notFoundComponent: () => null });
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
  page('/people', () => import('../people/people.tsx'), 'People'),
  page('/people/$id', () => import('../people/person.tsx'), 'PersonView'),
  page('/coverage', () => import('../coverage/coverage.tsx'), 'CoveragePage'),
  page('/accounts', () => import('../admin/accounts.tsx'), 'Accounts'),
  page('/audit', () => import('../admin/audit.tsx'), 'Audit'),
]);
// Unit codes look like numbers: they stay text in the address, so that 06697 keeps its zero.
const router = createRouter({
  routeTree,
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const written = new URLSearchParams(search as Record<string, string>).toString();
    return written === '' ? '' : `?${written}`;
  },
});

const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) =>
        count < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
      refetchOnWindowFocus: false,
    },
  },
});

function App() {
  const { i18n } = useTranslation();
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const [scheme, setScheme] = useState(dark.matches);
  useEffect(() => {
    document.documentElement.dataset.scheme = scheme ? 'dark' : 'light';
    const change = () => setScheme(dark.matches);
    dark.addEventListener('change', change);
    return () => dark.removeEventListener('change', change);
  }, [scheme, dark]);
  return (
    <ConfigProvider
      locale={i18n.language === 'en' ? enUS : viVN}
      theme={{
        algorithm: scheme ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: {
          colorPrimary: scheme ? '#2b8f96' : '#0b6e75',
          colorTextPlaceholder: scheme ? '#a3b1bd' : '#5b6875',

          fontFamily: '"Be Vietnam Pro", system-ui, sans-serif',
          borderRadius: 6,
          motion: false,
        },
      }}
    >
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConfigProvider>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
