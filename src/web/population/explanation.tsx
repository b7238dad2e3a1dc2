import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { useMe } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { type Bench, PARTS, type PartName, type PartPeople, PLACES, RESIDENCES } from './bench-types.ts';
import { groupName, groupWord } from './words.ts';

type Question = { unit: string; date: string; mapDate: string; dose: string };

/** Why doses and people of a group do not fit: the matrix of residence and place, and the doubtful ones by name. */
export function Explanation({ bench, band, question }: { bench: Bench; band: string; question: Question }) {
  const { t } = useTranslation();
  const may = useMe().data!.actions.includes('person.search');
  const [open, setOpen] = useState<PartName | null>(null);
  const parts = bench.parts[band]!;
  const name = band === 'total' ? t('bench.all_groups') : groupWord(t, band);
  return (
    <>
      <h2>{t('bench.why', { group: name })}</h2>
      <div className="cards">
        <section className="card">
          <h3>{t('bench.matrix')}</h3>
          <Matrix cells={bench.matrix.filter((cell) => band === 'total' || cell.band === band)} />
        </section>
        <section className="card">
          <h3>{t('bench.parts')}</h3>
          <ul className="parts">
            {PARTS.map((part) => (
              <li key={part}>
                <b className="num">{figure(parts[part])}</b>
                <span>
                  {may && parts[part] > 0 ? (
                    <button
                      type="button"
                      className="link-button"
                      aria-expanded={open === part}
                      onClick={() => setOpen(open === part ? null : part)}
                    >
                      {t(`bench.part.${part}`)}
                    </button>
                  ) : (
                    t(`bench.part.${part}`)
                  )}
                  <small>{t(`bench.part_help.${part}`)}</small>
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
      {open !== null && <PeopleOfPart part={open} band={band} question={question} />}
    </>
  );
}

/** Residence down, place of the dose across; the margins add up, for everybody stands in one cell. */
function Matrix({ cells }: { cells: Bench['matrix'] }) {
  const { t } = useTranslation();
  const sum = (residence: string | null, place: string | null): number =>
    cells
      .filter(
        (cell) =>
          (residence === null || cell.residence === residence) && (place === null || cell.place === place),
      )
      .reduce((all, { people }) => all + people, 0);
  return (
    <ScrollBox label={t('bench.matrix')}>
      <table className="plain">
        <caption className="only-read">{t('bench.matrix')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('bench.lives')}</th>
            {PLACES.map((place) => (
              <th key={place} scope="col" className="num">
                {t(`bench.place.${place}`)}
              </th>
            ))}
            <th scope="col" className="num">
              {t('coverage.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {RESIDENCES.map((residence) => (
            <tr key={residence}>
              <td>{t(`bench.residence.${residence}`)}</td>
              {PLACES.map((place) => (
                <td key={place} className="num">
                  {/* Others' doses elsewhere are no business of this unit: nobody is counted there. */}
                  {(residence === 'elsewhere' || residence === 'no_list') && place !== 'here'
                    ? ''
                    : figure(sum(residence, place))}
                </td>
              ))}
              <td className="num">{figure(sum(residence, null))}</td>
            </tr>
          ))}
          <tr className="sum">
            <td>{t('coverage.total')}</td>
            {PLACES.map((place) => (
              <td key={place} className="num">
                {figure(sum(null, place))}
              </td>
            ))}
            <td className="num">{figure(sum(null, null))}</td>
          </tr>
        </tbody>
      </table>
    </ScrollBox>
  );
}

function PeopleOfPart({ part, band, question }: { part: PartName; band: string; question: Question }) {
  const { t } = useTranslation();
  const people = useQuery({
    queryKey: ['denominators-people', question, part, band],
    queryFn: () => get<PartPeople>('/denominators/people', { ...question, part, band }),
  });
  if (people.isLoading) return <Loading />;
  if (people.error || !people.data)
    return <Failed error={people.error} again={() => void people.refetch()} />;
  const { people: shown, hidden, total } = people.data;
  return (
    <section aria-label={t(`bench.part.${part}`)}>
      <h3 style={{ marginTop: 18 }}>
        {t('bench.people_of', { part: t(`bench.part.${part}`), n: figure(total) })}
      </h3>
      {hidden > 0 && <p className="quiet">{t('bench.hidden', { n: figure(hidden) })}</p>}
      {shown.length > 0 && (
        <ScrollBox label={t(`bench.part.${part}`)}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t('people.name')}</th>
                <th scope="col">{t('people.band')}</th>
                <th scope="col">{t('bench.lives')}</th>
                <th scope="col">{t('bench.given')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((person) => (
                <tr key={person.id}>
                  <td>
                    <Link to="/people/$id" params={{ id: person.id }} search={true}>
                      {person.name}
                    </Link>
                  </td>
                  <td>{groupName(t, person.band)}</td>
                  <td>{person.unitName ?? t('bench.residence.no_list')}</td>
                  <td>{t(`bench.place.${person.place}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </section>
  );
}
