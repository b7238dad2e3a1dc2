/**
 * What the linkage library is told of its input. A field has a kind, and the kind decides how two of its values are
 * compared, how it helps to find candidates and which priors it starts from.
 */
export type FieldKind = 'name' | 'date' | 'id' | 'phone' | 'text' | 'category';
export const FIELD_KINDS: readonly FieldKind[] = ['name', 'date', 'id', 'phone', 'text', 'category'];

export type FieldSpec = Readonly<{
  name: string;
  kind: FieldKind;
  /** Prior m of the levels of this field, where more is known than for its kind at large. */
  prior?: readonly number[];
}>;

/** One record: `id` is unique over all records; `values` stand in the order of the fields, null where nothing is said. */
export type LinkRecord = Readonly<{
  id: string;
  values: readonly (string | null)[];
  /** 0 or 1 when two files are linked and only pairs across them are asked for. */
  side?: 0 | 1;
}>;

/** Levels of agreement of each kind, strongest first; the last one or two speak against. */
export const LEVELS = {
  name: ['same', 'respelled', 'near', 'short', 'similar', 'accents', 'moved', 'part', 'differ'],
  date: ['same', 'partial', 'swapped', 'near', 'two_parts', 'same_year', 'differ'],
  id: ['same', 'near', 'similar', 'differ', 'conflict'],
  phone: ['same', 'near', 'differ'],
  text: ['same', 'near', 'similar', 'part', 'differ'],
  category: ['same', 'differ'],
} as const satisfies Record<FieldKind, readonly string[]>;

export type Level = (typeof LEVELS)[FieldKind][number];

/** Level of a comparison in which one of the two values is missing: it says nothing. */
export const MISSING = 255;
