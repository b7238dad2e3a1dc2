import { useTranslation } from 'react-i18next';

/** Head of an official paper (NĐ 30/2020/NĐ-CP), on paper only. */
export function PaperHead({ office, title, lead }: { office: string; title: string; lead: string }) {
  const { t } = useTranslation();
  return (
    <header className="paper-head print-only">
      <div>
        <b>{office}</b>
        <span>
          <b>{t('print.nation')}</b>
          <b>{t('print.motto')}</b>
        </span>
      </div>
      <h2>{title}</h2>
      <p>{lead}</p>
    </header>
  );
}

/** Place, day and who signs, on paper only. */
export function PaperFeet({ signer }: { signer: string }) {
  const { t } = useTranslation();
  return (
    <footer className="paper-feet print-only">
      <i>{t('print.place_and_day')}</i>
      <b>{signer}</b>
    </footer>
  );
}
