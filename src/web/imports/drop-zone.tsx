import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/states.tsx';

const SUITED = /\.(xlsx|xlsm|xls|csv|tsv|txt)$/i;

/** Files come by dropping them, by choosing them, or with the keyboard; what is no list is named at once. */
export function DropZone({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [unsuited, setUnsuited] = useState<string[]>([]);
  const take = (list: FileList | null) => {
    const files = Array.from(list ?? []);
    setUnsuited(files.filter(({ name }) => !SUITED.test(name)).map(({ name }) => name));
    onFiles(files.filter(({ name }) => SUITED.test(name)));
  };
  return (
    <>
      <button
        type="button"
        className={over ? 'drop over' : 'drop'}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <Icon name="upload" />
        <b>{t('imports.drop')}</b>
        {t('imports.drop_help')}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('imports.drop')}
        accept=".xlsx,.xlsm,.xls,.csv,.tsv,.txt"
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
      {unsuited.length > 0 && (
        <Notice tone="warn">{t('imports.unsuited', { files: unsuited.join(', ') })}</Notice>
      )}
    </>
  );
}
