import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Field } from '../ui/field.tsx';
import { Refused } from '../ui/states.tsx';
import { DayAndHours, type Hours } from './day-and-hours.tsx';
import { PlannedVaccines } from './planned-vaccines.tsx';
import type { SessionAnswer } from './types.ts';

/** What a change says of a session; everything but its facility and campaign. */
export const changeOf = ({
  site,
  hamlet,
  address,
  on,
  from,
  to,
  capacity,
  walkIns,
  vaccines,
  serves,
  state,
}: SessionAnswer) => ({
  site,
  hamlet,
  address,
  on,
  from,
  to,
  capacity,
  walkIns,
  vaccines,
  serves,
  state,
});

/** Day, hours, places and vaccine of a session, folded away: with people invited, only more places are taken. */
export function ChangeSession({ session }: { session: SessionAnswer }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [hours, setHours] = useState<Hours>({ on: session.on, from: session.from, to: session.to });
  const [capacity, setCapacity] = useState(String(session.capacity));
  const [walkIns, setWalkIns] = useState(String(session.walkIns));
  const [address, setAddress] = useState(session.address ?? '');
  const [vaccines, setVaccines] = useState(session.vaccines);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      await send('PUT', `/vaccination-sessions/${session.id}`, {
        ...changeOf(session),
        ...hours,
        capacity: Number(capacity),
        walkIns: Number(walkIns),
        address: address.trim() === '' ? null : address,
        vaccines,
      });
      await client.invalidateQueries({ queryKey: ['sessions'] });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const number = (label: string, value: string, set: (value: string) => void, min: number) => (
    <Field
      label={label}
      type="number"
      inputMode="numeric"
      required
      min={min}
      max={5000}
      value={value}
      onChange={({ target }) => set(target.value)}
    />
  );
  return (
    <details className="change-session no-print">
      <summary>{t('campaigns.change')}</summary>
      <form className="session-form" onSubmit={(event) => void save(event)}>
        <div className="side-by-side">
          <DayAndHours value={hours} onChange={setHours} />
          {number(t('campaigns.capacity'), capacity, setCapacity, 1)}
          {number(t('campaigns.of.walk_ins'), walkIns, setWalkIns, 0)}
        </div>
        <PlannedVaccines
          place={session}
          on={hours.on ?? session.on}
          session={session.id}
          capacity={Number(capacity)}
          value={vaccines}
          onChange={setVaccines}
        />
        {session.site !== null && (
          <Field
            label={t('campaigns.address')}
            maxLength={300}
            value={address}
            onChange={({ target }) => setAddress(target.value)}
          />
        )}
        {problem && <Refused problem={problem} />}
        <button type="submit" className="plain-button">
          {t('campaigns.save_change')}
        </button>
      </form>
    </details>
  );
}
