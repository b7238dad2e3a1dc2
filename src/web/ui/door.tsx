import type { FormEventHandler, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

/** What stands before the desk: one form in the middle, the product's name above it. */
export function Door({
  title,
  lead,
  onSubmit,
  children,
}: {
  title: string;
  lead?: string;
  onSubmit: FormEventHandler;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <main className="door">
      <div className="door-brand">
        <div className="brand">
          <Icon name="brand" />
          {t('web.product')}
        </div>
        <p>{t('web.product_lead')}</p>
      </div>
      <form onSubmit={onSubmit} noValidate>
        <h1>{title}</h1>
        {lead !== undefined && <p className="lead">{lead}</p>}
        {children}
      </form>
    </main>
  );
}
