import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SessionPerson, TURNOUTS } from '../../campaigns/contract.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { birth, figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Refused, Status } from '../ui/states.tsx';
import type { SessionAnswer } from './types.ts';

const LOOK: Readonly<Record<string, string>> = {
  injected: 'committed',
  arrived: 'checked',
  postponed: 'warning',
  refused: 'error',
  none: 'waiting',
};
const WALK_IN = '-';

/** The people of a session by hour: asked, come, injected; those who came by themselves stand last. */
export function SessionPeople({
  session,
  people,
}: {
  session: SessionAnswer;
  people: readonly SessionPerson[];
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [hour, setHour] = useState('');
  const [hamlet, setHamlet] = useState('');
  const [turnout, setTurnout] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  if (people.length === 0)
    return (
      <Empty title={t('campaigns.nobody_yet')}>
        <p>{t('campaigns.nobody_yet_help')}</p>
      </Empty>
    );
  const hourOf = ({ invitation }: SessionPerson): string => invitation?.from ?? WALK_IN;
  const shown = people.filter(
    (person) =>
      (hour === '' || hourOf(person) === hour) &&
      (hamlet === '' || (person.hamlet ?? '') === hamlet) &&
      (turnout === '' || person.turnout === turnout),
  );
  const change = async (person: SessionPerson, to: { state: string; noMessages?: boolean }) => {
    setProblem(null);
    try {
      await send('PUT', `/vaccination-sessions/${session.id}/people/${person.person}`, to);
      await client.invalidateQueries({ queryKey: ['sessions'] });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const select = (
    label: string,
    value: string,
    onChange: (value: string) => void,
    options: readonly (readonly [string, string])[],
  ) => (
    <label className="field">
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('due.filter.all')}</option>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
  const hamlets = [...new Set(people.flatMap((person) => person.hamlet ?? []))].sort((a, b) =>
    a.localeCompare(b, 'vi', { numeric: true }),
  );
  return (
    <section>
      <h2>
        {t('campaigns.people')} · {figure(shown.length)}
      </h2>
      <search className="tools no-print">
        {select(
          t('campaigns.column.hour'),
          hour,
          setHour,
          [...new Set(people.map(hourOf))].map((one) => [
            one,
            one === WALK_IN
              ? t('campaigns.walk_in')
              : `${one} (${figure(people.filter((person) => hourOf(person) === one).length)})`,
          ]),
        )}
        {select(
          t('campaigns.column.hamlet'),
          hamlet,
          setHamlet,
          hamlets.map((one) => [one, one]),
        )}
        {select(
          t('campaigns.column.turnout'),
          turnout,
          setTurnout,
          TURNOUTS.map((one) => [one, t(`campaigns.turnout.${one}`)]),
        )}
      </search>
      {problem && <Refused problem={problem} />}
      <ScrollBox label={t('campaigns.people')} tall>
        <table className="plain session-people">
          <caption className="only-read">{t('campaigns.people')}</caption>
          <thead>
            <tr>
              {(['hour', 'name', 'hamlet', 'dose', 'turnout', 'message'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`campaigns.column.${name}`)}
                </th>
              ))}
              {session.mayPlan && <th scope="col">{t('campaigns.column.invitation')}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map((person) => (
              <PersonRow
                key={person.person}
                person={person}
                change={session.mayPlan ? (to) => void change(person, to) : null}
              />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}

function PersonRow({
  person,
  change,
}: {
  person: SessionPerson;
  change: ((to: { state: string; noMessages?: boolean }) => void) | null;
}) {
  const { t } = useTranslation();
  const { invitation, turnout, message, noMessages } = person;
  const state = noMessages && invitation?.state === 'invited' ? 'no_messages' : invitation?.state;
  return (
    <tr>
      <td className="days">
        {invitation === null ? t('campaigns.walk_in') : `${invitation.from}–${invitation.to}`}
      </td>
      <td>
        <Link to="/people/$id" params={{ id: person.person }} search={true as never}>
          {person.name}
        </Link>
        <span className="under-name">{birth(person.birth)}</span>
      </td>
      <td>{person.hamlet ?? '–'}</td>
      <td>
        {invitation?.kind == null ? '–' : t(`due.dose.${invitation.kind}`, { number: invitation.doseNo })}
        {invitation?.vaccine != null && (
          <span className="under-name">{t(`product.${invitation.vaccine}`)}</span>
        )}
      </td>
      <td>
        <Status name={LOOK[turnout]!}>{t(`campaigns.turnout.${turnout}`)}</Status>
      </td>
      <td>
        {message !== null
          ? t(`campaigns.message.${message}`)
          : person.phone === null
            ? t('campaigns.no_phone')
            : noMessages
              ? t('campaigns.no_messages')
              : '–'}
      </td>
      {change !== null && (
        <td>
          {invitation !== null && (
            <select
              aria-label={`${t('campaigns.column.invitation')}: ${person.name}`}
              value={state}
              onChange={({ target }) =>
                change(
                  target.value === 'no_messages'
                    ? { state: 'invited', noMessages: true }
                    : { state: target.value, ...(target.value === 'invited' ? { noMessages: false } : {}) },
                )
              }
            >
              {['invited', 'no_messages', 'declined', 'withdrawn'].map((one) => (
                <option key={one} value={one}>
                  {t(`campaigns.invitation.${one}`)}
                </option>
              ))}
            </select>
          )}
        </td>
      )}
    </tr>
  );
}
