/** The figures of a session, counted from its events each time they are asked for. */
import type { Database } from '../platform/database.ts';
import { findItem } from '../stock/items.ts';
import type { Tally } from './contract.ts';
import { OBSERVATION_MINUTES } from './rules.ts';

type Figures = Omit<Tally, 'expected' | 'openVials' | 'lastEventAt'> & { lastEventAt: Date | null };

// A person counts once, by the last word on him; a dose that was undone is none.
const COUNT = `
  WITH event AS (SELECT * FROM app.table_event WHERE session_id = $1 AND result <> 'refused'),
  given AS (SELECT d.* FROM event d WHERE d.kind = 'dose_given'
    AND NOT EXISTS (SELECT 1 FROM event u WHERE u.kind = 'dose_undone' AND u.payload ->> 'doseId' = d.id::text)),
  word AS (SELECT DISTINCT ON (person_id) person_id, kind FROM event
    WHERE kind IN ('postponed', 'refused') OR id IN (SELECT id FROM given) ORDER BY person_id, happened_at DESC)
  SELECT (SELECT count(DISTINCT person_id)::int FROM event WHERE kind IN ('arrived', 'screened', 'dose_given', 'postponed', 'refused', 'person_added')) AS arrived,
    (SELECT count(DISTINCT person_id)::int FROM event WHERE kind = 'screened') AS screened,
    (SELECT count(*)::int FROM given) AS injected,
    (SELECT count(*)::int FROM word WHERE kind = 'postponed') AS postponed,
    (SELECT count(*)::int FROM word WHERE kind = 'refused') AS refused,
    (SELECT count(*)::int FROM given g WHERE g.happened_at > $2 AND NOT EXISTS (
      SELECT 1 FROM event o WHERE o.kind = 'observed' AND o.person_id = g.person_id AND o.happened_at >= g.happened_at)) AS observing,
    (SELECT count(*)::int FROM event WHERE kind = 'adverse_event') AS adverse,
    (SELECT count(*)::int FROM event WHERE kind = 'adverse_event' AND payload ->> 'severity' = 'severe') AS severe,
    (SELECT count(*)::int FROM event WHERE kind = 'vial_opened') AS "vialsOpened",
    (SELECT count(*)::int FROM app.table_conflict WHERE session_id = $1 AND unit_id = $3 AND decision IS NULL) AS conflicts,
    (SELECT max(stored_at) FROM event) AS "lastEventAt"`;

const VIALS = `
  SELECT v.payload ->> 'vialId' AS "vialId", v.payload ->> 'vaccine' AS vaccine, v.payload ->> 'lot' AS lot, v.happened_at AS "openedAt",
    (v.payload ->> 'doses')::int AS doses, (SELECT count(*)::int FROM app.table_event d WHERE d.session_id = $1 AND d.kind = 'dose_given'
      AND d.result <> 'refused' AND d.payload ->> 'vialId' = v.payload ->> 'vialId' AND NOT EXISTS (SELECT 1 FROM app.table_event u
        WHERE u.session_id = $1 AND u.kind = 'dose_undone' AND u.payload ->> 'doseId' = d.id::text)) AS given
  FROM app.table_event v WHERE v.session_id = $1 AND v.kind = 'vial_opened' AND v.result <> 'refused' AND NOT EXISTS (
    SELECT 1 FROM app.table_event c WHERE c.session_id = $1 AND c.kind = 'vial_closed' AND c.result <> 'refused'
      AND c.payload ->> 'vialId' = v.payload ->> 'vialId') ORDER BY v.happened_at`;

/** `expected`: how many are invited. */
export async function countSession(
  db: Database,
  session: Readonly<{ id: string; unitId: number }>,
  expected: number,
  now: Date,
): Promise<Tally> {
  const watched = new Date(now.getTime() - OBSERVATION_MINUTES * 60_000).toISOString();
  const [[figures], vials] = await Promise.all([
    db.query<Figures>(COUNT, [session.id, watched, session.unitId]),
    db.query<{ vialId: string; vaccine: string; lot: string; openedAt: Date; doses: number; given: number }>(
      VIALS,
      [session.id],
    ),
  ]);
  return {
    ...figures!,
    expected,
    lastEventAt: figures!.lastEventAt?.toISOString() ?? null,
    openVials: vials.map((vial) => {
      const hours = findItem(vial.vaccine)?.openHours;
      return {
        ...vial,
        openedAt: vial.openedAt.toISOString(),
        useUntil:
          hours === undefined ? null : new Date(vial.openedAt.getTime() + hours * 3_600_000).toISOString(),
        left: Math.max(vial.doses - vial.given, 0),
      };
    }),
  };
}
