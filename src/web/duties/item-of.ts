import type { TFunction } from 'i18next';
import type { DutyRow } from './types.ts';

/** Where a duty comes from: "mục 1.1, Công văn 9035"; an article names itself: "Điều 17, Thông tư 34". */
export const itemOf = ({ number, directive }: Pick<DutyRow, 'number' | 'directive'>, t: TFunction): string =>
  t(/^\d/.test(number) ? 'duties.item_of' : 'duties.article_of', { number, directive });
