import { useSyncExternalStore } from 'react';

const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = (): void => {
  document.documentElement.dataset.scheme = dark.matches ? 'dark' : 'light';
};
follow();
dark.addEventListener('change', follow);

/** The scheme of the system; the stylesheet follows it through `data-scheme`. */
export const useDarkScheme = (): boolean =>
  useSyncExternalStore(
    (change) => {
      dark.addEventListener('change', change);
      return () => dark.removeEventListener('change', change);
    },
    () => dark.matches,
  );
