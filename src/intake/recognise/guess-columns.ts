/** Columns without words over them, and lists without any header: the values alone decide. Pure. */
import { foldText } from '../../kernel/vietnamese-text.ts';
import type { ColumnMeaning, Field } from '../layout.ts';
import {
  isDate,
  isFullDate,
  isIdentifier,
  isPersonName,
  isPhone,
  isPlace,
  isRelation,
  isSexWord,
  isVaccine,
  type Samples,
} from './samples.ts';

// How our own answers begin (hand-back/row-results.ts).
const RESULT_MARK = /^[✓▲✕] /;

type Test = readonly [Field, (text: string) => boolean, number];

// In this order: what is told apart most surely comes first. The number is the share of values that must fit.
const TESTS: readonly Test[] = [
  ['result', (text) => RESULT_MARK.test(text), 0.9],
  ['sex', isSexWord, 0.8],
  ['id', isIdentifier, 0.6],
  ['phone', isPhone, 0.6],
  ['birthDate', isFullDate, 0.7],
  ['birthDate', (text) => isDate(text) && !/^\d{5}$/.test(text), 0.7],
  ['name', isPersonName, 0.8],
  ['relation', isRelation, 0.8],
  ['doseVaccine', isVaccine, 0.8],
  [
    'residenceKind',
    (text) => /^(thuong tru|tam tru|tam vang|vang lai|kt[1-4]|ttr?)$/.test(foldText(text)),
    0.8,
  ],
  ['address', isPlace, 0.6],
];

/** What a column most likely means by its values, of the fields not in use yet; null when nothing fits. */
export function guessField(
  column: number,
  samples: Samples,
  used: ReadonlySet<Field>,
): { field: Field; fit: number } | null {
  if (samples.values(column).length === 0) return null;
  for (const [field, test, least] of TESTS) {
    if (used.has(field)) continue;
    if (field === 'birthDate' && (used.has('birthDateMale') || used.has('birthYear') || used.has('age')))
      continue;
    if (field === 'sex' && (used.has('sexMale') || used.has('birthDateMale'))) continue;
    if (field === 'name' && used.has('familyName')) continue;
    if (field === 'id' && (used.has('cccd') || used.has('cmnd'))) continue;
    if (field === 'address' && (used.has('currentAddress') || used.has('registeredAddress'))) continue;
    const fit = samples.share(column, test);
    if (fit > least) return { field, fit };
  }
  return null;
}

/** The columns of a list without a header. */
export function guessColumns(width: number, samples: Samples): ColumnMeaning[] {
  const columns: ColumnMeaning[] = [];
  const used = new Set<Field>();
  const add = (column: number, field: Field, confidence: number): void => {
    used.add(field);
    columns.push({ column, field, dose: null, header: '', confidence });
  };
  for (let column = 0; column < width; column++) {
    if (
      column <= 1 &&
      !used.has('ordinal') &&
      samples.share(column, (text) => /^\d{1,5}\.?$/.test(text)) > 0.8
    ) {
      add(column, 'ordinal', 0.8);
      continue;
    }
    const guess = guessField(column, samples, used);
    if (guess !== null) add(column, guess.field, Math.min(guess.fit, guess.field === 'address' ? 0.5 : 0.9));
  }
  return columns;
}
