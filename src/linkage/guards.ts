/**
 * What no score may decide. Evidence adds up, but some errors cost a person: twins, father and son of one name,
 * namesakes and two people with two numbers are told apart by a human or not at all.
 */

import type { Model } from './model.ts';
import { PLACEHOLDER, VALID_CCCD } from './read-value.ts';
import { type FieldKind, LEVELS, MISSING } from './schema.ts';
import type { ScoringPlan } from './scorer.ts';
import type { Table } from './table.ts';
import type { ValueView } from './value-store.ts';

/** `free`: the score decides; `review`: at most to a person's eye; `apart`: never one person. */
export type Verdict = 'free' | 'review' | 'apart';
export type GuardReason =
  | 'two_numbers'
  | 'near_numbers'
  | 'other_name'
  | 'other_birth'
  | 'other_sex'
  | 'borrowed_number'
  | 'only_kin';
export type Guarded = Readonly<{ verdict: Verdict; reason: GuardReason | null }>;

/** What the guards must know of a model. */
export type GuardedBy = Pick<Model, 'careful' | 'sexFields'>;

const FREE: Guarded = { verdict: 'free', reason: null };
const guard = (verdict: Verdict, reason: GuardReason): Guarded => ({ verdict, reason });

const ACCENTS = LEVELS.name.indexOf('accents');
const SHORT = LEVELS.name.indexOf('short');
const RESPELLED = LEVELS.name.indexOf('respelled');
const MOVED = LEVELS.name.indexOf('moved');
const PARTIAL = LEVELS.date.indexOf('partial');
const NEAR_DATE = LEVELS.date.indexOf('near');
const NEAR_ID = LEVELS.id.indexOf('near');
const SAME = 0;
const ZERO = 48;
const GENERATION = 14;

// 40 families bear more than nine names in ten.
const FAMILIES = new Set(
  'nguyen tran le pham hoang phan vu dang bui do ho ngo duong ly dao doan vuong trinh truong dinh lam phung mai to ta ha luu cao luong tong thai chu quach dam kieu'.split(
    ' ',
  ),
);
const MOSTLY = 0.6;

/** Are these lists of Vietnamese people? Told by the families of the names; then the careful rules hold. */
export function isVietnamese(table: Table): boolean {
  return table.fields.some(({ kind }, field) => {
    if (kind !== 'name') return false;
    const store = table.stores[field]!;
    let [known, all] = [0, 0];
    for (let i = 0; i < table.count; i++) {
      const value = table.rows[i * table.fields.length + field]!;
      if (value < 0) continue;
      all++;
      if (FAMILIES.has(store.wordsOf(value)[0] ?? '')) known++;
    }
    return all > 0 && known >= MOSTLY * all;
  });
}

/** Fields in which only two or three values occur: in a list of people that is their sex. */
export const sexFields = (table: Table): number[] =>
  [...table.fields.keys()].filter(
    (f) => table.fields[f]!.kind === 'category' && table.stores[f]!.keys.size <= 3,
  );

const isYearOnly = ({ number, flags }: ValueView, value: number): boolean =>
  number[value]! % 100 === 0 || (flags[value]! & PLACEHOLDER) !== 0;

export class Guards {
  private readonly plan: ScoringPlan;
  private readonly careful: boolean;
  private readonly byKind: Readonly<Record<'name' | 'date' | 'id' | 'sex', readonly number[]>>;

  constructor(plan: ScoringPlan, { careful, sexFields }: GuardedBy) {
    this.plan = plan;
    this.careful = careful;
    const of = (kind: FieldKind): number[] =>
      [...plan.viewOf.keys()].filter((f) => this.viewOf(f).kind === kind);
    this.byKind = { name: of('name'), date: of('date'), id: of('id'), sex: sexFields };
  }

  private viewOf(field: number): ValueView {
    return this.plan.views[this.plan.viewOf[field]!]!;
  }

  private valueOf(i: number, field: number): number {
    return this.plan.rows[i * this.plan.width + field]!;
  }

  /** The field in which a record has a valid CCCD; -1 when it has none. */
  private cccdField(i: number): number {
    for (const f of this.byKind.id) {
      const value = this.valueOf(i, f);
      if (value >= 0 && (this.viewOf(f).flags[value]! & VALID_CCCD) !== 0) return f;
    }
    return -1;
  }

  /** The valid CCCD of a record as a number, equal for equal numbers in whatever column; -1 when it has none. */
  mark(i: number): number {
    const field = this.cccdField(i);
    if (field < 0) return -1;
    const { keyOf, keyStarts, keyChars } = this.viewOf(field);
    const key = keyOf[this.valueOf(i, field)]!;
    let number = 0;
    for (let at = keyStarts[key]!; at < keyStarts[key + 1]!; at++)
      number = number * 10 + keyChars[at]! - ZERO;
    return number;
  }

  /** Have the two valid CCCDs that differ? In one column other values are other numbers. */
  private numbersClash(i: number, j: number): boolean {
    const [f, g] = [this.cccdField(i), this.cccdField(j)];
    if (f < 0 || g < 0) return false;
    return f === g ? this.valueOf(i, f) !== this.valueOf(j, g) : this.mark(i) !== this.mark(j);
  }

  /** Neither a number nor a day in common: only a name, a year and what many share. Then any choice is a real one. */
  isVague(i: number, levels: Uint8Array): boolean {
    const { id, date } = this.byKind;
    if (id.some((f) => levels[f] === SAME)) return false;
    return !date.some((f) => levels[f] === SAME && !isYearOnly(this.viewOf(f), this.valueOf(i, f)));
  }

  private yearsApart(i: number, j: number, field: number): number {
    const [a, b] = [this.valueOf(i, field), this.valueOf(j, field)];
    if (a < 0 || b < 0) return 0;
    const { number } = this.viewOf(field);
    return Math.abs(Math.floor(number[a]! / 10_000) - Math.floor(number[b]! / 10_000));
  }

  /** `levels` as the scorer left them for this pair. */
  judge(i: number, j: number, levels: Uint8Array): Guarded {
    const { name, date, id, sex } = this.byKind;
    if (this.numbersClash(i, j)) {
      const near = id.some((f) => levels[f] === LEVELS.id.indexOf('near'));
      return near ? guard('review', 'near_numbers') : guard('apart', 'two_numbers');
    }
    if (!this.careful) return FREE;
    const every = (fields: readonly number[], most: number): boolean =>
      fields.every((f) => levels[f] === MISSING || levels[f]! <= most);
    if (id.some((f) => levels[f] === SAME)) {
      // A number lent within the family: the same number, another person.
      return every(name, ACCENTS) ? FREE : guard('review', 'borrowed_number');
    }
    const best = (fields: readonly number[]): number =>
      fields.reduce((least, f) => Math.min(least, levels[f]!), MISSING);
    // House, phone and family name in common, but neither number, name nor birth date: they live together.
    const [nameLevel, dateLevel] = [best(name), best(date)];
    if (best(id) > NEAR_ID && nameLevel > MOVED && (dateLevel > NEAR_DATE || dateLevel === PARTIAL))
      return guard('apart', 'only_kin');
    const sameDay = date.some((f) => levels[f] === SAME) && every(date, PARTIAL);
    // Twins: one birth date, one house, and names that may be one letter or one accent apart.
    const shortened =
      sameDay && name.every((f) => levels[f] === MISSING || levels[f] === SHORT || levels[f]! <= RESPELLED);
    if (nameLevel === MISSING || (!every(name, RESPELLED) && !shortened))
      return guard('review', 'other_name');
    // Father and son of one name: a slip of a day or a digit, yes; a generation, no.
    if (!every(date, NEAR_DATE) || date.some((f) => this.yearsApart(i, j, f) >= GENERATION))
      return guard('review', 'other_birth');
    if (!sameDay && sex.some((f) => levels[f] === 1)) return guard('review', 'other_sex');
    return FREE;
  }
}
