import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading, Status } from '../ui/states.tsx';
import { shownBirth } from '../verification/types.ts';
import type { Away, Shared } from './types.ts';

/** Who of the commune died, moved away or is absent, and whose lists do not know it yet. */
export function AwayList() {
  const { t } = useTranslation();
  const place = usePlace();
  const where = { unit: place.unit, mapDate: place.map };
  const query = useQuery({
    queryKey: ['moves', 'away', where],
    queryFn: () => get<{ people: Away[]; total: number }>('/moves/away', where),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { people, total } = query.data;
  if (people.length === 0) return <Empty title={t('moves.away_none')}>{t('moves.away_none_help')}</Empty>;
  return (
    <>
      <p className="quiet">{t('moves.away_lead', { n: figure(total) })}</p>
      <ScrollBox label={t('moves.away')} tall>
        <table className="plain">
          <thead>
            <tr>
              <th>{t('people.name')}</th>
              <th>{t('people.birth')}</th>
              <th>{t('people.hamlet')}</th>
              <th>{t('moves.is')}</th>
              <th>{t('moves.until')}</th>
              <th>{t('moves.still_in')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <tr key={person.personId}>
                <td>
                  <Link to="/people/$id" params={{ id: person.personId }} search={true}>
                    {person.name}
                  </Link>
                </td>
                <td>{shownBirth(person.birth)}</td>
                <td>{person.hamlet ?? '–'}</td>
                <td>
                  {t(`whereabouts.${person.whereabouts}`)}{' '}
                  {person.disputed && <Status name="review">{t('moves.death_disputed')}</Status>}
                </td>
                <td>{day(person.until)}</td>
                <td>
                  {person.stillIn.length === 0 ? (
                    '–'
                  ) : (
                    <Status name="warning">
                      {person.stillIn.map((one) => t(`source.${one}`)).join(', ')}
                    </Status>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}

/** ID numbers that stand at somebody of ours and at somebody elsewhere: one person twice, or a number borrowed or mistyped. */
export function SharedList() {
  const { t } = useTranslation();
  const place = usePlace();
  const where = { unit: place.unit, mapDate: place.map };
  const query = useQuery({
    queryKey: ['moves', 'shared', where],
    queryFn: () => get<{ shared: Shared[]; total: number }>('/moves/shared', where),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { shared, total } = query.data;
  if (shared.length === 0) return <Empty title={t('moves.shared_none')}>{t('moves.shared_none_help')}</Empty>;
  return (
    <>
      <p className="quiet">{t('moves.shared_lead', { n: figure(total) })}</p>
      <ScrollBox label={t('moves.shared')} tall>
        <table className="plain">
          <thead>
            <tr>
              <th>{t('moves.ours')}</th>
              <th>{t('people.birth')}</th>
              <th>{t('moves.number')}</th>
              <th>{t('moves.theirs')}</th>
              <th>{t('people.birth')}</th>
              <th>{t('web.unit')}</th>
            </tr>
          </thead>
          <tbody>
            {shared.map((one) => (
              <tr key={`${one.value} ${one.personId} ${one.other.name} ${one.other.unit?.code}`}>
                <td>
                  <Link to="/people/$id" params={{ id: one.personId }} search={true}>
                    {one.name}
                  </Link>
                </td>
                <td>{shownBirth(one.birth)}</td>
                <td>
                  {t(`id.${one.kind}`)} {one.value}
                </td>
                <td>{one.other.name}</td>
                <td>{one.other.birth ?? '–'}</td>
                <td>{one.other.unit?.name ?? t('whereabouts.on_no_list')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}
