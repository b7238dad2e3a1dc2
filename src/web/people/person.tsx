import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonPage } from '../app/api-types.ts';
import { get, type Problem, send } from '../app/client.ts';
import { birth, day, moment } from '../app/format.ts';
import { useMe } from '../app/place.ts';
import { Failed, Loading, Status } from '../ui/states.tsx';

/** One person: who, where, which doses; every row of every list behind it; what to look at; who changed what. */
export function PersonView() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery({ queryKey: ['person', id], queryFn: () => get<PersonPage>(`/persons/${id}`) });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const person = query.data;
  return (
    <>
      <p>
        <Link to="/people" search={true}>
          ← {t('people.title')}
        </Link>
      </p>
      <h1>{person.name}</h1>
      <p className="lead">
        {birth(person.birth)} · {person.sex === null ? '–' : t(`sex.${person.sex}`)} ·{' '}
        {t(`whereabouts.${person.whereabouts}`)}
        {person.kind ? ` · ${t(`residence.${person.kind}`)}` : ''} ·{' '}
        {[person.hamlet, person.unit.name].filter(Boolean).join(', ')}
      </p>
      <div className="cards">
        <section className="card">
          <h3>{t('person.papers')}</h3>
          {person.identifiers.length === 0 ? (
            <p>{t('person.no_papers')}</p>
          ) : (
            person.identifiers.map((one) => (
              <p key={`${one.kind}${one.value}`}>
                {t(`id.${one.kind}`)}: <b>{one.value}</b>{' '}
                {!one.sound && <Status name="warning">{t('person.unsound')}</Status>}
              </p>
            ))
          )}
          <p>
            {t('people.phone')}: {person.phone ?? '–'}
          </p>
          <Reveal id={id} />
        </section>
        <section className="card">
          <h3>{t('person.residence')}</h3>
          {person.residences.length === 0 ? (
            <p>{t('person.no_residence')}</p>
          ) : (
            person.residences.map((home) => (
              <p key={`${home.unitName}${home.from}`}>
                {home.unitName} · {t(`residence.${home.kind}`)} ·{' '}
                {home.from === null ? t('person.open_past') : day(home.from)} →{' '}
                {home.to === null ? t('person.now') : `${day(home.to)} (${t(`end.${home.endReason}`)})`}
              </p>
            ))
          )}
        </section>
      </div>
      {person.doses !== null && (
        <>
          <h2>{t('person.doses')}</h2>
          {person.doses.length === 0 ? (
            <p>{t('person.no_doses')}</p>
          ) : (
            <div className="scroll">
              <table className="plain">
                <thead>
                  <tr>
                    <th>{t('person.dose')}</th>
                    <th>{t('person.kind')}</th>
                    <th>{t('person.vaccine')}</th>
                    <th>{t('person.day')}</th>
                    <th>{t('person.lot')}</th>
                    <th>{t('person.place')}</th>
                    <th>{t('person.validity')}</th>
                  </tr>
                </thead>
                <tbody>
                  {person.doses.map((dose) => (
                    <tr key={dose.id}>
                      <td>{dose.number}</td>
                      <td>{t(`dose.${dose.kind}`)}</td>
                      <td>{dose.vaccineText ?? dose.vaccine ?? '–'}</td>
                      <td>{day(dose.on)}</td>
                      <td>{dose.lot ?? '–'}</td>
                      <td>{dose.place ?? '–'}</td>
                      <td>
                        <Status name={dose.validity}>{t(`validity.${dose.validity}`)}</Status>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      )}
      <h2>{t('person.records')}</h2>
      <div className="scroll">
        <table className="plain">
          <thead>
            <tr>
              <th>{t('person.where')}</th>
              <th>{t('people.source')}</th>
              <th>{t('person.as_of')}</th>
              <th>{t('person.match')}</th>
              <th>{t('person.row')}</th>
            </tr>
          </thead>
          <tbody>
            {person.records.map((record) => (
              <tr key={record.id}>
                <td>
                  {record.file} · {record.sheet} · {record.row}
                </td>
                <td>{t(`source.${record.source}`)}</td>
                <td>{day(record.asOf)}</td>
                <td>
                  <Status name={record.status}>{t(`reason.${record.reason}`)}</Status>
                </td>
                <td className="wrap">
                  {record.cells.filter((cell) => cell !== null && cell !== '').join(' | ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {person.findings.length > 0 && (
        <>
          <h2>{t('person.findings')}</h2>
          <ul>
            {person.findings.map((finding) => (
              <li key={finding.id}>
                <Status name={finding.severity}>{t(`severity.${finding.severity}`)}</Status> {finding.message}{' '}
                {finding.cell && <span className="cell">{finding.cell}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>{t('person.audit')}</h2>
      <ul>
        {person.audit.map((event) => (
          <li key={`${event.at}${event.action}${event.subject}`}>
            {moment(event.at)} · {event.actor} · {t(`action.${event.action}`)}{' '}
            {event.reason ? `(${event.reason})` : ''}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Numbers in clear, for a reason that is written down. */
function Reveal({ id }: { id: string }) {
  const { t } = useTranslation();
  const may = useMe().data?.actions.includes('person.reveal') ?? false;
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [shown, setShown] = useState<{
    identifiers: { kind: string; value: string }[];
    phone: string | null;
  } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!may) return null;
  if (shown)
    return (
      <p>
        {shown.identifiers.map((one) => `${t(`id.${one.kind}`)}: ${one.value}`).join(' · ')}
        {shown.phone ? ` · ${shown.phone}` : ''}
      </p>
    );
  if (!open)
    return (
      <Button size="small" onClick={() => setOpen(true)}>
        {t('person.reveal')}
      </Button>
    );
  const ask = () =>
    send<typeof shown>('POST', `/persons/${id}/reveal`, { reason }).then(setShown, setProblem);
  return (
    <div className="field">
      {problem && <Alert type="error" title={problem.message} />}
      <label htmlFor="reveal-reason">{t('person.reveal_reason')}</label>
      <Input
        id="reveal-reason"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        onPressEnter={() => void ask()}
      />
      <Button disabled={reason.trim().length < 5} onClick={() => void ask()}>
        {t('person.reveal')}
      </Button>
    </div>
  );
}
