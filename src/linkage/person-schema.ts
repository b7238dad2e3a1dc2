/** The people of Vietnamese lists: which fields a record of a person has, and by which keys candidates are found. */
import type { BlockingRule, Part } from './blocking-keys.ts';
import type { FieldSpec } from './schema.ts';

/**
 * `birth` is written `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as far as it is known. A number of a kind stands in its own
 * field: a CMND says nothing about a CCCD. `unit` is the commune, `house` the number and street within it.
 */
export const PERSON_FIELDS = [
  // Accents lost in one list of fourteen, a letter or an accent wrong in one of fifty.
  { name: 'name', kind: 'name', prior: [0.82, 0.11, 0.02, 0.01, 0.005, 0.02, 0.002, 0.005, 0.008] },
  { name: 'sex', kind: 'category', prior: [0.985, 0.015] },
  // Only the year in one row of seven, 1 January instead of the day in one of twenty-five.
  { name: 'birth', kind: 'date', prior: [0.66, 0.29, 0.008, 0.015, 0.005, 0.004, 0.018] },
  // Borrowed numbers are the reason why two valid CCCDs are not quite impossible for one person.
  { name: 'cccd', kind: 'id', prior: [0.965, 0.02, 0.001, 0.003, 0.011] },
  { name: 'cmnd', kind: 'id', prior: [0.95, 0.035, 0.003, 0.011, 0.001] },
  { name: 'passport', kind: 'id', prior: [0.9, 0.04, 0.01, 0.049, 0.001] },
  { name: 'bhyt', kind: 'id', prior: [0.93, 0.03, 0.008, 0.031, 0.001] },
  // People change phones, and families share one.
  { name: 'phone', kind: 'phone', prior: [0.85, 0.005, 0.145] },
  { name: 'unit', kind: 'category', prior: [0.96, 0.04] },
  { name: 'hamlet', kind: 'category', prior: [0.96, 0.04] },
  { name: 'house', kind: 'category', prior: [0.95, 0.05] },
  { name: 'household', kind: 'category', prior: [0.9, 0.1] },
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

/** The values of a person's record in the order of `PERSON_FIELDS`. */
export const personValues = (person: Readonly<Partial<Record<PersonField, string | null>>>) =>
  PERSON_FIELDS.map(({ name }) => person[name] ?? null);
