import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import type { DayRow } from './types.ts';

type NamedDose = {
  personId: string;
  name: string;
  birth: string | null;
  doseNo: number;
  item: string | null;
  lot: string | null;
  entered: string;
};

/** The people behind the named figure, by lot: where a wrong vaccine, a missing lot or a second entry is seen. */
export function NamedPeople({ row, words }: { row: DayRow; words: (lot: NamedDose) => string }) {
  const { t } = useTranslation();
  const asked = { unit: row.unit.code, facility: row.facility, day: row.day };
  const question = useQuery({
    queryKey: ['gaps', 'people', asked],
    queryFn: () => get<{ people: NamedDose[] }>('/gaps/people', asked),
  });
  if (question.isLoading) return <Loading />;
  if (question.error || !question.data)
    return <Failed error={question.error} again={() => void question.refetch()} />;
  return (
    <ScrollBox tall label={t('gaps.people')} className="named">
      <table className="plain">
        <caption className="only-read">{t('gaps.people')}</caption>
        <thead>
          <tr>
            {(['name', 'birth', 'dose', 'lot', 'entered'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`gaps.person.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {question.data.people.map((one) => (
            <tr key={`${one.personId} ${one.doseNo}`}>
              <td>
                <Link to="/people/$id" params={{ id: one.personId }} search={true as never}>
                  {one.name}
                </Link>
              </td>
              <td>{day(one.birth)}</td>
              <td className="num">{figure(one.doseNo)}</td>
              <td>{words(one) || t('gaps.no_lot')}</td>
              <td>{t(`gaps.entered.${one.entered}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
