import { useTranslation } from 'react-i18next';
import { lotField, readLotField, STOCK_MEASURES } from '../../duties/rules.ts';
import { CountInput } from '../population/count-input.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import type { DutyAnswer } from './types.ts';

/** Vaccine of the day by lot, as the stock ledger gives it; a report without any lot has no such part. */
export function LotFields({
  texts,
  products,
  onChange,
}: {
  texts: Readonly<Record<string, string>>;
  products: DutyAnswer['products'];
  onChange: (field: string, typed: string) => void;
}) {
  const { t } = useTranslation();
  const lots = [
    ...new Map(
      Object.keys(texts).flatMap((field) => {
        const told = readLotField(field);
        return told === null ? [] : [[`${told.item} ${told.lot}`, told] as const];
      }),
    ).values(),
  ];
  if (lots.length === 0) return null;
  const fieldAt = (row: number, column: number): string | null => {
    const [lot, measure] = [lots[row], STOCK_MEASURES[column]];
    return lot === undefined || measure === undefined ? null : lotField(lot.item, lot.lot, measure);
  };
  const paste = (row: number, column: number) => (block: string[][]) => {
    for (const [down, line] of block.entries())
      for (const [across, typed] of line.entries()) {
        const field = fieldAt(row + down, column + across);
        if (field !== null) onChange(field, typed);
      }
  };
  return (
    <>
      <h3>{t('duties.lots')}</h3>
      <ScrollBox label={t('duties.lots')}>
        <table className="plain entry grid">
          <caption className="only-read">{t('duties.lots')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('duties.vaccine_lot')}</th>
              {STOCK_MEASURES.map((measure) => (
                <th key={measure} scope="col" className="num">
                  {t(`duties.measure.${measure}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lots.map(({ item, lot }, row) => {
              const name = `${products.find(({ code }) => code === item)?.name ?? item} · ${lot}`;
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {STOCK_MEASURES.map((measure, column) => (
                    <td key={measure}>
                      <CountInput
                        label={`${name}, ${t(`duties.measure.${measure}`)}`}
                        value={texts[lotField(item, lot, measure)] ?? ''}
                        at={{ row, column }}
                        onChange={(typed) => onChange(lotField(item, lot, measure), typed)}
                        onPaste={paste(row, column)}
                      />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}
