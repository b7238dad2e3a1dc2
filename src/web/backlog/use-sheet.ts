import { useCallback, useEffect, useRef, useState } from 'react';
import type { RowCheck, SheetRow } from '../../backlog/contract.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import * as sheet from './sheet-state.ts';
import type { SheetPageData } from './types.ts';

/** Rows are kept so long after the last key. */
const IDLE_MS = 600;
const AGAIN_MS = 5000;

type Answer = { rows: SheetRow[]; checks: RowCheck[] };

/**
 * The sheet being typed: every change is kept on the server shortly after it was made, one request at a time, and answered
 * with what is found in the rows. Without a line the rows wait here and are sent when it is back.
 */
export function useSheet(page: SheetPageData) {
  const [state, setState] = useState(() => sheet.startOf(page.rows, page.checks));
  const [problem, setProblem] = useState<Problem | null>(null);
  const latest = useRef(state);
  const sending = useRef<Promise<boolean> | null>(null);
  const change = useCallback((next: (before: sheet.SheetState) => sheet.SheetState) => {
    latest.current = next(latest.current);
    setState(latest.current);
  }, []);

  /** Sends what is unsaved; true when everything typed is kept. */
  const flush = useCallback(async (): Promise<boolean> => {
    while (sending.current !== null) if (!(await sending.current)) return false;
    const rows = [...latest.current.unsaved].flatMap((row) => latest.current.rows.get(row) ?? []);
    if (rows.length === 0) return true;
    const work = send<Answer>('PUT', `/backlog/${page.id}/rows`, {
      rows: rows.map(({ row, cells, chosen, version }) => ({ row, cells, chosen, version })),
    }).then(
      (answer) => {
        change((before) => sheet.answered(before, rows, answer.rows, answer.checks));
        setProblem(null);
        return true;
      },
      (error: unknown) => {
        setProblem(problemOf(error));
        return false;
      },
    );
    sending.current = work;
    const kept = await work;
    sending.current = null;
    return kept && latest.current.unsaved.size === 0;
  }, [change, page.id]);

  useEffect(() => {
    if (state.unsaved.size === 0) return;
    const timer = setTimeout(() => void flush(), problem === null ? IDLE_MS : AGAIN_MS);
    return () => clearTimeout(timer);
  }, [state, problem, flush]);
  useEffect(() => {
    // The page closes or is laid aside: what was typed a moment ago goes at once.
    const leave = () => void flush();
    const warn = (event: BeforeUnloadEvent) => latest.current.unsaved.size > 0 && event.preventDefault();
    document.addEventListener('visibilitychange', leave);
    window.addEventListener('online', leave);
    window.addEventListener('beforeunload', warn);
    return () => {
      leave();
      document.removeEventListener('visibilitychange', leave);
      window.removeEventListener('online', leave);
      window.removeEventListener('beforeunload', warn);
    };
  }, [flush]);
  return { state, change, flush, problem };
}
