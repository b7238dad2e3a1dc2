import { useSyncExternalStore } from 'react';

const narrow = matchMedia('(max-width: 800px)');

/** True at phone width, where tables have two lines a row. */
export const usePhone = (): boolean =>
  useSyncExternalStore(
    (change) => {
      narrow.addEventListener('change', change);
      return () => narrow.removeEventListener('change', change);
    },
    () => narrow.matches,
  );
