import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { assign, type Chosen, COMMON, letter, MEANINGS, type SheetGroup } from './meanings.ts';

/**
 * The columns of sheets that share a header: a meaning is chosen in the list above its column, or taken from the
 * chips: dragged onto a column, or pressed and then the column's letter pressed.
 */
export function SheetColumns({
  group,
  chosen,
  onChange,
}: {
  group: SheetGroup;
  chosen: Chosen;
  onChange: (next: Chosen) => void;
}) {
  const { t } = useTranslation();
  const { first, sheets } = group;
  const [held, setHeld] = useState<string | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const words = (meaning: string): string => {
    const [field, dose] = meaning.split(' ');
    return dose === undefined ? t(`field.${field}`) : `${t(`field.${field}`)} ${dose}`;
  };
  const width = Math.max(
    ...first.sample.map((row) => row.length),
    ...Object.keys(chosen).map((n) => Number(n) + 1),
  );
  const columns = Array.from({ length: width }, (_, i) => i);
  const taken = new Set(Object.values(chosen));
  const put = (column: number) => {
    if (held !== null) onChange(assign(chosen, column, held));
    setHeld(null);
    setOver(null);
  };
  return (
    <section>
      <h2>
        {sheets.length === 1
          ? first.sheet
          : t('columns.same_header', {
              n: sheets.length,
              sheets: sheets.map(({ sheet }) => sheet).join(', '),
            })}{' '}
        {first.isList ? '' : `· ${t('columns.not_list')}`}
      </h2>
      <p className="quiet" style={{ margin: 0 }}>
        {held === null ? t('columns.chips') : t('columns.held', { meaning: words(held) })}
      </p>
      <div className="chips">
        {COMMON.filter((meaning) => !taken.has(meaning)).map((meaning) => (
          <button
            key={meaning}
            type="button"
            className="chip"
            draggable
            aria-pressed={held === meaning}
            onClick={() => setHeld(held === meaning ? null : meaning)}
            onDragStart={(event) => {
              event.dataTransfer.setData('text/plain', meaning);
              setHeld(meaning);
            }}
            onDragEnd={() => setHeld(null)}
          >
            {words(meaning)}
          </button>
        ))}
      </div>
      <ScrollBox label={`${t('columns.title')} ${first.sheet}`}>
        <table className="plain columns">
          <thead>
            <tr>
              {columns.map((column) => {
                const header = first.columns.find((one) => one.column === column)?.header ?? '';
                return (
                  <th
                    key={column}
                    scope="col"
                    className={over === column ? 'over' : ''}
                    onDragOver={(event) => {
                      event.preventDefault();
                      setOver(column);
                    }}
                    onDragLeave={() => setOver(null)}
                    onDrop={(event) => {
                      event.preventDefault();
                      put(column);
                    }}
                  >
                    {held === null ? (
                      <span className="letter" title={header}>
                        {letter(column)} · {header || t('columns.no_header')}
                      </span>
                    ) : (
                      <button type="button" className="link-button letter" onClick={() => put(column)}>
                        {t('columns.put_here', { column: letter(column) })}
                      </button>
                    )}
                    <Select
                      aria-label={t('columns.meaning_of', { column: letter(column), header })}
                      style={{ width: '100%' }}
                      value={chosen[column] ?? 'ignore'}
                      onChange={(meaning) => onChange(assign(chosen, column, meaning))}
                      options={MEANINGS.map((meaning) => ({ value: meaning, label: words(meaning) }))}
                      showSearch={{ optionFilterProp: 'label' }}
                      popupMatchSelectWidth={220}
                    />
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {first.sample.map((row, r) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sample rows keep their order
              <tr key={r}>
                {columns.map((column) => (
                  <td
                    key={column}
                    className={(chosen[column] ?? 'ignore') === 'ignore' ? 'ignored' : ''}
                    title={row[column] ?? ''}
                  >
                    {row[column] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
