/** Findings that need more than one row: repeats, borrowed numbers, people beside the table, doses that do not add up. */
import type { Severity } from '../kernel/finding.ts';
import type { FiledRow } from '../residents/file-list.ts';
import type { LinkedClaim } from '../residents/linked-claim.ts';
import type { ProjectedPerson } from '../residents/project-person.ts';
import type { DoseFinding } from './project-doses.ts';

export type PersonFinding = Readonly<{
  unitId: number;
  personId: string;
  recordId: string | null;
  code: string;
  severity: Severity;
  params: Readonly<Record<string, string | number>>;
}>;

export type RowFinding = Readonly<{
  code: string;
  severity: Severity;
  params: Readonly<Record<string, string | number>>;
}>;

/** Findings of filed rows beside those that each row's own check made. */
export function rowFindings(rows: readonly FiledRow[]): ReadonlyMap<FiledRow, readonly RowFinding[]> {
  const found = new Map<FiledRow, RowFinding[]>();
  const tell = (row: FiledRow, code: string, params: RowFinding['params'] = {}): void => {
    const own = found.get(row);
    const finding: RowFinding = { code, severity: 'warning', params };
    if (own === undefined) found.set(row, [finding]);
    else own.push(finding);
  };
  const at = ({ row }: FiledRow): RowFinding['params'] => ({ row: row.row, sheet: row.sheet });
  for (const filed of rows) {
    if (filed.decision?.borrowedId || filed.decision?.sharedId) tell(filed, 'id_borrowed_from_relative');
    if (filed.decision?.status === 'review') tell(filed, 'looks_like_known_person');
    const first = filed.repeats;
    if (first === null) continue;
    const elsewhere = otherPlace(first, filed);
    if (elsewhere !== null) {
      // Which of the two homes is the right one, no file can tell: both rows are shown.
      tell(filed, elsewhere, at(first));
      tell(first, elsewhere, at(filed));
    } else if (!complementary(first, filed))
      tell(filed, weight(filed) > weight(first) ? 'repeated_row_fuller' : 'repeated_row', at(first));
  }
  return found;
}

/** Two rows of a resident list that place one person in two households or hamlets. */
function otherPlace(first: FiledRow, second: FiledRow): string | null {
  const [a, b] = [first.row.claim, second.row.claim];
  if (a.doses.length > 0 || b.doses.length > 0) return null;
  if (a.household !== null && b.household !== null && a.household !== b.household)
    return 'repeated_other_household';
  return a.hamlet !== null && b.hamlet !== null && a.hamlet !== b.hamlet ? 'repeated_other_hamlet' : null;
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
