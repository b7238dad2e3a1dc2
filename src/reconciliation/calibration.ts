import { AppError } from '../kernel/app-error.ts';
import { probabilityOf } from '../linkage/calibrate.ts';
import { bitsOfBin } from '../linkage/scan-pairs.ts';
import type { Database } from '../platform/database.ts';
import { linkRows } from './link-rows.ts';

/** How sure the linkage is on a unit's own rows: estimated without labels, by the distribution of its scores. */
export type CalibrationReport = Readonly<{
  rows: number;
  pairsScored: number;
  /** Scores at which pairs are joined without asking, put before a person, and even; in bits. */
  sameBits: number;
  reviewBits: number;
  evenBits: number;
  expectedPrecision: number;
  expectedRecall: number;
  /** Pairs by score, with how many of them are expected to be one person. */
  bins: readonly { bits: number; pairs: number; expectedSame: number }[];
}>;

/** The work grows with the rows; a province is looked at commune by commune. */
const MOST_ROWS = 100_000;
const STEP = 8;

/** Throws `calibration_too_large` for more than 100,000 rows. */
export async function calibrationOf(db: Database, unitIds: readonly number[]): Promise<CalibrationReport> {
  const counted = await db.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM app.source_record WHERE unit_id = ANY($1::int[]) AND replaced_by IS NULL',
    [unitIds],
  );
  if ((counted[0]?.n ?? 0) > MOST_ROWS)
    throw new AppError('calibration_too_large', 'too-large', { rows: counted[0]!.n, most: MOST_ROWS });
  const { rows, result } = await linkRows(db, unitIds);
  const { calibration } = result.model;
  const bins: { bits: number; pairs: number; expectedSame: number }[] = [];
  const { histogram } = result.scan;
  for (let from = 0; from < histogram.length; from += STEP) {
    const [middle, pairs] = [
      bitsOfBin(from + STEP / 2),
      histogram.subarray(from, from + STEP).reduce((a, b) => a + b, 0),
    ];
    if (pairs > 0)
      bins.push({ bits: middle, pairs, expectedSame: pairs * probabilityOf(middle, calibration.evenBits) });
  }
  return {
    rows: rows.length,
    pairsScored: result.scan.pairs,
    sameBits: calibration.sameBits,
    reviewBits: calibration.reviewBits,
    evenBits: calibration.evenBits,
    expectedPrecision: calibration.expectedPrecision,
    expectedRecall: calibration.expectedRecall,
    bins,
  };
}
