/** A scoring plan that grows record by record, under a model that stands. */
import type { Model } from './model.ts';
import type { LinkRecord } from './schema.ts';
import { exactBits, planScoring, type ScoringPlan } from './scorer.ts';
import { newStores } from './table.ts';
import { Ints } from './typed-store.ts';
import type { ValueStore, ValueView } from './value-store.ts';

export class LivePlan implements ScoringPlan {
  readonly fields: Model['fields'];
  readonly width: number;
  readonly stores: readonly ValueStore[];
  readonly viewOf: readonly number[];
  readonly levelBits: readonly Float64Array[];
  readonly siblings: readonly (readonly number[])[];
  readonly exactBits: Float32Array[];
  views: ValueView[];
  private readonly distinct: readonly ValueStore[];
  private readonly cells = new Ints();
  private readonly shares: readonly ReadonlyMap<string, number>[];
  private readonly filled: number[];

  constructor({ fields }: Model) {
    this.fields = fields;
    this.width = fields.length;
    this.stores = newStores(
      fields,
      fields.map(({ order }) => order),
    );
    const plan = planScoring(fields, this.stores, this.cells.data);
    this.viewOf = plan.viewOf;
    this.levelBits = plan.levelBits;
    this.siblings = plan.siblings;
    this.exactBits = [...plan.exactBits];
    this.distinct = [...new Set(this.stores)];
    this.views = this.distinct.map((store) => store.view());
    this.shares = fields.map(({ shares }) => new Map(Object.entries(shares)));
    this.filled = fields.map(() => 0);
  }

  get rows(): Int32Array {
    return this.cells.data;
  }

  /** Appends a row; `values` in the order of the model's fields. */
  push(values: LinkRecord['values']): void {
    for (let f = 0; f < this.width; f++) this.cells.push(this.stores[f]!.add(values[f] ?? null));
    this.views = this.distinct.map((store) => store.view());
    for (let f = 0; f < this.width; f++) this.fillBits(f);
  }

  /** Takes the last row back; the values it brought stay known. */
  pop(): void {
    this.cells.length -= this.width;
  }

  private fillBits(f: number): void {
    const store = this.stores[f]!;
    let bits = this.exactBits[f]!;
    if (store.size > bits.length) {
      bits = new Float32Array(store.size * 2);
      bits.set(this.exactBits[f]!);
      this.exactBits[f] = bits;
    }
    const field = this.fields[f]!;
    for (; this.filled[f]! < store.size; this.filled[f]!++) {
      const value = this.filled[f]!;
      bits[value] = exactBits(field, this.shares[f]!.get(store.key(value)) ?? field.rareShare);
    }
  }
}
