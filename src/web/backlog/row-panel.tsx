import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GRID_COLUMNS, type GridColumn, type RowCheck, type SheetRow } from '../../backlog/contract.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { birth, figure } from '../app/format.ts';
import { FindingLink } from '../help/finding-link.tsx';
import { Field } from '../ui/field.tsx';
import { Refused, Status } from '../ui/states.tsx';

/** The row one is in: what is found in it, whom it may mean, and taking it back. */
export function RowPanel({
  sheetId,
  row,
  check,
  onWrite,
  onChoose,
  onMarked,
}: {
  sheetId: string;
  row: SheetRow;
  check: RowCheck | undefined;
  onWrite: (column: number, text: string) => void;
  onChoose: (personId: string | null) => void;
  onMarked: () => void;
}) {
  const { t } = useTranslation();
  const fix = (column: GridColumn, text: string) => onWrite(GRID_COLUMNS.indexOf(column), text);
  return (
    <section className="row-panel" aria-label={t('backlog.of_row', { row: row.row })} aria-live="polite">
      <h2>{t('backlog.of_row', { row: row.row })}</h2>
      {row.state === 'in_error' && <p>{t('backlog.in_error_because', { reason: row.errorReason ?? '' })}</p>}
      {check !== undefined && check.findings.length > 0 && (
        <ul className="told">
          {check.findings.map(({ column, code, severity, message, suggestion }) => (
            <li key={`${column} ${code}`}>
              <Status name={severity}>{t(`severity.${severity}`)}</Status>
              <span>
                {column !== null && <b>{t(`backlog.column.${column}`)}: </b>}
                {message} <FindingLink code={code} />{' '}
                {column !== null && suggestion !== null && (
                  <button type="button" className="link-button" onClick={() => fix(column, suggestion)}>
                    {t('backlog.use', { text: suggestion })}
                  </button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {check !== undefined && check.suggestions.length > 0 && (
        <Suggestions check={check} chosen={row.chosen} onChoose={onChoose} />
      )}
      {check === undefined && row.state === 'draft' && <p className="quiet">{t('backlog.type_here')}</p>}
      {check?.match === 'new' && check.findings.length === 0 && (
        <p className="quiet">{t('backlog.new_person')}</p>
      )}
      {(row.state === 'filed' || row.state === 'changed') && (
        <MarkInError key={row.row} sheetId={sheetId} row={row.row} onMarked={onMarked} />
      )}
    </section>
  );
}

function Suggestions({
  check: { suggestions, match },
  chosen,
  onChoose,
}: {
  check: RowCheck;
  chosen: string | null;
  onChoose: (personId: string | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <fieldset className="suggestions">
      <legend>{t(match === 'review' ? 'backlog.who_review' : 'backlog.who')}</legend>
      {suggestions.map((one) => (
        <label key={one.personId} className="choice">
          <input
            type="radio"
            name="who"
            checked={chosen === one.personId}
            onChange={() => onChoose(one.personId)}
          />
          <b>{one.name}</b>
          <small>
            {[
              birth(one.birth),
              one.sex === null ? null : t(`sex.${one.sex}`),
              one.hamlet,
              one.nationalId,
              t('backlog.doses', { n: figure(one.doses) }),
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </small>
        </label>
      ))}
      <label className="choice">
        <input type="radio" name="who" checked={chosen === null} onChange={() => onChoose(null)} />
        <b>{t('backlog.let_decide')}</b>
        <small>{t(`backlog.decides.${match}`)}</small>
      </label>
    </fieldset>
  );
}

/** The row stays where it is, struck out, with the reason; its dose no longer counts. */
function MarkInError({ sheetId, row, onMarked }: { sheetId: string; row: number; onMarked: () => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!open)
    return (
      <button type="button" className="plain-button" onClick={() => setOpen(true)}>
        {t('backlog.mark_error')}
      </button>
    );
  const save = async () => {
    try {
      await send('POST', `/backlog/${sheetId}/rows/${row}/error`, { reason: reason.trim() });
      onMarked();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <form
      className="mark-error"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
    >
      <Field
        label={t('backlog.error_reason')}
        help={t('backlog.error_help')}
        value={reason}
        required
        minLength={3}
        maxLength={300}
        onChange={(event) => setReason(event.target.value)}
      />
      {problem && <Refused problem={problem} />}
      <div className="actions">
        <button type="submit" className="main-button">
          {t('backlog.mark_error')}
        </button>
        <button type="button" className="plain-button" onClick={() => setOpen(false)}>
          {t('web.cancel')}
        </button>
      </div>
    </form>
  );
}
