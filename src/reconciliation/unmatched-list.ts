/** People whom only one hand's lists name, as a printed list: each with its file and row, to be looked up and settled. */
import { mask } from '../identity/access.ts';
import type { ListSource } from '../intake/claim.ts';
import { paperWorkbook } from '../papers/paper-workbook.ts';
import { type Language, sentence } from '../platform/messages.ts';
import type { Unmatched } from './find-unmatched.ts';
import { shownBirth } from './verification-sheet.ts';

export async function unmatchedList(
  people: readonly Unmatched[],
  about: Readonly<{ office: string; source: ListSource; date: string }>,
  language: Language,
): Promise<Uint8Array> {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  return paperWorkbook(
    [
      {
        name: t('list.unmatched.sheet'),
        office: about.office,
        title: t(`list.unmatched.title.${about.source}`),
        notes: [t('list.unmatched.lead', { people: people.length, date: shownBirth(about.date) })],
        columns: [
          { heading: t('verify.sheet.no'), width: 5, centred: true },
          { heading: t('verify.sheet.name'), width: 26 },
          { heading: t('verify.sheet.birth'), width: 11, centred: true },
          { heading: t('verify.sheet.sex'), width: 6, centred: true },
          { heading: t('verify.sheet.id'), width: 14, centred: true },
          { heading: t('verify.sheet.hamlet'), width: 15 },
          { heading: t('list.unmatched.where'), width: 34 },
          { heading: t('list.note'), width: 24 },
        ],
        rows: people.map((person, index) => [
          index + 1,
          person.name,
          shownBirth(person.birth),
          person.sex === null ? null : t(`verify.sheet.sex.${person.sex}`),
          mask(person.nationalId),
          person.hamlet,
          `${person.file} · ${person.sheet} · ${person.row}`,
          person.inReview ? t('list.unmatched.in_review') : null,
        ]),
        signer: t('verify.list.signer'),
        orientation: 'landscape',
      },
    ],
    language,
  );
}
