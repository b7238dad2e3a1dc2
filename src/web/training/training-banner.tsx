import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { REGISTER } from '../app/base.ts';

/** What one is in, the way to the tasks, and the way out; on every page of the training space. */
export function TrainingBanner() {
  const { t } = useTranslation();
  return (
    <div className="banner training">
      <span>{t('training.banner')}</span>
      <Link to="/training">{t('training.tasks')}</Link>
      <a href={REGISTER}>{t('training.leave')}</a>
    </div>
  );
}
