/** All that is shown and counted of one person, from all that is said of him. Pure. */
import type { LinkedClaim } from '../residents/linked-claim.ts';
import { type ProjectedPerson, projectPerson } from '../residents/project-person.ts';
import type { Schedule } from '../schedules/rules.ts';
import { type PersonFinding, personFindings } from './list-findings.ts';
import { milestones, type ProjectedDose, projectDoses } from './project-doses.ts';
import { type StatusRow, statusRows } from './status-rows.ts';

export type Beside = Readonly<{ personId: string; unitId: number; reason: 'non_resident' | 'on_no_list' }>;

export type ProjectedClaims = Readonly<{
  person: ProjectedPerson;
  doses: readonly ProjectedDose[];
  statuses: readonly StatusRow[];
  beside: readonly Beside[];
  findings: readonly PersonFinding[];
}>;

/**
 * `claims` must not be empty; the same claims in any order give the same. The schedule may be that of the person's unit:
 * a province has rules of its own.
 */
export function projectClaims(
  personId: string,
  claims: readonly LinkedClaim[],
  schedules: Schedule | ((unitId: number | null) => Schedule),
): ProjectedClaims {
  const person = projectPerson(claims);
  const schedule =
    typeof schedules === 'function' ? schedules(person.residences[0]?.unitId ?? null) : schedules;
  const { doses, findings } = projectDoses(
    claims.flatMap(({ recordId, asOf, listUnitId, claim }) =>
      claim.doses.map((dose) => ({ ...dose, recordId, asOf, listUnitId, entered: claim.entered ?? 'later' })),
    ),
    person.birth,
    schedule,
  );
  const beside = besideOf(personId, person, claims);
  return {
    person,
    doses,
    statuses: statusRows(personId, person, milestones(doses, schedule)),
    beside,
    findings: personFindings(personId, person, claims, findings, beside),
  };
}

/** Units whose lists tell of a dose of this person although he is counted elsewhere, or nowhere. */
function besideOf(personId: string, person: ProjectedPerson, claims: readonly LinkedClaim[]): Beside[] {
  if (person.whereabouts === 'dead' || person.whereabouts === 'moved_out') return [];
  const homes = new Set(person.residences.map(({ unitId }) => unitId));
  const found = new Map<number, Beside>();
  for (const { claim, listUnitId } of claims) {
    if (claim.doses.length === 0 || homes.has(listUnitId)) continue;
    const elsewhere = homes.size > 0 || (claim.unitStated && claim.unitId !== listUnitId);
    found.set(listUnitId, {
      personId,
      unitId: listUnitId,
      reason: elsewhere ? 'non_resident' : 'on_no_list',
    });
  }
  return [...found.values()];
}
