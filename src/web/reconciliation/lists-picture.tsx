import { useTranslation } from 'react-i18next';
import { share } from '../app/format.ts';
import { PeopleLink } from '../coverage/people-link.tsx';

const HANDS = ['police', 'commune', 'health'] as const;
/** Every way in which three lists can meet, from all three to one alone. */
export const MEETINGS = [
  'commune,health,police',
  'commune,police',
  'health,police',
  'commune,health',
  'police',
  'commune',
  'health',
] as const;

/** In whose lists people stand: a row of dots for each meeting of the three lists, a bar for its people. */
export function ListsPicture({ lists, total }: { lists: Readonly<Record<string, number>>; total: number }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...Object.values(lists));
  return (
    <table className="meetings">
      <caption className="only-read">{t('reconciliation.picture')}</caption>
      <thead>
        <tr>
          {HANDS.map((hand) => (
            <th key={hand} scope="col">
              {t(`source.${hand}`)}
            </th>
          ))}
          <th scope="col" className="num">
            {t('reconciliation.people')}
          </th>
          <td />
        </tr>
      </thead>
      <tbody>
        {MEETINGS.map((meeting) => {
          const people = lists[meeting] ?? 0;
          const hands = meeting.split(',');
          return (
            <tr key={meeting} className={meeting === MEETINGS[0] ? 'agreed' : ''}>
              {HANDS.map((hand) => (
                <td key={hand} className="dot">
                  <span aria-hidden="true">{hands.includes(hand) ? '●' : '○'}</span>
                  <span className="only-read">
                    {t(hands.includes(hand) ? 'reconciliation.in' : 'reconciliation.not_in')}
                  </span>
                </td>
              ))}
              <td className="num">
                <PeopleLink figure={people} lists={meeting} />{' '}
                <small className="share">{share(people, total)}</small>
              </td>
              <td className="bar" aria-hidden="true">
                <span style={{ width: `${(100 * people) / most}%` }} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
