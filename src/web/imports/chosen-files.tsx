import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, usePlace } from '../app/place.ts';
import { Icon } from '../ui/icon.tsx';
import { DayInput, useUnit } from '../ui/inputs.tsx';

export type ListChoice = Readonly<{
  kind: string;
  source: string;
  asOf: string | null;
  completeness: 'complete' | 'partial';
}>;

const size = (bytes: number): string =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** What the chosen files are, where the files do not say it themselves; then: look first, or take at once. */
export function ChosenFiles({
  files,
  busy,
  onRemove,
  onStart,
}: {
  files: readonly File[];
  busy: boolean;
  onRemove: (file: File) => void;
  onStart: (choice: ListChoice, dryRun: boolean) => void;
}) {
  const { t } = useTranslation();
  const place = usePlace();
  const unit = useUnit(place.unit, place.map);
  const demonstration = useMe().data?.demonstration ?? false;
  const [choice, setChoice] = useState<ListChoice>({
    kind: 'auto',
    source: '',
    // The demonstration's lists are of its day; elsewhere the titles or the day of the upload say it.
    asOf: demonstration ? place.date : null,
    completeness: 'partial',
  });
  const set = (change: Partial<ListChoice>) => setChoice({ ...choice, ...change });
  return (
    <section className="card form-stack" style={{ marginTop: 14 }}>
      <div>
        <h3>{t('imports.chosen', { n: files.length, unit: unit.data?.fullName ?? '…' })}</h3>
        <ul className="file-list">
          {files.map((file) => (
            <li key={`${file.name} ${file.size} ${file.lastModified}`}>
              <Icon name="file" />
              {file.name}
              <span className="quiet">{size(file.size)}</span>
              <button
                type="button"
                className="link-button"
                aria-label={t('imports.remove_file', { file: file.name })}
                onClick={() => onRemove(file)}
              >
                {t('imports.remove')}
              </button>
            </li>
          ))}
        </ul>
      </div>
      <fieldset>
        <legend>{t('imports.completeness')}</legend>
        <div className="choices">
          {(['partial', 'complete'] as const).map((value) => (
            <label key={value} className="choice">
              <input
                type="radio"
                name="completeness"
                value={value}
                checked={choice.completeness === value}
                onChange={() => set({ completeness: value })}
              />
              <b>{t(`imports.${value}`)}</b>
              <small>{t(`imports.${value}_help`)}</small>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="row" style={{ margin: 0, alignItems: 'start' }}>
        <label className="field">
          {t('imports.kind')}
          <Select
            value={choice.kind}
            onChange={(kind) => set({ kind })}
            style={{ minWidth: 190 }}
            options={['auto', 'residents', 'injections'].map((value) => ({
              value,
              label: t(`kind.${value}`),
            }))}
          />
        </label>
        <label className="field">
          {t('imports.source')}
          <Select
            value={choice.source}
            onChange={(source) => set({ source })}
            style={{ minWidth: 190 }}
            options={['', 'police', 'commune', 'health'].map((value) => ({
              value,
              label: t(value === '' ? 'source.auto' : `source.${value}`),
            }))}
          />
        </label>
        <div className="field">
          <span>{t('imports.as_of')}</span>
          <DayInput label={t('imports.as_of')} value={choice.asOf} onChange={(asOf) => set({ asOf })} />
          <small>{t('imports.as_of_help')}</small>
        </div>
      </div>
      <div className="actions main-action" style={{ margin: 0 }}>
        <Button type="primary" size="large" loading={busy} onClick={() => onStart(choice, true)}>
          {t('imports.try')}
        </Button>
        <Button size="large" loading={busy} onClick={() => onStart(choice, false)}>
          {t('imports.take')}
        </Button>
      </div>
    </section>
  );
}
