import type { ClipboardEvent, KeyboardEvent } from 'react';
import { cellAt, goToCell, pastedBlock } from '../ui/grid-keys.ts';

/** What was typed as people: digits, with thousands' points as people write them; null where it says nothing usable. */
export function typedCount(text: string): number | null {
  const bare = text
    .trim()
    .replace(
      /^(\d{1,3})((?:[ .,\u00a0]\d{3})+)$/,
      (_, head: string, tail: string) => head + tail.replace(/\D/g, ''),
    );
  return /^\d{1,9}$/.test(bare) ? Number(bare) : null;
}

/** One cell of a table of figures: Enter and the arrows go on, a block copied from a spreadsheet fills from here. */
export function CountInput({
  label,
  value,
  at,
  flagged = false,
  onChange,
  onPaste,
}: {
  label: string;
  value: string;
  at: Readonly<{ row: number; column: number }>;
  flagged?: boolean;
  onChange: (text: string) => void;
  onPaste: (block: string[][]) => void;
}) {
  const wrong = value.trim() !== '' && typedCount(value) === null;
  const move = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = ({ Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0] } as Record<string, [number, number]>)[
      event.key
    ];
    if (step === undefined) return;
    event.preventDefault();
    goToCell(event.currentTarget, at.row + step[0], at.column + step[1]);
  };
  const paste = (event: ClipboardEvent) => {
    const block = pastedBlock(event);
    if (block !== null) onPaste(block);
  };
  return (
    <input
      className={flagged ? 'count flagged' : 'count'}
      aria-label={label}
      aria-invalid={wrong}
      inputMode="numeric"
      autoComplete="off"
      data-at={cellAt(at.row, at.column)}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={move}
      onPaste={paste}
    />
  );
}
