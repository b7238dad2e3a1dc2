/**
 * Runs the linkage over everyone of some units once more, after better data came. It proposes and never acts: two
 * people who look like one are put before a person, and whoever was said to be two stays two.
 */

import type { Actor } from '../kernel/actor.ts';
import type { LinkedPair } from '../linkage/link-records.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Database, Tx } from '../platform/database.ts';
import { linkRows, type NamedRow } from './link-rows.ts';

export type LinkReport = Readonly<{
  people: number;
  sourceRecords: number;
  pairsScored: number;
  /** Pairs of rows that the linkage takes for one person by itself, and pairs it would put before a person. */
  automatic: number;
  toReview: number;
  clusters: number;
  /** Pairs of people of the register who look like one, now waiting for a decision. */
  proposals: number;
  expectedPrecision: number;
  expectedRecall: number;
  seconds: number;
}>;

type Proposal = Readonly<{
  a: string;
  b: string;
  recordA: string;
  recordB: string;
  unitA: number;
  unitB: number;
  pair: LinkedPair;
  unitId: number;
}>;

/** `lowestCommon` names the lowest unit that covers two communes: it decides on a pair across them. */
export async function linkPeople(
  db: Database,
  actor: Actor,
  unitIds: readonly number[],
  lowestCommon: (a: number, b: number) => number,
  dryRun = false,
): Promise<LinkReport> {
  const started = performance.now();
  const { rows, result } = await linkRows(db, unitIds);
  const bands = { same: 0, review: 0 };
  const proposals = proposalsOf(rows, counted(result.pairs(), bands), lowestCommon);
  const open = await db.transaction(
    { ...actor, reason: 'link' },
    (tx) => writeProposals(tx, unitIds, proposals),
    dryRun ? 'dry-run' : 'commit',
  );
  return {
    people: new Set(rows.map(({ person_id }) => person_id)).size,
    sourceRecords: rows.length,
    pairsScored: result.scan.pairs,
    automatic: bands.same,
    toReview: bands.review,
    clusters: new Set(result.clusters).size,
    proposals: open,
    expectedPrecision: result.model.calibration.expectedPrecision,
    expectedRecall: result.model.calibration.expectedRecall,
    seconds: Math.round(performance.now() - started) / 1000,
  };
}

function* counted(
  pairs: Iterable<LinkedPair>,
  bands: Record<LinkedPair['band'], number>,
): Generator<LinkedPair> {
  for (const pair of pairs) {
    bands[pair.band]++;
    yield pair;
  }
}

/** Pairs of rows that stand with different people, the strongest of each two people. */
function proposalsOf(
  rows: readonly NamedRow[],
  pairs: Iterable<LinkedPair>,
  lowestCommon: (a: number, b: number) => number,
): Proposal[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const best = new Map<string, Proposal>();
  for (const pair of pairs) {
    const [x, y] = [byId.get(pair.left)!, byId.get(pair.right)!];
    if (x.person_id === y.person_id) continue;
    const [p, q] = x.person_id < y.person_id ? [x, y] : [y, x];
    const key = `${p.person_id} ${q.person_id}`;
    const known = best.get(key);
    if (known === undefined || pair.bits > known.pair.bits)
      best.set(key, {
        a: p.person_id,
        b: q.person_id,
        recordA: p.id,
        recordB: q.id,
        unitA: p.unit_id,
        unitB: q.unit_id,
        pair,
        unitId: lowestCommon(p.unit_id, q.unit_id),
      });
  }
  return [...best.values()];
}

/** Replaces the open proposals of the units; decisions stand, and people said to be two are not proposed. Returns how many are open. */
async function writeProposals(
  tx: Tx,
  unitIds: readonly number[],
  proposals: readonly Proposal[],
): Promise<number> {
  await tx.query('CREATE TEMP TABLE proposal_new (LIKE app.merge_proposal) ON COMMIT DROP');
  const at = new Date().toISOString();
  await copyRows(
    tx,
    'proposal_new',
    [
      'person_a',
      'person_b',
      'unit_id',
      'record_a',
      'record_b',
      'unit_a',
      'unit_b',
      'score',
      'probability',
      'band',
      'model',
      'proposed_at',
    ],
    proposals.map(({ a, b, unitId, recordA, recordB, unitA, unitB, pair }) => [
      a,
      b,
      unitId,
      recordA,
      recordB,
      unitA,
      unitB,
      pair.bits,
      pair.probability,
      pair.band,
      'linkage:1',
      at,
    ]),
  );
  await tx.query(
    `DELETE FROM app.merge_proposal WHERE verdict IS NULL AND unit_a = ANY($1::int[]) AND unit_b = ANY($1::int[])`,
    [unitIds],
  );
  const { rowCount } = await tx.query(
    `INSERT INTO app.merge_proposal SELECT n.* FROM proposal_new n
     WHERE NOT EXISTS (SELECT 1 FROM app.person_distinct d WHERE d.person_a = n.person_a AND d.person_b = n.person_b)
     ON CONFLICT (person_a, person_b) DO NOTHING`,
  );
  return rowCount ?? 0;
}
