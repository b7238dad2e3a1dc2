import { useState } from 'react';
import { addDays } from '../../kernel/plain-date.ts';
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import { POSTPONE_REASONS, REFUSE_REASONS } from '../../recording/rules.ts';
import { day, typedDay } from '../app/format.ts';
import { arrive, record, usePerson } from './at-table.ts';
import { nowIso } from './clock.ts';
import { Field, OneOf, PersonForm } from './parts.tsx';
import { replaceBy } from './place.ts';
import { say } from './said.tsx';
import { t } from './words.ts';

const WAITS = [7, 14, 28, 90] as const;

/** Postponed, with the day on which to come again, or refused; both with the reason. */
export function NotToday({ id }: { id: string }) {
  const person = usePerson(id);
  const today = dayInVietnam(nowIso());
  const [what, setWhat] = useState<'postponed' | 'refused'>('postponed');
  const [later, setLater] = useState<(typeof POSTPONE_REASONS)[number] | null>(null);
  const [never, setNever] = useState<(typeof REFUSE_REASONS)[number] | null>(null);
  const [until, setUntil] = useState('');
  const on = until.trim() === '' ? null : typedDay(until);
  const wrong = until.trim() !== '' && (on === null || on <= today);
  const ready = what === 'postponed' ? later !== null && !wrong : never !== null;

  const save = async () => {
    if (!ready) return;
    if (later !== 'absent' || what === 'refused') await arrive(id, 'search');
    if (what === 'refused') await record('refused', { personId: id, reason: never!, note: null });
    else
      await record('postponed', {
        personId: id,
        reason: later!,
        until: on,
        note: null,
      });
    say(t(`table.${what}_said`, { name: person?.name ?? '' }));
    replaceBy('find');
  };
  return (
    <PersonForm title={t('table.not_today')} name={person?.name} ready={ready} save={save}>
      <OneOf
        legend={t('table.what_happens')}
        options={['postponed', 'refused'] as const}
        words={(one) => t(`table.stage.${one}`)}
        value={what}
        choose={setWhat}
      />
      {what === 'postponed' ? (
        <>
          <OneOf
            legend={t('table.why')}
            options={POSTPONE_REASONS}
            words={(one) => t(`table.postpone.${one}`)}
            value={later}
            choose={setLater}
          />
          <OneOf
            legend={t('table.again_in')}
            options={WAITS.map((days) => day(addDays(today, days)))}
            words={(one) => one}
            value={until}
            choose={setUntil}
          />
          <Field
            label={t('table.until')}
            help={t('table.until_help')}
            wrong={wrong ? t('table.until_wrong') : null}
            inputMode="numeric"
            autoComplete="off"
            value={until}
            onChange={(event) => setUntil(event.target.value)}
          />
        </>
      ) : (
        <OneOf
          legend={t('table.why')}
          options={REFUSE_REASONS}
          words={(one) => t(`table.refuse.${one}`)}
          value={never}
          choose={setNever}
        />
      )}
    </PersonForm>
  );
}
