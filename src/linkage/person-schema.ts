/** The people of Vietnamese lists: which fields a record of a person has, and by which keys candidates are found. */
import type { BlockingRule, Part } from './blocking.ts';
import type { FieldSpec } from './schema.ts';

/**
 * `birth` is written `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as far as it is known. A number of a kind stands in its own
 * field: a CMND says nothing about a CCCD. `unit` is the commune, `house` the number and street within it.
 */
export const PERSON_FIELDS = [
  { name: 'name', kind: 'name' },
  { name: 'sex', kind: 'category' },
  { name: 'birth', kind: 'date' },
  { name: 'cccd', kind: 'id' },
  { name: 'cmnd', kind: 'id' },
  { name: 'passport', kind: 'id' },
  { name: 'bhyt', kind: 'id' },
  { name: 'phone', kind: 'phone' },
  { name: 'unit', kind: 'category' },
  { name: 'hamlet', kind: 'category' },
  { name: 'house', kind: 'category' },
  { name: 'household', kind: 'category' },
] as const satisfies readonly FieldSpec[];

export type PersonField = (typeof PERSON_FIELDS)[number]['name'];

const atoms = (...parts: readonly [PersonField, Part][]) =>
  parts.map(([name, part]) => ({ field: PERSON_FIELDS.findIndex((field) => field.name === name), part }));

/**
 * Each rule bears one more kind of error than the others: no number, birth date wrong, name misspelled, moved house.
 * Surest and cheapest first, for a pair is scored under the first rule it meets.
 */
export const PERSON_RULES: readonly BlockingRule[] = [
  { atoms: atoms(['cccd', 'all']) },
  { atoms: atoms(['cmnd', 'all']) },
  { atoms: atoms(['bhyt', 'all']) },
  { atoms: atoms(['passport', 'all']) },
  { atoms: atoms(['name', 'all'], ['birth', 'year']), refine: atoms(['unit', 'all'], ['hamlet', 'all']) },
  { atoms: atoms(['birth', 'all'], ['name', 'last']), refine: atoms(['name', 'first'], ['unit', 'all']) },
  { atoms: atoms(['phone', 'all'], ['name', 'last']), refine: atoms(['name', 'first']) },
  { atoms: atoms(['name', 'all'], ['unit', 'all'], ['hamlet', 'all']), refine: atoms(['house', 'all']) },
  { atoms: atoms(['birth', 'all'], ['unit', 'all'], ['house', 'all']) },
  { atoms: atoms(['birth', 'all'], ['unit', 'all'], ['name', 'first']), refine: atoms(['hamlet', 'all']) },
  { atoms: atoms(['cccd', 'start'], ['name', 'last']) },
  { atoms: atoms(['cccd', 'tail'], ['name', 'last']) },
  { atoms: atoms(['name', 'all'], ['birth', 'day_month']), refine: atoms(['unit', 'all']) },
];

/** Records in one block of people: a key that more share is refined. */
export const PEOPLE_IN_BLOCK = 60;
