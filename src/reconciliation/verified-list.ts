/** People in one state of verification as a printed list: those all right are the list for signing (9438/BYT-CNTT). */

import type { PaperValue } from '../papers/paper.ts';
import { paperWorkbook } from '../papers/paper-workbook.ts';
import { type Language, sentence } from '../platform/messages.ts';
import type { VerificationState } from './find-identities.ts';
import type { Identity } from './identity-fields.ts';
import { shownBirth } from './verification-sheet.ts';

type Listed = Identity &
  Readonly<{
    code: string;
    hamlet: string | null;
    checkedBy: string | null;
    checkedAt: string | null;
    /** Null for who may not know. */
    doses: number | null;
  }>;

/** Writes the list as the asker may see it: numbers come masked, and doses only where they are given. */
export async function verifiedList(
  people: readonly Listed[],
  about: Readonly<{ unit: Readonly<{ fullName: string }>; state: VerificationState; date: string }>,
  language: Language,
): Promise<Uint8Array> {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const doses = people.some((person) => person.doses !== null);
  const columns = [
    { heading: t('verify.sheet.no'), width: 5, centred: true },
    { heading: t('verify.sheet.code'), width: 19 },
    { heading: t('verify.sheet.name'), width: 26 },
    { heading: t('verify.sheet.sex'), width: 6, centred: true },
    { heading: t('verify.sheet.birth'), width: 11, centred: true },
    { heading: t('verify.sheet.id'), width: 14 },
    { heading: t('verify.sheet.hamlet'), width: 14 },
    { heading: t('verify.list.checked'), width: 22 },
    ...(doses ? [{ heading: t('verify.list.doses'), width: 8, centred: true }] : []),
  ];
  const row = (person: Listed, index: number): PaperValue[] => [
    index + 1,
    person.code,
    person.name,
    person.sex === null ? null : t(`verify.sheet.sex.${person.sex}`),
    shownBirth(person.birth),
    person.id,
    person.hamlet,
    person.checkedAt === null ? null : `${shownBirth(person.checkedAt.slice(0, 10))} · ${person.checkedBy}`,
    ...(doses ? [person.doses] : []),
  ];
  return paperWorkbook(
    [
      {
        name: t('verify.list.sheet'),
        office: about.unit.fullName,
        title: t(`verify.list.title.${about.state}`),
        notes: [t('verify.list.lead', { people: people.length, date: shownBirth(about.date) })],
        columns,
        rows: people.map(row),
        signer: t('verify.list.signer'),
        orientation: 'landscape',
      },
    ],
    language,
  );
}
