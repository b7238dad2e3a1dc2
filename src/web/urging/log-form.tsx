import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deadlineOnPaper } from '../../kernel/vietnam-time.ts';
import { type ChaseAction, type ChaseRow, OUTCOMES, type Outcome } from '../../urging/contract.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { figure, moment } from '../app/format.ts';
import { DayInput } from '../ui/inputs.tsx';
import { Refused } from '../ui/states.tsx';
import { FocalLine } from './focal-line.tsx';

/** What is typed, and not yet saved. */
export type LogDraft = Readonly<{
  action: ChaseAction;
  outcome: Outcome | null;
  note: string;
  nextOn: string | null;
}>;
export const EMPTY_LOG: LogDraft = { action: 'call', outcome: null, note: '', nextOn: null };

/** What was done for a unit: a call, a visit, a message with its outcome, a hand-over to support, help given. */
export function LogForm({
  row,
  draft: { action, outcome, note, nextOn },
  onDraft,
  mayAnswer,
  onDone,
  onCancel,
}: {
  row: ChaseRow;
  /** Held above the form: a tablet that is turned shows another layout, and keeps what was typed. */
  draft: LogDraft;
  onDraft: (change: Partial<LogDraft>) => void;
  /** Whether the asker is of those who support. */
  mayAnswer: boolean;
  onDone: () => Promise<void>;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const helps = action === 'support' || action === 'resolved';
  const missing = helps ? note.trim() === '' : outcome === null;
  const actions: ChaseAction[] = [
    'call',
    'visit',
    'message',
    ...(row.support ? (mayAnswer ? (['resolved'] as const) : []) : (['support'] as const)),
  ];
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (missing) return;
    setBusy(true);
    setProblem(null);
    try {
      await send('POST', '/chase', {
        unit: row.unit,
        facility: row.facility,
        action,
        outcome: helps ? null : outcome,
        note,
        nextOn,
      });
      await onDone();
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  };
  const choice = <V extends string>(
    name: string,
    value: V,
    chosen: V | null,
    set: (v: V) => void,
    label: string,
  ) => (
    <label key={value} className="chip-choice">
      <input type="radio" name={`${id}${name}`} checked={chosen === value} onChange={() => set(value)} />
      {label}
    </label>
  );
  return (
    <form
      className="card decision log-form"
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <h2 className="card-title">{t('chase.log_of', { who: row.facility ?? row.unitName })}</h2>
      <p>
        <FocalLine focal={row.focal} />
      </p>
      <LateDuties duties={row.duties} />
      {row.last?.note && (
        <p className="quiet">
          {t('chase.said', { at: moment(row.last.at), who: row.last.byName, note: row.last.note })}
        </p>
      )}
      {problem && <Refused problem={problem} />}
      <fieldset className="chips">
        <legend>{t('chase.did')}</legend>
        {actions.map((value) =>
          choice('a', value, action, (chosen) => onDraft({ action: chosen }), t(`chase.action.${value}`)),
        )}
      </fieldset>
      {!helps && (
        <fieldset className="chips">
          <legend>{t('chase.outcome')}</legend>
          {OUTCOMES.map((value) =>
            choice(
              'o',
              value,
              outcome,
              (chosen) => onDraft({ outcome: chosen }),
              t(`chase.outcome.${value}`),
            ),
          )}
          {asked && outcome === null && <p className="wrong">{t('chase.outcome_missing')}</p>}
        </fieldset>
      )}
      <div className="row" style={{ margin: 0, alignItems: 'start' }}>
        <label className="field wide-field">
          {t(helps ? 'chase.note_support' : 'chase.note')}
          <input value={note} maxLength={1000} onChange={(event) => onDraft({ note: event.target.value })} />
          {asked && helps && missing && <small className="wrong">{t('chase.note_missing')}</small>}
        </label>
        {action !== 'resolved' && (
          <div className="field">
            <span>{t('chase.next')}</span>
            <DayInput label={t('chase.next')} value={nextOn} onChange={(day) => onDraft({ nextOn: day })} />
          </div>
        )}
      </div>
      <div className="actions" style={{ margin: 0 }}>
        <button type="submit" className="main-button" disabled={busy}>
          {t('chase.save')}
        </button>
        <button type="button" className="plain-button" onClick={onCancel}>
          {t('web.cancel')}
        </button>
      </div>
    </form>
  );
}

const MOST = 8;

/** What is late, item by item: how often, and since when. */
function LateDuties({ duties }: { duties: ChaseRow['duties'] }) {
  const { t } = useTranslation();
  const items = [...Map.groupBy(duties, ({ number, title }) => `${number} ${title}`).values()];
  if (items.length === 0) return null;
  return (
    <ul className="late-duties">
      {items.slice(0, MOST).map((same) => {
        const { key, number, title, dueAt, state } = same[0]!;
        const at = deadlineOnPaper(dueAt);
        return (
          <li key={key}>
            {t('messages.item', { number })} {title}{' '}
            <span className="quiet">
              {same.length > 1
                ? t('chase.times', { n: figure(same.length), at })
                : t(state === 'returned' ? 'chase.returned_since' : 'chase.due_at', { at })}
            </span>
          </li>
        );
      })}
      {items.length > MOST && (
        <li className="quiet">{t('chase.more', { n: figure(items.length - MOST) })}</li>
      )}
    </ul>
  );
}
