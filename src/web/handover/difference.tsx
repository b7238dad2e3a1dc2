import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading, Status } from '../ui/states.tsx';
import { shownBirth } from '../verification/types.ts';
import type { Difference, ListedPerson } from './types.ts';

/** How the list has changed since it was signed: by the very rows that came, went or changed. */
export function DifferenceTable({ id, date }: { id: string; date: string }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['handover', 'difference', id, date],
    queryFn: () => get<Difference>(`/handover/${id}/difference`, { date }),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { added, left, changed, totals } = query.data;
  const value = (person: ListedPerson, field: string): string => {
    const text = person[field as keyof ListedPerson];
    if (text === null) return '–';
    if (field === 'birth') return shownBirth(text);
    if (field === 'sex') return t(`sex.${text}`);
    return field === 'kind' ? t(`residence.${text}`) : text;
  };
  const about = (person: ListedPerson): string =>
    [shownBirth(person.birth), person.hamlet, t(`residence.${person.kind}`)].filter(Boolean).join(' · ');
  const rows: [string, ListedPerson, string][] = [
    ...added.map((person): [string, ListedPerson, string] => ['added', person, about(person)]),
    ...left.map((person): [string, ListedPerson, string] => ['left', person, about(person)]),
    ...changed.map(({ before, after, fields }): [string, ListedPerson, string] => [
      'changed',
      after,
      fields
        .map((field) => `${t(`handover.field.${field}`)}: ${value(before, field)} → ${value(after, field)}`)
        .join('; '),
    ]),
  ];
  return (
    <>
      <p className="quiet">
        {t('handover.difference_of', {
          added: figure(totals.added),
          left: figure(totals.left),
          changed: figure(totals.changed),
        })}
      </p>
      {rows.length > 0 && (
        <ScrollBox label={t('handover.difference')} tall>
          <table className="plain">
            <thead>
              <tr>
                <th>{t('people.name')}</th>
                <th>{t('handover.what')}</th>
                <th>{t('handover.how')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([what, person, how]) => (
                <tr key={`${what} ${person.personId}`}>
                  <td>{person.name}</td>
                  <td>
                    <Status name={`list_${what}`}>{t(`handover.${what}`)}</Status>
                  </td>
                  <td className="wrap">{how}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </>
  );
}
