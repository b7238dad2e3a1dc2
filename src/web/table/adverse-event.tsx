import { useState } from 'react';
import { ADVERSE_EVENTS, ADVERSE_OUTCOMES, SEVERITIES } from '../../recording/rules.ts';
import { record, usePerson, useWork } from './at-table.ts';
import { now, wallClock } from './clock.ts';
import { Field, Notice, OneOf, PersonForm } from './parts.tsx';
import { goBack } from './place.ts';
import { say } from './said.tsx';
import { standing } from './session-state.ts';
import { t } from './words.ts';

/** A reaction after the dose (TT 34/2018/TT-BYT, annexes X and XI); a severe one raises the alarm when it is handed in. */
export function AdverseEvent({ id }: { id: string }) {
  const person = usePerson(id);
  const visit = useWork().state.visits.get(id);
  const [type, setType] = useState<(typeof ADVERSE_EVENTS)[number] | null>(null);
  const [severity, setSeverity] = useState<(typeof SEVERITIES)[number] | null>(null);
  const [outcome, setOutcome] = useState<(typeof ADVERSE_OUTCOMES)[number]>('recovering');
  const [onset, setOnset] = useState(() => wallClock(now()));
  const [treatment, setTreatment] = useState('');
  const ready = type !== null && severity !== null;

  const save = async () => {
    if (!ready) return;
    const [hours, minutes] = onset.split(':').map(Number);
    const at = new Date(now());
    at.setHours(hours ?? 0, minutes ?? 0, 0, 0);
    await record('adverse_event', {
      personId: id,
      doseId: standing(visit).at(-1)?.id ?? null,
      type,
      severity,
      // An hour that has not come yet today was yesterday's.
      onset: new Date(at.getTime() > now() ? at.getTime() - 86_400_000 : at.getTime()).toISOString(),
      treatment: treatment.trim() === '' ? null : treatment.trim(),
      outcome,
      note: null,
    });
    say(t('table.reaction_said'));
    goBack();
  };
  return (
    <PersonForm title={t('table.reaction')} name={person?.name} ready={ready} save={save}>
      <OneOf
        legend={t('table.reaction_kind')}
        options={ADVERSE_EVENTS}
        words={(one) => t(`table.adverse.${one}`)}
        value={type}
        choose={setType}
      />
      <OneOf
        legend={t('table.severity')}
        options={SEVERITIES}
        words={(one) => t(`table.severity.${one}`)}
        value={severity}
        choose={setSeverity}
      />
      {severity === 'severe' && (
        <Notice tone="bad" title={t('table.severe')}>
          <p>{t('table.severe_help')}</p>
        </Notice>
      )}
      <Field
        label={t('table.onset')}
        type="time"
        required
        value={onset}
        onChange={(event) => setOnset(event.target.value)}
      />
      <label className="field">
        <span>{t('table.treatment')}</span>
        <textarea
          rows={2}
          maxLength={1000}
          value={treatment}
          onChange={(event) => setTreatment(event.target.value)}
        />
      </label>
      <OneOf
        legend={t('table.outcome')}
        options={ADVERSE_OUTCOMES}
        words={(one) => t(`table.outcome.${one}`)}
        value={outcome}
        choose={setOutcome}
      />
    </PersonForm>
  );
}
