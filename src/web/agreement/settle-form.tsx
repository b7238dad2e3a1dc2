import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Field } from '../ui/field.tsx';
import { Refused } from '../ui/states.tsx';
import type { GapRow } from './types.ts';

/** Says why a gap is as it is; it holds for these figures and opens again when they change. */
export function SettleForm({
  gap,
  onCancel,
  onSettled,
}: {
  gap: GapRow;
  onCancel: () => void;
  onSettled: () => void;
}) {
  const { t } = useTranslation();
  const [explanation, setExplanation] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const { facility, day, kind, item, lot, first, second, unit } = gap;
      await send('POST', '/gaps/settle', {
        ...{ unit: unit.code, facility, day, kind, item, lot, first, second },
        explanation: explanation.trim(),
      });
      onCancel();
      onSettled();
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  };
  return (
    <form
      className="settle"
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <Field
        label={t('gaps.explanation')}
        help={t('gaps.explanation_help')}
        required
        minLength={3}
        maxLength={500}
        autoFocus
        value={explanation}
        onChange={(event) => setExplanation(event.target.value)}
      />
      {problem && <Refused problem={problem} />}
      <div className="actions">
        <button type="submit" className="main-button" disabled={busy}>
          {t('gaps.settle_done')}
        </button>
        <button type="button" className="plain-button" onClick={onCancel}>
          {t('web.cancel')}
        </button>
      </div>
    </form>
  );
}
