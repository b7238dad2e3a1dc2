/** The pairs worth keeping, in columns: surest first, and pairs as sure in the order of their records. */
import type { Verdict } from './guards.ts';

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
    const order = new Uint32Array(this.length);
    for (let e = 0; e < order.length; e++) order[e] = e;
    order.sort((e, f) => isBefore(edges, e, edges, f));
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
