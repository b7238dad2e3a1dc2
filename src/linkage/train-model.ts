/** A model from the data itself, without labels: u from random pairs, m from the pairs that blocking finds. */

import { seededRandom } from '../kernel/seeded-random.ts';
import type { BlockingRule } from './blocking-keys.ts';
import { type Blocks, forEachPair } from './blocks.ts';
import { expectationMaximisation, type Pattern } from './expectation-maximisation.ts';
import { type FieldModel, PRIOR_U, priorOf } from './model.ts';
import { LEVELS, MISSING } from './schema.ts';
import { planScoring, Scorer } from './scorer.ts';
import { keyCounts, type Table } from './table.ts';
import type { ValueStore } from './value-store.ts';

const RANDOM_PAIRS = 300_000;
const PAIRS_OF_A_RULE = 100_000;
/** How many pairs, and records, the priors count for. */
const PRIOR_PAIRS = 20;
const PRIOR_RECORDS = 20;
/** A number that no more records bear than this is a number of one person: how often it stands says nothing. */
const SHARED_NUMBER = 4;
/** Times as many 1 Januaries as chance would have. */
const DISGUISED = 3;

/** Shares of the keys of each field, and prior m and u: enough to compare, not yet to decide. */
function untrainedFields(table: Table): FieldModel[] {
  return table.fields.map((field, f): FieldModel => {
    const { name, kind } = field;
    const store = table.stores[f]!;
    const counts = keyCounts(table, f);
    const filled = counts.reduce((sum, count) => sum + count, 0);
    if (kind === 'date') shareOfYears(store, counts);
    const shareOf = (count: number): number =>
      (count + PRIOR_RECORDS * PRIOR_U[kind][0]!) / (filled + PRIOR_RECORDS);
    const shares: Record<string, number> = {};
    const rare = kind === 'id' || kind === 'phone' ? SHARED_NUMBER : 1;
    counts.forEach((count, key) => {
      if (count > rare) shares[store.keys.text(key)] = shareOf(count);
    });
    const m = priorOf(field);
    const u = m.map(() => 1 / m.length);
    return { name, kind, order: store.order, m, u, shares, rareShare: shareOf(1) };
  });
}

/**
 * A date of which only the year is known is as common as the year; so is a 1 January where that day is so frequent
 * that most of them are years in disguise.
 */
function shareOfYears(store: ValueStore, counts: Int32Array): void {
  const years = new Map<string, number>();
  const yearOf = (key: number): string => store.keys.text(key).slice(0, 4);
  let [firsts, all] = [0, 0];
  counts.forEach((count, key) => {
    years.set(yearOf(key), (years.get(yearOf(key)) ?? 0) + count);
    all += count;
    if (store.keys.text(key).endsWith('0101')) firsts += count;
  });
  const disguised = firsts > (DISGUISED * all) / 365;
  counts.forEach((count, key) => {
    const text = store.keys.text(key);
    if (count > 0 && (text.endsWith('0000') || (disguised && text.endsWith('0101'))))
      counts[key] = years.get(text.slice(0, 4))!;
  });
}

/** u of every level: how often two records drawn at random agree so. */
function estimateU(table: Table, fields: readonly FieldModel[]): FieldModel[] {
  const counts = table.fields.map(({ kind }) => LEVELS[kind].map(() => 0));
  const scorer = new Scorer(planScoring(fields, table.stores, table.rows));
  const next = seededRandom(1);
  const all = (table.count * (table.count - 1)) / 2;
  const visit = (i: number, j: number): void => {
    if (table.twoSided && table.sides[i] === table.sides[j]) return;
    scorer.score(i, j);
    scorer.levels.forEach((level, f) => {
      if (level !== MISSING) counts[f]![level]!++;
    });
  };
  if (all <= RANDOM_PAIRS) for (let i = 0; i < table.count; i++) for (let j = 0; j < i; j++) visit(i, j);
  else
    for (let k = 0; k < RANDOM_PAIRS; k++) {
      const [i, j] = [Math.floor(next() * table.count), Math.floor(next() * table.count)];
      if (i !== j) visit(i, j);
    }
  return fields.map((field, f) => {
    // Chance agreement on the whole value is known exactly from the shares, where a sample sees almost none.
    const ofKeys = keyCounts(table, f);
    const [filled, squares] = ofKeys.reduce(([n, sum], count) => [n + count, sum + count * count], [0, 0]);
    const prior = PRIOR_U[field.kind];
    const same = Math.max(
      (squares + PRIOR_PAIRS * prior[0]!) / (filled * filled + PRIOR_PAIRS),
      field.rareShare,
    );
    const rest = counts[f]!.map((count, level) => (level === 0 ? 0 : count + PRIOR_PAIRS * prior[level]!));
    const sum = rest.reduce((a, b) => a + b, 0);
    const u = rest.map((count, level) => (level === 0 ? same : ((1 - same) * count) / sum));
    return { ...field, u };
  });
}

/** Levels of the pairs of each rule, counted; every k-th block where there are too many. */
export function patternsByRule(table: Table, blocks: Blocks, scorer: Scorer): Pattern[][] {
  const pairsOf = new Float64Array(blocks.ruleCount);
  for (let b = 0; b < blocks.rules.length; b++) {
    const size = blocks.starts[b + 1]! - blocks.starts[b]!;
    pairsOf[blocks.rules[b]!]! += (size * (size - 1)) / 2;
  }
  const maps = Array.from(
    { length: blocks.ruleCount },
    () => new Map<string, { levels: Uint8Array; count: number }>(),
  );
  // A rule's own pairs are all pairs that agree under it, also those that an earlier rule has taken.
  const alone: Blocks = { ...blocks, rules: new Int32Array(blocks.rules.length) };
  for (let b = 0; b < blocks.rules.length; b++) {
    const rule = blocks.rules[b]!;
    const step = Math.max(1, Math.ceil(pairsOf[rule]! / PAIRS_OF_A_RULE));
    if (b % step !== 0) continue;
    forEachPair(alone, table.sides, table.twoSided, b, b + 1, (i, j) => {
      scorer.score(i, j);
      const key = String.fromCharCode(...scorer.levels);
      const known = maps[rule]!.get(key);
      if (known === undefined) maps[rule]!.set(key, { levels: scorer.levels.slice(), count: 1 });
      else known.count++;
    });
  }
  return maps.map((map) => [...map.values()]);
}

/** Estimates m by EM under each rule for the fields outside that rule, and averages by the matches each rule found. */
export function trainFields(table: Table, rules: readonly BlockingRule[], blocks: Blocks): FieldModel[] {
  const model = estimateU(table, untrainedFields(table));
  const scorer = new Scorer(planScoring(model, table.stores, table.rows));
  const u = model.map((field) => field.u);
  const prior = model.map((field) => field.m);
  const sums = prior.map((levels) => levels.map(() => 0));
  const weights = prior.map(() => 0);
  const personal = new Set([...model.keys()].filter((f) => ['date', 'id'].includes(model[f]!.kind)));
  patternsByRule(table, blocks, scorer).forEach((patterns, r) => {
    const inRule = new Set(rules[r]!.atoms.map(({ field }) => field));
    const fields = [...model.keys()].filter((f) => !inRule.has(f));
    const total = patterns.reduce((sum, { count }) => sum + count, 0);
    if (total === 0 || fields.length === 0) return;
    const input = { patterns, u, prior, fields, personal, priorPairs: PRIOR_PAIRS, startShare: 0.3 };
    const { m, share } = expectationMaximisation(input);
    const matches = share * total;
    for (const f of fields) {
      weights[f]! += matches;
      m[f]!.forEach((chance, level) => {
        sums[f]![level]! += matches * chance;
      });
    }
  });
  return model.map((field, f) => {
    const all = weights[f]! + PRIOR_PAIRS;
    return { ...field, m: field.m.map((chance, level) => (sums[f]![level]! + PRIOR_PAIRS * chance) / all) };
  });
}
