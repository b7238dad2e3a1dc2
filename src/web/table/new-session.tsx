import { type FormEvent, useState } from 'react';
import { type Problem, problemOf } from '../app/problem.ts';
import { Field, Notice, OneOf } from './parts.tsx';
import { openSession, type WhoAmI } from './server.ts';
import { t } from './words.ts';

const SHIFTS = ['morning', 'afternoon', 'day'] as const;
/** Whoever oversees many communes plans sessions at the office; these people stand at the place itself. */
const AT_THE_PLACE: readonly string[] = ['health-station', 'facility'];

type Place = Readonly<{ unit: string; facility: string }>;
const placesOf = ({ roles }: WhoAmI): Place[] =>
  roles
    .filter(({ role }) => AT_THE_PLACE.includes(role))
    .map(({ unit, facility }) => ({
      unit: unit.code,
      facility:
        facility ??
        t('table.station_of', { unit: unit.fullName.charAt(0).toLowerCase() + unit.fullName.slice(1) }),
    }));

/** A session that no campaign planned: walk-ins, a mobile site made in a minute. */
export function NewSession({ me, date, opened }: { me: WhoAmI; date: string; opened: (id: string) => void }) {
  const places = placesOf(me);
  const [place, setPlace] = useState<Place | null>(places[0] ?? null);
  const [facility, setFacility] = useState(place?.facility ?? '');
  const [name, setName] = useState(() => t('table.session_name'));
  const [shift, setShift] = useState<(typeof SHIFTS)[number]>('morning');
  const [refused, setRefused] = useState<Problem | null>(null);
  if (place === null) return null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const session = { unit: place.unit, facility: facility.trim(), name: name.trim(), date, shift };
      opened((await openSession({ ...session, capacity: null, vaccines: [] })).id);
    } catch (error) {
      setRefused(problemOf(error));
    }
  };
  return (
    <details className="card">
      <summary>{t('table.new_session')}</summary>
      <form className="form" onSubmit={submit}>
        {refused !== null && (
          <Notice tone="bad" title={refused.code === 'offline' ? t('table.first_online') : refused.message} />
        )}
        {places.length > 1 && (
          <OneOf
            legend={t('table.unit')}
            options={places.map((one) => one.facility)}
            words={(one) => one}
            value={place.facility}
            choose={(one) => {
              setPlace(places.find((other) => other.facility === one)!);
              setFacility(one);
            }}
          />
        )}
        <Field
          label={t('table.site')}
          help={t('table.site_help')}
          required
          minLength={2}
          maxLength={120}
          value={facility}
          onChange={(event) => setFacility(event.target.value)}
        />
        <Field
          label={t('table.session')}
          required
          minLength={2}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <OneOf
          legend={t('table.shift')}
          options={SHIFTS}
          words={(one) => t(`table.shift.${one}`)}
          value={shift}
          choose={setShift}
        />
        <button type="submit" className="go">
          {t('table.open_session')}
        </button>
      </form>
    </details>
  );
}
