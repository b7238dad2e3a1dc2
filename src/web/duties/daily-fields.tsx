import { useTranslation } from 'react-i18next';
import type { Figures } from '../../duties/contract.ts';
import { DAILY_FIELDS, type DutyFinding } from '../../duties/rules.ts';
import { figure } from '../app/format.ts';
import { CountInput } from '../population/count-input.tsx';

/** The daily report: what is declared, beside what lists of names give for the day. */
export function DailyFields({
  texts,
  counted,
  findings,
  onChange,
}: {
  texts: Readonly<Record<string, string>>;
  counted: Figures;
  findings: readonly DutyFinding[];
  onChange: (field: string, typed: string) => void;
}) {
  const { t } = useTranslation();
  const paste = (from: number) => (block: string[][]) => {
    for (const [at, [typed]] of block.entries()) {
      const field = DAILY_FIELDS[from + at];
      if (field !== undefined) onChange(field, typed ?? '');
    }
  };
  return (
    <table className="plain entry">
      <caption className="only-read">{t('duties.answer')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('duties.figure')}</th>
          <th scope="col" className="num">
            {t('duties.declared')}
          </th>
          <th scope="col" className="num">
            {t('duties.named')}
          </th>
        </tr>
      </thead>
      <tbody>
        {DAILY_FIELDS.map((field, row) => (
          <tr key={field}>
            <th scope="row">{t(`duties.field.${field}`)}</th>
            <td>
              <CountInput
                label={t(`duties.field.${field}`)}
                value={texts[field] ?? ''}
                at={{ row, column: 0 }}
                flagged={findings.some((finding) => finding.field === field)}
                onChange={(typed) => onChange(field, typed)}
                onPaste={paste(row)}
              />
            </td>
            <td className="known num">{field.startsWith('injected.') ? figure(counted[field] ?? 0) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
