import { useTranslation } from 'react-i18next';
import { shownBirth } from '../verification/types.ts';
import type { ListedPerson } from './types.ts';

/** People of a list, numbered, as they stand on paper; `notes` leaves a wide column to write in. */
export function PeopleTable({ people, notes = false }: { people: readonly ListedPerson[]; notes?: boolean }) {
  const { t } = useTranslation();
  return (
    <table className="plain printed">
      <thead>
        <tr>
          <th className="num">{t('handover.no')}</th>
          <th>{t('people.name')}</th>
          <th>{t('people.birth')}</th>
          <th>{t('people.sex')}</th>
          <th>{t('people.id')}</th>
          <th>{t('handover.field.household')}</th>
          <th>{t('people.kind')}</th>
          <th className={notes ? 'notes' : ''}>{t(notes ? 'handover.notes' : 'people.hamlet')}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person, i) => (
          <tr key={person.personId}>
            <td className="num">{i + 1}</td>
            <td>{person.name}</td>
            <td>{shownBirth(person.birth)}</td>
            <td>{person.sex === null ? '–' : t(`sex.${person.sex}`)}</td>
            <td>{person.nationalId ?? '–'}</td>
            <td>{person.household ?? ''}</td>
            <td>{t(`residence.${person.kind}`)}</td>
            <td>{notes ? '' : (person.hamlet ?? '–')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
