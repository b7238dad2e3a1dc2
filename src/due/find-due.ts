import type { BirthDate, PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { ofFacilities } from '../residents/find-people.ts';
import { loadSchedules, type Schedules } from '../schedules/load-schedules.ts';
import type { DoseKind, GivenDose } from '../schedules/rules.ts';
import type { Due, DuePerson } from './contract.ts';
import { conditionsFound, deferralsOf } from './deferrals.ts';
import { type Deferral, dueOn, readConditions } from './rules.ts';

export type DueRow = Omit<DuePerson, 'unit'> &
  Readonly<{ unitId: number; sortKey: string; birthOn: PlainDate | null }>;

export type DueQuery = Readonly<{
  /** Units of record. */
  unitIds: readonly number[];
  on: PlainDate;
  hamlet?: string | null;
  /** Only people whom these facilities injected or named in lists of theirs; everybody when null. */
  facilities?: readonly string[] | null;
  /** Other schedules than those adopted: what a change would bring. */
  schedules?: Schedules;
}>;

type Row = {
  person_id: string;
  unit_id: number;
  residence_kind: string;
  name: string;
  sort_key: string;
  sex: string | null;
  birth_on: PlainDate | null;
  birth_precision: BirthDate['precision'] | null;
  national_id: string | null;
  phone: string | null;
  hamlet: string | null;
  doses: [number, DoseKind, string | null, PlainDate | null][] | null;
  deferral: Deferral['kind'] | null;
  deferral_reason: string | null;
  until_on: PlainDate | null;
  conditions: string | null;
};

/**
 * Everybody counted in these units on the day, in given-name order, and how each stands to the schedule then: a dose
 * given later is not known to that day. For a commune: the people are held in memory (a province is counted by
 * `countDue`).
 */
export async function findDue(
  db: Database,
  { unitIds, on, hamlet, facilities, schedules: given }: DueQuery,
): Promise<DueRow[]> {
  const schedules = given ?? (await loadSchedules(db.pool));
  const values: unknown[] = [unitIds, on];
  const also: string[] = [];
  if (hamlet != null)
    also.push(hamlet === '' ? 'AND q.hamlet IS NULL' : `AND q.hamlet = $${values.push(hamlet)}`);
  if (facilities != null) also.push(`AND ${ofFacilities('q.person_id', `$${values.push(facilities)}`)}`);
  const rows = await db.query<Row>(
    `WITH here AS (
       SELECT s.person_id, s.unit_id, s.residence_kind, p.name, p.sort_key, p.sex, p.birth_on, p.birth_precision, p.national_id, p.phone,
         CASE WHEN p.unit_id = s.unit_id THEN p.hamlet END AS hamlet
       FROM app.vaccination_status s JOIN app.person p ON p.id = s.person_id
       WHERE s.unit_id = ANY($1::int[]) AND s.from_on <= $2::date AND $2::date < s.to_on)
     SELECT q.*, d.doses, f.kind AS deferral, f.reason AS deferral_reason, f.until_on, c.conditions FROM here q
     LEFT JOIN LATERAL (
       SELECT json_agg(json_build_array(i.dose_no, i.kind, i.vaccine, i.given_on)) AS doses FROM app.injection i
       WHERE i.person_id = q.person_id AND (i.given_on IS NULL OR i.given_on <= $2::date)) d ON true
     LEFT JOIN (${deferralsOf('SELECT person_id FROM here')}) f ON f.person_id = q.person_id
     LEFT JOIN (${conditionsFound('SELECT person_id FROM here')}) c ON c.person_id = q.person_id
     WHERE true ${also.join(' ')}
     ORDER BY q.sort_key, q.person_id`,
    values,
  );
  return rows.map((row) => {
    const doses = (row.doses ?? []).map(
      ([number, kind, vaccine, day]): GivenDose => ({ number, kind, vaccine, on: day }),
    );
    const birth = row.birth_on === null ? null : { on: row.birth_on, precision: row.birth_precision! };
    const due = dueOn(
      { birth, conditions: readConditions(row.conditions) },
      doses,
      row.deferral === null ? null : { kind: row.deferral, until: row.until_on },
      schedules.of(row.unit_id),
      on,
    );
    return toDueRow(row, birth, doses, due, on);
  });
}

function toDueRow(
  row: Row,
  birth: BirthDate | null,
  doses: readonly GivenDose[],
  due: Due,
  on: PlainDate,
): DueRow {
  const last = doses.reduce<GivenDose | null>((a, b) => (a === null || b.number > a.number ? b : a), null);
  const { next } = due;
  const products = next?.vaccines ?? [];
  const possible = products.filter(({ earliest }) => earliest <= on);
  return {
    person: row.person_id,
    name: row.name,
    sortKey: row.sort_key,
    sex: row.sex,
    birth,
    birthOn: row.birth_on,
    nationalId: row.national_id,
    phone: row.phone,
    unitId: row.unit_id,
    hamlet: row.hamlet,
    residenceKind: row.residence_kind,
    state: due.state,
    kind: next?.kind ?? null,
    doseNo: next?.doseNo ?? null,
    earliest: next?.earliest ?? null,
    recommended: next?.recommended ?? null,
    overdue: next?.overdue ?? null,
    vaccines: (possible.length > 0 ? possible : products).map(({ vaccine }) => vaccine),
    lastVaccine: last?.vaccine ?? null,
    lastOn: last?.on ?? null,
    reason: due.reason,
    note: row.deferral_reason,
    conditions: readConditions(row.conditions),
    postponedUntil: due.postponedUntil,
  };
}
