import { useTranslation } from 'react-i18next';

/** Words for what the audit names in its own: tables as things, reasons of the product as deeds; people's own reasons stay as written. */
export function useAuditWords(): {
  subject: (name: string) => string;
  why: (reason: string | null) => string;
} {
  const { t, i18n } = useTranslation();
  const known = (key: string, other: string): string => (i18n.exists(key) ? t(key) : other);
  return {
    subject: (name) => known(`subject.${name}`, name),
    why: (reason) => (reason === null ? '' : known(`why.${reason}`, reason)),
  };
}
