/** The pairs worth keeping, in columns: surest first, and pairs as sure in the order of their records. */
import type { Verdict } from './guards.ts';
import { sortByKeyAnd } from './hash.ts';

export type Edges = Readonly<{
  left: Int32Array;
  right: Int32Array;
  bits: Float64Array;
  /** What the guards say of each, as its place in `VERDICTS`. */
  verdicts: Uint8Array;
}>;

export const VERDICTS: readonly Verdict[] = ['free', 'review', 'apart'];
export const FREE = VERDICTS.indexOf('free');
export const APART = VERDICTS.indexOf('apart');

const newEdges = (length: number): Edges => ({
  left: new Int32Array(length),
  right: new Int32Array(length),
  bits: new Float64Array(length),
  verdicts: new Uint8Array(length),
});

function copyEdge(to: Edges, at: number, from: Edges, e: number): void {
  to.left[at] = from.left[e]!;
  to.right[at] = from.right[e]!;
  to.bits[at] = from.bits[e]!;
  to.verdicts[at] = from.verdicts[e]!;
}

const isBefore = (p: Edges, e: number, q: Edges, f: number): number =>
  q.bits[f]! - p.bits[e]! || p.left[e]! - q.left[f]! || p.right[e]! - q.right[f]!;

const float = new Float32Array(1);
const asInteger = new Int32Array(float.buffer);

/** A key, never 0, that falls as the bits rise: a float as an integer, as far as 32 bits hold it. */
function descending(bits: number): number {
  float[0] = bits;
  const integer = asInteger[0]!;
  return (integer < 0 ? integer : ~integer & 0x7fffffff) >>> 0 || 1;
}

/** A growing list of them. */
export class KeptEdges {
  private edges = newEdges(4096);
  private length = 0;

  push(left: number, right: number, bits: number, verdict: number): void {
    if (this.length === this.edges.left.length) {
      const grown = newEdges(this.length * 2);
      for (const column of ['left', 'right', 'bits', 'verdicts'] as const)
        grown[column].set(this.edges[column]);
      this.edges = grown;
    }
    const at = this.length++;
    this.edges.left[at] = left;
    this.edges.right[at] = right;
    this.edges.bits[at] = bits;
    this.edges.verdicts[at] = verdict;
  }

  surestFirst(): Edges {
    const { edges } = this;
    const keys = new Uint32Array(this.length);
    for (let e = 0; e < keys.length; e++) keys[e] = descending(edges.bits[e]!);
    const order = sortByKeyAnd(keys, (e, f) => isBefore(edges, e, edges, f));
    const sorted = newEdges(this.length);
    for (let at = 0; at < order.length; at++) copyEdge(sorted, at, edges, order[at]!);
    return sorted;
  }
}

/** Two sorted lists as one. */
export function mergeEdges(p: Edges, q: Edges): Edges {
  const merged = newEdges(p.bits.length + q.bits.length);
  for (let [e, f, at] = [0, 0, 0]; at < merged.bits.length; at++)
    if (f === q.bits.length || (e < p.bits.length && isBefore(p, e, q, f) <= 0)) copyEdge(merged, at, p, e++);
    else copyEdge(merged, at, q, f++);
  return merged;
}
