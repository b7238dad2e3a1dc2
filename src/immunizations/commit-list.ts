/**
 * The one way by which a list enters the register: file its rows, project everyone it touched, write people, doses,
 * status, counts and findings. Everything in the caller's transaction, so that a list is in whole or not at all and
 * every figure sees it in the instant of the commit.
 */
import type { CheckedRow } from '../intake/claim.ts';
import type { Finding } from '../kernel/finding.ts';
import { newId } from '../kernel/ids.ts';
import { type CopyValue, copyRows } from '../platform/copy-rows.ts';
import type { Tx } from '../platform/database.ts';
import { type FiledList, fileList, type ListEdition, type PlacedRow } from '../residents/file-list.ts';
import { type LinkedClaim, type ProjectedPerson, projectPerson } from '../residents/project-person.ts';
import { writePeople } from '../residents/write-people.ts';
import { countChanges } from './count-changes.ts';
import { type PersonFinding, personFindings, rowFindings } from './list-findings.ts';
import { milestones, type ProjectedDose, projectDoses } from './project-doses.ts';
import { type StatusRow, statusRows } from './status-rows.ts';
import { writeDoses } from './write-doses.ts';

export type CommittedList = Readonly<{
  filed: FiledList;
  findings: readonly Finding[];
  injectionsCreated: number;
  injectionsMatched: number;
}>;

export type Beside = Readonly<{ personId: string; unitId: number; reason: 'non_resident' | 'on_no_list' }>;

/** Units whose lists tell of a dose of this person although he is counted elsewhere, or nowhere. */
export function besideOf(
  personId: string,
  person: ProjectedPerson,
  claims: readonly LinkedClaim[],
): Beside[] {
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

/** Files and counts one list. Throws what the database throws; findings are results, not errors. */
export async function commitList(
  tx: Tx,
  edition: ListEdition,
  placed: readonly PlacedRow[],
  waiting: readonly CheckedRow[],
): Promise<CommittedList> {
  const filed = await fileList(tx, edition, placed, waiting);
  const projected = await projectAndWrite(tx, filed.touched, filed.created);

  const rows: Finding[] = [];
  const stored: CopyValue[][] = [];
  const between = rowFindings(filed.rows);
  for (const row of filed.rows) {
    const extra = (between.get(row) ?? []).map(
      (finding): Finding => ({
        ...finding,
        sheet: row.row.sheet,
        row: row.row.row,
        column: null,
        cell: null,
        suggestion: null,
      }),
    );
    for (const finding of [...row.row.findings, ...extra]) {
      rows.push(finding);
      stored.push(findingRow(row.listUnitId, edition.id, row.personId, row.recordId, finding));
    }
  }
  for (const row of waiting)
    for (const finding of row.findings) {
      rows.push(finding);
      stored.push(findingRow(edition.unitId, edition.id, null, null, finding));
    }
  // The findings of the replaced edition spoke of rows that are now read anew.
  if (filed.replaced !== null)
    await tx.query('DELETE FROM app.finding WHERE edition_id = $1', [filed.replaced]);
  await copyRows(tx, 'app.finding', FINDING_COLUMNS, stored);
  return {
    filed,
    findings: rows,
    injectionsCreated: projected.injectionsCreated,
    injectionsMatched: projected.injectionsMatched,
  };
}

/** Projects people from all that is said of them and stores the result; used by lists, corrections and merges alike. */
export async function projectAndWrite(
  tx: Tx,
  touched: ReadonlyMap<string, readonly LinkedClaim[]>,
  created: ReadonlySet<string>,
): Promise<{ injectionsCreated: number; injectionsMatched: number }> {
  const people = new Map<string, ProjectedPerson | null>();
  const doses = new Map<string, readonly ProjectedDose[]>();
  const statuses: StatusRow[] = [];
  const beside: Beside[] = [];
  const findings: PersonFinding[] = [];
  for (const [personId, claims] of touched) {
    if (claims.length === 0) {
      people.set(personId, null);
      doses.set(personId, []);
      continue;
    }
    const person = projectPerson(claims);
    const series = projectDoses(
      claims.flatMap(({ recordId, asOf, claim }) => claim.doses.map((dose) => ({ ...dose, recordId, asOf }))),
      person.birth,
    );
    const aside = besideOf(personId, person, claims);
    people.set(personId, person);
    doses.set(personId, series.doses);
    statuses.push(...statusRows(personId, person, milestones(series.doses)));
    beside.push(...aside);
    findings.push(...personFindings(personId, person, claims, series.findings, aside));
  }
  await writePeople(tx, people, created);
  const injections = await writeDoses(tx, doses, created);
  await countChanges(tx, [...people.keys()], created, statuses);
  await writeBeside(tx, [...people.keys()], created, beside);
  await writePersonFindings(tx, [...people.keys()], created, findings);
  return injections;
}

async function writeBeside(
  tx: Tx,
  ids: readonly string[],
  created: ReadonlySet<string>,
  beside: readonly Beside[],
): Promise<void> {
  const known = ids.filter((id) => !created.has(id));
  if (known.length > 0)
    await tx.query('DELETE FROM app.injected_beside WHERE person_id = ANY($1::uuid[])', [known]);
  await copyRows(
    tx,
    'app.injected_beside',
    ['person_id', 'unit_id', 'reason'],
    beside.map(({ personId, unitId, reason }) => [personId, unitId, reason]),
  );
}

const FINDING_COLUMNS = [
  'unit_id',
  'id',
  'edition_id',
  'person_id',
  'record_id',
  'sheet',
  'row_no',
  'col',
  'code',
  'severity',
  'params',
  'cell',
  'suggestion',
] as const;

const findingRow = (
  unitId: number,
  editionId: string | null,
  personId: string | null,
  recordId: string | null,
  finding: Finding,
): CopyValue[] => [
  unitId,
  newId(),
  editionId,
  personId,
  recordId,
  finding.sheet,
  finding.row,
  finding.column,
  finding.code,
  finding.severity,
  finding.params,
  finding.cell,
  finding.suggestion,
];

async function writePersonFindings(
  tx: Tx,
  ids: readonly string[],
  created: ReadonlySet<string>,
  findings: readonly PersonFinding[],
): Promise<void> {
  const known = ids.filter((id) => !created.has(id));
  if (known.length > 0)
    await tx.query('DELETE FROM app.finding WHERE person_id = ANY($1::uuid[]) AND edition_id IS NULL', [
      known,
    ]);
  await copyRows(
    tx,
    'app.finding',
    ['unit_id', 'id', 'person_id', 'record_id', 'code', 'severity', 'params'],
    findings.map((finding) => [
      finding.unitId,
      newId(),
      finding.personId,
      finding.recordId,
      finding.code,
      finding.severity,
      finding.params,
    ]),
  );
}
