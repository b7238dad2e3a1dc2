import { type ClipboardEvent, type KeyboardEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { GRID_COLUMNS, type RowCheck, type SheetRow } from '../../backlog/contract.ts';
import { cellAt, goToCell, pastedBlock } from '../ui/grid-keys.ts';
import { RowMark } from './row-mark.tsx';
import { tidyDay } from './sheet-state.ts';

const LAST = GRID_COLUMNS.length - 1;
const NUMERIC = new Set(['birth', 'id', 'phone', 'number', 'date']);

export type GridActions = Readonly<{
  write: (row: number, column: number, block: readonly (readonly string[])[]) => void;
  repeat: (row: number) => void;
  /** One cell from the row above. */
  copyAbove: (row: number, column: number) => void;
  enter: (row: number) => void;
}>;

/** One row of the register; only the row that changes is drawn anew. */
export const GridRow = memo(function GridRow({
  row,
  check,
  unsaved,
  current,
  actions,
}: {
  row: SheetRow;
  check: RowCheck | undefined;
  unsaved: boolean;
  current: boolean;
  actions: GridActions;
}) {
  const { t } = useTranslation();
  const press = (column: number) => (event: KeyboardEvent<HTMLInputElement>) => {
    const from = event.currentTarget;
    const go = (r: number, c: number) => {
      event.preventDefault();
      // The scrolling box has its own arrows, for rows of links.
      event.stopPropagation();
      goToCell(from, r, c);
    };
    if (event.key === 'F4') {
      actions.repeat(row.row);
      go(row.row + 1, 0);
    } else if (event.key === 'd' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      actions.copyAbove(row.row, column);
    } else if (event.key === 'Enter' && event.shiftKey)
      go(column === 0 ? row.row - 1 : row.row, column === 0 ? LAST : column - 1);
    else if (event.key === 'Enter')
      go(column === LAST ? row.row + 1 : row.row, column === LAST ? 0 : column + 1);
    else if (event.key === 'ArrowDown') go(row.row + 1, column);
    else if (event.key === 'ArrowUp') go(row.row - 1, column);
  };
  const paste = (column: number) => (event: ClipboardEvent) => {
    const block = pastedBlock(event);
    if (block !== null) actions.write(row.row, column, block);
  };
  const closed = row.state === 'in_error';
  return (
    <tr className={`${current ? 'chosen ' : ''}${closed ? 'struck' : ''}`}>
      <th scope="row">
        <span className="row-no">{row.row}</span> <RowMark row={row} check={check} unsaved={unsaved} />
      </th>
      {GRID_COLUMNS.map((name, column) => (
        <td key={name} className={name}>
          <input
            className={
              check?.findings.some((one) => one.column === name && one.severity !== 'info')
                ? 'cell flagged'
                : 'cell'
            }
            aria-label={t('backlog.cell', { column: t(`backlog.column.${name}`), row: row.row })}
            data-at={cellAt(row.row, column)}
            inputMode={NUMERIC.has(name) ? 'numeric' : 'text'}
            autoComplete="off"
            spellCheck={false}
            readOnly={closed}
            value={row.cells[column] ?? ''}
            onFocus={() => actions.enter(row.row)}
            onChange={(event) => actions.write(row.row, column, [[event.target.value]])}
            onBlur={(event) => {
              const tidy =
                name === 'birth' || name === 'date' ? tidyDay(event.target.value) : event.target.value;
              if (tidy !== event.target.value) actions.write(row.row, column, [[tidy]]);
            }}
            onKeyDown={press(column)}
            onPaste={paste(column)}
          />
        </td>
      ))}
    </tr>
  );
});
