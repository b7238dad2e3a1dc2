import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { day, figure, moment } from '../app/format.ts';
import { Refused, Status } from '../ui/states.tsx';
import type { SignedList } from './types.ts';

/** Who must receive a signed list; others may. */
const MUST: readonly string[] = ['commune-committee', 'health-station'];

/** A signed list: who, when, what; who has received it, and receiving it oneself. */
export function SignedCard({
  list,
  intact,
  receive,
  onReceived,
}: {
  list: SignedList;
  intact: boolean;
  receive: readonly string[];
  onReceived: () => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const received = new Map(list.receipts.map((receipt) => [receipt.role, receipt]));
  const roles = [...new Set([...MUST, ...received.keys()])];
  const open = receive.filter((role) => !received.has(role));
  const acknowledge = async (role: string) => {
    setBusy(true);
    setProblem(null);
    try {
      await send('POST', `/handover/${list.id}/receipts`, { role });
    } catch (error) {
      setProblem(problemOf(error));
    }
    await onReceived();
    setBusy(false);
  };
  return (
    <section className="card signed">
      <h3>
        <Link to="/handover/$id" params={{ id: list.id }} search={true}>
          {t('handover.version', { version: list.version })}
        </Link>
        : {t('handover.people_on', { people: figure(list.people), date: day(list.on) })}
      </h3>
      <p>
        {t(list.signedFor === null ? 'handover.signed_by' : 'handover.signed_for', {
          who: list.signedBy,
          whom: list.signedFor ?? '',
          at: moment(list.signedAt),
        })}
        {list.note === null ? '' : ` · ${list.note}`}
      </p>
      <p className="hash">
        {t('handover.hash', { hash: list.sha256 })}{' '}
        <Status name={intact ? 'valid' : 'error'}>{t(intact ? 'handover.intact' : 'handover.broken')}</Status>
      </p>
      <ul className="receipts">
        {roles.map((role) => {
          const receipt = received.get(role);
          return (
            <li key={role}>
              <Status name={receipt === undefined ? 'waiting' : 'valid'}>{t(`role.${role}`)}</Status>{' '}
              {receipt === undefined
                ? t('handover.not_received')
                : t('handover.received', { who: receipt.receivedBy, at: moment(receipt.receivedAt) })}
            </li>
          );
        })}
      </ul>
      {problem && <Refused problem={problem} />}
      {open.map((role) => (
        <button
          key={role}
          type="button"
          className="main-button no-print"
          disabled={busy}
          onClick={() => void acknowledge(role)}
        >
          {t('handover.receive', { role: t(`role.${role}`) })}
        </button>
      ))}
    </section>
  );
}
