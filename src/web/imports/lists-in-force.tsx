import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { List } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { day, figure, moment } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

/** The lists on which the register of this unit rests: whose, of which day, whole or in part, who loaded them when. */
export function ListsInForce() {
  const { t } = useTranslation();
  const place = usePlace();
  const query = useQuery({
    queryKey: ['lists', place.unit, place.map],
    queryFn: () => get<{ lists: List[] }>('/lists', { unit: place.unit, mapDate: place.map }),
  });
  return (
    <>
      <h2>{t('lists.title')}</h2>
      {query.isLoading ? (
        <Loading />
      ) : query.error ? (
        <Failed error={query.error} again={() => void query.refetch()} />
      ) : query.data!.lists.length === 0 ? (
        <Empty title={t('lists.none')}>{t('imports.none_help')}</Empty>
      ) : (
        <ScrollBox tall label={t('lists.title')}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t('imports.file')}</th>
                <th scope="col">{t('imports.source')}</th>
                <th scope="col" className="wide">
                  {t('imports.kind')}
                </th>
                <th scope="col">{t('person.as_of')}</th>
                <th scope="col" className="wide">
                  {t('lists.extent')}
                </th>
                <th scope="col" className="num">
                  {t('lists.people')}
                </th>
                <th scope="col" className="wide">
                  {t('web.unit')}
                </th>
                <th scope="col" className="wide">
                  {t('lists.loaded')}
                </th>
              </tr>
            </thead>
            <tbody>
              {query.data!.lists.map((list) => (
                <tr key={list.id}>
                  <td className="file">
                    {list.runId === null ? (
                      list.file
                    ) : (
                      <Link to="/imports/$id" params={{ id: list.runId }} search={true}>
                        {list.file}
                      </Link>
                    )}
                  </td>
                  <td>{t(`source.${list.source}`)}</td>
                  <td className="wide">{t(`kind.${list.kind}`)}</td>
                  <td>{day(list.asOf)}</td>
                  <td className="wide">{t(list.complete ? 'lists.complete' : 'lists.partial')}</td>
                  <td className="num">{figure(list.rowsTaken)}</td>
                  <td className="wide">{list.unit.name}</td>
                  <td className="wide">
                    {moment(list.loadedAt)} · {list.loadedBy}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </>
  );
}
