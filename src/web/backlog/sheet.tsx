import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { Field } from '../ui/field.tsx';
import { Failed, Loading, Notice, Refused } from '../ui/states.tsx';
import '../population/population.css';
import './backlog.css';
import type { GridActions } from './grid-row.tsx';
import { Revisions } from './revisions.tsx';
import { RowPanel } from './row-panel.tsx';
import { SheetGrid } from './sheet-grid.tsx';
import * as sheet from './sheet-state.ts';
import type { SheetPageData } from './types.ts';
import { useSheet } from './use-sheet.ts';

/** One paper register being typed. */
export function SheetPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const question = useQuery({
    queryKey: ['backlog', id],
    queryFn: () => get<SheetPageData>(`/backlog/${id}`),
    // What is on the screen is newer than any answer.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (question.isLoading) return <Loading />;
  if (question.error || !question.data)
    return <Failed error={question.error} again={() => void question.refetch()} />;
  return (
    <Sheet
      key={question.dataUpdatedAt}
      page={question.data}
      again={async () => {
        await question.refetch();
      }}
    />
  );
}

type Filed = { filed: number; corrected: number; waiting: number; personsCreated: number; review: number };

function Sheet({ page, again }: { page: SheetPageData; again: () => Promise<void> }) {
  const { t } = useTranslation();
  const { state, change, flush, problem } = useSheet(page);
  const [current, setCurrent] = useState(1);
  const actions = useMemo<GridActions>(
    () => ({
      write: (row, column, block) => change((before) => sheet.write(before, row, column, block)),
      repeat: (row) => change((before) => sheet.repeatAbove(before, row)),
      copyAbove: (row, column) =>
        change((before) =>
          sheet.write(before, row, column, [[before.rows.get(row - 1)?.cells[column] ?? '']]),
        ),
      enter: setCurrent,
    }),
    [change],
  );
  const row = state.rows.get(current) ?? sheet.blankRow(current);
  return (
    <>
      <h1>{page.title}</h1>
      <p className="lead">
        {page.facility} · {t('backlog.keys')}
      </p>
      {problem && <Refused problem={problem} />}
      <SheetGrid state={state} current={current} actions={actions} />
      <p className="quiet kept" role="status">
        {t(state.unsaved.size === 0 ? 'backlog.all_kept' : 'backlog.keeping', {
          n: figure(state.unsaved.size),
        })}{' '}
        <button type="button" className="link-button" onClick={() => actions.repeat(current)}>
          {t('backlog.repeat', { row: current })}
        </button>
      </p>
      <div className="under-grid">
        <RowPanel
          sheetId={page.id}
          row={row}
          check={state.checks.get(current)}
          onWrite={(column, text) => actions.write(current, column, [[text]])}
          onChoose={(personId) => change((before) => sheet.choose(before, current, personId))}
          onMarked={() => void again()}
        />
        <FileForm page={page} state={state} flush={flush} again={again} />
      </div>
      <Revisions revisions={page.revisions} />
    </>
  );
}

/** Filing the rows; where some are in the register already, why they are corrected. */
function FileForm({
  page,
  state,
  flush,
  again,
}: {
  page: SheetPageData;
  state: sheet.SheetState;
  flush: () => Promise<boolean>;
  again: () => Promise<void>;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const filed = lastFiled.get(page.id) ?? null;
  const rows = [...state.rows.values()];
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const changed = rows.filter((row) => row.state === 'changed').length;
  const waiting = filled.filter(({ row }) => state.checks.get(row)?.match === 'waiting').length;
  const fresh = filled.filter((row) => row.state === 'draft').length - waiting;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      if (await flush()) {
        lastFiled.set(
          page.id,
          await send<Filed>('POST', `/backlog/${page.id}/file`, { reason: reason.trim() || null }),
        );
        await again();
      }
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="file-sheet" onSubmit={(event) => void submit(event)}>
      <h2>{t('backlog.file')}</h2>
      <p>
        {t('backlog.to_file', { fresh: figure(Math.max(0, fresh)), changed: figure(changed) })}
        {waiting > 0 && ` ${t('backlog.stay', { n: figure(waiting) })}`}
      </p>
      {changed > 0 && (
        <Field
          label={t('backlog.reason')}
          help={t('backlog.reason_help')}
          required
          minLength={3}
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      {filed && (
        <Notice tone="ok">
          {t('backlog.filed', {
            filed: figure(filed.filed),
            corrected: figure(filed.corrected),
            created: figure(filed.personsCreated),
            review: figure(filed.review),
          })}
        </Notice>
      )}
      {problem && <Refused problem={problem} />}
      <div className="actions main-action">
        <button type="submit" className="main-button" disabled={busy || fresh + changed <= 0}>
          {t('backlog.file')}
        </button>
      </div>
    </form>
  );
}

/** What the last filing of a sheet did, for the page that comes back with its answer. */
const lastFiled = new Map<string, Filed>();
