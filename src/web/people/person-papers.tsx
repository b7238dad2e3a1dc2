import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonPage } from '../app/api-types.ts';
import { type Problem, send } from '../app/client.ts';
import { useMe } from '../app/place.ts';
import { Refused, Status } from '../ui/states.tsx';

type Shown = { identifiers: { kind: string; value: string }[]; phone: string | null };

/** Papers and phone, hidden but for their ends; in clear for a reason that is written down. */
export function PersonPapers({ person }: { person: PersonPage }) {
  const { t } = useTranslation();
  const may = useMe().data!.actions.includes('person.reveal');
  const [shown, setShown] = useState<Shown | null>(null);
  const clear = (kind: string, at: number): string | undefined =>
    shown?.identifiers.filter((one) => one.kind === kind)[at]?.value;
  const seen = new Map<string, number>();
  return (
    <section className="card">
      <h3>{t('person.papers')}</h3>
      <dl className="facts">
        {person.identifiers.length === 0 && (
          <>
            <dt>{t('people.id')}</dt>
            <dd>{t('person.no_papers')}</dd>
          </>
        )}
        {person.identifiers.map(({ kind, value, sound }) => {
          const at = seen.get(kind) ?? 0;
          seen.set(kind, at + 1);
          return (
            <div key={`${kind}${value}`} style={{ display: 'contents' }}>
              <dt>{t(`id.${kind}`)}</dt>
              <dd>
                {clear(kind, at) ?? value} {!sound && <Status name="warning">{t('person.unsound')}</Status>}
              </dd>
            </div>
          );
        })}
        <dt>{t('people.phone')}</dt>
        <dd>{shown?.phone ?? person.phone ?? '–'}</dd>
      </dl>
      {may && shown === null && (person.identifiers.length > 0 || person.phone !== null) && (
        <Reveal id={person.id} onShown={setShown} />
      )}
    </section>
  );
}

const SHORTEST_REASON = 5;

function Reveal({ id, onShown }: { id: string; onShown: (shown: Shown) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!open)
    return (
      <p className="no-print" style={{ margin: '10px 0 0' }}>
        <Button onClick={() => setOpen(true)}>{t('person.reveal')}</Button>
      </p>
    );
  const ask = (event: FormEvent) => {
    event.preventDefault();
    void send<Shown>('POST', `/persons/${id}/reveal`, { reason }).then(onShown, setProblem);
  };
  return (
    <form className="field no-print" style={{ marginTop: 10 }} onSubmit={ask}>
      {problem && <Refused problem={problem} />}
      <label htmlFor="reveal-reason">{t('person.reveal_reason')}</label>
      <Input
        id="reveal-reason"
        autoFocus
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      />
      <div className="row" style={{ margin: '6px 0 0' }}>
        <Button type="primary" htmlType="submit" disabled={reason.trim().length < SHORTEST_REASON}>
          {t('person.reveal')}
        </Button>
        <Button onClick={() => setOpen(false)}>{t('web.cancel')}</Button>
      </div>
    </form>
  );
}
