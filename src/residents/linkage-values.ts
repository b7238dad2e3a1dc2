import { personValues } from '../linkage/person-schema.ts';
import type { LinkRecord } from '../linkage/schema.ts';
import type { Sight } from './sight.ts';

const SHOWN = { day: 10, month: 7, year: 4 } as const;

/** What one row says of a person, in the fields of the linkage library. A doubtful number is left out: it proves nothing. */
export function linkageValues(sight: Sight): LinkRecord['values'] {
  const number = (kind: string): string | null =>
    sight.identifiers.find((one) => one.kind === kind && one.sound)?.value ?? null;
  return personValues({
    name: sight.name,
    sex: sight.sex,
    birth: sight.birth === null ? null : sight.birth.on.slice(0, SHOWN[sight.birth.precision]),
    cccd: number('cccd'),
    cmnd: number('cmnd'),
    passport: number('passport'),
    bhyt: number('bhyt'),
    phone: sight.phone,
    unit: sight.units[0] === undefined ? null : String(sight.units[0]),
    hamlet: sight.hamlet,
    house: sight.house,
    household: sight.household,
  });
}
