/** The whole of it for many records: candidates, scores on all cores, people, and what a person must decide. */
import { type BlockingRule, type Blocks, buildBlocks } from './blocking.ts';
import {
  type Calibration,
  calibrate,
  DEFAULT_OBJECTIVE,
  type Objective,
  probabilityOf,
} from './calibrate.ts';
import { chooseRules, FILE_LIMITS } from './choose-rules.ts';
import { clusterRecords } from './cluster.ts';
import { Guards } from './guards.ts';
import type { Model } from './model.ts';
import { redundantFields } from './redundant-fields.ts';
import { scanInParallel } from './scan-in-parallel.ts';
import type { FieldSpec, LinkRecord } from './schema.ts';
import { planScoring, Scorer } from './scorer.ts';
import { buildTable, type Table } from './table.ts';
import { trainModel } from './train-model.ts';

export type Band = 'same' | 'review';
export type LinkedPair = Readonly<{
  left: string;
  right: string;
  /** Evidence in bits before the prior odds. */
  bits: number;
  /** Estimated probability that the two are one person, from this pair alone. */
  probability: number;
  band: Band;
}>;

export type LinkOptions = Readonly<{
  objective?: Objective;
  /** Given: used as it is, so that a run can be repeated. Else estimated from the records. */
  model?: Model;
  /** Given: the blocking of a known kind of list. Else chosen for the file. */
  rules?: readonly BlockingRule[];
  mostInBlock?: number;
  /** Threads at most; null for all cores. */
  threads?: number | null;
}>;

export type LinkResult = Readonly<{
  table: Table;
  model: Model;
  calibration: Calibration;
  histogram: Float64Array;
  /** Record (in the order of `table.ids`) → cluster, named by the smallest record number in it. */
  clusters: Int32Array;
  /** Pairs inside clusters (`same`), then those a person should look at (`review`), surest first; made as they are read. */
  pairs: () => Generator<LinkedPair>;
  pairsScored: number;
}>;

/** Compared without blocking up to this many records: blocking would save nothing and might miss something. */
const COMPARE_ALL = 1_500;
/** How far below the even odds of a file without duplicates pairs are kept for the estimate to choose from. */
const FLOOR_MARGIN = 6;
/** A choice that is not clearer than one to sixteen leaves the decision to a person. */
const RIVAL_BITS = 4;

const possiblePairs = ({ count, sides, twoSided }: Table): number => {
  if (!twoSided) return (count * (count - 1)) / 2;
  const right = sides.reduce((sum, side) => sum + side, 0);
  return right * (count - right);
};

/**
 * Links records of one schema; with sides, only pairs across. The result does not depend on the order of the records
 * or the number of threads.
 */
export async function linkRecords(
  fields: readonly FieldSpec[],
  records: readonly LinkRecord[],
  options: LinkOptions = {},
): Promise<LinkResult> {
  const table = withoutRedundant(buildTable(fields, records), records);
  const mostInBlock = options.mostInBlock ?? FILE_LIMITS.mostInBlock;
  const rules = options.rules ?? chooseRules(table, { ...FILE_LIMITS, mostInBlock });
  const small = table.count <= COMPARE_ALL;
  const blocked = buildBlocks(table, rules, mostInBlock);
  const model = options.model ?? trainModel(table, rules, blocked);
  const blocks = small ? buildBlocks(table, [{ atoms: [] }], COMPARE_ALL) : blocked;
  return decide(table, blocks, model, options);
}

function withoutRedundant(table: Table, records: readonly LinkRecord[]): Table {
  const out = redundantFields(table);
  if (out.size === 0) return table;
  const keep = <T>(list: readonly T[]): T[] => list.filter((_, f) => !out.has(f));
  return buildTable(
    keep(table.fields),
    records.map((record) => ({ ...record, values: keep(record.values) })),
  );
}

async function decide(table: Table, blocks: Blocks, model: Model, options: LinkOptions): Promise<LinkResult> {
  const objective = options.objective ?? DEFAULT_OBJECTIVE;
  const plan = planScoring(model, table.stores, table.rows);
  const floorBits = Math.log2(Math.max(2, table.count)) - FLOOR_MARGIN;
  const scan = await scanInParallel(table, blocks, plan, floorBits, options.threads ?? null);
  const calibration = calibrate(scan.histogram, possiblePairs(table), objective);
  const scorer = new Scorer(plan);
  const guards = new Guards(table);
  const verdict = (i: number, j: number) => {
    scorer.score(i, j);
    return guards.judge(i, j, scorer.levels).verdict;
  };
  const clusters = clusterRecords({
    count: table.count,
    edges: scan.edges,
    joinBits: calibration.sameBits,
    evenBits: calibration.evenBits,
    score: (i, j) => scorer.score(i, j),
    mark: (i) => guards.mark(i),
    mayJoin: (i, j) => verdict(i, j) === 'free',
    mayBeOne: (i, j) => verdict(i, j) !== 'apart',
    rivalBits: guards.careful && objective.kind === 'precision' ? RIVAL_BITS : null,
  });
  const pair = (i: number, j: number, bits: number, band: Band): LinkedPair => {
    const [left, right] = table.sides[i]! > table.sides[j]! ? [j, i] : [i, j];
    const probability = probabilityOf(bits, calibration.evenBits);
    return { left: table.ids[left]!, right: table.ids[right]!, bits, probability, band };
  };
  function* pairs(): Generator<LinkedPair> {
    for (const group of groupsOf(clusters))
      for (const [at, i] of group.entries())
        for (let k = at + 1; k < group.length; k++) {
          const j = group[k]!;
          if (!table.twoSided || table.sides[i] !== table.sides[j])
            yield pair(i, j, scorer.score(i, j), 'same');
        }
    const { left, right, bits } = scan.edges;
    for (let e = 0; e < bits.length && bits[e]! >= calibration.reviewBits; e++) {
      const [i, j] = [left[e]!, right[e]!];
      if (clusters[i] !== clusters[j] && verdict(i, j) !== 'apart') yield pair(i, j, bits[e]!, 'review');
    }
  }
  return { table, model, calibration, histogram: scan.histogram, clusters, pairs, pairsScored: scan.pairs };
}

/** Clusters of two and more, in order of their first record. */
export function groupsOf(clusters: Int32Array): number[][] {
  const groups = new Map<number, number[]>();
  clusters.forEach((cluster, i) => {
    if (cluster !== i) groups.set(cluster, [...(groups.get(cluster) ?? [cluster]), i]);
  });
  return [...groups.values()];
}
