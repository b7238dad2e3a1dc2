/** Findings that need more than one row: repeats, borrowed numbers, people beside the table, doses that do not add up. */
import type { Severity } from '../kernel/finding.ts';
import type { FiledRow } from '../residents/file-list.ts';
import type { LinkedClaim, ProjectedPerson } from '../residents/project-person.ts';
import type { DoseFinding } from './project-doses.ts';

export type PersonFinding = Readonly<{
  unitId: number;
  personId: string;
  recordId: string | null;
  code: string;
  severity: Severity;
  params: Readonly<Record<string, string | number>>;
}>;

/** Findings of a filed row beside those that the row's own check made. */
export function rowFindings(
  filed: FiledRow,
): { code: string; severity: Severity; params: Record<string, string | number> }[] {
  const found: { code: string; severity: Severity; params: Record<string, string | number> }[] = [];
  if (filed.decision?.borrowedId)
    found.push({ code: 'id_borrowed_from_relative', severity: 'warning', params: {} });
  if (filed.decision?.status === 'review')
    found.push({ code: 'looks_like_known_person', severity: 'warning', params: {} });
  const first = filed.repeats;
  if (first !== null) {
    const [a, b] = [first.row.claim, filed.row.claim];
    const params = { row: first.row.row, sheet: first.row.sheet };
    const fuller = weight(filed) > weight(first);
    const resident = a.doses.length === 0 && b.doses.length === 0;
    if (resident && a.household !== null && b.household !== null && a.household !== b.household)
      found.push({ code: 'repeated_other_household', severity: 'warning', params });
    else if (resident && a.hamlet !== null && b.hamlet !== null && a.hamlet !== b.hamlet)
      found.push({ code: 'repeated_other_hamlet', severity: 'warning', params });
    else if (!complementary(first, filed))
      found.push({ code: fuller ? 'repeated_row_fuller' : 'repeated_row', severity: 'warning', params });
  }
  return found;
}

const weight = (filed: FiledRow): number =>
  filed.row.cells.filter((cell) => cell !== null && cell.trim() !== '').length;

/** A second row that tells of another dose (dose 2 given elsewhere) is no repeat. */
function complementary(first: FiledRow, second: FiledRow): boolean {
  const days = (filed: FiledRow) => filed.row.claim.doses.map(({ number, on }) => `${number} ${on}`);
  const known = new Set(days(first));
  return (
    days(second).some((day) => !known.has(day)) && !days(first).every((day) => days(second).includes(day))
  );
}

export function personFindings(
  personId: string,
  person: ProjectedPerson,
  claims: readonly LinkedClaim[],
  doses: readonly DoseFinding[],
  beside: readonly { unitId: number; reason: string }[],
): PersonFinding[] {
  const home = person.residences.at(-1)?.unitId ?? claims[0]!.listUnitId;
  const found: PersonFinding[] = doses.map(({ code, recordId, params }) => ({
    unitId: home,
    personId,
    recordId,
    code,
    severity: 'warning',
    params,
  }));
  for (const { unitId, reason } of beside)
    found.push({
      unitId,
      personId,
      recordId: null,
      params: {},
      severity: 'info',
      code:
        reason === 'on_no_list'
          ? 'injected_with_address_here_but_on_no_list'
          : 'injected_here_but_resident_elsewhere',
    });
  const death = claims.find(({ claim }) => claim.whereabouts === 'dead');
  if (death !== undefined) {
    const after = death.claim.whereaboutsOn;
    // A dose after the noted death, or another list that still counts the person among the living.
    const disputed = claims.some(
      ({ claim, status }) =>
        status !== 'review' && after !== null && claim.doses.some(({ on }) => on !== null && on > after),
    );
    if (disputed || person.deathDisputed)
      found.push({
        unitId: home,
        personId,
        recordId: death.recordId,
        code: 'dead_note_conflict',
        severity: 'warning',
        params: {},
      });
  }
  return found;
}
