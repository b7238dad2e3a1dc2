/** The whole of it for many records: candidates, scores on all cores, people, and what a person must decide. */
import { availableParallelism } from 'node:os';
import type { BlockingRule } from './blocking-keys.ts';
import { buildBlocks } from './build-blocks.ts';
import { calibrate, DEFAULT_OBJECTIVE, type Objective, probabilityOf } from './calibrate.ts';
import { rivalBits } from './choice.ts';
import { chooseRules, FILE_LIMITS } from './choose-rules.ts';
import { clusterRecords } from './cluster.ts';
import { APART } from './edges.ts';
import { Guards, isVietnamese, sexFields } from './guards.ts';
import type { Model } from './model.ts';
import { readTable } from './read-table.ts';
import { dateOrder } from './read-value.ts';
import { pagesOf, type RecordPage } from './record-pages.ts';
import { redundantFields } from './redundant-fields.ts';
import { scanBlocks } from './scan-blocks.ts';
import type { Scan } from './scan-pairs.ts';
import type { FieldSpec, LinkRecord } from './schema.ts';
import { planScoring, Scorer, type ScoringPlan } from './scorer.ts';
import type { Table } from './table.ts';
import { Threads } from './threads.ts';
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
  const threads = threadsFor(records.length, options.threads ?? null);
  try {
    return await learnAndLink(threads, fields, records, options);
  } finally {
    threads.close();
  }
}

async function learnAndLink(
  threads: Threads,
  fields: readonly FieldSpec[],
  records: readonly LinkRecord[],
  options: LinkOptions,
): Promise<LinkResult> {
  const objective = options.objective ?? DEFAULT_OBJECTIVE;
  const table = await readWithoutRedundant(threads, fields, records);
  let mostInBlock = options.mostInBlock ?? FILE_LIMITS.mostInBlock;
  let rules = options.rules ?? chooseRules(table, { ...FILE_LIMITS, mostInBlock });
  let blocks = await buildBlocks(threads, table, rules, mostInBlock);
  const trained = trainFields(table, rules, blocks);
  if (table.count <= COMPARE_ALL) {
    [rules, mostInBlock] = [[{ atoms: [] }], COMPARE_ALL];
    blocks = await buildBlocks(threads, table, rules, mostInBlock);
  }
  const plan = planScoring(trained, table.stores, table.rows);
  const careful = isVietnamese(table);
  const guardedBy = { careful, sexFields: sexFields(table) };
  const scan = await scanBlocks(threads, table, blocks, plan, guardedBy, floorBitsOf(table), true);
  const model: Model = {
    version: 1,
    fields: trained,
    ...guardedBy,
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
  const names = fields.map(({ name }) => name);
  return await linkPages(model, names, pagesOf(records), { sides: sidesOf(records), threads });
}

/**
 * The same for records that come as pages (`record-pages.ts`), out of a database or a file: they are read while the
 * rest is still under way. `names`: the field of each cell behind the id.
 */
export async function linkPages(
  model: Model,
  names: readonly string[],
  pages: Iterable<RecordPage> | AsyncIterable<RecordPage>,
  { sides = null, threads: most = null }: { sides?: Uint8Array | null; threads?: number | null } = {},
): Promise<LinkResult> {
  const { threads, all } = await threadsForPages(pages, most);
  try {
    const table = await readTable(threads, {
      fields: model.fields,
      orders: model.fields.map(({ order }) => order),
      cells: model.fields.map(({ name }) => cellOf(names.indexOf(name))),
      pages: all,
      sides,
    });
    const blocks = buildBlocks(threads, table, model.rules, model.mostInBlock, new Set(model.hotKeys));
    // Worked out here while the threads form the blocks.
    const plan = planScoring(model.fields, table.stores, table.rows);
    const scan = await scanBlocks(
      threads,
      table,
      await blocks,
      plan,
      model,
      model.calibration.reviewBits,
      false,
    );
    return decide(table, plan, scan, model);
  } finally {
    threads.close();
  }
}

/** Where a field stands in a record: the id is the first cell. */
const cellOf = (field: number): number => (field < 0 ? -1 : field + 1);

const sidesOf = (records: readonly LinkRecord[]): Uint8Array | null =>
  records.some(({ side }) => side === 1) ? Uint8Array.from(records, ({ side }) => side ?? 0) : null;

/** From so many records on threads save more than they cost to start. */
const WORTH_THREADS = 30_000;

const threadsFor = (records: number, most: number | null): Threads =>
  new Threads(records < WORTH_THREADS ? 1 : (most ?? availableParallelism()));

/** Threads if there are more pages than one. */
async function threadsForPages(
  pages: Iterable<RecordPage> | AsyncIterable<RecordPage>,
  most: number | null,
): Promise<{ threads: Threads; all: AsyncGenerator<RecordPage> }> {
  const rest = (async function* () {
    yield* pages;
  })();
  const first = [await rest.next(), await rest.next()].flatMap(({ done, value }) => (done ? [] : [value!]));
  const threads = new Threads(first.length < 2 ? 1 : (most ?? availableParallelism()));
  const all = (async function* () {
    yield* first;
    yield* rest;
  })();
  return { threads, all };
}

async function readWithoutRedundant(
  threads: Threads,
  fields: readonly FieldSpec[],
  records: readonly LinkRecord[],
): Promise<Table> {
  const orders = fields.map(({ kind }, f) =>
    kind === 'date' ? dateOrder(records.values().map(({ values }) => values[f] ?? null)) : 'day_first',
  );
  const read = (kept: readonly number[]): Promise<Table> =>
    readTable(threads, {
      fields: kept.map((f) => fields[f]!),
      orders: kept.map((f) => orders[f]!),
      cells: kept.map(cellOf),
      pages: pagesOf(records),
      sides: sidesOf(records),
    });
  const all = [...fields.keys()];
  const table = await read(all);
  const out = redundantFields(table);
  return out.size === 0 ? table : await read(all.filter((f) => !out.has(f)));
}

function decide(table: Table, plan: ScoringPlan, scan: Scan, model: Model): LinkResult {
  const { calibration } = model;
  const scorer = new Scorer(plan);
  const guards = new Guards(plan, model);
  const clusters = clusterRecords({
    count: table.count,
    edges: scan.edges,
    joinBits: calibration.sameBits,
    evenBits: calibration.evenBits,
    score: (i, j) => scorer.score(i, j),
    mark: (i) => guards.mark(i),
    rivalBits: model.minded ? (i, j) => rivalBits(guards, scorer, i, j) : null,
  });
  const pair = (i: number, j: number, bits: number, band: Band): LinkedPair => {
    const [left, right] = table.sides[i]! > table.sides[j]! ? [j, i] : [i, j];
    const probability = probabilityOf(bits, calibration.evenBits);
    return { left: table.ids.text(left), right: table.ids.text(right), bits, probability, band };
  };
  function* pairs(): Generator<LinkedPair> {
    for (const group of groupsOf(clusters))
      for (const [at, i] of group.entries())
        for (let k = at + 1; k < group.length; k++) {
          const j = group[k]!;
          if (!table.twoSided || table.sides[i] !== table.sides[j])
            yield pair(i, j, scorer.score(i, j), 'same');
        }
    const { left, right, bits, verdicts } = scan.edges;
    for (let e = 0; e < bits.length && bits[e]! >= calibration.reviewBits; e++) {
      const [i, j] = [left[e]!, right[e]!];
      if (clusters[i] !== clusters[j] && verdicts[e] !== APART) yield pair(i, j, bits[e]!, 'review');
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
