import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { deadlineOnPaper } from '../../kernel/vietnam-time.ts';
import type { Digest, DigestLine, Message } from '../../urging/contract.ts';
import { day, figure } from '../app/format.ts';
import { Status } from '../ui/states.tsx';

/** What one was told on one day: the most pressing first, each with its way to the work. */
export function MessageCard({ message, fresh }: { message: Message; fresh: boolean }) {
  const { t } = useTranslation();
  const { content } = message;
  return (
    <article className={fresh ? 'card message fresh' : 'card message'}>
      <h2>
        {t('messages.of', { day: day(message.day) })}
        {fresh && <span className="badge">{t('messages.new')}</span>}
      </h2>
      <Lines name="returned" lines={content.returned} />
      <Lines name="late" lines={content.late} />
      <Lines name="dueToday" lines={content.dueToday} />
      <Below units={content.escalated} />
      <div className="actions">
        <Link className="plain-button" to="/" search={true}>
          {t('messages.to_work')}
        </Link>
        {content.escalated.length > 0 && (
          <Link className="plain-button" to="/chase" search={true}>
            {t('messages.to_chase')}
          </Link>
        )}
      </div>
    </article>
  );
}

function Lines({ name, lines }: { name: 'returned' | 'late' | 'dueToday'; lines: readonly DigestLine[] }) {
  const { t } = useTranslation();
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>
        <Status name={name === 'returned' ? 'error' : name === 'late' ? 'warning' : 'waiting'}>
          {t(`messages.${name}`, { n: figure(lines.length) })}
        </Status>
      </h3>
      <ul>
        {lines.map((line) => (
          <li key={line.key}>
            <Link to="/duties/$key" params={{ key: line.key }} search={true}>
              {t('messages.item', { number: line.number })} {line.title}
            </Link>
            <span className="quiet">
              {line.facility ?? line.unitName} · {t('messages.due', { at: deadlineOnPaper(line.dueAt) })} ·{' '}
              {line.directive}
            </span>
            {line.reason !== null && <span>{t('messages.reason', { reason: line.reason })}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Below({ units }: { units: Digest['escalated'] }) {
  const { t } = useTranslation();
  if (units.length === 0) return null;
  return (
    <section>
      <h3>
        <Status name="warning">{t('messages.escalated', { n: figure(units.length) })}</Status>
      </h3>
      <ul>
        {units.map(({ unit, unitName, facility, duties, since }) => (
          <li key={`${unit}${facility}`}>
            <b>{facility ?? unitName}</b>
            <span className="quiet">
              {t('messages.below', { n: figure(duties), since: deadlineOnPaper(since) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
