/** Who may come to a session and what a table must know of them, for devices that will be without a network. */
import { createHmac } from 'node:crypto';
import type { Units } from '../areas/units.ts';
import { mask } from '../identity/access.ts';
import { standingFindings, standingWords } from '../immunizations/standing-findings.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { lotsAt } from '../stock/lots-at.ts';
import type { Roster, RosterLot, RosterPerson } from './contract.ts';
import type { Invitation, TableSession } from './table-session.ts';

// A list that takes long to come in carries the time of its beginning: so far back is looked again.
const LOOK_BACK_MS = 15 * 60_000;

type PersonRow = Omit<
  RosterPerson,
  'birth' | 'lookups' | 'unit' | 'invitation' | 'postponed' | 'findings' | 'contraindicated'
> & {
  birth_on: PlainDate | null;
  birth_precision: 'day' | 'month' | 'year' | null;
  unit_id: number | null;
  numbers: readonly string[] | null;
  /** The last word of a screening on whether he gets a dose, when no dose came after it. */
  said: Readonly<{ kind: string; until: PlainDate | null; reason: string; since: PlainDate }> | null;
  findings: RosterPerson['findings'] | null;
};

const PEOPLE = `
  SELECT p.id, p.name, p.name_key AS "nameKey", p.sex, p.birth_on, p.birth_precision, p.national_id AS "nationalId", p.phone, p.unit_id, p.hamlet,
    p.whereabouts, (SELECT array_agg(value) FROM app.person_identifier WHERE person_id = p.id) AS numbers,
    coalesce((SELECT jsonb_agg(jsonb_build_object('number', dose_no, 'kind', kind, 'vaccine', vaccine, 'lot', lot, 'on', given_on, 'validity', validity)
      ORDER BY dose_no) FROM app.injection WHERE person_id = p.id), '[]') AS doses,
    (SELECT jsonb_build_object('kind', w.kind, 'until', w.until_on, 'reason', w.reason, 'since', w.on_day)
      FROM (${standingWords('$4::date', 'q.person_id = p.id')}) w) AS said,
    (SELECT jsonb_agg(jsonb_build_object('finding', s.finding, 'since', s.from_on) ORDER BY s.from_on, s.finding)
      FROM (${standingFindings('$4::date', 'f.person_id = p.id')}) s) AS findings
  FROM app.person p WHERE (p.unit_id = ANY($1::int[]) OR p.id = ANY($2::uuid[]))
    AND ($3::timestamptz IS NULL OR p.updated_at > $3
      OR EXISTS (SELECT 1 FROM app.injection i WHERE i.person_id = p.id AND i.updated_at > $3)
      OR EXISTS (SELECT 1 FROM app.postponement o WHERE o.person_id = p.id AND o.recorded_at > $3)
      OR EXISTS (SELECT 1 FROM app.screening_finding s WHERE s.person_id = p.id AND s.recorded_at > $3))
  ORDER BY p.sort_key, p.id`;

export type RosterPeople = Pick<Roster, 'people' | 'total' | 'cursor' | 'full'>;

/** The people, or those who changed since a cursor; `invited` by person. */
export async function rosterPeople(
  db: Database,
  units: Units,
  session: TableSession,
  invited: ReadonlyMap<string, Invitation>,
  lookupKey: string,
  since: string | null,
  now: Date,
): Promise<RosterPeople> {
  const scope = [session.residentsOf, [...invited.keys()]] as const;
  const [rows, counted] = await Promise.all([
    db.query<PersonRow>(PEOPLE, [...scope, since, session.on]),
    db.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM app.person p WHERE p.unit_id = ANY($1::int[]) OR p.id = ANY($2::uuid[])',
      [...scope],
    ),
  ]);
  const codes = new Map<number, string>();
  const codeOf = (unitId: number): string => {
    const code = codes.get(unitId) ?? units.get(unitId, session.on).code;
    codes.set(unitId, code);
    return code;
  };
  return {
    full: since === null,
    total: counted[0]!.n,
    cursor: new Date(now.getTime() - LOOK_BACK_MS).toISOString(),
    people: rows.map(({ birth_on, birth_precision, unit_id, numbers, said, findings, ...person }) => ({
      ...person,
      birth: birth_on === null ? null : { on: birth_on, precision: birth_precision! },
      nationalId: mask(person.nationalId),
      phone: mask(person.phone),
      lookups: (numbers ?? []).map((number) => lookupOf(lookupKey, number)),
      unit: unit_id === null ? '' : codeOf(unit_id),
      invitation: invited.get(person.id) ?? null,
      postponed: said?.kind === 'postponed' ? { until: said.until, reason: said.reason } : null,
      ...(said?.kind === 'contraindicated'
        ? { contraindicated: { since: said.since, reason: said.reason } }
        : {}),
      ...(findings === null ? {} : { findings }),
    })),
  };
}

/** As contract.ts says of `lookups`. */
export const lookupOf = (lookupKey: string, number: string): string =>
  createHmac('sha256', Buffer.from(lookupKey, 'base64url'))
    .update(number)
    .digest()
    .subarray(0, 16)
    .toString('base64url');

/** Each session has a look-up key of its own, made of the server's. */
export const sessionLookupKey = (serverKey: string, sessionId: string): string =>
  createHmac('sha256', Buffer.from(serverKey, 'base64url')).update(sessionId).digest('base64url');

/** Lots at the facility, and those of the session's vaccines that the ledger knows of, first to expire first. */
export const rosterLots = async (db: Database, session: TableSession): Promise<RosterLot[]> =>
  (await lotsAt(db, session, session.vaccines)).map(({ item, ...lot }) => ({ vaccine: item, ...lot }));
