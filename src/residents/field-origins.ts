/** Where each shown field of a person comes from: what the lists say of it, whose they are, and which value is shown. Pure. */
import type { ListSource } from '../intake/claim.ts';
import type { BirthDate } from '../kernel/plain-date.ts';
import { foldText } from '../kernel/vietnamese-text.ts';
import type { FiledClaim } from './sight.ts';

export const ORIGIN_FIELDS = [
  'name',
  'birth',
  'sex',
  'nationalId',
  'residenceKind',
  'hamlet',
  'household',
] as const;
export type OriginField = (typeof ORIGIN_FIELDS)[number];

export type FieldOrigin = Readonly<{
  field: OriginField;
  /** Distinct values, the shown one first, then by how many hands state them. */
  values: readonly {
    value: string;
    shown: boolean;
    /** True when the value contradicts the shown one; a year that fits a fuller date does not. */
    differs: boolean;
    sources: readonly ListSource[];
  }[];
}>;

/** The shown person, as far as its fields have origins; a birth date as the year, month or day that is known. */
export type ShownFields = Readonly<Partial<Record<OriginField, string | null>>>;

type Told = Readonly<{ source: ListSource; claim: FiledClaim }>;

/** A birth date as precise as it is stated: "1985", "1985-02" or "1985-02-28". */
export const birthText = (birth: BirthDate | null): string | null =>
  birth === null ? null : birth.on.slice(0, { year: 4, month: 7, day: 10 }[birth.precision]);

const STATED: Readonly<Record<OriginField, (claim: FiledClaim) => readonly (string | null)[]>> = {
  name: ({ name }) => [name],
  birth: ({ birth }) => [birthText(birth)],
  sex: ({ sex }) => [sex],
  nationalId: ({ identifiers }) =>
    identifiers.flatMap(({ kind, value }) => (kind === 'cccd' || kind === 'cmnd' ? [value] : [])),
  residenceKind: ({ residenceKind }) => [residenceKind],
  hamlet: ({ hamlet }) => [hamlet],
  household: ({ household }) => [household],
};

/** A year or month that the full date fills in; 1 January often stands for a year alone. */
const vaguer = (value: string, full: string): boolean => full.startsWith(value.replace(/-01-01$/, ''));

/** Spelled differently but meaning the same: case, accents and blanks aside. */
const sameAs = (value: string): string => foldText(value);

/**
 * Fields that at least one list states. `told` are the linked records that the reader may see; rows in review are not
 * among them, since what they say is not yet taken for the person's.
 */
export function fieldOrigins(told: readonly Told[], shown: ShownFields): FieldOrigin[] {
  return ORIGIN_FIELDS.flatMap((field) => {
    const values = new Map<string, { value: string; sources: Set<ListSource> }>();
    for (const { source, claim } of told)
      for (const value of STATED[field](claim)) {
        if (value === null || value.trim() === '') continue;
        const known = values.get(sameAs(value));
        if (known === undefined) values.set(sameAs(value), { value, sources: new Set([source]) });
        else known.sources.add(source);
      }
    if (values.size === 0) return [];
    const of = shown[field] ?? null;
    const list = [...values.values()].map(({ value, sources }) => ({
      value: of !== null && sameAs(of) === sameAs(value) ? of : value,
      shown: of !== null && sameAs(of) === sameAs(value),
      differs: of !== null && sameAs(of) !== sameAs(value) && !(field === 'birth' && vaguer(value, of)),
      sources: [...sources].sort(),
    }));
    list.sort((a, b) => Number(b.shown) - Number(a.shown) || b.sources.length - a.sources.length);
    return [{ field, values: list }];
  });
}
