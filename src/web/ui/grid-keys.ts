/** What every table of cells shares: a block copied from a spreadsheet, and going to another cell by the keyboard. */
import type { ClipboardEvent } from 'react';

/** The address of a cell, as its input's `data-at`. */
export const cellAt = (row: number, column: number): string => `${row} ${column}`;

/** A block copied from a spreadsheet, as text (zeros in front stay); null for a single value, which pastes itself. */
export function pastedBlock(event: ClipboardEvent): string[][] | null {
  const text = event.clipboardData.getData('text/plain');
  if (!/[\t\n]/.test(text.trim())) return null;
  event.preventDefault();
  return text
    .replace(/\r/g, '')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t'));
}

/** Goes to another cell of the same table and chooses its content; false where there is none. */
export function goToCell(from: Element, row: number, column: number): boolean {
  const next = from
    .closest('table')
    ?.querySelector<HTMLInputElement>(`input[data-at="${cellAt(row, column)}"]`);
  next?.focus();
  next?.select();
  return next !== null && next !== undefined;
}
