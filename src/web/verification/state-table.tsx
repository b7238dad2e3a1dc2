import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { day } from '../app/format.ts';
import { Status } from '../ui/states.tsx';
import { FIELDS, shownBirth, type VerifiedPerson } from './types.ts';

/** What the police said, for who follows it: which of the four fields are right, who said so and when. */
export function StateTable({ people }: { people: readonly VerifiedPerson[] }) {
  const { t } = useTranslation();
  const doses = people.some((person) => person.doses !== null);
  const sign = (mark: boolean | null): string => (mark === null ? '' : mark ? ' ✓' : ' ✕');
  const word = (mark: boolean | null): string => (mark === null ? 'unknown' : mark ? 'right' : 'wrong');
  return (
    <table className="plain">
      <thead>
        <tr>
          {FIELDS.map((field) => (
            <th key={field}>{t(`verification.${field}`)}</th>
          ))}
          <th>{t('people.hamlet')}</th>
          {doses && <th className="num">{t('people.doses')}</th>}
          <th>{t('verification.state')}</th>
          <th>{t('verification.checked')}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.personId}>
            {FIELDS.map((field) => {
              const mark = person.state === 'stale' ? null : person.marks[field];
              const text =
                field === 'birth'
                  ? shownBirth(person.birth)
                  : field === 'sex'
                    ? person.sex === null
                      ? '–'
                      : t(`sex.${person.sex}`)
                    : (person[field] ?? '–');
              return (
                <td key={field} className={mark === false ? 'marked-wrong' : ''}>
                  {field === 'name' ? (
                    <Link to="/people/$id" params={{ id: person.personId }} search={true}>
                      {text}
                    </Link>
                  ) : (
                    text
                  )}
                  <span aria-hidden="true">{sign(mark)}</span>
                  {mark !== null && <span className="only-read"> {t(`verification.${word(mark)}`)}</span>}
                  {person.corrected.includes(field) && <small> {t('verification.corrected')}</small>}
                </td>
              );
            })}
            <td>{person.hamlet ?? '–'}</td>
            {doses && <td className="num">{person.doses ?? '–'}</td>}
            <td>
              <Status name={`verify_${person.state}`}>{t(`verification.state.${person.state}`)}</Status>
            </td>
            <td>{person.checkedAt === null ? '–' : `${day(person.checkedAt)} · ${person.checkedBy}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
