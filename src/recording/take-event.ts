/** One event of a device, whatever its kind: stored once, with what follows from it, in a transaction of its own. */
import { touchUnitsOf } from '../immunizations/unit-states.ts';
import type { Tx } from '../platform/database.ts';
import { findItem } from '../stock/items.ts';
import { closeVial, openVial } from '../stock/use-vials.ts';
import { addPerson } from './add-person.ts';
import type { Event, EventAnswer, EventOf } from './contract.ts';
import { disagree } from './disagree.ts';
import { answerOf, type Fate, keepEvent, STORED, type StoredRow } from './event-store.ts';
import { findPersonNow } from './find-person.ts';
import type { Refusal } from './rules.ts';
import { type Handing, takeDose, whileBusy } from './take-dose.ts';
import { takeScreening } from './take-screening.ts';
import { undoDose } from './undo-dose.ts';

/** Hours by which a device's clock may be ahead. */
const CLOCK_AHEAD_HOURS = 12;

const refused = (refusal: Refusal): Fate => ({ ...STORED, result: 'refused', refusal });

/** Throws `table_busy`; every other outcome is an answer. */
export async function takeEvent(handing: Handing, event: Event): Promise<EventAnswer> {
  const wrong = refusalOf(event);
  if (wrong === null && event.kind === 'dose_given') return takeDose(handing, event);
  return whileBusy(() => store(handing, event, wrong));
}

function refusalOf(event: Event): Refusal | null {
  if (Date.parse(event.at) > Date.now() + CLOCK_AHEAD_HOURS * 3_600_000 || event.at < '2021-03-08')
    return 'time_impossible';
  if (
    (event.kind === 'dose_given' || event.kind === 'vial_opened') &&
    findItem(event.payload.vaccine) === undefined
  )
    return 'vaccine_unknown';
  return null;
}

/** Keeps an event that cannot be taken as it came, with the reason. */
export const keepRefused = (handing: Handing, event: Event, refusal: Refusal): Promise<EventAnswer> =>
  whileBusy(() => store(handing, event, refusal));

async function store(handing: Handing, event: Event, wrong: Refusal | null): Promise<EventAnswer> {
  const { db, actor, origin, session } = handing;
  return db.transaction(actor, async (tx) => {
    await tx.query("SET LOCAL lock_timeout = '500ms'");
    const { rows } = await tx.query<StoredRow>(
      'SELECT result, refusal, concerns FROM app.table_event WHERE session_id = $1 AND id = $2',
      [session.id, event.id],
    );
    if (rows[0] !== undefined) return answerOf(event, rows[0], true);
    const now = new Date();
    const personId = await personOf(tx, event);
    const fate =
      wrong !== null
        ? refused(wrong)
        : personId === undefined
          ? refused('person_unknown')
          : await follow(handing, tx, event, personId, now);
    const kept = { ...fate, personId: fate.personId ?? personId ?? null };
    // A second copy of the event that came at the same moment waited for this one: everything is as that one left it.
    if (!(await keepEvent(tx, event, origin, kept, now.toISOString())))
      throw Object.assign(new Error('event kept meanwhile'), { code: '40001' });
    return answerOf(event, fate);
  });
}

/** Of whom the event speaks; null: of nobody, undefined: of somebody unknown. */
async function personOf(tx: Tx, event: Event): Promise<string | null | undefined> {
  if (event.kind === 'vial_opened' || event.kind === 'vial_closed' || event.kind === 'person_added')
    return null;
  return findPersonNow(tx, event.payload.personId);
}

/** What an event brings about besides being kept. */
async function follow(
  handing: Handing,
  tx: Tx,
  event: Event,
  personId: string | null,
  now: Date,
): Promise<Fate> {
  switch (event.kind) {
    case 'person_added':
      return addPerson(handing, tx, event, now);
    case 'screened':
      return takeScreening(handing, tx, event, personId!, now);
    case 'postponed':
    case 'refused':
      return postpone(handing, tx, event, personId!, now);
    case 'vial_opened':
      return open(handing, tx, event, now);
    case 'vial_closed':
      return close(handing, tx, event, now);
    case 'dose_undone':
      return (await undoDose(tx, event.payload.doseId, now)) ? STORED : refused('dose_unknown');
    case 'adverse_event':
      return adverse(handing, tx, event, personId!, now);
    default:
      return STORED;
  }
}

async function postpone(
  { session, origin }: Handing,
  tx: Tx,
  event: EventOf<'postponed'> | EventOf<'refused'>,
  personId: string,
  now: Date,
): Promise<Fate> {
  await tx.query(
    `INSERT INTO app.postponement (person_id, id, session_id, kind, reason, until_on, recorded_by, recorded_at, on_day)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      personId,
      event.id,
      session.id,
      event.kind,
      event.payload.reason,
      event.kind === 'postponed' ? event.payload.until : null,
      origin.author,
      now.toISOString(),
      session.on,
    ],
  );
  await touchUnitsOf(tx, personId);
  if (event.kind === 'postponed') return STORED;
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM app.table_event WHERE person_id = $1 AND session_id = $2 AND kind = 'dose_given' AND device_id <> $3 AND result <> 'refused'
     ORDER BY happened_at DESC LIMIT 1`,
    [personId, session.id, origin.deviceId],
  );
  const dose = rows[0];
  return dose === undefined
    ? STORED
    : disagree(session, tx, { id: event.id, personId }, 'dose_after_refusal', dose.id, now);
}

async function open(
  { session, actor }: Handing,
  tx: Tx,
  event: EventOf<'vial_opened'>,
  now: Date,
): Promise<Fate> {
  const { vialId, vaccine, lot, doses } = event.payload;
  await openVial(
    tx,
    actor,
    { unitId: session.unitId, facility: session.facility, item: vaccine, lot },
    { id: vialId, on: session.on, source: 'table', vials: 1, dosesPerVial: doses },
    now,
  );
  return STORED;
}

/** What is not thrown away was injected; more than that where more people are named for the vial (overfill). */
async function close(
  { session, actor }: Handing,
  tx: Tx,
  event: EventOf<'vial_closed'>,
  now: Date,
): Promise<Fate> {
  const { vialId, discarded, reason } = event.payload;
  const { rows } = await tx.query<{ vaccine: string; lot: string; doses: number; named: number }>(
    `SELECT payload ->> 'vaccine' AS vaccine, payload ->> 'lot' AS lot, (payload ->> 'doses')::int AS doses,
       (SELECT count(*)::int FROM app.table_event d WHERE d.session_id = $1 AND d.kind = 'dose_given' AND d.result <> 'refused'
          AND d.payload ->> 'vialId' = $2 AND NOT EXISTS (SELECT 1 FROM app.table_event u WHERE u.session_id = d.session_id
            AND u.kind = 'dose_undone' AND u.result <> 'refused' AND u.payload ->> 'doseId' = d.id::text)) AS named
     FROM app.table_event WHERE session_id = $1 AND kind = 'vial_opened' AND payload ->> 'vialId' = $2 AND result <> 'refused' LIMIT 1`,
    [session.id, vialId],
  );
  const vial = rows[0];
  if (vial === undefined) return refused('vial_unknown');
  await closeVial(
    tx,
    actor,
    { unitId: session.unitId, facility: session.facility, item: vial.vaccine, lot: vial.lot },
    {
      on: session.on,
      source: 'table',
      labelled: vial.doses,
      injected: Math.max(vial.doses - discarded, vial.named),
      wasted: discarded,
      vialId,
      reason,
    },
    now,
  );
  return STORED;
}

async function adverse(
  { session, origin }: Handing,
  tx: Tx,
  event: EventOf<'adverse_event'>,
  personId: string,
  now: Date,
): Promise<Fate> {
  const { doseId, type, severity, onset, treatment, outcome, note } = event.payload;
  await tx.query(
    `INSERT INTO app.adverse_event (person_id, id, session_id, unit_id, facility, dose_id, type, severity, onset_at, treatment, outcome, note,
       recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      personId,
      event.id,
      session.id,
      session.unitId,
      session.facility,
      doseId,
      type,
      severity,
      onset,
      treatment,
      outcome,
      note,
      origin.author,
      now.toISOString(),
    ],
  );
  return STORED;
}
