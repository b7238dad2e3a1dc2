import { touchUnitsOf } from '../immunizations/unit-states.ts';
import type { Tx } from '../platform/database.ts';
import type { EventOf } from './contract.ts';
import { disagree } from './disagree.ts';
import { type Fate, STORED } from './event-store.ts';
import { reasonAgainst, wordsOf } from './lasting-findings.ts';
import type { Handing } from './take-dose.ts';

/** A screening: what it found that lasts, and what it decided, is kept for due lists and the tables of later days. */
export async function takeScreening(
  { session, origin }: Handing,
  tx: Tx,
  event: EventOf<'screened'>,
  personId: string,
  now: Date,
): Promise<Fate> {
  const found = await keepFindings({ session, origin }, tx, event, personId, now);
  const decided = await keepDecision({ session, origin }, tx, event, personId, now);
  if (found || decided) await touchUnitsOf(tx, personId);
  // Two devices that screened one person in one session: both words stay.
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM app.table_event WHERE person_id = $1 AND session_id = $2 AND kind = 'screened' AND device_id <> $3 AND result <> 'refused'
       AND payload ->> 'outcome' <> $4 ORDER BY happened_at DESC LIMIT 1`,
    [personId, session.id, origin.deviceId, event.payload.outcome],
  );
  const other = rows[0];
  return other === undefined
    ? STORED
    : disagree(session, tx, { id: event.id, personId }, 'double_screening', other.id, now);
}

type Taken = Pick<Handing, 'session' | 'origin'>;

/** Whether there was anything to keep. */
async function keepFindings(
  { session, origin }: Taken,
  tx: Tx,
  event: EventOf<'screened'>,
  personId: string,
  now: Date,
): Promise<boolean> {
  // The day of the session, as for doses: a device's clock may be wrong.
  const words = wordsOf(event.payload, session.on);
  if (words.length === 0) return false;
  await tx.query(
    `INSERT INTO app.screening_finding (person_id, id, finding, condition, session_id, stated, from_on, until_on, said_at, recorded_by, recorded_at)
     SELECT $1, $2, w.finding, w.condition, $3, w.stated, w.from_on, w.until_on, $4, $5, $6
     FROM unnest($7::text[], $8::text[], $9::bool[], $10::date[], $11::date[]) AS w(finding, condition, stated, from_on, until_on)`,
    [
      personId,
      event.id,
      session.id,
      event.at,
      origin.author,
      now.toISOString(),
      words.map(({ finding }) => finding),
      words.map(({ condition }) => condition),
      words.map(({ stated }) => stated),
      words.map(({ from }) => from),
      words.map(({ until }) => until),
    ],
  );
  return true;
}

/** Whether there was anything to keep: most people are fit, and were never anything else. */
async function keepDecision(
  { session, origin }: Taken,
  tx: Tx,
  { id, payload: { outcome, flags } }: EventOf<'screened'>,
  personId: string,
  now: Date,
): Promise<boolean> {
  // Until when somebody is put off is told by the event that follows.
  if (outcome === 'deferred') return false;
  const against = outcome === 'contraindicated';
  const { rowCount } = await tx.query(
    `INSERT INTO app.postponement (person_id, id, session_id, kind, reason, until_on, recorded_by, recorded_at, on_day)
     SELECT $1, $2, $3, $4, $5, NULL, $6, $7, $8::date WHERE $4 = 'contraindicated'
       OR (SELECT kind FROM app.postponement WHERE person_id = $1 ORDER BY on_day DESC, recorded_at DESC, id DESC LIMIT 1) <> 'fit'`,
    [
      personId,
      id,
      session.id,
      against ? 'contraindicated' : 'fit',
      against ? reasonAgainst(flags) : outcome,
      origin.author,
      now.toISOString(),
      session.on,
    ],
  );
  return rowCount === 1;
}
