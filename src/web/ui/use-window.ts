import { type RefObject, useEffect, useState } from 'react';

const SPARE = 12;

/**
 * Which rows of a long table are in sight: `from` (inclusive) to `to` (exclusive), and the height in pixels of what is
 * left out above and below. All rows are `rowHeight` pixels high.
 */
export function useWindow(
  box: RefObject<HTMLElement | null>,
  rows: number,
  rowHeight: number,
): { from: number; to: number; above: number; below: number } {
  const [seen, setSeen] = useState({ top: 0, height: 900 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the box is mounted with the first rows
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = () => setSeen({ top: element.scrollTop, height: element.clientHeight });
    look();
    element.addEventListener('scroll', look, { passive: true });
    const fit = new ResizeObserver(look);
    fit.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      fit.disconnect();
    };
  }, [box, rows === 0]);
  const from = Math.max(0, Math.floor(seen.top / rowHeight) - SPARE);
  const to = Math.min(rows, Math.ceil((seen.top + seen.height) / rowHeight) + SPARE);
  return { from, to, above: from * rowHeight, below: Math.max(0, rows - to) * rowHeight };
}
