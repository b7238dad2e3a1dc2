import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Fields } from '../../duties/contract.ts';
import { SEVERE_FIELDS, type SevereField } from '../../duties/rules.ts';
import { momentThere } from './due.ts';
import type { DutyAnswer } from './types.ts';

/** The report of a severe event as it was sent, in the order of the form. */
export function SevereFacts({ fields, products }: { fields: Fields; products: DutyAnswer['products'] }) {
  const { t } = useTranslation();
  const told = SEVERE_FIELDS.filter((field) => fields[field] !== undefined);
  if (told.length === 0) return null;
  return (
    <dl className="facts">
      {told.map((field) => (
        <div key={field} style={{ display: 'contents' }}>
          <dt>{t(`duties.severe.${field}`)}</dt>
          <dd style={{ whiteSpace: 'pre-wrap' }}>{inWords(t, field, fields[field]!, products)}</dd>
        </div>
      ))}
    </dl>
  );
}

function inWords(t: TFunction, field: SevereField, word: string, products: DutyAnswer['products']): string {
  switch (field) {
    case 'sex':
      return t(`duties.sex.${word}`);
    case 'vaccine':
      return products.find(({ code }) => code === word)?.name ?? word;
    case 'type':
      return t(`table.adverse.${word}`);
    case 'outcome':
      return t(`table.outcome.${word}`);
    case 'given':
    case 'onset':
      return momentThere(word);
    default:
      return word;
  }
}
