import { useTranslation } from 'react-i18next';
import type { RowCheck, SheetRow } from '../../backlog/contract.ts';

/** How a row stands, in a sign and a word: is it kept, filed, does the register know the person, is something wrong. */
export function RowMark({
  row: { state, cells },
  check,
  unsaved,
}: {
  row: SheetRow;
  check: RowCheck | undefined;
  unsaved: boolean;
}) {
  const { t } = useTranslation();
  if (cells.every((cell) => cell.trim() === '')) return null;
  const [tone, icon, word] = look(state, check, unsaved);
  return (
    <span className={`status ${tone}`} title={t(`backlog.mark.${word}`)}>
      <span aria-hidden="true">{icon}</span>
      <span className="word">{t(`backlog.mark.${word}`)}</span>
    </span>
  );
}

function look(state: SheetRow['state'], check: RowCheck | undefined, unsaved: boolean) {
  if (state === 'in_error') return ['wait', '■', 'in_error'] as const;
  if (unsaved || check === undefined) return ['wait', '…', 'checking'] as const;
  if (check.match === 'waiting') return ['bad', '✕', 'waiting'] as const;
  if (state === 'changed') return ['warn', '↻', 'changed'] as const;
  if (check.findings.some(({ severity }) => severity === 'error')) return ['bad', '✕', 'wrong'] as const;
  if (state === 'filed') return ['ok', '✓', 'filed'] as const;
  if (check.match === 'review') return ['warn', '?', 'review'] as const;
  if (check.findings.some(({ severity }) => severity === 'warning')) return ['warn', '▲', 'look'] as const;
  return check.match === 'new' ? (['wait', '+', 'new'] as const) : (['ok', '✓', 'known'] as const);
}
