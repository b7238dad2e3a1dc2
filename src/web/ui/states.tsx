/** Every page's states, each with the next step in it: waiting, empty, refused, broken, offline. */

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BASE } from '../app/base.ts';
import { Problem } from '../app/client.ts';
import { useMe } from '../app/place.ts';

const LINES = ['40%', '100%', '94%', '98%', '90%', '96%'];

/** Grey lines where the page will stand; shown only when the wait is noticed, so that quick answers do not flicker. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <div className="skeleton" role="status">
      <span className="only-read">{t('web.loading')}</span>
      {LINES.map((width) => (
        <span key={width} style={{ width }} />
      ))}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <b>{title}</b>
      {children}
    </div>
  );
}

/** Not this account's page: says so, and whom to ask. */
export function Forbidden() {
  const { t } = useTranslation();
  const unit = useMe().data?.roles[0]?.unit.fullName;
  return (
    <div className="state" role="alert">
      <b>{t('web.forbidden')}</b>
      <p>{unit === undefined ? t('web.forbidden_no_role') : t('web.forbidden_help', { unit })}</p>
      <a className="plain-button" href={`${BASE}/`}>
        {t('web.to_home')}
      </a>
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="state">
      <b>{t('web.no_page')}</b>
      <p>{t('web.no_page_help')}</p>
      <a className="plain-button" href={`${BASE}/`}>
        {t('web.to_home')}
      </a>
    </div>
  );
}

/** What went wrong, what was kept, and trying again; the code is for whoever helps by telephone. */
export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useTranslation();
  const problem =
    error instanceof Problem ? error : new Problem(500, 'internal_error', t('error.internal_error'));
  if (problem.status === 403) return <Forbidden />;
  const offline = problem.code === 'offline';
  return (
    <div className="state" role="alert">
      <b>{offline ? t('web.offline') : t('web.trouble')}</b>
      <p>{offline ? t('web.offline_help') : problem.message}</p>
      {again && (
        <button type="button" className="plain-button" onClick={again}>
          {t('web.again')}
        </button>
      )}
      <p>
        <small>{t('web.code', { code: problem.code })}</small>
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
  'needs-layout': ['warn', '▲'],
  failed: ['bad', '✕'],
  cancelled: ['warn', '■'],
  valid: ['ok', '✓'],
  too_early: ['warn', '▲'],
  too_young: ['warn', '▲'],
  unknown_product: ['warn', '▲'],
  undated: ['warn', '?'],
  inferred: ['warn', '?'],
  out_of_order: ['warn', '▲'],
  mixing_not_allowed: ['warn', '▲'],
  not_scheduled: ['warn', '▲'],
  contraindicated: ['warn', '▲'],
  auto: ['ok', '✓'],
  manual: ['ok', '✓'],
  review: ['warn', '▲'],
  for: ['ok', '+'],
  against: ['bad', '−'],
  neutral: ['wait', '•'],
  verify_matched: ['ok', '✓'],
  verify_foreign: ['wait', '✓'],
  verify_wrong: ['bad', '✕'],
  verify_partial: ['warn', '?'],
  verify_stale: ['warn', '↻'],
  list_added: ['ok', '+'],
  list_left: ['wait', '−'],
  list_changed: ['warn', '↻'],
  still_here: ['ok', '✓'],
  moved_out: ['wait', '→'],
  died: ['wait', '■'],
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

/** A sentence that must be seen: of a success, a warning, a trouble. */
export function Notice({
  tone,
  children,
  action,
}: {
  tone: 'ok' | 'wait' | 'warn' | 'bad';
  children: ReactNode;
  action?: ReactNode;
}) {
  const icon = { ok: '✓', wait: 'ℹ', warn: '▲', bad: '✕' }[tone];
  return (
    <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <span aria-hidden="true">{icon}</span>
      <div>{children}</div>
      {action}
    </div>
  );
}

/** Why something was not done: the server's sentence, or that the line is gone and nothing is lost. */
export function Refused({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  return (
    <Notice tone="bad">
      {problem.code === 'offline' || problem.message === '' ? t('web.offline_help') : problem.message}
    </Notice>
  );
}
