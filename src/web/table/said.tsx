import { useEffect, useSyncExternalStore } from 'react';
import { t } from './words.ts';

type Saying = Readonly<{ words: string; undo: (() => void) | null }>;
const STAYS_MS = 8_000;

let now: Saying | null = null;
const listeners = new Set<() => void>();

/** Says what was just done, for a while, on whichever screen is open; with a way to take it back where there is one. */
export function say(words: string, undo: (() => void) | null = null): void {
  now = { words, undo };
  for (const listener of listeners) listener();
}

const quiet = (): void => {
  now = null;
  for (const listener of listeners) listener();
};

export function Said() {
  const saying = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
  useEffect(() => {
    if (saying === null) return;
    const timer = setTimeout(quiet, STAYS_MS);
    return () => clearTimeout(timer);
  }, [saying]);
  return (
    <div role="status" className="said">
      {saying !== null && (
        <div className="toast">
          <span>{saying.words}</span>
          {saying.undo !== null && (
            <button
              type="button"
              onClick={() => {
                saying.undo!();
                quiet();
              }}
            >
              {t('table.undo')}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
