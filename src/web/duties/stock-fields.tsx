import { useTranslation } from 'react-i18next';
import { type DutyFinding, STOCK_MEASURES } from '../../duties/rules.ts';
import { figure } from '../app/format.ts';
import { CountInput } from '../population/count-input.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import type { DutyAnswer } from './types.ts';

/** Doses of each vaccine, whole: what there was, what came, went and is left; a vaccine that is not there stays blank. */
export function StockFields({
  duty: { products, counted, before },
  texts,
  findings,
  onChange,
}: {
  duty: DutyAnswer;
  texts: Readonly<Record<string, string>>;
  findings: readonly DutyFinding[];
  onChange: (field: string, typed: string) => void;
}) {
  const { t } = useTranslation();
  const fieldAt = (row: number, column: number): string | null => {
    const [product, measure] = [products[row], STOCK_MEASURES[column]];
    return product === undefined || measure === undefined ? null : `${product.code}.${measure}`;
  };
  const paste = (row: number, column: number) => (block: string[][]) => {
    for (const [down, line] of block.entries())
      for (const [across, typed] of line.entries()) {
        const field = fieldAt(row + down, column + across);
        if (field !== null) onChange(field, typed);
      }
  };
  return (
    <ScrollBox label={t('duties.answer')}>
      <table className="plain entry grid">
        <caption className="only-read">{t('duties.answer')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('duties.vaccine')}</th>
            <th scope="col" className="num">
              {t('duties.before')}
            </th>
            {STOCK_MEASURES.map((measure) => (
              <th key={measure} scope="col" className="num">
                {t(`duties.measure.${measure}`)}
              </th>
            ))}
            <th scope="col" className="num">
              {t('duties.named')}
            </th>
          </tr>
        </thead>
        <tbody>
          {products.map(({ code, name }, row) => (
            <tr key={code}>
              <th scope="row">{name}</th>
              <td className="known num">{figure(before[`${code}.left`])}</td>
              {STOCK_MEASURES.map((measure, column) => (
                <td key={measure}>
                  <CountInput
                    label={`${name}, ${t(`duties.measure.${measure}`)}`}
                    value={texts[`${code}.${measure}`] ?? ''}
                    at={{ row, column }}
                    flagged={findings.some(({ field }) => field === `${code}.${measure}`)}
                    onChange={(typed) => onChange(`${code}.${measure}`, typed)}
                    onPaste={paste(row, column)}
                  />
                </td>
              ))}
              <td className="known num">{figure(counted[`${code}.used`] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
