import { useState } from 'react';
import {
  flagsOf,
  type Measures,
  SCREENING_FLAGS,
  SCREENING_OUTCOMES,
  type ScreeningFlag,
  type ScreeningOutcome,
} from '../../recording/rules.ts';
import { arrive, record, usePerson, useWork } from './at-table.ts';
import { findingsOf } from './findings.ts';
import { Field, OneOf, PersonForm } from './parts.tsx';
import { goBack, replaceBy } from './place.ts';
import { t } from './words.ts';

const MEASURES = ['temperature', 'pulse', 'systolic', 'diastolic', 'breathing'] as const;
const LIMITS: Readonly<Record<(typeof MEASURES)[number], readonly [number, number]>> = {
  temperature: [30, 45],
  pulse: [20, 250],
  systolic: [40, 300],
  diastolic: [20, 200],
  breathing: [4, 80],
};
const MEASURED: ReadonlySet<string> = new Set(['temperature', 'pulse', 'blood_pressure', 'breathing']);
const ASKED = SCREENING_FLAGS.filter((flag) => !MEASURED.has(flag));

/** The examination before the dose (QĐ 2995/QĐ-BYT, 4th version): what was measured and asked, and what the doctor decides. */
export function Screening({ id }: { id: string }) {
  const person = usePerson(id);
  const [typed, setTyped] = useState<Partial<Record<(typeof MEASURES)[number], string>>>({});
  const known = findingsOf(person, useWork().state.visits.get(id)).filter((flag) => !MEASURED.has(flag));
  const [asked, setAsked] = useState<readonly ScreeningFlag[]>(known);
  const [outcome, setOutcome] = useState<ScreeningOutcome | null>(null);
  const value = (name: (typeof MEASURES)[number]): number | null => {
    const number = Number((typed[name] ?? '').replace(',', '.'));
    return typed[name] === undefined || typed[name] === '' ? null : number;
  };
  const wrong = (name: (typeof MEASURES)[number]): string | null => {
    const [low, high] = LIMITS[name];
    const number = value(name);
    return number === null || (number >= low && number <= high) ? null : t('table.between', { low, high });
  };
  const measures = Object.fromEntries(MEASURES.map((name) => [name, value(name)])) as Measures;
  const flags = [...flagsOf(measures), ...asked];

  const ready = outcome !== null && MEASURES.every((name) => wrong(name) === null);
  const save = async () => {
    if (!ready) return;
    await arrive(id, 'search');
    const withdrawn = known.filter((flag) => !asked.includes(flag));
    await record('screened', {
      personId: id,
      outcome,
      flags: [...flags],
      withdrawn,
      ...measures,
      note: null,
    });
    // Put off: why and until when is asked at once. What forbids a dose is among the flags.
    if (outcome === 'deferred') replaceBy('not-today', id);
    else goBack();
  };
  return (
    <PersonForm title={t('table.examine')} name={person?.name} ready={ready} save={save}>
      <div className="pair">
        {MEASURES.map((name) => (
          <Field
            key={name}
            label={t(`table.measure.${name}`)}
            inputMode="decimal"
            autoComplete="off"
            value={typed[name] ?? ''}
            wrong={wrong(name)}
            onChange={(event) => setTyped({ ...typed, [name]: event.target.value.replace(/[^\d.,]/g, '') })}
          />
        ))}
      </div>
      {flagsOf(measures).length > 0 && (
        <p className="tag warn">
          !{' '}
          {flagsOf(measures)
            .map((flag) => t(`table.flag.${flag}`))
            .join(', ')}
        </p>
      )}
      <fieldset className="field">
        <legend>{t('table.asked')}</legend>
        <div className="chips">
          {ASKED.map((flag) => (
            <label key={flag} className="chip">
              <input
                type="checkbox"
                checked={asked.includes(flag)}
                onChange={(event) =>
                  setAsked(event.target.checked ? [...asked, flag] : asked.filter((other) => other !== flag))
                }
              />
              {t(`table.flag.${flag}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <OneOf
        legend={t('table.decision')}
        options={SCREENING_OUTCOMES}
        words={(one) => t(`table.screening.${one}`)}
        value={outcome}
        choose={setOutcome}
      />
    </PersonForm>
  );
}
