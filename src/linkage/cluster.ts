/**
 * Pairs → people. Not the bare transitive closure: two groups become one only if their records agree on the whole
 * (the mean log-odds of the pairs across is positive: greedy correlation clustering, surest pair first) and no rule
 * keeps them apart.
 */
import { APART, type Edges, FREE } from './edges.ts';

export type ClusterInput = Readonly<{
  count: number;
  /** Only free ones join two groups; two records that are apart are surely different people. */
  edges: Edges;
  /** Bits from which a pair joins two records, and which the pairs across two groups must reach in the mean. */
  joinBits: number;
  /** Bits at which the odds are even. */
  evenBits: number;
  score: (i: number, j: number) => number;
  /** Records that bear different marks are never in one cluster; -1 for none. */
  mark: (i: number) => number;
  /**
   * Where two records that are not one person both fit a third, it joins neither, unless a pair is surer than that
   * choice by so many bits: a person has to decide. Null: the better pair wins.
   */
  rivalBits: ((i: number, j: number) => number) | null;
}>;

const PAIRS_ACROSS = 32;
const RIVALS = 16;
/** One pair can say only so much for or against two whole groups. */
const LIMIT = 12;

/** Edges of each record, surest first: neighbours and scores of `i` are at `starts[i]` … `starts[i + 1]`. */
function adjacency(count: number, { left, right, bits, verdicts }: Edges) {
  const starts = new Int32Array(count + 1);
  for (let e = 0; e < bits.length; e++) {
    starts[left[e]! + 1]!++;
    starts[right[e]! + 1]!++;
  }
  for (let i = 0; i < count; i++) starts[i + 1]! += starts[i]!;
  const at = starts.slice(0, count);
  const neighbours = new Int32Array(bits.length * 2);
  const scores = new Float64Array(bits.length * 2);
  const apart = new Uint8Array(bits.length * 2);
  const add = (from: number, to: number, e: number): void => {
    const place = at[from]!++;
    neighbours[place] = to;
    scores[place] = bits[e]!;
    apart[place] = verdicts[e] === APART ? 1 : 0;
  };
  for (let e = 0; e < bits.length; e++) {
    add(left[e]!, right[e]!, e);
    add(right[e]!, left[e]!, e);
  }
  return { starts, neighbours, scores, apart };
}

/** Record → number of its cluster, which is the smallest record number in it. Deterministic. */
export function clusterRecords(input: ClusterInput): Int32Array {
  const { count, edges, joinBits, evenBits, rivalBits, score } = input;
  const parent = new Int32Array(count);
  for (let i = 0; i < count; i++) parent[i] = i;
  const groups = new Groups(count);
  // A mark has up to twelve digits; it is asked for only where there is something to join.
  const marks = new Float64Array(count).fill(Number.NaN);
  for (const side of [edges.left, edges.right])
    for (const i of side) if (Number.isNaN(marks[i]!)) marks[i] = input.mark(i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    let step = i;
    while (parent[step] !== root) {
      const next = parent[step]!;
      parent[step] = root;
      step = next;
    }
    return root;
  };
  const clash = (a: number, b: number): boolean => marks[a]! >= 0 && marks[b]! >= 0 && marks[a] !== marks[b];
  const near = rivalBits === null ? null : adjacency(count, edges);
  const doubts = new Float64Array(near === null ? 0 : count).fill(Number.NaN);
  /** Bits at which two people who are not one both fit `i`; minus infinity when there is no such choice. */
  const doubtOf = (i: number): number => {
    if (near === null) return Number.NEGATIVE_INFINITY;
    if (Number.isNaN(doubts[i]!)) doubts[i] = findDoubt(i, near);
    return doubts[i]!;
  };
  const findDoubt = (
    i: number,
    { starts, neighbours, scores, apart }: ReturnType<typeof adjacency>,
  ): number => {
    const fitting: number[] = [];
    for (let e = starts[i]!; e < starts[i + 1]! && fitting.length < RIVALS; e++) {
      const k = neighbours[e]!;
      if (clash(i, k) || apart[e] === 1) continue;
      for (const other of fitting)
        if ((marks[other]! >= 0 && marks[k]! >= 0 && marks[other] !== marks[k]) || score(other, k) < evenBits)
          return scores[e]!;
      fitting.push(k);
    }
    return Number.NEGATIVE_INFINITY;
  };
  // Questions answered with no, until one of the two groups grows.
  const refused = new Set<string>();
  for (let e = 0; e < edges.bits.length && edges.bits[e]! >= joinBits; e++) {
    const [i, j] = [edges.left[e]!, edges.right[e]!];
    const [p, q] = [rootOf(i), rootOf(j)];
    if (edges.verdicts[e] !== FREE || p === q || clash(p, q)) continue;
    const [a, b] = p < q ? [p, q] : [q, p];
    if (groups.sizes[a]! * groups.sizes[b]! > 1) {
      const question = `${a}+${groups.sizes[a]},${b}+${groups.sizes[b]}`;
      if (refused.has(question)) continue;
      if (meanAcross(groups.members(a), groups.members(b), score, joinBits) <= 0) {
        refused.add(question);
        continue;
      }
    }
    if (rivalBits !== null) {
      const doubt = Math.max(doubtOf(i), doubtOf(j));
      if (doubt > Number.NEGATIVE_INFINITY && edges.bits[e]! < doubt + rivalBits(i, j)) continue;
    }
    parent[b] = a;
    marks[a] = Math.max(marks[a]!, marks[b]!);
    groups.join(a, b);
  }
  for (let i = 0; i < count; i++) parent[i] = rootOf(i);
  return parent;
}

/** Members of each group, in the order in which they came: chains in typed arrays. */
class Groups {
  readonly sizes: Int32Array;
  private readonly next: Int32Array;
  private readonly last: Int32Array;

  constructor(count: number) {
    this.sizes = new Int32Array(count).fill(1);
    this.next = new Int32Array(count).fill(-1);
    this.last = new Int32Array(count);
    for (let i = 0; i < count; i++) this.last[i] = i;
  }

  members(root: number): number[] {
    const members: number[] = [];
    for (let i = root; i >= 0; i = this.next[i]!) members.push(i);
    return members;
  }

  join(a: number, b: number): void {
    this.next[this.last[a]!] = b;
    this.last[a] = this.last[b]!;
    this.sizes[a]! += this.sizes[b]!;
  }
}

/** Mean of bits over `joinBits` for the pairs across two groups; of many pairs, an even sample. */
function meanAcross(
  x: readonly number[],
  y: readonly number[],
  score: (i: number, j: number) => number,
  joinBits: number,
): number {
  const pairs = x.length * y.length;
  const taken = Math.min(pairs, PAIRS_ACROSS);
  let sum = 0;
  for (let k = 0; k < taken; k++) {
    const pair = Math.floor((k * pairs) / taken);
    // A sample walks both groups at once, lest it stay with a few records of one of them.
    const other = Math.floor(pair / x.length) + (taken < pairs ? k : 0);
    const bits = score(x[pair % x.length]!, y[other % y.length]!) - joinBits;
    sum += Math.max(-LIMIT, Math.min(LIMIT, bits));
  }
  return sum / taken;
}
