import { standingFindings } from '../immunizations/standing-findings.ts';
import { AppError } from '../kernel/app-error.ts';
import type { BirthDate, PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { loadSchedules } from '../schedules/load-schedules.ts';
import { type Condition, type DoseKind, evaluateDoses, type GivenDose } from '../schedules/rules.ts';
import type { PersonEvaluation } from './contract.ts';
import { deferralsOf } from './deferrals.ts';
import { type Deferral, dueOn } from './rules.ts';

/**
 * Every dose of a person judged by the rules of its day, and the next one as it stands on `on` (doses given later are
 * judged too, but not known to that day). Throws `person_unknown`.
 */
export async function evaluatePerson(
  db: Database,
  id: string,
  on: PlainDate,
): Promise<PersonEvaluation & { unitId: number | null }> {
  if (!/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id))
    throw new AppError('person_unknown', 'not-found', { id });
  const [people, rows, deferrals, findings, schedules] = await Promise.all([
    db.query<{ unit_id: number | null; birth_on: PlainDate | null; birth_precision: BirthDate['precision'] }>(
      'SELECT unit_id, birth_on, birth_precision FROM app.person WHERE id = $1',
      [id],
    ),
    db.query<{
      dose_no: number;
      kind: DoseKind;
      vaccine: string | null;
      given_on: PlainDate | null;
      validity: string;
    }>(
      'SELECT dose_no, kind, vaccine, given_on, validity FROM app.injection WHERE person_id = $1 ORDER BY dose_no',
      [id],
    ),
    db.query<{ kind: Deferral['kind']; until_on: PlainDate | null }>(
      `SELECT f.kind, f.until_on FROM (${deferralsOf('$1::uuid')}) f`,
      [id, on],
    ),
    db.query<{ finding: string; condition: Condition | null; from_on: PlainDate }>(
      `${standingFindings('$2::date', 'f.person_id = $1')} ORDER BY w.from_on, w.finding`,
      [id, on],
    ),
    loadSchedules(db.pool),
  ]);
  const person = people[0];
  if (person === undefined) throw new AppError('person_unknown', 'not-found', { id });
  const birth = person.birth_on === null ? null : { on: person.birth_on, precision: person.birth_precision };
  const doses = rows.map(
    (row): GivenDose => ({ number: row.dose_no, kind: row.kind, vaccine: row.vaccine, on: row.given_on }),
  );
  const schedule = schedules.of(person.unit_id);
  const number = (document: string | null): string | null =>
    document === null ? null : (schedules.documents.get(document)?.number ?? document);
  const [deferral] = deferrals;
  const due = dueOn(
    { birth, conditions: findings.flatMap(({ condition }) => condition ?? []) },
    doses.filter((dose) => dose.on === null || dose.on <= on),
    deferral === undefined ? null : { kind: deferral.kind, until: deferral.until_on },
    schedule,
    on,
  );
  return {
    person: id,
    date: on,
    unitId: person.unit_id,
    doses: evaluateDoses({ birth }, doses, schedule).map((verdict, place) => {
      const inferred = rows[place]!.validity === 'inferred';
      return {
        ...verdict,
        vaccine: doses[place]!.vaccine,
        on: doses[place]!.on,
        reason: inferred ? 'inferred' : verdict.reason,
        document: number(verdict.document),
      };
    }),
    findings: findings.map(({ finding, from_on }) => ({ finding, since: from_on })),
    due: { ...due, document: number(due.next?.document ?? null) },
  };
}
