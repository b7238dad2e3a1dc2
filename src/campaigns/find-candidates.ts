/** Whom a session is for: who is due on its day for one of its vaccines, of its units, asked to no other session yet. */
import type { Units } from '../areas/units.ts';
import { type DueRow, findDue } from '../due/find-due.ts';
import { type AgeBand, ageBandOn } from '../kernel/age-band.ts';
import { type PlainDate, toEpochDay } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { DoseKind } from '../schedules/rules.ts';
import type { CampaignTarget, VaccinationSession } from './contract.ts';
import type { Wanting } from './keep-doses.ts';
import { vaccinesOf } from './rules.ts';
import type { Candidate } from './spread-invitations.ts';

export const EVERYBODY: CampaignTarget = { bands: [], doses: [] };

/** Whether a campaign is for somebody of the age group who is due for the dose. */
export const isTarget = (
  { band, kind, doseNo }: Readonly<{ band: AgeBand; kind: DoseKind | null; doseNo: number | null }>,
  { bands, doses }: CampaignTarget,
): boolean =>
  (bands.length === 0 || bands.includes(band)) &&
  (doses.length === 0 || doses.some((one) => one.kind === kind && one.doseNo === doseNo));

export type SessionCandidate = Candidate & Wanting & Pick<DueRow, 'kind' | 'doseNo'>;

/**
 * The people, most urgent first: the longest overdue, by the day on which they became so. `hamlets`: of these alone (null in
 * it: people without one); null for all. One commune at a time is held in memory.
 */
export async function findCandidates(
  db: Database,
  units: Units,
  session: Pick<VaccinationSession, 'on' | 'serves' | 'vaccines'>,
  target: CampaignTarget,
  hamlets: readonly (string | null)[] | null,
): Promise<SessionCandidate[]> {
  const unitIds = [...new Set(session.serves.flatMap((id) => units.everWithin(id, session.on)))];
  const offered = vaccinesOf(session);
  const possible = (row: DueRow): string[] => offered.filter((vaccine) => row.vaccines.includes(vaccine));
  const due = (await findDue(db, { unitIds, on: session.on })).filter(
    (row) =>
      (row.state === 'due' || row.state === 'overdue') &&
      (hamlets === null || hamlets.includes(row.hamlet)) &&
      (offered.length === 0 || possible(row).length > 0) &&
      isTarget({ ...row, band: ageBandOn(row.birthOn, session.on) }, target),
  );
  const ids = due.map(({ person }) => person);
  const [households, asked] = await Promise.all([
    db.query<{ id: string; household: string }>(
      'SELECT id, household FROM app.person WHERE id = ANY($1::uuid[]) AND household IS NOT NULL',
      [ids],
    ),
    findAsked(db, ids, session.on),
  ]);
  const householdOf = new Map(households.map(({ id, household }) => [id, household]));
  return due.flatMap((row): SessionCandidate[] => {
    if (asked.has(row.person)) return [];
    const household = householdOf.get(row.person);
    return [
      {
        id: row.person,
        // Lists count households from 1 in each hamlet.
        household: household === undefined ? null : `${row.unitId} ${row.hamlet ?? ''} ${household}`,
        rank: toEpochDay((row.overdue ?? session.on) as PlainDate),
        kind: row.kind,
        doseNo: row.doseNo,
        vaccines: possible(row),
        own: row.kind === 'primary' ? row.lastVaccine : null,
      },
    ];
  });
}

/** Who of these people stands invited to a session that is yet to come, or refused an invitation to one; but for one session. */
export async function findAsked(
  db: Pick<Database, 'query'>,
  people: readonly string[],
  on: PlainDate,
  except: string | null = null,
): Promise<ReadonlySet<string>> {
  // Three weeks back: an invitation that nobody followed is no reason to leave somebody out for longer than that.
  const rows = await db.query<{ person: string }>(
    `SELECT DISTINCT i.person_id AS person FROM app.session_invitation i JOIN app.vaccination_session s ON s.id = i.session_id
     WHERE i.person_id = ANY($1::uuid[]) AND i.state <> 'withdrawn' AND s.state IN ('planned', 'open')
       AND s.on_day > $2::date - 21 AND i.session_id IS DISTINCT FROM $3::uuid`,
    [people, on, except],
  );
  return new Set(rows.map(({ person }) => person));
}
