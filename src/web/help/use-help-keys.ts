import { useEffect } from 'react';

const types = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]');

/** F1 anywhere, and "?" where nobody is typing, ask for help; Escape puts it away. */
export function useHelpKeys(open: boolean, set: (open: boolean) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === 'F1' || (event.key === '?' && !types(event.target))) {
        event.preventDefault();
        set(!open);
      } else if (event.key === 'Escape' && open && !event.defaultPrevented) set(false);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [open, set]);
}
