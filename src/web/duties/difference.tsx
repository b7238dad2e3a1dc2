import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { useMe } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading, Notice, Status } from '../ui/states.tsx';
import { fieldWords } from './field-words.ts';
import type { DutyAnswer, GivenRow } from './types.ts';

const SHOWN = 8;

/** What changed in the register since the answer was sent: figures first, then the very rows for those who may see them. */
export function DifferenceNotice({ duty }: { duty: DutyAnswer }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const sees = useMe().data!.actions.includes('person.search');
  const { difference } = duty;
  if (difference === null || difference.figures.length + difference.added + difference.gone === 0)
    return null;
  const rows = difference.added + difference.gone;
  return (
    <>
      <Notice
        tone="warn"
        action={
          rows > 0 &&
          sees && (
            <button type="button" className="plain-button small" onClick={() => setOpen(!open)}>
              {t(open ? 'duties.hide_rows' : 'duties.show_rows')}
            </button>
          )
        }
      >
        <b>{t('duties.changed_since')}</b>
        <ul className="plain-list">
          {difference.figures.slice(0, SHOWN).map(({ field, before, now }) => (
            <li key={field}>
              {fieldWords(t, field, duty.products)}: {figure(before)} → {figure(now)}
            </li>
          ))}
          {difference.figures.length > SHOWN && (
            <li>{t('duties.and_more', { n: figure(difference.figures.length - SHOWN) })}</li>
          )}
          {rows > 0 && (
            <li>
              {t('duties.changed_rows', { added: figure(difference.added), gone: figure(difference.gone) })}
            </li>
          )}
        </ul>
      </Notice>
      {open && <Rows dutyKey={duty.key} products={duty.products} />}
    </>
  );
}

function Rows({ dutyKey, products }: { dutyKey: string; products: DutyAnswer['products'] }) {
  const { t } = useTranslation();
  const rows = useQuery({
    queryKey: ['duty', dutyKey, 'difference'],
    queryFn: () =>
      get<{ added: GivenRow[]; gone: GivenRow[] }>(`/duties/${encodeURIComponent(dutyKey)}/difference`),
  });
  if (rows.isLoading) return <Loading />;
  if (rows.error || !rows.data) return <Failed error={rows.error} again={() => void rows.refetch()} />;
  const all = [
    ...rows.data.added.map((row) => ['added', row] as const),
    ...rows.data.gone.map((row) => ['left', row] as const),
  ];
  return (
    <ScrollBox tall label={t('duties.changed_since')}>
      <table className="plain">
        <caption className="only-read">{t('duties.changed_since')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('duties.change')}</th>
            <th scope="col">{t('duties.person')}</th>
            <th scope="col" className="num">
              {t('duties.dose')}
            </th>
            <th scope="col">{t('duties.vaccine')}</th>
            <th scope="col">{t('duties.lot')}</th>
            <th scope="col">{t('duties.given_on')}</th>
          </tr>
        </thead>
        <tbody>
          {all.map(([change, row]) => (
            <tr key={change + row.id}>
              <td>
                <Status name={`list_${change}`}>{t(`duties.row_${change}`)}</Status>
              </td>
              <td>
                <Link to="/people/$id" params={{ id: row.personId }} search={true}>
                  {t('duties.open_person')}
                </Link>
              </td>
              <td className="num">{figure(row.doseNo)}</td>
              <td>{products.find(({ code }) => code === row.vaccine)?.name ?? row.vaccine ?? '–'}</td>
              <td>{row.lot ?? '–'}</td>
              <td>{day(row.on)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
