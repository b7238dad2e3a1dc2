/**
 * The one way by which a list enters the register: file its rows, project everyone it touched, write people, doses,
 * status, counts and findings. Everything in the caller's transaction, so that a list is in whole or not at all and
 * every figure sees it in the instant of the commit.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CheckedRow } from '../intake/claim.ts';
import type { Finding } from '../kernel/finding.ts';
import { newId } from '../kernel/ids.ts';
import { type CopyValue, copyRows } from '../platform/copy-rows.ts';
import type { Tx } from '../platform/database.ts';
import { type FiledList, fileList } from '../residents/file-list.ts';
import type { LinkedClaim } from '../residents/linked-claim.ts';
import type { ListEdition } from '../residents/list-edition.ts';
import { loadRecords } from '../residents/load-register.ts';
import type { ProjectedPerson } from '../residents/project-person.ts';
import type { PlacedRow } from '../residents/write-list.ts';
import { writePeople } from '../residents/write-people.ts';
import { loadSchedules, type Schedules } from '../schedules/load-schedules.ts';
import { countChanges } from './count-changes.ts';
import { dosedMeanwhile, holdDoses } from './dose-lock.ts';
import { type PersonFinding, rowFindings } from './list-findings.ts';
import { asRowFindings, writeLotFindings } from './lot-findings.ts';
import { type Beside, projectClaims } from './project-claims.ts';
import type { ProjectedDose } from './project-doses.ts';
import type { StatusRow } from './status-rows.ts';
import { writeDoses } from './write-doses.ts';

export type CommittedList = Readonly<{
  filed: FiledList;
  findings: readonly Finding[];
  injectionsCreated: number;
  injectionsMatched: number;
}>;

/** Files and counts one list. Throws what the database throws; findings are results, not errors. */
export async function commitList(
  tx: Tx,
  edition: ListEdition,
  placed: readonly PlacedRow[],
  waiting: readonly CheckedRow[],
): Promise<CommittedList> {
  const schedules = await loadSchedules(tx);
  const filed = await fileList(tx, edition, placed, waiting);
  let projection: Projection;
  let found: ReturnType<typeof collectFindings>;
  try {
    projection = await projectPeople(filed.touched, schedules);
    found = collectFindings(edition, filed, waiting);
  } finally {
    await filed.stored;
  }
  const injections = await writeAll(tx, projection, filed.created);
  // The findings of the replaced edition spoke of rows that are now read anew.
  if (filed.replaced !== null)
    await tx.query('DELETE FROM app.finding WHERE edition_id = $1', [filed.replaced]);
  await copyRows(tx, 'app.finding', FINDING_COLUMNS, found.rows);
  const ofTheirLots = asRowFindings(
    await writeLotFindings(tx, { people: [...filed.touched.keys()] }),
    new Map(filed.rows.map(({ recordId, row: { sheet, row } }) => [recordId, { sheet, row }])),
  );
  return { filed, findings: [...found.findings, ...ofTheirLots], ...injections };
}

/** Findings of the rows, and those between them, as the caller tells them and as the table holds them. */
function collectFindings(
  edition: ListEdition,
  filed: FiledList,
  waiting: readonly CheckedRow[],
): { findings: Finding[]; rows: CopyValue[][] } {
  const findings: Finding[] = [];
  const rows: CopyValue[][] = [];
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
      findings.push(finding);
      rows.push(findingRow(row.listUnitId, edition.id, row.personId, row.recordId, finding));
    }
  }
  for (const row of waiting)
    for (const finding of row.findings) {
      findings.push(finding);
      rows.push(findingRow(edition.unitId, edition.id, null, null, finding));
    }
  return { findings, rows };
}

type Projection = {
  people: Map<string, ProjectedPerson | null>;
  doses: Map<string, readonly ProjectedDose[]>;
  statuses: StatusRow[];
  beside: Beside[];
  findings: PersonFinding[];
};

// So many people are projected at a stretch; then whatever waits has its turn (rows on their way to the database, a heartbeat).
const STRETCH = 250;

/** Projects people from all that is said of them; asks and writes nothing. */
async function projectPeople(
  touched: ReadonlyMap<string, readonly LinkedClaim[]>,
  schedules: Schedules,
): Promise<Projection> {
  const projection: Projection = {
    people: new Map(),
    doses: new Map(),
    statuses: [],
    beside: [],
    findings: [],
  };
  const { people, doses, statuses, beside, findings } = projection;
  for (const [personId, claims] of touched) {
    if (people.size % STRETCH === STRETCH - 1) await nextTurn();
    if (claims.length === 0) {
      people.set(personId, null);
      doses.set(personId, []);
      continue;
    }
    const one = projectClaims(personId, claims, schedules.of);
    people.set(personId, one.person);
    doses.set(personId, one.doses);
    statuses.push(...one.statuses);
    beside.push(...one.beside);
    findings.push(...one.findings);
  }
  return projection;
}

async function writeProjection(
  tx: Tx,
  { people, doses, statuses, beside, findings }: Projection,
  created: ReadonlySet<string>,
): Promise<{ injectionsCreated: number; injectionsMatched: number }> {
  const ids = [...people.keys()];
  await writePeople(tx, people, created);
  const injections = await writeDoses(tx, doses, created);
  await countChanges(tx, ids, created, statuses);
  await writeBeside(tx, ids, created, beside);
  await writePersonFindings(tx, ids, created, findings);
  return injections;
}

/** Projects people anew from the records that speak of them now, and writes the result. */
export async function writeAnew(tx: Tx, ids: readonly string[], created: ReadonlySet<string>) {
  const touched = new Map(ids.map((id): [string, LinkedClaim[]] => [id, []]));
  for (const record of await loadRecords(tx, ids)) touched.get(record.personId)!.push(record);
  return writeProjection(tx, await projectPeople(touched, await loadSchedules(tx)), created);
}

/** Writes a projection, and once more what doses of a table have added to it meanwhile. */
async function writeAll(tx: Tx, projection: Projection, created: ReadonlySet<string>) {
  const written = await writeProjection(tx, projection, created);
  await holdDoses(tx);
  const overtaken = await dosedMeanwhile(tx, [...projection.people.keys()]);
  if (overtaken.length > 0) await writeAnew(tx, overtaken, new Set());
  return written;
}

/** Projects people and stores the result; used by lists, corrections and merges alike. */
export async function projectAndWrite(
  tx: Tx,
  touched: ReadonlyMap<string, readonly LinkedClaim[]>,
  created: ReadonlySet<string>,
): Promise<{ injectionsCreated: number; injectionsMatched: number }> {
  const written = await writeAll(tx, await projectPeople(touched, await loadSchedules(tx)), created);
  await writeLotFindings(tx, { people: [...touched.keys()] });
  return written;
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
