/** Papers of a session: who is expected at which hour, and the slips that are handed to them. */
import { dayOnPaper } from '../kernel/vietnam-time.ts';
import type { Paper, PaperValue } from '../papers/paper.ts';
import type { Slip } from '../papers/slips.ts';
import { type Language, sentence } from '../platform/messages.ts';
import { productNames } from '../schedules/products.ts';
import type { SessionPerson, VaccinationSession } from './contract.ts';

const COLUMNS = [
  ['no', 5],
  ['hour', 12],
  ['name', 26],
  ['birth', 11],
  ['sex', 7],
  ['hamlet', 16],
  ['dose', 18],
  ['code', 17],
  ['turnout', 14],
  ['note', 18],
] as const;
const CENTRED: readonly string[] = ['no', 'hour', 'birth', 'sex', 'code'];

export const shownCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');

const shownBirth = (birth: SessionPerson['birth']): string =>
  birth === null
    ? ''
    : dayOnPaper(birth.on.slice(0, { day: 10, month: 7, year: 4 }[birth.precision as 'day'] ?? 10));

const placeOf = ({ facility, site, hamlet, address }: VaccinationSession): string =>
  [site ?? facility, hamlet, address].filter((part) => part !== null && part !== '').join(', ');

/** The list that lies at the reception: those who are invited, then who came by himself. */
export function sessionPaper(
  session: VaccinationSession,
  people: readonly SessionPerson[],
  language: Language,
): Paper {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const listed = people.filter(({ invitation }) => invitation?.state !== 'withdrawn');
  const cells = (
    { name, birth, sex, hamlet, invitation, turnout }: SessionPerson,
    index: number,
  ): Record<(typeof COLUMNS)[number][0], PaperValue> => ({
    no: index + 1,
    hour: invitation === null ? t('campaigns.walk_in') : `${invitation.from}–${invitation.to}`,
    name,
    birth: shownBirth(birth),
    sex: sex === null ? null : t(`verify.sheet.sex.${sex}`),
    hamlet,
    dose:
      invitation === null || invitation.kind === null
        ? null
        : [
            t(`due.dose.${invitation.kind}`, { number: invitation.doseNo }),
            invitation.vaccine === null ? null : productNames.get(invitation.vaccine),
          ]
            .filter((part) => part != null)
            .join(' · '),
    code: invitation === null ? null : shownCode(invitation.code),
    turnout:
      turnout !== 'none'
        ? t(`campaigns.turnout.${turnout}`)
        : invitation?.state === 'declined'
          ? t('campaigns.invitation.declined')
          : null,
    note: null,
  });
  return {
    name: t('campaigns.paper.sheet'),
    office: session.facility,
    title: t('campaigns.paper.title'),
    notes: [
      t('campaigns.paper.lead', {
        date: dayOnPaper(session.on),
        from: session.from,
        to: session.to,
        place: placeOf(session),
      }),
      t('campaigns.paper.count', { people: listed.length, capacity: session.capacity }),
    ],
    columns: COLUMNS.map(([key, width]) => ({
      heading: t(`campaigns.column.${key}`),
      width,
      centred: CENTRED.includes(key),
    })),
    rows: listed.map((person, index) => {
      const all = cells(person, index);
      return COLUMNS.map(([key]) => all[key]);
    }),
    signer: t('report.made_by'),
    orientation: 'landscape',
  };
}

/** A slip for everybody who stands invited, by hamlet, as they are carried from house to house. */
export function invitationSlips(
  session: VaccinationSession,
  people: readonly SessionPerson[],
  language: Language,
): Slip[] {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const byHamlet = [...people].sort((a, b) =>
    (a.hamlet ?? '').localeCompare(b.hamlet ?? '', 'vi', { numeric: true }),
  );
  return byHamlet.flatMap(({ name, birth, hamlet, invitation }): Slip[] => {
    if (invitation?.state !== 'invited') return [];
    const { from, to, code, kind, doseNo } = invitation;
    const lines: [string, string][] = [
      [t('campaigns.slip.born'), [shownBirth(birth), hamlet].filter(Boolean).join(' · ')],
      [t('campaigns.slip.when'), t('campaigns.slip.hours', { from, to, date: dayOnPaper(session.on) })],
      [t('campaigns.slip.where'), placeOf(session)],
    ];
    if (kind !== null) lines.push([t('campaigns.slip.dose'), t(`due.dose.${kind}`, { number: doseNo })]);
    return [
      {
        office: session.facility,
        title: t('campaigns.slip.title'),
        name,
        lines,
        code,
        foot: t('campaigns.slip.foot'),
      },
    ];
  });
}

const SMS = {
  first: 'campaigns.sms',
  changed: 'campaigns.sms_changed',
  cancelled: 'campaigns.sms_cancelled',
} as const;
type Telling = keyof typeof SMS;

/** What the gateway sends: no name and no number of anybody, without accents so that it is one message of 160 letters. */
export const invitationText = (
  session: Pick<VaccinationSession, 'on' | 'site' | 'facility'>,
  { from, to, code }: Readonly<{ from: string; to: string; code: string }>,
  telling: Telling = 'first',
): string =>
  unaccented(
    sentence('vi', SMS[telling], {
      from,
      to,
      date: dayOnPaper(session.on),
      place: session.site ?? session.facility,
      code: shownCode(code),
    }),
  );

const unaccented = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
