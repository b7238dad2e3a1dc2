/** The table's words: one small catalogue, read without a library; English comes when it is asked for. */

import { useSyncExternalStore } from 'react';
import ownVi from '../../../locales/vi/table.json';
import sharedVi from '../../../locales/vi/web-doses.json';

type Catalogue = Readonly<Record<string, string>>;
export type Language = 'vi' | 'en';

/** The words of doses are the office's too. */
const vietnamese: Catalogue = { ...sharedVi, ...ownVi };
let catalogue = vietnamese;
let now: Language = 'vi';
const listeners = new Set<() => void>();

export const language = (): Language => now;

/** The words of a key, with `{{name}}` filled in; the key itself when nobody wrote words for it. */
export function t(key: string, params: Readonly<Record<string, string | number>> = {}): string {
  const text = catalogue[key] ?? vietnamese[key] ?? key;
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''));
}

/** The words of a code that the rules or the server gave; the second key where nobody wrote words for it. */
export const told = (
  key: string,
  otherwise: string,
  params?: Readonly<Record<string, string | number>>,
): string => (key in vietnamese ? t(key, params) : t(otherwise, params));

export async function setLanguage(next: Language): Promise<void> {
  if (next === 'vi') catalogue = vietnamese;
  else {
    const [own, shared] = await Promise.all([
      import('../../../locales/en/table.json'),
      import('../../../locales/en/web-doses.json'),
    ]);
    catalogue = { ...shared.default, ...own.default };
  }
  now = next;
  localStorage.setItem('lang', next);
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

/** Draws anew when the language changes. */
export const useLanguage = (): Language =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
