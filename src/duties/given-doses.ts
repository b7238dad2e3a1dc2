/** What the register itself says of the doses given in a unit or facility: beside what is declared, never instead of it. */
import type { Units } from '../areas/units.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { ExpectedDuty, Figures } from './contract.ts';

/** A dose of a named person; `doseNo` counts within his series. */
export type GivenDose = Readonly<{
  id: string;
  personId: string;
  doseNo: number;
  vaccine: string | null;
  lot: string | null;
  on: PlainDate;
}>;

/** Doses given within the duty's period: by the facility, or told by the injection lists of the unit. */
export async function findGivenDoses(
  db: Database,
  units: Units,
  { unitId, facility, period: { from, to }, day }: ExpectedDuty,
): Promise<GivenDose[]> {
  if (facility !== null)
    return db.query<GivenDose>(
      `SELECT i.id, i.person_id AS "personId", i.dose_no AS "doseNo", i.vaccine, i.lot, i.given_on AS "on" FROM app.injection i
       WHERE i.given_on BETWEEN $1::date AND $2::date AND lower(i.place) = lower($3) ORDER BY i.id`,
      [from, to ?? day, facility],
    );
  return db.query<GivenDose>(
    `SELECT i.id, i.person_id AS "personId", i.dose_no AS "doseNo", i.vaccine, i.lot, i.given_on AS "on" FROM app.injection i
     WHERE i.given_on BETWEEN $1::date AND $2::date AND EXISTS (
       SELECT 1 FROM app.source_record r JOIN app.person_link l ON l.record_id = r.id AND l.filed_under = r.person_id AND l.superseded_at IS NULL
       WHERE l.person_id = i.person_id AND r.id = ANY(i.record_ids) AND r.kind = 'injections' AND r.unit_id = ANY($3::int[]))
     ORDER BY i.id`,
    [from, to ?? day, await recordedWithin(db, units, unitId, day)],
  );
}

/** The doses as figures of the daily report, and of the doses used in the stock report. */
export function countGiven(form: 'daily_vaccination' | 'stock', doses: readonly GivenDose[]): Figures {
  const figures: Record<string, number> = {};
  for (const { doseNo, vaccine } of doses) {
    const key = form === 'stock' ? `${vaccine ?? 'other'}.used` : `injected.dose${Math.min(doseNo, 3)}`;
    figures[key] = (figures[key] ?? 0) + 1;
  }
  return figures;
}
