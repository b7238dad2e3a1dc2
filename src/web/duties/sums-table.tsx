import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DAILY_FIELDS } from '../../duties/rules.ts';
import { get } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { fieldWords } from './field-words.ts';
import type { SumRow, Sums } from './types.ts';

/** What the reports received on an item say together, by unit; never without how many reports it is the sum of. */
export function SumsTable({ asked }: { asked: Record<string, string> }) {
  const { t } = useTranslation();
  const sums = useQuery({
    queryKey: ['duties', 'sums', asked],
    queryFn: () =>
      get<{ sums: Sums | null; products: { code: string; name: string }[] }>('/duties/sums', asked),
  }).data;
  if (sums?.sums == null) return null;
  const { rows, total } = sums.sums;
  const fields = Object.keys(total.figures).sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
  if (fields.length === 0) return null;
  const line = (name: string, { answers, expected, figures }: Omit<SumRow, 'unit'>, className = '') => (
    <tr key={name} className={className}>
      <td>{name}</td>
      <td className="num">
        {t('duties.answers_count', { answers: figure(answers), expected: figure(expected) })}
      </td>
      {fields.map((field) => (
        <td key={field} className="num">
          {figure(figures[field])}
        </td>
      ))}
    </tr>
  );
  return (
    <>
      <h2>{t('duties.sums')}</h2>
      <ScrollBox tall label={t('duties.sums')}>
        <table className="plain">
          <caption className="only-read">{t('duties.sums')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('web.unit')}</th>
              <th scope="col" className="num">
                {t('duties.answers_of')}
              </th>
              {fields.map((field) => (
                <th key={field} scope="col" className="num">
                  {fieldWords(t, field, sums.products)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {line(t('coverage.total'), total, 'total')}
            {rows.map(({ unit, ...row }) => line(unit.name, row))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}

/** As the form asks for them; vaccines by their names. */
const order = (field: string): number => (DAILY_FIELDS as readonly string[]).indexOf(field);
