import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** The way from a finding to why it appears and what to do about it. */
export function FindingLink({ code, children }: { code: string; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Link to="/help/findings/$code" params={{ code }} search={true}>
      {children ?? t('help.how')}
    </Link>
  );
}
