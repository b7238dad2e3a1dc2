/** The whole of it for many records: candidates, scores on all cores, people, and what a person must decide. */
import { availableParallelism } from 'node:os';
import type { BlockingRule } from './blocking-keys.ts';
import { buildBlocks } from './blocks.ts';
import { calibrate, DEFAULT_OBJECTIVE, type Objective, probabilityOf } from './calibrate.ts';
import { rivalBits } from './choice.ts';
import { chooseRules, FILE_LIMITS } from './choose-rules.ts';
import { clusterRecords } from './cluster.ts';
import { Guards, isVietnamese, sexFields } from './guards.ts';
import type { Model } from './model.ts';
import { redundantFields } from './redundant-fields.ts';
import { scanInParallel } from './scan-in-parallel.ts';
import type { Scan } from './scan-pairs.ts';
import type { FieldSpec, LinkRecord } from './schema.ts';
import { planScoring, Scorer, type ScoringPlan } from './scorer.ts';
import { buildTable, buildTableOnThreads, type Table } from './table.ts';
import { trainFields } from './train-model.ts';

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
  /** Blocking of a known kind of list. Else it is chosen for the file. */
  rules?: readonly BlockingRule[];
  mostInBlock?: number;
  /** Threads at most; null for all cores. */
  threads?: number | null;
}>;

export type LinkResult = Readonly<{
  /** All that was decided about fields, keys and thresholds: with it a run can be repeated, or go on record by record. */
  model: Model;
  table: Table;
  /** Under a pinned model the histogram counts the pairs below `reviewBits` in its lowest bin. */
  scan: Scan;
  /** Record (in the order of `table.ids`) → cluster, named by the smallest record number in it. */
  clusters: Int32Array;
  /** Pairs inside clusters (`same`), then those a person should look at (`review`), surest first; made as they are read. */
  pairs: () => Generator<LinkedPair>;
}>;

/** Compared without blocking up to this many records: blocking would save nothing and might miss something. */
const COMPARE_ALL = 1_500;
/** Pairs so far below the even odds of a file with one duplicate for each record are counted, not kept. */
const FLOOR_MARGIN = 6;

export const possiblePairs = ({ count, sides, twoSided }: Table): number => {
  if (!twoSided) return (count * (count - 1)) / 2;
  const right = sides.reduce((sum, side) => sum + side, 0);
  return right * (count - right);
};

const floorBitsOf = ({ count }: Table): number => Math.log2(Math.max(2, count)) - FLOOR_MARGIN;

/**
 * Links records of one schema, without labels; with sides, only pairs across. Ids are unique (with their side). The
 * result does not depend on the order of the records or the number of threads.
 */
export async function linkRecords(
  fields: readonly FieldSpec[],
  records: readonly LinkRecord[],
  options: LinkOptions = {},
): Promise<LinkResult> {
  const objective = options.objective ?? DEFAULT_OBJECTIVE;
  const threads = options.threads ?? null;
  const read = await buildTableOnThreads(fields, records, threads ?? availableParallelism());
  const table = withoutRedundant(read, records);
  let mostInBlock = options.mostInBlock ?? FILE_LIMITS.mostInBlock;
  let rules = options.rules ?? chooseRules(table, { ...FILE_LIMITS, mostInBlock });
  let blocks = buildBlocks(table, rules, mostInBlock);
  const trained = trainFields(table, rules, blocks);
  if (table.count <= COMPARE_ALL) {
    [rules, mostInBlock] = [[{ atoms: [] }], COMPARE_ALL];
    blocks = buildBlocks(table, rules, mostInBlock);
  }
  const plan = planScoring(trained, table.stores, table.rows);
  const scan = await scanInParallel(table, blocks, plan, floorBitsOf(table), true, threads);
  const careful = isVietnamese(table);
  const model: Model = {
    version: 1,
    fields: trained,
    careful,
    sexFields: sexFields(table),
    minded: careful && objective.kind === 'precision',
    rules,
    mostInBlock,
    hotKeys: blocks.hotKeys,
    calibration: calibrate(scan.histogram, possiblePairs(table), objective),
  };
  return decide(table, plan, scan, model);
}

/** Links records by a model that stands: nothing is estimated, the thresholds are the model's. */
export async function linkByModel(
  model: Model,
  fields: readonly FieldSpec[],
  records: readonly LinkRecord[],
  threads: number | null = null,
): Promise<LinkResult> {
  const columns = model.fields.map(({ name }) => fields.findIndex((field) => field.name === name));
  const inOrder = columns.every((column, f) => column === f);
  const table = await buildTableOnThreads(
    model.fields,
    inOrder
      ? records
      : records.map((record) => ({
          ...record,
          values: columns.map((column) => record.values[column] ?? null),
        })),
    threads ?? availableParallelism(),
    model.fields.map(({ order }) => order),
  );
  const blocks = buildBlocks(table, model.rules, model.mostInBlock, new Set(model.hotKeys));
  const plan = planScoring(model.fields, table.stores, table.rows);
  const scan = await scanInParallel(table, blocks, plan, model.calibration.reviewBits, false, threads);
  return decide(table, plan, scan, model);
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

function decide(table: Table, plan: ScoringPlan, scan: Scan, model: Model): LinkResult {
  const { calibration } = model;
  const scorer = new Scorer(plan);
  const guards = new Guards(table, model);
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
    rivalBits: model.minded ? (i, j) => rivalBits(guards, scorer, i, j) : null,
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
  return { model, table, scan, clusters, pairs };
}

/** Clusters of two and more, in order of their first record. */
export function groupsOf(clusters: Int32Array): number[][] {
  const groups = new Map<number, number[]>();
  clusters.forEach((cluster, i) => {
    if (cluster !== i) {
      const group = groups.get(cluster);
      if (group === undefined) groups.set(cluster, [cluster, i]);
      else group.push(i);
    }
  });
  return [...groups.values()];
}
