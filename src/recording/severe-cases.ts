/** Severe events after doses as cases: whatever follows from them follows once, however many devices told them. */
import type { Database } from '../platform/database.ts';
import type { ADVERSE_EVENTS, ADVERSE_OUTCOMES, SEVERITY_CORRECTIONS } from './rules.ts';

export type SevereEvent = Readonly<{
  id: string;
  personId: string;
  sessionId: string;
  unitId: number;
  facility: string;
  doseId: string | null;
  type: (typeof ADVERSE_EVENTS)[number];
  outcome: (typeof ADVERSE_OUTCOMES)[number];
  treatment: string | null;
  note: string | null;
  /** When it happened, by who recorded it; a clock that was ahead cannot make it later than it was known here. */
  at: string;
  recordedAt: string;
  /** It was not severe, or not at all; null: it stands as recorded. */
  correction: Correction | null;
}>;
export type Correction = Readonly<{
  to: (typeof SEVERITY_CORRECTIONS)[number];
  reason: string;
  by: string;
  at: string;
}>;

type Row = Omit<SevereEvent, 'at' | 'recordedAt' | 'correction'> &
  Readonly<{
    at: Date;
    recordedAt: Date;
    to: Correction['to'] | null;
    reason: string;
    by: string;
    correctedAt: Date;
  }>;

/**
 * The severe events of one person at one session are one case. It bears the id of the event that was known first, for
 * ever; it says what the first event says that still stands; it is corrected when none does.
 */
export function casesOf(events: readonly SevereEvent[]): SevereEvent[] {
  const inOrder = events.toSorted((a, b) =>
    a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : a.id < b.id ? -1 : 1,
  );
  return [...Map.groupBy(inOrder, ({ personId, sessionId }) => `${personId} ${sessionId}`).values()].map(
    (told) => ({ ...(told.find(({ correction }) => correction === null) ?? told.at(-1)!), id: told[0]!.id }),
  );
}

/** All cases but those whose report was made on paper before reports of them were made here. */
export async function findSevereCases(db: Pick<Database, 'query'>): Promise<SevereEvent[]> {
  const rows = await db.query<Row>(
    `SELECT id, person_id AS "personId", session_id AS "sessionId", unit_id AS "unitId", facility, dose_id AS "doseId", type, outcome,
       treatment, note, least(onset_at, recorded_at) AS at, recorded_at AS "recordedAt", corrected_to AS "to", correction_reason AS reason,
       corrected_by AS by, corrected_at AS "correctedAt"
     FROM app.adverse_event WHERE severity = 'severe' AND reported_at IS NULL`,
  );
  return casesOf(
    rows.map(({ at, recordedAt, to, reason, by, correctedAt, ...event }) => ({
      ...event,
      at: at.toISOString(),
      recordedAt: recordedAt.toISOString(),
      correction: to === null ? null : { to, reason, by, at: correctedAt.toISOString() },
    })),
  );
}
