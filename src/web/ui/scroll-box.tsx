import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * A named part that scrolls by itself (a wide or long table): the keyboard reaches it, arrows move from row to row,
 * and where it is wider than the window it says so.
 */
export function ScrollBox({
  label,
  tall = false,
  className = '',
  box: given,
  children,
}: {
  label: string;
  tall?: boolean;
  className?: string;
  box?: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const own = useRef<HTMLElement>(null);
  const box = given ?? own;
  const [wider, setWider] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = () => setWider(element.scrollWidth > element.clientWidth + 1);
    const fit = new ResizeObserver(look);
    fit.observe(element);
    if (element.firstElementChild !== null) fit.observe(element.firstElementChild);
    return () => fit.disconnect();
  }, [box]);
  return (
    <>
      <section
        ref={box}
        className={`scroll ${tall ? 'tall ' : ''}${className}`}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a mouse (WCAG 2.1.1)
        tabIndex={0}
        onKeyDown={moveRows}
      >
        {children}
      </section>
      {wider && <p className="scroll-hint">{t('web.wider')}</p>}
    </>
  );
}

const REACHABLE = 'a, button, input';

/** Up and down go to the same link, button or box of the row above or below. */
function moveRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = (event.target as HTMLElement).closest('tbody tr');
  if (row === null) return;
  const at = [...row.querySelectorAll(REACHABLE)].indexOf(event.target as HTMLElement);
  const next = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
  const target = next?.querySelectorAll<HTMLElement>(REACHABLE)[at];
  if (at < 0 || target === undefined) return;
  event.preventDefault();
  target.focus();
}
