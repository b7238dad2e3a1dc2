import { useCallback, useEffect, useState } from 'react';
import type { Conflict, Decision, Version } from '../../recording/contract.ts';
import { day, moment } from '../app/format.ts';
import type { Problem } from '../app/problem.ts';
import { desk, useView, useWork, vaccineName } from './at-table.ts';
import { Back, Field, Notice, OneOf } from './parts.tsx';
import { conflictsOf, decide } from './server.ts';
import { t, told as wordsOf } from './words.ts';

const DECISIONS = ['keep_both', 'mine_wrong', 'theirs_wrong', 'same_event'] as const;

/**
 * What two devices said of one person without knowing of each other. Both versions are shown, those of this device's own
 * entries without a line too; a person decides.
 */
export function Conflicts() {
  const { roster } = useWork();
  const { entries } = useView();
  const [told, setTold] = useState<readonly Conflict[] | null>(null);
  const [refused, setRefused] = useState<Problem | null>(null);
  const { unit, on } = roster.session;
  const look = useCallback(() => {
    conflictsOf(unit, on).then(
      (found) => setTold(found.conflicts),
      (error: Problem) => setRefused(error),
    );
  }, [unit, on]);
  useEffect(look, [look]);
  const own = entries.flatMap(({ answer }) => answer?.conflict ?? []);
  // The server's list is of what is still open; without it, what this device was told.
  const conflicts = told ?? own;
  return (
    <div className="screen">
      <Back title={t('table.conflicts')} />
      <main className="body">
        {refused !== null && (
          <Notice
            tone="warn"
            title={refused.code === 'offline' ? t('table.conflicts_online') : refused.message}
          />
        )}
        {told === null && refused === null && <p className="quiet">{t('table.looking')}</p>}
        {told !== null && conflicts.length === 0 && <Notice tone="ok" title={t('table.no_conflict')} />}
        {conflicts.map((conflict) => (
          <OneConflict key={conflict.id} conflict={conflict} done={look} />
        ))}
      </main>
    </div>
  );
}

function OneConflict({ conflict, done }: { conflict: Conflict; done: () => void }) {
  const [decision, setDecision] = useState<Decision['decision'] | null>(conflict.decision);
  const [reason, setReason] = useState('');
  const [refused, setRefused] = useState<Problem | null>(null);
  const save = () =>
    decide(conflict.id, { decision: decision!, reason: reason.trim() }).then(
      () => desk.settle(conflict.id).then(done),
      (error: Problem) => setRefused(error),
    );
  return (
    <article className="card">
      <h2>{conflict.personName}</h2>
      <p>{wordsOf(`table.conflict.${conflict.kind}`, 'table.conflict')}</p>
      <div className="versions">
        <Side title={t('table.version_here')} version={conflict.mine} />
        {conflict.theirs !== null && <Side title={t('table.version_there')} version={conflict.theirs} />}
      </div>
      {conflict.decidedBy !== null ? (
        <p className="quiet">
          {t('table.decided', { by: conflict.decidedBy, what: t(`table.decide.${conflict.decision}`) })}
        </p>
      ) : (
        <>
          <OneOf
            legend={t('table.decide')}
            options={DECISIONS}
            words={(one) => t(`table.decide.${one}`)}
            value={decision}
            choose={setDecision}
          />
          <Field
            label={t('table.why')}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
          {refused !== null && (
            <Notice
              tone="bad"
              title={refused.code === 'offline' ? t('table.conflicts_online') : refused.message}
            />
          )}
          <button
            type="button"
            className="plain"
            disabled={decision === null || reason.trim().length < 3}
            onClick={() => void save()}
          >
            {t('table.save')}
          </button>
        </>
      )}
    </article>
  );
}

function Side({ title, version }: { title: string; version: Version }) {
  const work = useWork();
  const { vaccine, lot, outcome, reason, until } = version.payload;
  const lines = [
    typeof vaccine === 'string' ? vaccineName(work, vaccine) : null,
    typeof lot === 'string' ? t('table.lot', { lot }) : null,
    typeof outcome === 'string' ? wordsOf(`table.screening.${outcome}`, `table.outcome.${outcome}`) : null,
    typeof reason === 'string' ? wordsOf(`table.postpone.${reason}`, `table.refuse.${reason}`) : null,
    typeof until === 'string' ? day(until) : null,
  ];
  return (
    <div>
      <b>{title}</b>
      <span>{wordsOf(`table.entry.${version.kind}`, 'table.entry')}</span>
      {lines.map((line) => line !== null && <span key={line}>{line}</span>)}
      <small className="quiet">
        {moment(version.at)} · {version.site} · {version.device} · {version.author}
      </small>
    </div>
  );
}
