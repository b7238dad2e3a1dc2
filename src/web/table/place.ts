/** Where one is in the table, kept behind the # of the address: the phone's own back button goes back. */
import { useSyncExternalStore } from 'react';

export type Place = Readonly<{ screen: string; id: string | null }>;

const listen = (change: () => void): (() => void) => {
  addEventListener('hashchange', change);
  return () => removeEventListener('hashchange', change);
};

/** The screen named in the address; `find` where none is. */
export function usePlace(): Place {
  const hash = useSyncExternalStore(listen, () => location.hash);
  const [screen = '', id = null] = hash.replace(/^#\/?/, '').split('/');
  return { screen: screen === '' ? 'find' : screen, id };
}

export function goTo(screen: string, id?: string): void {
  location.hash = id === undefined ? `/${screen}` : `/${screen}/${id}`;
}

/** In the place of this screen: going back leads to where one was before it. */
export function replaceBy(screen: string, id?: string): void {
  history.replaceState(
    null,
    '',
    `${location.pathname}${location.search}#/${screen}${id === undefined ? '' : `/${id}`}`,
  );
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export const goBack = (): void => history.back();
