/** Every page's states, each with the next step in it: waiting, empty, refused, broken, offline. */
import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../app/client.ts';

export const Loading = () => <Skeleton active paragraph={{ rows: 6 }} />;

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <b>{title}</b>
      {children}
    </div>
  );
}

export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useTranslation();
  const problem =
    error instanceof Problem ? error : new Problem(500, 'internal_error', t('error.internal_error'));
  const offline = problem.code === 'offline';
  return (
    <div className="state" role="alert">
      <b>{offline ? t('web.offline') : problem.status === 403 ? t('web.forbidden') : t('web.trouble')}</b>
      <p>{offline ? t('web.offline_help') : problem.message}</p>
      {again && <Button onClick={again}>{t('web.again')}</Button>}
      <p>
        <small>{problem.code}</small>
      </p>
    </div>
  );
}

const LOOK: Record<string, [string, string]> = {
  error: ['bad', '✕'],
  warning: ['warn', '▲'],
  info: ['wait', 'ℹ'],
  committed: ['ok', '✓'],
  checked: ['wait', '◐'],
  waiting: ['wait', '…'],
  reading: ['wait', '…'],
  matching: ['wait', '…'],
  failed: ['bad', '✕'],
  cancelled: ['warn', '■'],
  valid: ['ok', '✓'],
  too_early: ['warn', '▲'],
  too_young: ['warn', '▲'],
  unknown_product: ['warn', '▲'],
  undated: ['warn', '?'],
  inferred: ['warn', '?'],
  out_of_order: ['warn', '▲'],
  auto: ['ok', '✓'],
  manual: ['ok', '✓'],
  review: ['warn', '▲'],
};

/** A status by colour, icon and word. */
export function Status({ name, children }: { name: string; children: ReactNode }) {
  const [tone, icon] = LOOK[name] ?? ['wait', '•'];
  return (
    <span className={`status ${tone}`}>
      <span aria-hidden="true">{icon}</span>
      {children}
    </span>
  );
}
