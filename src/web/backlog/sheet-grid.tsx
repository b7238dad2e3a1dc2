import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { GRID_COLUMNS, MAX_ROWS } from '../../backlog/contract.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { useWindow } from '../ui/use-window.ts';
import { type GridActions, GridRow } from './grid-row.tsx';
import { blankRow, type SheetState } from './sheet-state.ts';

const ROW_HEIGHT = 35;
/** Blank rows below the last one typed. */
const SPARE_ROWS = 12;
const blanks = Array.from({ length: MAX_ROWS + SPARE_ROWS + 1 }, (_, row) => blankRow(row));

/** The register as a table of cells; of a long one only the rows in sight are in the document. */
export function SheetGrid({
  state,
  current,
  actions,
}: {
  state: SheetState;
  current: number;
  actions: GridActions;
}) {
  const { t } = useTranslation();
  const box = useRef<HTMLElement>(null);
  const last = useMemo(() => Math.max(0, ...state.rows.keys()), [state.rows]);
  const rows = Math.min(MAX_ROWS, last + SPARE_ROWS);
  const { from, to, above, below } = useWindow(box, rows, ROW_HEIGHT);
  return (
    <ScrollBox box={box} tall className="backlog" label={t('backlog.grid')}>
      <table className="plain entry" aria-rowcount={rows + 1}>
        <caption className="only-read">{t('backlog.grid')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('backlog.row')}</th>
            {GRID_COLUMNS.map((name) => (
              <th key={name} scope="col" className={name}>
                {t(`backlog.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && (
            <tr>
              <td colSpan={GRID_COLUMNS.length + 1} style={{ height: above, padding: 0 }} />
            </tr>
          )}
          {Array.from({ length: to - from }, (_, i) => {
            const row = from + i + 1;
            return (
              <GridRow
                key={row}
                row={state.rows.get(row) ?? blanks[row]!}
                check={state.checks.get(row)}
                unsaved={state.unsaved.has(row)}
                current={row === current}
                actions={actions}
              />
            );
          })}
          {below > 0 && (
            <tr>
              <td colSpan={GRID_COLUMNS.length + 1} style={{ height: below, padding: 0 }} />
            </tr>
          )}
        </tbody>
      </table>
    </ScrollBox>
  );
}
