import { PERSON_FIELDS, type PersonField } from '../linkage/person-schema.ts';
import type { LinkRecord } from '../linkage/schema.ts';
import type { FiledClaim } from './sight.ts';
import { houseKey } from './sight.ts';

/** What one row says of a person, in the fields of the linkage library. A doubtful number is left out: it proves nothing. */
export function linkageRecord(id: string, claim: FiledClaim): LinkRecord {
  const number = (kind: string): string | null =>
    claim.identifiers.find((one) => one.kind === kind && one.sound)?.value ?? null;
  const birth =
    claim.birth === null
      ? null
      : claim.birth.on.slice(0, { day: 10, month: 7, year: 4 }[claim.birth.precision]);
  const values: Record<PersonField, string | null> = {
    name: claim.name,
    sex: claim.sex,
    birth,
    cccd: number('cccd'),
    cmnd: number('cmnd'),
    passport: number('passport'),
    bhyt: number('bhyt'),
    phone: claim.phone,
    unit: String(claim.unitId),
    hamlet: claim.hamlet,
    house: houseKey(claim.place?.address ?? null) ?? houseKey(claim.registeredPlace?.address ?? null),
    household: claim.household,
  };
  return { id, values: PERSON_FIELDS.map(({ name }) => values[name]) };
}
