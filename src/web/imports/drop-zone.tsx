import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileDrop } from '../ui/file-drop.tsx';
import { Notice } from '../ui/states.tsx';

const SUITED = /\.(xlsx|xlsm|xls|csv|tsv|txt)$/i;

/** Lists to take in, any number at once; what is no list is named at once. */
export function DropZone({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  const [unsuited, setUnsuited] = useState<string[]>([]);
  return (
    <>
      <FileDrop
        label={t('imports.drop')}
        help={t('imports.drop_help')}
        accept=".xlsx,.xlsm,.xls,.csv,.tsv,.txt"
        multiple
        onFiles={(files) => {
          setUnsuited(files.filter(({ name }) => !SUITED.test(name)).map(({ name }) => name));
          onFiles(files.filter(({ name }) => SUITED.test(name)));
        }}
      />
      {unsuited.length > 0 && (
        <Notice tone="warn">{t('imports.unsuited', { files: unsuited.join(', ') })}</Notice>
      )}
    </>
  );
}
