import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { VersionPreview } from '../../due/contract.ts';
import { day, figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Notice } from '../ui/states.tsx';

const CHANGES = ['becomeDue', 'noLongerDue', 'earlier', 'later'] as const;

/** Whom a change would concern, before anybody has agreed to it. */
export function PreviewCard({ preview }: { preview: VersionPreview }) {
  const { t } = useTranslation();
  const touched = preview.units.filter((unit) => CHANGES.some((change) => unit[change] > 0));
  return (
    <div className="preview" aria-live="polite">
      <Notice tone={preview.becomeDue > 0 ? 'warn' : 'wait'}>
        {t('rules.preview.lead', {
          date: day(preview.date),
          becomeDue: figure(preview.becomeDue),
          people: figure(preview.people),
        })}
      </Notice>
      <div className="figures small">
        {CHANGES.map((change) => (
          <div key={change}>
            <b>{figure(preview[change])}</b>
            <span>{t(`rules.preview.${change}`)}</span>
          </div>
        ))}
      </div>
      {touched.length > 0 && (
        <ScrollBox label={t('due.groups')}>
          <table className="plain">
            <thead>
              <tr>
                <th>{t('due.column.unit')}</th>
                {CHANGES.map((change) => (
                  <th key={change} className="num">
                    {t(`rules.preview.${change}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {touched.map((unit) => (
                <tr key={unit.unit}>
                  <td>{unit.unitName}</td>
                  {CHANGES.map((change) => (
                    <td key={change} className="num">
                      {figure(unit[change])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {preview.samples.length > 0 && (
        <details>
          <summary>
            {t('rules.preview.samples', {
              n: figure(preview.samples.length),
              unit: preview.samples[0]!.unitName,
            })}
          </summary>
          <ul className="samples">
            {preview.samples.map((sample) => (
              <li key={sample.person}>
                <Link to="/people/$id" params={{ id: sample.person }} search={true}>
                  {sample.name}
                </Link>
                {sample.hamlet === null ? '' : ` · ${sample.hamlet}`} ·{' '}
                {t(`due.dose.${sample.kind}`, { number: sample.doseNo })} ·{' '}
                {t('rules.preview.moved', { was: day(sample.was), is: day(sample.is) })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
