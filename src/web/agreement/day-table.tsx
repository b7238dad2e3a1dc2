import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { day, figure } from '../app/format.ts';
import { useMe } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Status } from '../ui/states.tsx';
import { GapList, lotWords } from './gap-list.tsx';
import { NamedPeople } from './named-people.tsx';
import type { DayRow, GapRow, Products } from './types.ts';

/** A line for each facility and day with its three figures; opened, its gaps. */
export function DayTable({
  days,
  gapsOf,
  products,
  onSettled,
}: {
  days: readonly DayRow[];
  gapsOf: (row: DayRow) => readonly GapRow[];
  products: Products;
  onSettled: () => void;
}) {
  const { t } = useTranslation();
  const mayName = useMe().data?.actions.includes('person.search') ?? false;
  const rows = days.toReversed();
  const keyOf = (row: DayRow) => `${row.unitId} ${row.facility} ${row.day}`;
  const [opened, setOpened] = useState<string | null>(null);
  // A list of one needs no choosing.
  const current = opened ?? (rows.length === 1 ? keyOf(rows[0]!) : null);
  return (
    <ScrollBox className="gaps" label={t('gaps.title')}>
      <table className="plain">
        <caption className="only-read">{t('gaps.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('gaps.day')}</th>
            <th scope="col">{t('gaps.facility')}</th>
            {(['declared', 'named', 'used'] as const).map((name) => (
              <th key={name} scope="col" className="num wide">
                {t(`gaps.${name}`)}
              </th>
            ))}
            <th scope="col">{t('gaps.state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const gaps = gapsOf(row);
            const key = keyOf(row);
            const isOpen = current === key;
            return (
              <Fragment key={key}>
                <tr className={isOpen ? 'chosen' : ''}>
                  <td>{day(row.day)}</td>
                  <td>
                    <button
                      type="button"
                      className="link-button"
                      aria-expanded={isOpen}
                      onClick={() => setOpened(isOpen ? '' : key)}
                    >
                      {row.facility}
                    </button>
                    <span className="quiet parent">{row.unit.name}</span>
                    <span className="under">
                      {(['declared', 'named', 'used'] as const).map((name) => (
                        <span key={name}>
                          {t(`gaps.${name}`)} <b>{figure(row[name])}</b>{' '}
                        </span>
                      ))}
                    </span>
                  </td>
                  <td className="num wide">{figure(row.declared)}</td>
                  <td className="num wide">
                    {figure(row.named)}
                    {row.namedLate > 0 && <small>{t('gaps.late', { n: figure(row.namedLate) })}</small>}
                  </td>
                  <td className="num wide">{figure(row.used)}</td>
                  <td>
                    <DayState gaps={gaps} />
                  </td>
                </tr>
                {isOpen && (
                  <tr className="gap-row">
                    <td colSpan={6}>
                      <GapList gaps={gaps} products={products} onSettled={onSettled} />
                      {mayName && row.named > 0 && <People key={key} row={row} products={products} />}
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** Names are fetched, and their reading recorded, only when they are asked for. */
function People({ row, products }: { row: DayRow; products: Products }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (open) return <NamedPeople row={row} words={lotWords(products)} />;
  return (
    <button type="button" className="plain-button" onClick={() => setOpen(true)}>
      {t('gaps.see_people', { n: figure(row.named) })}
    </button>
  );
}

function DayState({ gaps }: { gaps: readonly GapRow[] }) {
  const { t } = useTranslation();
  const open = gaps.filter(({ state, mirror }) => state !== 'settled' && !mirror);
  if (gaps.length === 0) return <Status name="valid">{t('gaps.agree')}</Status>;
  if (open.length === 0 && gaps.some(({ mirror }) => !mirror))
    return <Status name="list_left">{t('gaps.explained')}</Status>;
  return <Status name="warning">{t('gaps.open', { n: figure(Math.max(open.length, 1)) })}</Status>;
}
