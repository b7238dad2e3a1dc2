import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Absence } from '../app/api-types.ts';
import { birth, day } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Status } from '../ui/states.tsx';

/** Who is missing, hamlet by hamlet and household by household, with what helps to decide: who else still lists them. */
export function AbsenceTable({
  absences,
  chosen,
  onChoose,
  settled,
}: {
  absences: readonly Absence[];
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
  settled: boolean;
}) {
  const { t } = useTranslation();
  const all = absences.every(({ id }) => chosen.has(id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  return (
    <ScrollBox tall className="absences" label={t('absences.title')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">
              <label className="tick">
                <input
                  type="checkbox"
                  checked={all}
                  onChange={() => onChoose(all ? new Set() : new Set(absences.map(({ id }) => id)))}
                />
                {t('people.name')}
              </label>
            </th>
            <th scope="col" className="wide">
              {t('people.birth')}
            </th>
            <th scope="col" className="wide">
              {t('people.hamlet')}
            </th>
            <th scope="col" className="wide">
              {t('absences.missing')}
            </th>
            <th scope="col" className="wide">
              {t('absences.last')}
            </th>
            <th scope="col">{t(settled ? 'absences.decision' : 'absences.still_in')}</th>
          </tr>
        </thead>
        <tbody>
          {absences.map((absence) => (
            <tr key={absence.id} className={chosen.has(absence.id) ? 'chosen' : ''}>
              <td>
                <label className="tick">
                  <input
                    type="checkbox"
                    checked={chosen.has(absence.id)}
                    aria-label={t('absences.choose', { name: absence.name })}
                    onChange={() => toggle(absence.id)}
                  />
                  <span>
                    <Link to="/people/$id" params={{ id: absence.personId }} search={true}>
                      {absence.name}
                    </Link>
                    <span className="under">
                      {[birth(absence.birth), absence.hamlet].filter(Boolean).join(' · ')}
                    </span>
                  </span>
                </label>
              </td>
              <td className="wide">{birth(absence.birth)}</td>
              <td className="wide">{absence.hamlet ?? '–'}</td>
              <td className="wide">
                {t('absences.list', {
                  source: t(`source.${absence.source}`),
                  date: day(absence.missing.asOf),
                })}
              </td>
              <td className="wide" title={absence.last.file}>
                {t('absences.last_row', { date: day(absence.last.asOf), row: absence.last.row })}
              </td>
              <td>
                {absence.decision !== null ? (
                  <>
                    <Status name={absence.decision}>{t(`absences.${absence.decision}`)}</Status>{' '}
                    {day(absence.decidedOn)} <span className="quiet">{absence.decidedBy}</span>
                  </>
                ) : absence.stillIn.length === 0 ? (
                  t('absences.in_none')
                ) : (
                  absence.stillIn.map((source) => t(`source.${source}`)).join(', ')
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
