/**
 * What a scanned code says. The QR of the citizen card (CCCD with chip, TT 06/2021/TT-BCA) holds seven fields between
 * bars: number | old CMND | name | birth ddmmyyyy | sex | address | issued ddmmyyyy. Pure.
 */
import { readCccd } from '../../kernel/identifiers.ts';
import { makeDate, type PlainDate } from '../../kernel/plain-date.ts';
import { parseName } from '../../kernel/vietnamese-name.ts';
import { foldText, repairText } from '../../kernel/vietnamese-text.ts';

export type CitizenCard = Readonly<{
  number: string;
  /** The CMND that the card replaces; null when there was none. */
  oldNumber: string | null;
  name: string;
  birth: PlainDate | null;
  /** As the card says it; where it says nothing, as the number does. */
  sex: 'M' | 'F' | null;
  address: string | null;
  issuedOn: PlainDate | null;
}>;

const day = (text: string): PlainDate | null =>
  /^\d{8}$/.test(text)
    ? makeDate(Number(text.slice(4)), Number(text.slice(2, 4)), Number(text.slice(0, 2)))
    : null;

/** The fields of a citizen card's QR, null for any other text. A field that is not readable is null; the rest stands. */
export function readCitizenCard(text: string): CitizenCard | null {
  const fields = repairText(text)
    .split('|')
    .map((field) => field.trim());
  if (fields.length < 6 || !/^\d{12}$/.test(fields[0]!)) return null;
  const [number, old, name, birth, sex, address, issued = ''] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
    string?,
  ];
  if (!/\p{L}/u.test(name)) return null;
  const told = foldText(sex);
  return {
    number,
    oldNumber: /^\d{9}(\d{3})?$/.test(old) ? old : null,
    name: parseName(name).name,
    birth: day(birth),
    sex: told === 'nam' ? 'M' : told === 'nu' ? 'F' : (readCccd(number)?.sex ?? null),
    address: address === '' ? null : address,
    issuedOn: day(issued),
  };
}

export type Scanned =
  | Readonly<{ kind: 'card'; card: CitizenCard }>
  | Readonly<{ kind: 'invitation'; code: string }>
  | Readonly<{ kind: 'number'; number: string }>
  | Readonly<{ kind: 'other'; text: string }>;

// Printed by the campaign's invitations: the code alone, or at the end of an address.
const INVITATION = /(?:^|[/=:])([0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4,5})$/i;

/** What a scanned or pasted code is: a citizen card, an invitation, a bare number. */
export function readScanned(text: string): Scanned {
  const card = readCitizenCard(text);
  if (card !== null) return { kind: 'card', card };
  const bare = repairText(text);
  if (/^\d{9}(\d{3})?$/.test(bare)) return { kind: 'number', number: bare };
  const code = INVITATION.exec(bare)?.[1];
  return code === undefined
    ? { kind: 'other', text: bare }
    : { kind: 'invitation', code: code.replaceAll('-', '').toUpperCase() };
}
