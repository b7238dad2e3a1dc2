/** One command: a gap is explained, for the figures that it has at this moment. */
import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { GapKind } from './contract.ts';
import { findGaps } from './find-gaps.ts';

export type GapToSettle = Readonly<{
  unitId: number;
  facility: string;
  day: PlainDate;
  kind: GapKind;
  item: string | null;
  lot: string | null;
  /** As they stood on the screen. */
  first: number;
  second: number;
  explanation: string;
}>;

/** Throws `gap_changed` when there is no such gap any more, or its figures are others by now. */
export async function settleGap(
  db: Database,
  units: Units,
  actor: Actor,
  told: GapToSettle,
  now: Date,
): Promise<void> {
  const { unitId, facility, day, kind, item, lot, first, second, explanation } = told;
  const { gaps } = await findGaps(db, units, { unitId, from: day, to: day }, [facility]);
  const gap = gaps.find(
    (one) => one.unitId === unitId && one.kind === kind && one.item === item && one.lot === lot,
  );
  if (gap === undefined || gap.first !== first || gap.second !== second)
    throw new AppError('gap_changed', 'conflict', { facility });
  await db.transaction({ ...actor, reason: explanation, unitId }, (tx) =>
    tx.query(
      `INSERT INTO app.gap_settlement (unit_id, id, facility, on_day, kind, item, lot, first_doses, second_doses, parts, explanation,
         settled_by, account_id, settled_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        unitId,
        newId(),
        gap.facility,
        day,
        kind,
        item,
        lot,
        first,
        second,
        JSON.stringify(gap.parts),
        explanation,
        actor.name,
        actor.accountId,
        now.toISOString(),
      ],
    ),
  );
}
