/**
 * Blocking rules for a file nobody has described. Pairs of one person are imagined, each field missing as often as it
 * is in the file and spelled alike as often as fields usually are; rules are then taken greedily, the one that finds
 * most imagined pairs not yet found for the fewest comparisons first.
 */

import { seededRandom } from '../kernel/seeded-random.ts';
import { type Atom, AtomReader, type BlockingRule, PARTS, type Part } from './blocking-keys.ts';
import { measureKeys } from './rule-blocks.ts';
import type { Table } from './table.ts';

export type RuleLimits = Readonly<{
  /** Records in one block. */
  mostInBlock: number;
  /** Comparisons for each record, all rules together. */
  pairsPerRecord: number;
  mostRules: number;
}>;
export const FILE_LIMITS: RuleLimits = { mostInBlock: 200, pairsPerRecord: 150, mostRules: 40 };

const MEASURED = 100_000;
const IMAGINED = 4_000;
/** Careful and careless writers: errors of one record come together. */
const SPELLED_ALIKE = [0.75, 0.3];
/** Of fields not spelled alike, how often a part agrees all the same. */
const PART_AGREES: Readonly<Record<Part, number>> = {
  all: 0,
  first: 0.45,
  last: 0.45,
  start: 0.6,
  tail: 0.5,
  year: 0.65,
  year_month: 0.45,
  day_month: 0.4,
};
const SMALLEST_GAIN = 0.5;

type Candidate = { atoms: Atom[]; pairs: number; kept: number; found: Uint8Array };

/** Parts of a field that are not the same as a stronger one (the first word of one-word names is the whole). */
function usefulAtoms(table: Table, reader: AtomReader, field: number): Atom[] {
  const seen: Uint32Array[] = [];
  return PARTS[table.fields[field]!.kind].flatMap((part) => {
    const hashes = reader.hashesOf({ field, part });
    const same = (other: Uint32Array): boolean => {
      let differing = 0;
      for (let v = 0; v < hashes.length; v++) if (hashes[v] !== other[v]) differing++;
      return differing < 0.1 * hashes.length;
    };
    if (seen.some(same)) return [];
    seen.push(hashes);
    return [{ field, part }];
  });
}

function filledShare(table: Table, field: number): number {
  const width = table.fields.length;
  let filled = 0;
  for (let at = field; at < table.count * width; at += width) if (table.rows[at]! >= 0) filled++;
  return filled / Math.max(1, table.count);
}

/** For each atom, which of the imagined pairs agree in it. */
function imagine(table: Table, atoms: readonly (readonly Atom[])[]): Map<Atom, Uint8Array> {
  const next = seededRandom(7);
  const agreeing = new Map<Atom, Uint8Array>();
  atoms.forEach((own, f) => {
    const filled = filledShare(table, f) ** 2;
    for (const atom of own) agreeing.set(atom, new Uint8Array(IMAGINED));
    for (let k = 0; k < IMAGINED; k++) {
      const present = next() < filled;
      const alike = next() < SPELLED_ALIKE[k % 2]!;
      for (const atom of own)
        if (present && (next() < PART_AGREES[atom.part] || alike)) agreeing.get(atom)![k] = 1;
    }
  });
  return agreeing;
}

export function chooseRules(table: Table, limits: RuleLimits = FILE_LIMITS): BlockingRule[] {
  const reader = new AtomReader(table);
  const atoms = table.fields.map((_, field) => usefulAtoms(table, reader, field));
  const agreeing = imagine(table, atoms);
  const candidates: Candidate[] = [];
  const keys = new Uint32Array(table.count);
  const step = Math.ceil(table.count / MEASURED);
  const consider = (list: Atom[]): void => {
    reader.keys(list, 0, keys);
    // Of a great file one key in so many is enough to measure a rule.
    if (step > 1) for (let i = 0; i < keys.length; i++) if ((keys[i]! >>> 8) % step !== 0) keys[i] = 0;
    const { pairs: measured, kept } = measureKeys(keys, limits.mostInBlock);
    const pairs = measured * step;
    if (pairs === 0 || kept < 0.05) return;
    const found = new Uint8Array(IMAGINED).fill(1);
    for (const atom of list)
      agreeing.get(atom)!.forEach((agrees, k) => {
        found[k]! &= agrees;
      });
    candidates.push({ atoms: list, pairs, kept, found });
  };
  for (const own of atoms) for (const atom of own) consider([atom]);
  atoms.forEach((own, f) => {
    for (const other of atoms.slice(f + 1)) for (const a of own) for (const b of other) consider([a, b]);
  });
  const missed = new Float64Array(IMAGINED).fill(1);
  const gainOf = ({ found, kept }: Candidate): number => {
    let gain = 0;
    for (let k = 0; k < IMAGINED; k++) if (found[k] === 1) gain += missed[k]!;
    return gain * kept;
  };
  const taken = new Set<Candidate>();
  const rules: BlockingRule[] = [];
  let left = limits.pairsPerRecord * table.count;
  while (rules.length < limits.mostRules) {
    let best: Candidate | null = null;
    let bestRate = 0;
    for (const candidate of candidates) {
      if (taken.has(candidate) || candidate.pairs > left) continue;
      const gain = gainOf(candidate);
      const rate = gain / (candidate.pairs + table.count);
      if (gain >= SMALLEST_GAIN && rate > bestRate) [best, bestRate] = [candidate, rate];
    }
    if (best === null) break;
    taken.add(best);
    const { found, kept } = best;
    for (let k = 0; k < IMAGINED; k++) if (found[k] === 1) missed[k]! *= 1 - kept;
    left -= best.pairs;
    rules.push({ atoms: best.atoms });
  }
  return rules;
}
