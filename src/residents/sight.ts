import type { IdentifierKind, PersonClaim, Sex } from '../intake/claim.ts';
import type { BirthDate } from '../kernel/plain-date.ts';
import { dayOf, monthOf, yearOf } from '../kernel/plain-date.ts';
import { parseName } from '../kernel/vietnamese-name.ts';
import { foldText } from '../kernel/vietnamese-text.ts';

/** A claim with its communes resolved to unit ids: what `source_record.claim` holds. */
export type FiledClaim = PersonClaim &
  Readonly<{
    /** Commune where the list says the person is; the list's own commune where the row says nothing. */
    unitId: number;
    /** True when the row itself names that commune (by code, name or address). */
    unitStated: boolean;
    /** Commune of registered residence when the row names another one; null otherwise. */
    registeredUnitId: number | null;
    /**
     * What the police looked up in the population database (9438/BYT-CNTT): no vote of lists outweighs what it states,
     * and it says nothing of where the person lives.
     */
    vouched?: boolean;
    /** When its doses came in: at the table (`live`), or typed later from a paper register (`late`). Silent: told by a list. */
    entered?: 'live' | 'late';
  }>;

/** One row's view of a person, prepared once for many comparisons. */
export type Sight = Readonly<{
  name: string | null;
  /** Accentless key of the whole name. */
  key: string;
  /** Key that keeps accents (tone placement folded); equal to another only if spelled the same. */
  toneKey: string;
  accented: boolean;
  words: readonly string[];
  abbreviated: boolean;
  sex: Sex | null;
  birth: BirthDate | null;
  /** A 1 January of a full date, which is often only a year. */
  placeholderDay: boolean;
  identifiers: readonly { kind: IdentifierKind; value: string; sound: boolean }[];
  phone: string | null;
  hamlet: string | null;
  household: string | null;
  /** House number and street, folded; null when the address has none. */
  house: string | null;
  relation: string | null;
  units: readonly number[];
}>;

type NameKeys = Pick<Sight, 'key' | 'toneKey' | 'accented' | 'words' | 'abbreviated'>;
const NO_NAME: NameKeys = { key: '', toneKey: '', accented: false, words: [], abbreviated: false };
// Names repeat across the lists of a commune: three lists in four ask for a name that was parsed before.
const nameKeys = new Map<string, NameKeys>();

function keysOf(name: string | null): NameKeys {
  if (name === null) return NO_NAME;
  let keys = nameKeys.get(name);
  if (keys === undefined) {
    const parsed = parseName(name);
    keys = {
      key: parsed.key,
      toneKey: parsed.toneKey,
      accented: /[^\x20-\x7e]/.test(parsed.name),
      words: parsed.key.split(' '),
      abbreviated: parsed.abbreviated,
    };
    if (nameKeys.size > 200_000) nameKeys.clear();
    nameKeys.set(name, keys);
  }
  return keys;
}

/** "Số 104, tổ 1, đường Tô Hiệu, Khu phố 1" and "104 to 1 duong To Hieu" are the same house. */
export function houseKey(address: string | null): string | null {
  if (address === null) return null;
  const folded = foldText(address)
    .replace(/\b(khu pho|khu|thon|kp|phuong|xa|thi tran|tp|thanh pho|huyen|tinh|ban|ap)\b.*$/, '')
    .replace(/\b(so nha|so|sn|duong|pho|ngo|to)\b/g, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  return /\d/.test(folded) && folded.includes(' ') ? folded : null;
}

/** Prepares the claim of one row for comparison; `listUnit` is the commune whose list it stands in. */
export function sightOf(claim: FiledClaim, listUnit: number): Sight {
  const units = new Set([claim.unitId, listUnit]);
  if (claim.registeredUnitId !== null) units.add(claim.registeredUnitId);
  const birth = claim.birth;
  return {
    name: claim.name,
    ...keysOf(claim.name),
    sex: claim.sex,
    birth,
    placeholderDay:
      birth !== null && birth.precision === 'day' && monthOf(birth.on) === 1 && dayOf(birth.on) === 1,
    identifiers: claim.identifiers,
    phone: claim.phone,
    hamlet: claim.hamlet === null ? null : foldText(claim.hamlet),
    household: claim.household,
    house: houseKey(claim.place?.address ?? null) ?? houseKey(claim.registeredPlace?.address ?? null),
    relation: claim.relation === null ? null : foldText(claim.relation),
    units: [...units],
  };
}

export const birthYear = (sight: Sight): number | null =>
  sight.birth === null ? null : yearOf(sight.birth.on);
