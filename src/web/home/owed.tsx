import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Me } from '../app/api-types.ts';
import { figure } from '../app/format.ts';
import '../duties/duties.css';
import { DutyRows } from '../duties/duty-rows.tsx';
import { useDuties } from '../duties/use-duties.ts';
import { Failed } from '../ui/states.tsx';

/** So many stand on the home page; the rest is one click away. */
const SHOWN = 5;
const DONE: readonly string[] = ['accepted', 'submitted', 'zero_reported'];

/** What the unit owes by directives and this account may answer, the most urgent first; and what waits for it to check. */
export function Owed({ me }: { me: Me }) {
  const { t } = useTranslation();
  const may = (action: string): boolean => me.actions.includes(action);
  const own = useDuties('self', { enabled: may('duty.answer') });
  const checking = useDuties('checking', { enabled: may('duty.check') });
  const owed = own.data?.duties.filter(({ mayAnswer, state }) => mayAnswer && !DONE.includes(state)) ?? [];
  const waiting = checking.data?.duties.length ?? 0;
  if (own.error) return <Failed error={own.error} again={() => void own.refetch()} />;
  if (owed.length === 0 && waiting === 0) return null;
  return (
    <section aria-label={t('duty.owed_head')}>
      <h2>{t('duty.owed_head')}</h2>
      {owed.length > 0 && <DutyRows duties={owed.slice(0, SHOWN)} />}
      {waiting > 0 && (
        <ul className="duties">
          <li>
            <div className="what">
              <b>{t('duty.checking', { n: figure(waiting) })}</b>
              <span>{t('duty.checking_why')}</span>
            </div>
            <Link className="plain-button" to="/duties/checking" search={true}>
              {t('duties.go.check')}
            </Link>
          </li>
        </ul>
      )}
      {owed.length > SHOWN && (
        <p>
          <Link to="/duties" search={true}>
            {t('duty.see_all', { n: figure(owed.length) })}
          </Link>
        </p>
      )}
    </section>
  );
}
