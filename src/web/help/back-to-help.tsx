import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** The way back to the contents of the guide. */
export function BackToHelp() {
  const { t } = useTranslation();
  return (
    <p className="no-print">
      <Link to="/help" search={true}>
        ← {t('help.title')}
      </Link>
    </p>
  );
}
