import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonSummary } from '../app/api-types.ts';
import { birth, figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Status } from '../ui/states.tsx';
import { usePhone } from '../ui/use-phone.ts';
import { useWindow } from '../ui/use-window.ts';

const ROW = { desk: 33, phone: 66 } as const;
/** So many rows before the end of what is loaded the next ones are asked for. */
const AHEAD = 60;

/** People, a row each; only those in sight are in the document, however many there are. */
export function PeopleTable({
  rows,
  total,
  onNearEnd,
}: {
  rows: readonly PersonSummary[];
  total: number;
  onNearEnd: () => void;
}) {
  const { t } = useTranslation();
  const box = useRef<HTMLElement>(null);
  const phone = usePhone();
  const { from, to, above, below } = useWindow(box, rows.length, phone ? ROW.phone : ROW.desk);
  const near = to > rows.length - AHEAD;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each stretch of rows
  useEffect(() => {
    if (near) onNearEnd();
  }, [near, rows.length]);
  const doses = rows.some((person) => person.doses !== null);
  const communes = new Set(rows.map(({ unit }) => unit.code)).size > 1;
  return (
    <ScrollBox box={box} tall className="people" label={t('people.title')}>
      <table className="plain" aria-rowcount={total + 1}>
        <thead>
          <tr>
            <th scope="col" aria-sort="ascending" title={t('people.sorted')}>
              {t('people.name')} <span aria-hidden="true">▲</span>
            </th>
            <th scope="col" className="wide">
              {t('people.birth')}
            </th>
            <th scope="col" className="num wide">
              {t('people.age')}
            </th>
            <th scope="col" className="wide">
              {t('people.sex')}
            </th>
            <th scope="col" className="wide">
              {t('people.id')}
            </th>
            {communes && (
              <th scope="col" className="wide">
                {t('web.unit')}
              </th>
            )}
            <th scope="col" className="wide">
              {t('people.hamlet')}
            </th>
            <th scope="col" className="wide">
              {t('people.kind')}
            </th>
            {doses && (
              <th scope="col" className="num">
                {t('people.doses')}
              </th>
            )}
            <th scope="col" className="wide">
              {t('people.sources')}
            </th>
            <th scope="col" className="wide">
              {t('people.look')}
            </th>
          </tr>
        </thead>
        <tbody>
          <Gap height={above} />
          {rows.slice(from, to).map((person, index) => (
            <tr key={person.id} aria-rowindex={from + index + 2}>
              <td>
                <Link to="/people/$id" params={{ id: person.id }} search={true}>
                  {person.name}
                </Link>
                <span className="under">
                  {[
                    birth(person.birth),
                    person.age === null ? '' : t('person.age', { years: person.age }),
                    person.hamlet,
                    kindOf(person, t),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </td>
              <td className="wide">{birth(person.birth)}</td>
              <td className="num wide">{person.age ?? '–'}</td>
              <td className="wide">{person.sex === null ? '–' : t(`sex.${person.sex}`)}</td>
              <td className="wide">{person.nationalId ?? '–'}</td>
              {communes && <td className="wide">{person.unit.name}</td>}
              <td className="wide">{person.hamlet ?? '–'}</td>
              <td className="wide">{kindOf(person, t)}</td>
              {doses && <td className="num">{figure(person.doses)}</td>}
              <td className="wide">{person.sources.map((one) => t(`source.${one}`)).join(', ')}</td>
              <td className="wide">
                <Look person={person} />
              </td>
            </tr>
          ))}
          <Gap height={below} />
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** Where somebody is wins over how he was registered: who died or moved is no resident. */
const kindOf = ({ whereabouts, kind }: PersonSummary, t: (key: string) => string): string =>
  whereabouts === 'dead' || whereabouts === 'moved_out'
    ? t(`whereabouts.${whereabouts}`)
    : kind === null
      ? '–'
      : t(`residence.${kind}`);

function Look({ person }: { person: PersonSummary }) {
  const { t } = useTranslation();
  if (person.review) return <Status name="review">{t('people.in_review')}</Status>;
  if (person.findings === 0) return null;
  return <Status name="warning">{t('people.points', { n: figure(person.findings) })}</Status>;
}

const Gap = ({ height }: { height: number }) =>
  height > 0 ? (
    <tr className="gap">
      <td colSpan={11} style={{ height, padding: 0, border: 0 }} />
    </tr>
  ) : null;
