import { useTranslation } from 'react-i18next';
import { upload } from '../app/client.ts';

/** A paper to attach: a button as all others, beside it the name of what was chosen. */
export function PaperInput({
  label,
  help,
  accept,
  file,
  onChange,
}: {
  label: string;
  help?: string;
  accept?: string;
  file: File | null;
  onChange: (file: File | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="field paper">
      <span>{label}</span>
      <div>
        <label className="plain-button small">
          {t('duties.choose_file')}
          <input
            type="file"
            className="only-read"
            aria-label={label}
            accept={accept}
            onChange={(event) => onChange(event.target.files?.[0] ?? null)}
          />
        </label>{' '}
        <span>{file?.name ?? t('duties.no_file')}</span>
      </div>
      {help !== undefined && <small>{help}</small>}
    </div>
  );
}

/** The id of a paper that is stored now; null for none. */
export async function storePaper(file: File | null): Promise<{ id: string } | null> {
  if (file === null) return null;
  const form = new FormData();
  form.set('file', file);
  return { id: (await upload<{ id: string }>('/duties/papers', form)).id };
}
