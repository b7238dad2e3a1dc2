/**
 * Keeps the stored totals exact. Totals stand as of a stated day (`count_clock.as_of`); whoever writes statuses
 * appends what that changes in them, in the same transaction. A figure is total + deltas (+ what happens between
 * the stated day and the day asked for, see reports/live-totals).
 */
import { type AgeBand, ageBandOn } from '../kernel/age-band.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Tx } from '../platform/database.ts';
import type { StatusRow } from './status-rows.ts';

export type Tally = { residents: number; dose1: number; dose2: number; dose3: number; full: number };

/** The cell in which a status counts on a day, and what it adds there; null when it does not count on that day. */
export function tallyOn(
  status: Omit<StatusRow, 'personId' | 'lastEvent'>,
  on: PlainDate,
): { band: AgeBand; tally: Tally } | null {
  if (!(status.from <= on && on < status.to)) return null;
  const had = (day: string | null): number => (day !== null && day <= on ? 1 : 0);
  return {
    band: ageBandOn(status.birthOn, on),
    tally: {
      residents: 1,
      dose1: had(status.dose1),
      dose2: had(status.dose2),
      dose3: had(status.dose3),
      full: had(status.full),
    },
  };
}

const NOTHING: Tally = { residents: 0, dose1: 0, dose2: 0, dose3: 0, full: 0 };

type Cell = Tally & { unitId: number; kind: string; band: AgeBand };

export class Cells {
  readonly #cells = new Map<string, Cell>();

  add(status: Omit<StatusRow, 'personId' | 'lastEvent'>, on: PlainDate, sign: 1 | -1): void {
    const counted = tallyOn(status, on);
    if (counted === null) return;
    const key = `${status.unitId} ${status.kind} ${counted.band}`;
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      cell = {
        unitId: status.unitId,
        kind: status.kind,
        band: counted.band,
        ...NOTHING,
      };
      this.#cells.set(key, cell);
    }
    for (const figure of ['residents', 'dose1', 'dose2', 'dose3', 'full'] as const)
      cell[figure] += sign * counted.tally[figure];
  }

  /** Cells in which anything differs from zero; for each of the units of `touched` that has none, one of zeros. */
  changed(touched: readonly { unitId: number; kind: string }[] = []): Cell[] {
    const cells = [...this.#cells.values()].filter(
      (cell) => cell.residents || cell.dose1 || cell.dose2 || cell.dose3 || cell.full,
    );
    const told = new Set(cells.map(({ unitId }) => unitId));
    for (const { unitId, kind } of touched)
      if (!told.has(unitId)) {
        told.add(unitId);
        cells.push({ unitId, kind, band: 'unknown', ...NOTHING });
      }
    return cells;
  }
}

/** What is written of a change of the totals. */
export const DELTA_COLUMNS = [
  'unit_id',
  'id',
  'residence_kind',
  'age_band',
  'residents',
  'dose1',
  'dose2',
  'dose3',
  'full_series',
] as const;
export const deltaRow = (cell: Readonly<Cell>) => [
  cell.unitId,
  newId(),
  cell.kind,
  cell.band,
  cell.residents,
  cell.dose1,
  cell.dose2,
  cell.dose3,
  cell.full,
];

const STATUS_COLUMNS = [
  'person_id',
  'id',
  'unit_id',
  'residence_kind',
  'birth_on',
  'from_on',
  'to_on',
  'dose1_on',
  'dose2_on',
  'dose3_on',
  'full_on',
  'last_event_on',
] as const;

type StatusRecord = {
  person_id: string;
  id: string;
  unit_id: number;
  residence_kind: string;
  birth_on: PlainDate | null;
  from_on: string;
  to_on: string;
  dose1_on: string | null;
  dose2_on: string | null;
  dose3_on: string | null;
  full_on: string | null;
};

export const fromRecord = (row: StatusRecord): Omit<StatusRow, 'lastEvent'> => ({
  personId: row.person_id,
  unitId: row.unit_id,
  kind: row.residence_kind,
  birthOn: row.birth_on,
  from: row.from_on,
  to: row.to_on,
  dose1: row.dose1_on,
  dose2: row.dose2_on,
  dose3: row.dose3_on,
  full: row.full_on,
});

const sameStatus = (a: Omit<StatusRow, 'lastEvent'>, b: Omit<StatusRow, 'lastEvent'>): boolean =>
  a.unitId === b.unitId &&
  a.kind === b.kind &&
  a.birthOn === b.birthOn &&
  a.from === b.from &&
  a.to === b.to &&
  a.dose1 === b.dose1 &&
  a.dose2 === b.dose2 &&
  a.dose3 === b.dose3 &&
  a.full === b.full;

/** The day of the stored totals, made today's when there are none yet. */
export async function countDay(tx: Tx): Promise<PlainDate> {
  const { rows } = await tx.query<{ as_of: PlainDate }>('SELECT as_of FROM app.count_clock WHERE id = 1');
  if (rows[0] !== undefined) return rows[0].as_of;
  const today = new Date().toISOString().slice(0, 10) as PlainDate;
  await tx.query('INSERT INTO app.count_clock (id, as_of, changed_at) VALUES (1, $1, $2)', [
    today,
    new Date().toISOString(),
  ]);
  return today;
}

/** Replaces the statuses of the people and appends the differences to the totals' deltas. */
export async function countChanges(
  tx: Tx,
  ids: readonly string[],
  created: ReadonlySet<string>,
  statuses: readonly StatusRow[],
): Promise<void> {
  const asOf = await countDay(tx);
  const cells = new Cells();
  const known = ids.filter((id) => !created.has(id));
  const standing = new Map<string, StatusRecord[]>();
  if (known.length > 0) {
    const { rows } = await tx.query<StatusRecord>({
      name: 'standing-statuses',
      text: `SELECT person_id, id, unit_id, residence_kind, birth_on, from_on, to_on, dose1_on, dose2_on, dose3_on, full_on
             FROM app.vaccination_status WHERE person_id = ANY($1::uuid[])`,
      values: [known],
    });
    for (const row of rows) standing.set(row.person_id, [...(standing.get(row.person_id) ?? []), row]);
  }
  const added: StatusRow[] = [];
  for (const status of statuses) {
    const rows = standing.get(status.personId) ?? [];
    const place = rows.findIndex((row) => sameStatus(fromRecord(row), status));
    if (place >= 0) rows.splice(place, 1);
    else added.push(status);
  }
  const removed = [...standing.values()].flat();
  for (const status of added) cells.add(status, asOf, 1);
  if (removed.length > 0) {
    // What is taken off is what went: a dose of a table may have changed the row since it was read.
    const { rows } = await tx.query<StatusRecord>(
      `DELETE FROM app.vaccination_status s USING unnest($1::uuid[], $2::uuid[]) AS x(person, id) WHERE s.person_id = x.person AND s.id = x.id
       RETURNING s.person_id, s.id, s.unit_id, s.residence_kind, s.birth_on, s.from_on, s.to_on, s.dose1_on, s.dose2_on, s.dose3_on, s.full_on`,
      [removed.map(({ person_id }) => person_id), removed.map(({ id }) => id)],
    );
    for (const row of rows) cells.add(fromRecord(row), asOf, -1);
  }
  await copyRows(
    tx,
    'app.vaccination_status',
    STATUS_COLUMNS,
    added.map((s) => [
      s.personId,
      newId(),
      s.unitId,
      s.kind,
      s.birthOn,
      s.from,
      s.to,
      s.dose1,
      s.dose2,
      s.dose3,
      s.full,
      s.lastEvent,
    ]),
  );
  // Whoever keeps what he counted of a unit sees by its deltas that it is old (unit-states.ts).
  await copyRows(
    tx,
    'app.count_delta',
    DELTA_COLUMNS,
    cells.changed([...statuses, ...removed.map(fromRecord)]).map(deltaRow),
  );
  await tx.query('UPDATE app.count_clock SET changed_at = $1 WHERE id = 1', [new Date().toISOString()]);
}
