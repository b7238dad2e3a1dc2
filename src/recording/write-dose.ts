/**
 * Stores one dose: as a single statement where it adds one dose at the end of a series (nearly always), else through
 * the general projection. The statement writes tables of several features at once, for speed (docs/decisions); what it
 * writes is what the general projection would, and a test compares the two.
 */

import { writeAnew } from '../immunizations/commit-list.ts';
import { AT_TABLE } from '../immunizations/dose-lock.ts';
import type { Actor } from '../kernel/actor.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import { allocateDose } from '../stock/use-vials.ts';
import { type NewConflict, openConflict } from './conflict-store.ts';
import type { EventOf } from './contract.ts';
import type { KnownPerson } from './dose-facts.ts';
import { EVENT_COLUMNS, eventValues, type Fate, keepEvent, type Origin } from './event-store.ts';
import type { Addition, JudgedDose } from './judge-dose.ts';
import type { TableSession } from './table-session.ts';

export type DoseToWrite = Readonly<{
  conflict: NewConflict | null;
  event: EventOf<'dose_given'>;
  session: TableSession;
  origin: Origin;
  actor: Actor;
  person: KnownPerson;
  judged: JudgedDose;
  fate: Fate;
  now: string;
}>;

const RECORD_COLUMNS =
  'person_id, id, edition_id, first_edition_id, kind, source, unit_id, as_of, sheet, row_no, row_hash, cells, claim, recorded_at';
const LINK_COLUMNS = 'person_id, id, record_id, filed_under, status, reason, score, decided_by, recorded_at';

const AT_ONCE = `
  WITH door AS MATERIALIZED (SELECT app.enter_dose($6::uuid, $16, $17, $18::date, $19, $20, $21) AS open),
  event AS (INSERT INTO app.table_event (${EVENT_COLUMNS})
    SELECT $1::uuid, $2::uuid, $3::uuid, $4::int, $5, $6::uuid, $7::jsonb, $8::timestamptz, $9::uuid, $10, $11::timestamptz, $12, $13, $14::jsonb, $15::uuid
    FROM door WHERE open ON CONFLICT (session_id, id) DO NOTHING RETURNING id),
  record AS (INSERT INTO app.source_record (${RECORD_COLUMNS})
    SELECT $6::uuid, $2::uuid, $1::uuid, $1::uuid, 'injections', 'health', $22::int, $23::date, '', $4::int, $2::text, $24::jsonb, $25::jsonb, $11::timestamptz FROM event),
  link AS (INSERT INTO app.person_link (${LINK_COLUMNS})
    SELECT $6::uuid, $26::uuid, $2::uuid, $6::uuid, 'auto', '${AT_TABLE}', NULL, $10, $11::timestamptz FROM event),
  dose AS (INSERT INTO app.injection (person_id, id, campaign, dose_no, recorded_no, kind, vaccine, vaccine_text, lot, given_on, place, validity, entered, record_ids, version, updated_at)
    SELECT $6::uuid, $2::uuid, 'covid-19', $27::smallint, NULL, $28, $29, NULL, $30, $23::date, $31, $32, 'live', ARRAY[$2::uuid], 1, $11::timestamptz FROM event),
  status AS (UPDATE app.vaccination_status s SET dose1_on = $33::date, dose2_on = $34::date, dose3_on = $35::date, full_on = $36::date,
    last_event_on = greatest(s.last_event_on, $37::date) FROM event WHERE s.person_id = $6::uuid),
  delta AS (INSERT INTO app.count_delta (unit_id, id, residence_kind, age_band, residents, dose1, dose2, dose3, full_series)
    SELECT x.* FROM event, unnest($38::int[], $39::uuid[], $40::text[], $41::text[], $42::int[], $43::int[], $44::int[], $45::int[], $46::int[]) AS x),
  held AS (INSERT INTO app.stock_allocation (unit_id, dose_id, facility, item, lot, on_day, vial_id, allocated_at)
    SELECT $22::int, $2::uuid, $31, $29, $30, $23::date, $47::uuid, $11::timestamptz FROM event)
  SELECT open, (SELECT count(*)::int FROM event) AS written FROM door`;

/** `late`: the person was written by somebody else meanwhile, judge again; `already`: the event was stored before. */
export type Written = 'written' | 'already' | 'late';

export async function writeDose(db: Database, dose: DoseToWrite): Promise<Written> {
  const { addition } = dose.judged;
  return addition !== null && dose.fate.result === 'stored'
    ? writeAtOnce(db, dose, addition)
    : writeProjected(db, dose);
}

const door = ({ person, actor }: DoseToWrite): unknown[] => [
  person.links,
  person.closed,
  person.countedOn,
  actor.name,
  actor.accountId ?? '',
  actor.requestId,
];

async function writeAtOnce(db: Database, dose: DoseToWrite, addition: Addition): Promise<Written> {
  const { event, session, origin, judged, fate, now, person } = dose;
  const { status, cells } = addition;
  const { rows } = await db.pool.query<{ open: boolean; written: number }>({
    name: 'table-dose',
    text: AT_ONCE,
    values: [
      ...eventValues(event, origin, { ...fate, personId: person.id }, now),
      ...door(dose),
      session.unitId,
      judged.record.asOf,
      JSON.stringify({ cells: cellsOf(dose) }),
      JSON.stringify(judged.record.claim),
      newId(),
      addition.dose.number,
      addition.dose.kind,
      event.payload.vaccine,
      event.payload.lot,
      session.facility,
      addition.dose.validity,
      status?.dose1 ?? null,
      status?.dose2 ?? null,
      status?.dose3 ?? null,
      status?.full ?? null,
      judged.record.asOf,
      cells.map(({ unitId }) => unitId),
      cells.map(() => newId()),
      cells.map(({ kind }) => kind),
      cells.map(({ band }) => band),
      cells.map(({ residents }) => residents),
      cells.map(({ dose1 }) => dose1),
      cells.map(({ dose2 }) => dose2),
      cells.map(({ dose3 }) => dose3),
      cells.map(({ full }) => full),
      event.payload.vialId,
    ],
  });
  return rows[0]!.written === 1 ? 'written' : rows[0]!.open ? 'already' : 'late';
}

/** What stands in the record as "the row": vaccine, lot, who and with what reasons. */
const cellsOf = ({ event, origin }: DoseToWrite): (string | null)[] => [
  event.payload.vaccine,
  event.payload.lot,
  event.at,
  origin.author,
  ...event.payload.overrides.map(({ code, reason }) => `${code}: ${reason}`),
];

async function writeProjected(db: Database, dose: DoseToWrite): Promise<Written> {
  const { event, session, origin, actor, judged, fate, now, person } = dose;
  return db.transaction(actor, async (tx) => {
    const { rows } = await tx.query<{ open: boolean }>(
      'SELECT app.enter_dose($1, $2, $3, $4::date, $5, $6, $7) AS open',
      [person.id, ...door(dose)],
    );
    if (!rows[0]!.open) return 'late';
    if (!(await keepEvent(tx, event, origin, { ...fate, personId: person.id }, now))) return 'already';
    await tx.query(
      `INSERT INTO app.source_record (${RECORD_COLUMNS}) VALUES ($1, $2, $3, $3, 'injections', 'health', $4, $5, '', $6, $7, $8, $9, $10)`,
      [
        person.id,
        event.id,
        session.id,
        session.unitId,
        judged.record.asOf,
        event.sequence,
        event.id,
        JSON.stringify({ cells: cellsOf(dose) }),
        JSON.stringify(judged.record.claim),
        now,
      ],
    );
    await tx.query(
      `INSERT INTO app.person_link (${LINK_COLUMNS}) VALUES ($1, $2, $3, $1, 'auto', '${AT_TABLE}', NULL, $4, $5)`,
      [person.id, newId(), event.id, origin.author, now],
    );
    await allocateDose(
      tx,
      {
        unitId: session.unitId,
        facility: session.facility,
        item: event.payload.vaccine,
        lot: event.payload.lot,
      },
      { doseId: event.id, on: judged.record.asOf, vialId: event.payload.vialId },
      new Date(now),
    );
    if (dose.conflict !== null)
      await openConflict(tx, session, { ...event, personId: person.id }, dose.conflict, now);
    await writeAnew(tx, [person.id], new Set());
    return 'written';
  });
}
