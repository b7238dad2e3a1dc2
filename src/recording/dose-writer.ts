/**
 * Writes simple doses, those of one moment by one statement: nobody waits for company, but who comes while others are
 * being written goes with the next. The statement writes tables of several features at once, for speed
 * (docs/decisions/recording.md); it writes what the general projection would, and a test compares the two.
 */
import { DELTA_COLUMNS, deltaRow } from '../immunizations/count-changes.ts';
import { AT_TABLE } from '../immunizations/dose-lock.ts';
import { CAMPAIGN } from '../immunizations/write-doses.ts';
import { newId } from '../kernel/ids.ts';
import { inCompany } from '../kernel/in-company.ts';
import type { Database } from '../platform/database.ts';
import { cellsOf, type DoseToWrite, LINK_COLUMNS, RECORD_COLUMNS, type Written } from './dose-to-write.ts';
import { EVENT_COLUMNS } from './event-store.ts';
import type { Addition } from './judge-dose.ts';

type Simple = Readonly<{ dose: DoseToWrite; addition: Addition }>;

/** The columns of the input: name, type, and the value of one dose. */
const INPUT: readonly (readonly [name: string, type: string, value: (simple: Simple) => unknown])[] = [
  ['session_id', 'uuid', ({ dose }) => dose.session.id],
  ['id', 'uuid', ({ dose }) => dose.event.id],
  ['device_id', 'uuid', ({ dose }) => dose.origin.deviceId],
  ['sequence', 'int', ({ dose }) => dose.event.sequence],
  ['person_id', 'uuid', ({ dose }) => dose.person.id],
  ['payload', 'text', ({ dose }) => JSON.stringify(dose.event.payload)],
  ['happened_at', 'timestamptz', ({ dose }) => dose.event.at],
  ['account_id', 'uuid', ({ dose }) => dose.origin.accountId],
  ['author', 'text', ({ dose }) => dose.origin.author],
  ['stored_at', 'timestamptz', ({ dose }) => dose.now],
  ['concerns', 'text', ({ dose }) => JSON.stringify(dose.fate.concerns)],
  ['unit_id', 'int', ({ dose }) => dose.session.unitId],
  ['on_day', 'date', ({ dose }) => dose.judged.record.asOf],
  ['cells', 'text', ({ dose }) => JSON.stringify({ cells: cellsOf(dose) })],
  ['claim', 'text', ({ dose }) => JSON.stringify(dose.judged.record.claim)],
  ['link_id', 'uuid', () => newId()],
  ['dose_no', 'smallint', ({ addition }) => addition.dose.number],
  ['kind', 'text', ({ addition }) => addition.dose.kind],
  ['vaccine', 'text', ({ dose }) => dose.event.payload.vaccine],
  ['lot', 'text', ({ dose }) => dose.event.payload.lot],
  ['place', 'text', ({ dose }) => dose.session.facility],
  ['validity', 'text', ({ addition }) => addition.dose.validity],
  ['dose1_on', 'date', ({ addition }) => addition.status?.dose1 ?? null],
  ['dose2_on', 'date', ({ addition }) => addition.status?.dose2 ?? null],
  ['dose3_on', 'date', ({ addition }) => addition.status?.dose3 ?? null],
  ['full_on', 'date', ({ addition }) => addition.status?.full ?? null],
  ['vial_id', 'uuid', ({ dose }) => dose.event.payload.vialId],
  ['homes', 'int', ({ addition }) => addition.homes],
  ['links', 'int', ({ dose }) => dose.person.links],
  ['closed', 'int', ({ dose }) => dose.person.closed],
];
const at = (name: string): string => `$${1 + INPUT.findIndex(([column]) => column === name)}`;
/** Places of the parameters behind the input: the day of the totals, who acts for whom, and what changes in the totals. */
const [DAY, ACTORS, CELLS] = [INPUT.length + 1, INPUT.length + 2, INPUT.length + 3];
const CELL = ['dose_id', ...DELTA_COLUMNS] as const;
const CELL_TYPES = ['uuid', 'int', 'uuid', 'text', 'text', 'int', 'int', 'int', 'int', 'int'];

const WRITE = `
  WITH input AS MATERIALIZED (SELECT * FROM unnest(${INPUT.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')})
    AS x(${INPUT.map(([name]) => name).join(', ')})),
  door AS MATERIALIZED (SELECT person FROM app.enter_doses(${at('person_id')}::uuid[], ${at('links')}::int[], ${at('closed')}::int[], $${DAY}::date, $${ACTORS}::jsonb) AS person),
  event AS (INSERT INTO app.table_event (${EVENT_COLUMNS})
    SELECT session_id, id, device_id, sequence, 'dose_given', person_id, payload::jsonb, happened_at, account_id, author, stored_at, 'stored', NULL, concerns::jsonb, NULL
    FROM input JOIN door ON door.person = input.person_id ON CONFLICT (session_id, id) DO NOTHING RETURNING id),
  fresh AS MATERIALIZED (SELECT input.* FROM input JOIN event ON event.id = input.id),
  record AS (INSERT INTO app.source_record (${RECORD_COLUMNS})
    SELECT person_id, id, session_id, session_id, 'injections', 'health', unit_id, on_day, '', sequence, id::text, cells::jsonb, claim::jsonb, stored_at FROM fresh),
  link AS (INSERT INTO app.person_link (${LINK_COLUMNS})
    SELECT person_id, link_id, id, person_id, 'auto', '${AT_TABLE}', NULL, author, stored_at FROM fresh),
  dose AS (INSERT INTO app.injection (person_id, id, campaign, dose_no, recorded_no, kind, vaccine, vaccine_text, lot, given_on, place, validity, entered, record_ids, version, updated_at)
    SELECT person_id, id, '${CAMPAIGN}', dose_no, NULL, kind, vaccine, NULL, lot, on_day, place, validity, 'live', ARRAY[id], 1, stored_at FROM fresh),
  status AS (UPDATE app.vaccination_status s SET dose1_on = f.dose1_on, dose2_on = f.dose2_on, dose3_on = f.dose3_on, full_on = f.full_on,
    last_event_on = greatest(s.last_event_on, f.on_day) FROM fresh f WHERE s.person_id = f.person_id RETURNING 1),
  delta AS (INSERT INTO app.count_delta (${DELTA_COLUMNS.join(', ')})
    SELECT ${DELTA_COLUMNS.map((name) => `x.${name}`).join(', ')} FROM unnest(${CELL_TYPES.map((type, i) => `$${CELLS + i}::${type}[]`).join(', ')}) AS x(${CELL.join(', ')})
    JOIN fresh ON fresh.id = x.dose_id),
  held AS (INSERT INTO app.stock_allocation (unit_id, dose_id, facility, item, lot, on_day, vial_id, allocated_at)
    SELECT unit_id, id, place, vaccine, lot, on_day, vial_id, stored_at FROM fresh)
  SELECT input.id, door.person IS NOT NULL AS open, fresh.id IS NOT NULL AS written,
    app.demand_equal((SELECT count(*) FROM status), (SELECT coalesce(sum(homes), 0) FROM fresh)) AS counted
  FROM input LEFT JOIN door ON door.person = input.person_id LEFT JOIN fresh ON fresh.id = input.id`;

async function writeTogether({ pool }: Database, doses: readonly Simple[]): Promise<Written[]> {
  const cells = doses.flatMap(({ dose, addition }) =>
    addition.cells.map((cell) => [dose.event.id, ...deltaRow(cell)]),
  );
  const { rows } = await pool.query<{ id: string; open: boolean; written: boolean }>({
    name: 'table-doses',
    text: WRITE,
    values: [
      ...INPUT.map(([, , value]) => doses.map(value)),
      doses[0]!.dose.person.countedOn,
      JSON.stringify(Object.fromEntries(doses.map(({ dose }) => [dose.person.id, actorOf(dose)]))),
      ...CELL.map((_, i) => cells.map((row) => row[i])),
    ],
  });
  const fates = new Map(
    rows.map(({ id, open, written }) => [id, written ? 'written' : open ? 'already' : 'late'] as const),
  );
  return doses.map(({ dose }) => fates.get(dose.event.id)!);
}

const actorOf = ({ actor, session }: DoseToWrite) => ({
  actor: actor.name,
  account: actor.accountId,
  onBehalfOf: actor.onBehalfOf,
  request: actor.requestId,
  unit: session.unitId,
});

/** Writes one dose, with those of other people that were judged by totals of one day; a person's second waits for the first. */
export const writeSimple: (db: Database, simple: Simple) => Promise<Written> = inCompany((db: Database) => ({
  serve: (doses: readonly Simple[]) => writeTogether(db, doses),
  most: 24,
  enough: 8,
  key: ({ dose: { person } }: Simple) => person.id,
  kind: ({ dose: { person } }: Simple) => person.countedOn,
}));
