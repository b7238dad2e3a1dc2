import { Link } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conflict, Decision, Version } from '../../recording/contract.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { day, moment } from '../app/format.ts';
import { Refused } from '../ui/states.tsx';

const DECISIONS = ['keep_both', 'mine_wrong', 'theirs_wrong', 'same_event'] as const;
const SHORTEST_REASON = 3;

/** What two devices said of one person, side by side, and the decision with its reason. Neither version is lost by it. */
export function ConflictCard({ conflict, done }: { conflict: Conflict; done: () => void }) {
  const { t } = useTranslation();
  const name = useId();
  const [decision, setDecision] = useState<Decision['decision'] | null>(null);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const ready = decision !== null && reason.trim().length >= SHORTEST_REASON;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    send('POST', `/recording/conflicts/${conflict.id}`, { decision, reason: reason.trim() }).then(
      done,
      (error) => setProblem(problemOf(error)),
    );
  };
  return (
    <li className="card">
      <h3>
        <Link to="/people/$id" params={{ id: conflict.personId }} search={true}>
          {conflict.personName}
        </Link>
      </h3>
      <p>{t(`table.conflict.${conflict.kind}`)}</p>
      <div className="versions">
        <Side title={t('table.version_here')} version={conflict.mine} />
        {conflict.theirs !== null && <Side title={t('table.version_there')} version={conflict.theirs} />}
      </div>
      <form onSubmit={submit}>
        <fieldset className="decisions">
          <legend>{t('table.decide')}</legend>
          {DECISIONS.map((one) => (
            <label key={one}>
              <input type="radio" name={name} checked={decision === one} onChange={() => setDecision(one)} />
              {t(`table.decide.${one}`)}
            </label>
          ))}
        </fieldset>
        <label className="text-field">
          {t('dose_review.reason')}
          <input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </label>
        {problem !== null && <Refused problem={problem} />}
        <div className="actions">
          <button type="submit" className="main-button" disabled={!ready}>
            {t('dose_review.decide')}
          </button>
        </div>
      </form>
    </li>
  );
}

function Side({ title, version }: { title: string; version: Version }) {
  const { t } = useTranslation();
  const { vaccine, lot, outcome, reason, until } = version.payload as Record<string, string | undefined>;
  const lines = [
    vaccine === undefined ? undefined : t(`product.${vaccine}`, vaccine),
    lot === undefined ? undefined : t('table.lot', { lot }),
    outcome === undefined ? undefined : t(`table.screening.${outcome}`),
    reason === undefined ? undefined : t([`table.postpone.${reason}`, `table.refuse.${reason}`]),
    until == null ? undefined : day(until),
  ];
  return (
    <div>
      <b>
        {title}: {t(`table.entry.${version.kind}`)}
      </b>
      {lines.map((line) => line !== undefined && <div key={line}>{line}</div>)}
      <small className="quiet">
        {moment(version.at)} · {version.site} · {version.device} · {version.author}
      </small>
    </div>
  );
}
