/** Two records → bits of evidence that they are one person: the sum of one weight per field. */
import { compareValues } from './compare.ts';
import { type FieldModel, levelBitsOf } from './model.ts';
import { type FieldKind, LEVELS, MISSING } from './schema.ts';
import { sharedBytes } from './shared-bytes.ts';
import type { ValueStore, ValueView } from './value-store.ts';

/** Everything scoring reads: typed arrays and numbers only, so that a worker thread can be handed one. */
export type ScoringPlan = Readonly<{
  width: number;
  rows: Int32Array;
  views: readonly ValueView[];
  /** Field → index into `views`. */
  viewOf: readonly number[];
  /** Field → level → bits; level 0 ("same") is in `exactBits` by value instead. */
  levelBits: readonly Float64Array[];
  exactBits: readonly Float32Array[];
  /** Field → the other name fields, where its value could stand by mistake. */
  siblings: readonly (readonly number[])[];
}>;

const SAME_NAME = LEVELS.name.indexOf('same');
const MOVED = LEVELS.name.indexOf('moved');
const SMALLEST_U = 1e-9;

/** Bits of "the same value" for a value of this share, as exact as a Float32Array holds them. */
export const exactBits = ({ m }: FieldModel, share: number): number =>
  Math.fround(Math.log2(m[0]! / Math.max(share, SMALLEST_U)));

/**
 * Bits of "the same value" for each value of a field: common values say less. `log2(m0 / share)`, where the average
 * value gets `log2(m0 / u0)`.
 */
export function exactBitsOf(field: FieldModel, store: ValueStore): Float32Array {
  const rare = exactBits(field, field.rareShare);
  const bits = new Float32Array(sharedBytes(Math.max(4, store.size * 4)));
  const ofKey = store.kind === 'name' ? new Float32Array(store.keys.size) : bits;
  ofKey.fill(rare);
  for (const [text, share] of Object.entries(field.shares)) {
    const key = store.keys.find(text);
    if (key !== undefined) ofKey[key] = exactBits(field, share);
  }
  // Elsewhere a value is its key.
  const { keyOf } = store.view();
  if (ofKey !== bits) for (let value = 0; value < store.size; value++) bits[value] = ofKey[keyOf[value]!]!;
  return bits;
}

export function planScoring(
  fields: readonly FieldModel[],
  stores: readonly ValueStore[],
  rows: Int32Array,
): ScoringPlan {
  const distinct = [...new Set(stores)];
  return {
    width: stores.length,
    rows,
    views: distinct.map((store) => store.view()),
    viewOf: stores.map((store) => distinct.indexOf(store)),
    levelBits: fields.map((field) => Float64Array.from(levelBitsOf(field))),
    exactBits: stores.map((store, f) => exactBitsOf(fields[f]!, store)),
    siblings: fields.map(({ kind }, f) =>
      kind === 'name' ? [...fields.keys()].filter((g) => g !== f && fields[g]!.kind === 'name') : [],
    ),
  };
}

/** Kinds of which two values have to be compared, the cheapest first. */
const COST: readonly FieldKind[] = ['date', 'phone', 'id', 'name', 'text'];
/** Sums in another order differ in their last digits. */
const ROUNDING = 1e-6;

/** Comparisons remembered for each kind of value. */
const REMEMBERED_BITS = 16;

/** Scores pairs of one plan. Keeps the last comparisons, for frequent names meet again and again. */
export class Scorer {
  readonly plan: ScoringPlan;
  /** Levels of the last pair scored, per field; MISSING where one side says nothing. */
  readonly levels: Uint8Array;
  private readonly cacheA: Int32Array[];
  private readonly cacheB: Int32Array[];
  private readonly cached: Uint8Array[];
  private readonly shift: number;
  /** Field → the most that two different values can bring. */
  private readonly most: Float64Array;
  /** Fields by what their comparison costs. */
  private readonly cheapFirst: readonly number[];

  constructor(plan: ScoringPlan, rememberedBits = REMEMBERED_BITS) {
    this.plan = plan;
    this.levels = new Uint8Array(plan.width);
    const size = 2 ** rememberedBits;
    this.shift = 32 - rememberedBits;
    const cost = plan.viewOf.map((view) => COST.indexOf(plan.views[view]!.kind));
    // Two categories differ or not: nothing is to be found out by comparing them.
    this.most = Float64Array.from(plan.levelBits, (bits, f) =>
      cost[f]! < 0 ? bits[1]! : Math.max(0, ...bits.subarray(1)),
    );
    this.cheapFirst = [...plan.viewOf.keys()]
      .filter((f) => cost[f]! >= 0)
      .sort((f, g) => cost[f]! - cost[g]!);
    this.cacheA = plan.views.map(() => new Int32Array(size).fill(-1));
    this.cacheB = plan.views.map(() => new Int32Array(size));
    this.cached = plan.views.map(() => new Uint8Array(size));
  }

  private compare(view: number, a: number, b: number): number {
    const values = this.plan.views[view]!;
    if (values.kind === 'category') return 1;
    // Two numbers hardly ever meet twice.
    if (values.kind === 'id' || values.kind === 'phone') return compareValues(values, a, b);
    const low = Math.min(a, b);
    const high = Math.max(a, b);
    const slot = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca77)) >>> this.shift;
    const [as, bs] = [this.cacheA[view]!, this.cacheB[view]!];
    if (as[slot] === low && bs[slot] === high) return this.cached[view]![slot]!;
    const level = compareValues(values, low, high);
    as[slot] = low;
    bs[slot] = high;
    this.cached[view]![slot] = level;
    return level;
  }

  private compareField(i: number, j: number, field: number, a: number, b: number): number {
    const { width, rows, siblings, viewOf } = this.plan;
    const level = this.compare(viewOf[field]!, a, b);
    if (level < MOVED || level === MISSING) return level;
    for (const other of siblings[field]!)
      if (a === rows[j * width + other] || b === rows[i * width + other]) return MOVED;
    return level;
  }

  /**
   * False when the score is surely under `floor`: asked first, most pairs are done after a look at their numbers and
   * dates, and only the others have their names compared.
   */
  mayReach(i: number, j: number, floor: number): boolean {
    const { width, rows, levelBits, exactBits } = this.plan;
    const [p, q] = [i * width, j * width];
    let most = ROUNDING;
    for (let f = 0; f < width; f++) {
      const [a, b] = [rows[p + f]!, rows[q + f]!];
      if (a < 0 || b < 0) continue;
      most += a === b ? exactBits[f]![a]! : this.most[f]!;
    }
    if (most < floor) return false;
    for (const f of this.cheapFirst) {
      const [a, b] = [rows[p + f]!, rows[q + f]!];
      if (a < 0 || b < 0 || a === b) continue;
      const level = this.compareField(i, j, f, a, b);
      most -= this.most[f]! - (level === MISSING ? 0 : levelBits[f]![level]!);
      if (most < floor) return false;
    }
    return true;
  }

  /** Bits of one field for records `i` and `j`, whose `levels` were just filled. */
  fieldBits(i: number, j: number, field: number): number {
    const level = this.levels[field]!;
    if (level === MISSING) return 0;
    const { width, rows, levelBits, exactBits } = this.plan;
    const value = rows[i * width + field]!;
    return value === rows[j * width + field] ? exactBits[field]![value]! : levelBits[field]![level]!;
  }

  /** Bits of evidence for records `i` and `j`; 0 says nothing. Fills `levels`. Symmetric. */
  score(i: number, j: number): number {
    const { width, rows, levelBits, exactBits } = this.plan;
    let sum = 0;
    for (let f = 0; f < width; f++) {
      const a = rows[i * width + f]!;
      const b = rows[j * width + f]!;
      if (a < 0 || b < 0) {
        this.levels[f] = MISSING;
      } else if (a === b) {
        this.levels[f] = SAME_NAME;
        sum += exactBits[f]![a]!;
      } else {
        const level = this.compareField(i, j, f, a, b);
        this.levels[f] = level;
        if (level !== MISSING) sum += levelBits[f]![level]!;
      }
    }
    return sum;
  }
}
