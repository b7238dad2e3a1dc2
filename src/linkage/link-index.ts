/**
 * Records against those that are known, one at a time: a new row of a list, or a form at the desk. The same keys,
 * weights and guards as in a batch, and a cost that depends on the candidates, not on how many records are known.
 */
import { keysOfRecord } from './blocking-keys.ts';
import { OVERGROWN } from './blocks.ts';
import { probabilityOf } from './calibrate.ts';
import { rivalBits } from './choice.ts';
import { clusterRecords } from './cluster.ts';
import { KeptEdges, VERDICTS } from './edges.ts';
import { type GuardReason, Guards } from './guards.ts';
import { hashText } from './hash.ts';
import { LivePlan } from './live-plan.ts';
import type { Model } from './model.ts';
import { Postings } from './postings.ts';
import type { LinkRecord } from './schema.ts';
import { Scorer } from './scorer.ts';
import { canonicalOrder } from './table.ts';

export type Candidate = Readonly<{
  id: string;
  bits: number;
  probability: number;
  /** `same`: sure enough to join without asking; `review`: a person should look. */
  band: 'same' | 'review';
  /** Why it is not `same` though the score would do; null when the score decides. */
  reason: GuardReason | 'choice' | null;
}>;

type Found = { record: number; bits: number };

export class LinkIndex {
  readonly model: Model;
  private readonly plan: LivePlan;
  private readonly scorer: Scorer;
  private readonly guards: Guards;
  private readonly postings = new Postings();
  private readonly hot: ReadonlySet<number>;
  private readonly ids: string[] = [];
  private readonly firsts: (string | null)[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly gone = new Set<number>();
  /** Record → the last question that met it. */
  private met = new Int32Array(1024);
  private question = 0;

  constructor(model: Model) {
    this.model = model;
    this.plan = new LivePlan(model);
    this.scorer = new Scorer(this.plan);
    this.guards = new Guards(this.plan, model);
    this.hot = new Set(model.hotKeys);
  }

  get size(): number {
    return this.ids.length - this.gone.size;
  }

  /**
   * Keys of a record under the model, 0 for a rule under which it has none. They can be stored with the record: a
   * register in a database finds candidates by equal keys and adds only those to an index.
   */
  keysOf(values: LinkRecord['values']): number[] {
    this.plan.push(values);
    const keys = this.keysOfRow(this.ids.length);
    this.plan.pop();
    return keys;
  }

  /** Makes a record known. Its values stand in the order of `model.fields`. */
  add({ id, values }: Pick<LinkRecord, 'id' | 'values'>): void {
    this.remove(id);
    const record = this.ids.length;
    this.plan.push(values);
    for (const key of this.keysOfRow(record)) if (key !== 0) this.postings.add(key, record);
    this.ids.push(id);
    this.firsts.push(values[0] ?? null);
    this.numbers.set(id, record);
  }

  remove(id: string): void {
    const record = this.numbers.get(id);
    if (record === undefined) return;
    this.gone.add(record);
    this.numbers.delete(id);
  }

  /** Known records that may be the person of these values, surest first. */
  candidates(values: LinkRecord['values'], limit = 20): Candidate[] {
    const row = this.ids.length;
    this.plan.push(values);
    try {
      const found = this.findAround(row);
      const choice = this.choiceBits(found);
      return found.slice(0, limit).map(({ record, bits }) => this.candidate(row, record, bits, choice));
    } finally {
      this.plan.pop();
    }
  }

  /** The same for a known record: who else may be its person. Empty for an id that is not known. */
  candidatesOf(id: string, limit = 20): Candidate[] {
    const row = this.numbers.get(id);
    if (row === undefined) return [];
    const found = this.findAround(row);
    const choice = this.choiceBits(found);
    return found.slice(0, limit).map(({ record, bits }) => this.candidate(row, record, bits, choice));
  }

  /**
   * Person of each known record, named by the smallest id in canonical order: the same people as a batch over the
   * same records under this model.
   */
  clusters(): Map<string, string> {
    const alive = [...this.ids.keys()].filter((record) => !this.gone.has(record));
    const order = canonicalOrder(
      Uint32Array.from(alive, (record) => hashText(this.firsts[record] ?? '')),
      (a, b) => (this.ids[alive[a]!]! < this.ids[alive[b]!]! ? -1 : 1),
    );
    const records = Array.from(order, (at) => alive[at]!);
    const place = new Map(records.map((record, at) => [record, at]));
    const edges = new KeptEdges();
    for (const [at, record] of records.entries())
      for (const { record: other, bits } of this.findAround(record)) {
        const to = place.get(other)!;
        if (at < to) edges.push(at, to, bits, VERDICTS.indexOf(this.judge(record, other).verdict));
      }
    const { calibration, minded } = this.model;
    const clusters = clusterRecords({
      count: records.length,
      edges: edges.surestFirst(),
      joinBits: calibration.sameBits,
      evenBits: calibration.evenBits,
      score: (i, j) => this.scorer.score(records[i]!, records[j]!),
      mark: (i) => this.guards.mark(records[i]!),
      rivalBits: minded ? (i, j) => rivalBits(this.guards, this.scorer, records[i]!, records[j]!) : null,
    });
    return new Map(records.map((record, at) => [this.ids[record]!, this.ids[records[clusters[at]!]!]!]));
  }

  private keysOfRow(record: number): number[] {
    const { rows, width, stores } = this.plan;
    return keysOfRecord(stores, (field) => rows[record * width + field]!, this.model.rules, this.hot);
  }

  private judge(i: number, j: number) {
    this.scorer.score(i, j);
    return this.guards.judge(i, j, this.scorer.levels);
  }

  private findAround(row: number): Found[] {
    const { reviewBits } = this.model.calibration;
    const most = this.model.mostInBlock * OVERGROWN;
    const found: Found[] = [];
    if (this.met.length <= this.ids.length) {
      const grown = new Int32Array(this.ids.length * 2);
      grown.set(this.met);
      this.met = grown;
    }
    this.question++;
    for (const key of this.keysOfRow(row))
      if (key !== 0)
        this.postings.forEach(key, most, (record) => {
          if (record === row || this.met[record] === this.question || this.gone.has(record)) return;
          this.met[record] = this.question;
          const bits = this.scorer.score(row, record);
          if (bits >= reviewBits && this.guards.judge(row, record, this.scorer.levels).verdict !== 'apart')
            found.push({ record, bits });
        });
    return found.sort((a, b) => b.bits - a.bits || (this.ids[a.record]! < this.ids[b.record]! ? -1 : 1));
  }

  /** Bits at which two of those found, who are not one person, both fit: below that nothing is sure. */
  private choiceBits(found: readonly Found[]): number {
    if (!this.model.minded) return Number.NEGATIVE_INFINITY;
    const fitting: number[] = [];
    for (const { record, bits } of found) {
      for (const other of fitting)
        if (
          this.judge(other, record).verdict === 'apart' ||
          this.scorer.score(other, record) < this.model.calibration.evenBits
        )
          return bits;
      fitting.push(record);
    }
    return Number.NEGATIVE_INFINITY;
  }

  private candidate(row: number, record: number, bits: number, choice: number): Candidate {
    const { sameBits, evenBits } = this.model.calibration;
    const { verdict, reason } = this.judge(row, record);
    const shared = { id: this.ids[record]!, bits, probability: probabilityOf(bits, evenBits) };
    if (bits < sameBits) return { ...shared, band: 'review', reason: null };
    if (verdict !== 'free') return { ...shared, band: 'review', reason };
    return bits < choice + rivalBits(this.guards, this.scorer, row, record)
      ? { ...shared, band: 'review', reason: 'choice' }
      : { ...shared, band: 'same', reason: null };
  }
}
