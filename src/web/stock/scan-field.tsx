import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readGs1, type ScannedCode } from '../../stock/rules.ts';
import { Field } from '../ui/field.tsx';

/** Where a keyboard scanner types the code of a box or vial; a code that is no GS1 code with a lot stays to be looked at. */
export function ScanField({ year, onRead }: { year: number; onRead: (code: ScannedCode) => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [unread, setUnread] = useState(false);
  return (
    <Field
      label={t('stock.scan')}
      help={t('stock.scan_help')}
      wrong={unread ? t('stock.scan_unread') : undefined}
      autoFocus
      value={code}
      onChange={({ target }) => setCode(target.value)}
      onKeyDown={(event) => {
        // A keyboard scanner ends its line with Enter.
        if (event.key !== 'Enter') return;
        event.preventDefault();
        if (code === '') return;
        const read = readGs1(code, year);
        setUnread(read === null);
        if (read === null) return;
        onRead(read);
        setCode('');
      }}
    />
  );
}
