/** Writes what was projected: person, identifiers, residences. Only what differs from what stands is written. */
import { newId } from '../kernel/ids.ts';
import { type CopyValue, copyRows } from '../platform/copy-rows.ts';
import type { Tx } from '../platform/database.ts';
import type { ProjectedPerson } from './project-person.ts';

const PERSON_COLUMNS = [
  'id',
  'name',
  'name_key',
  'sort_key',
  'sex',
  'birth_on',
  'birth_precision',
  'national_id',
  'phone',
  'ethnic',
  'unit_id',
  'hamlet',
  'residence_kind',
  'whereabouts',
  'household',
  'sources',
  'rows_in_review',
  'conflicts',
] as const;

function personRow(id: string, person: ProjectedPerson): CopyValue[] {
  const home = person.residences.at(-1) ?? null;
  return [
    id,
    person.name,
    person.nameKey,
    person.sortKey,
    person.sex,
    person.birth?.on ?? null,
    person.birth?.precision ?? null,
    person.nationalId,
    person.phone,
    person.ethnic,
    home?.unitId ?? null,
    home?.hamlet ?? null,
    home?.kind ?? null,
    person.whereabouts,
    person.household,
    person.sources,
    person.rowsInReview,
    person.conflicts,
  ];
}

/**
 * Stores projections. `created` people are copied in; the others are compared with what stands and rewritten where
 * something differs (version + 1). People whose projection is null have no claims left and are removed from view.
 */
export async function writePeople(
  tx: Tx,
  people: ReadonlyMap<string, ProjectedPerson | null>,
  created: ReadonlySet<string>,
): Promise<void> {
  const at = new Date().toISOString();
  const fresh = [...people].filter(([id, person]) => created.has(id) && person !== null) as [
    string,
    ProjectedPerson,
  ][];
  const known = [...people].filter(([id]) => !created.has(id));

  await copyRows(
    tx,
    'app.person',
    [...PERSON_COLUMNS, 'version', 'updated_at'],
    fresh.map(([id, person]) => [...personRow(id, person), 1, at]),
  );
  await copyRows(tx, 'app.person_identifier', ['value', 'kind', 'person_id', 'sound'], identifierRows(fresh));
  await copyRows(tx, 'app.residence', RESIDENCE_COLUMNS, residenceRows(fresh));
  if (known.length === 0) return;

  // The rows that stand are compared in one pass, so that an unchanged person costs no write.
  const set = PERSON_COLUMNS.filter((column) => column !== 'id');
  await tx.query('CREATE TEMP TABLE IF NOT EXISTS person_new (LIKE app.person) ON COMMIT DROP');
  await tx.query('TRUNCATE person_new');
  const kept = known.filter(([, person]) => person !== null) as [string, ProjectedPerson][];
  await copyRows(
    tx,
    'person_new',
    [...PERSON_COLUMNS, 'version', 'updated_at'],
    kept.map(([id, person]) => [...personRow(id, person), 0, at]),
  );
  await tx.query(
    `UPDATE app.person p SET ${set.map((column) => `${column} = n.${column}`).join(', ')}, version = p.version + 1, updated_at = n.updated_at
     FROM person_new n
     WHERE p.id = n.id AND (${set.map((c) => `p.${c}`).join(', ')}) IS DISTINCT FROM (${set.map((c) => `n.${c}`).join(', ')})`,
  );
  const ids = known.map(([id]) => id);
  const gone = known.filter(([, person]) => person === null).map(([id]) => id);
  await replaceIfDifferent(
    tx,
    'app.person_identifier',
    'person_id, value, kind, sound',
    ids,
    ['value', 'kind', 'person_id', 'sound'],
    identifierRows(kept),
  );
  await replaceIfDifferent(
    tx,
    'app.residence',
    'person_id, unit_id, hamlet, kind, from_on, to_on, end_reason',
    ids,
    RESIDENCE_COLUMNS,
    residenceRows(kept),
  );
  // A person without any claim left was made by a row that turned out to be somebody else's.
  if (gone.length > 0) await tx.query('DELETE FROM app.person WHERE id = ANY($1::uuid[])', [gone]);
}

const RESIDENCE_COLUMNS = [
  'person_id',
  'id',
  'unit_id',
  'hamlet',
  'kind',
  'from_on',
  'to_on',
  'end_reason',
] as const;

const identifierRows = (people: readonly [string, ProjectedPerson][]): CopyValue[][] =>
  people.flatMap(([id, { identifiers }]) =>
    identifiers.map(({ value, kind, sound }) => [value, kind, id, sound]),
  );

const residenceRows = (people: readonly [string, ProjectedPerson][]): CopyValue[][] =>
  people.flatMap(([id, { residences }]) =>
    residences.map((home) => [
      id,
      newId(),
      home.unitId,
      home.hamlet,
      home.kind,
      home.from,
      home.to,
      home.endReason,
    ]),
  );

/**
 * Replaces the rows of `table` that belong to `ids` by `rows`, person by person, and only for people for whom the
 * compared columns differ. Names are constants of the callers.
 */
export async function replaceIfDifferent(
  tx: Tx,
  table: string,
  compared: string,
  ids: readonly string[],
  columns: readonly string[],
  rows: readonly CopyValue[][],
): Promise<void> {
  const temp = `${table.replace('app.', '')}_new`;
  await tx.query(`CREATE TEMP TABLE IF NOT EXISTS ${temp} (LIKE ${table}) ON COMMIT DROP`);
  await tx.query(`TRUNCATE ${temp}`);
  await copyRows(tx, temp, columns, rows);
  await tx.query('CREATE TEMP TABLE IF NOT EXISTS changed_person (person_id uuid) ON COMMIT DROP');
  await tx.query('TRUNCATE changed_person');
  await tx.query(
    `INSERT INTO changed_person
     SELECT DISTINCT person_id FROM (
       (SELECT ${compared} FROM ${table} WHERE person_id = ANY($1::uuid[]) EXCEPT ALL SELECT ${compared} FROM ${temp})
       UNION ALL
       (SELECT ${compared} FROM ${temp} EXCEPT ALL SELECT ${compared} FROM ${table} WHERE person_id = ANY($1::uuid[]))
     ) d`,
    [ids],
  );
  await tx.query(`DELETE FROM ${table} WHERE person_id IN (SELECT person_id FROM changed_person)`);
  await tx.query(
    `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM ${temp} WHERE person_id IN (SELECT person_id FROM changed_person)`,
  );
}
