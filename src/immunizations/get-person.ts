import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';
import { findFindings, type StoredFinding } from '../residents/find-findings.ts';

type Json = Record<string, unknown>;

export type PersonPage = Readonly<{
  id: string;
  name: string;
  sex: string | null;
  birth: { on: string; precision: string } | null;
  ethnic: string | null;
  unitId: number | null;
  hamlet: string | null;
  kind: string | null;
  whereabouts: string;
  household: string | null;
  phone: string | null;
  nationalId: string | null;
  rowsInReview: number;
  version: number;
  updatedAt: string;
  identifiers: readonly { kind: string; value: string; sound: boolean }[];
  residences: readonly {
    unitId: number;
    hamlet: string | null;
    kind: string;
    from: string | null;
    to: string | null;
    endReason: string | null;
  }[];
  doses: readonly {
    id: string;
    number: number;
    recordedNumber: number | null;
    kind: string;
    vaccine: string | null;
    vaccineText: string | null;
    lot: string | null;
    on: string | null;
    place: string | null;
    validity: string;
    entered: string;
    records: readonly string[];
    version: number;
  }[];
  records: readonly {
    id: string;
    file: string;
    editionId: string;
    sheet: string;
    row: number;
    kind: string;
    source: string;
    asOf: string;
    status: string;
    reason: string;
    cells: readonly (string | null)[];
    claim: Json;
  }[];
  findings: readonly StoredFinding[];
}>;

/** One person with all that is said of him. Throws `person_unknown`. */
export async function getPerson(db: Database, id: string): Promise<PersonPage> {
  if (!/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id))
    throw new AppError('person_unknown', 'not-found', { id });
  const [people, identifiers, residences, doses, records, findings] = await Promise.all([
    db.query<Json>('SELECT * FROM app.person WHERE id = $1', [id]),
    db.query<{ kind: string; value: string; sound: boolean }>(
      'SELECT kind, value, sound FROM app.person_identifier WHERE person_id = $1 ORDER BY kind, value',
      [id],
    ),
    db.query<{
      unitId: number;
      hamlet: string | null;
      kind: string;
      from: string | null;
      to: string | null;
      endReason: string | null;
    }>(
      'SELECT unit_id AS "unitId", hamlet, kind, from_on AS "from", to_on AS "to", end_reason AS "endReason" FROM app.residence WHERE person_id = $1 ORDER BY from_on NULLS FIRST',
      [id],
    ),
    db.query<PersonPage['doses'][number]>(
      `SELECT id, dose_no AS number, recorded_no AS "recordedNumber", kind, vaccine, vaccine_text AS "vaccineText", lot, given_on AS "on", place, validity, entered, record_ids AS records, version
       FROM app.injection WHERE person_id = $1 ORDER BY dose_no`,
      [id],
    ),
    db.query<PersonPage['records'][number] & { cells: { cells: (string | null)[] } }>(
      `SELECT r.id, e.file_name AS file, r.edition_id AS "editionId", r.sheet, r.row_no AS "row", r.kind, r.source, r.as_of AS "asOf", l.status, l.reason, r.cells, r.claim
       FROM app.person_link l JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id JOIN app.list_edition e ON e.id = r.edition_id
       WHERE l.person_id = $1 AND l.superseded_at IS NULL AND r.replaced_by IS NULL ORDER BY r.as_of DESC, e.file_name, r.row_no`,
      [id],
    ),
    findFindings(db, null, { personId: id }),
  ]);
  const person = people[0];
  if (person === undefined) throw new AppError('person_unknown', 'not-found', { id });
  const text = (key: string): string | null => (person[key] as string | null) ?? null;
  return {
    id,
    name: text('name')!,
    sex: text('sex'),
    birth: person.birth_on === null ? null : { on: text('birth_on')!, precision: text('birth_precision')! },
    ethnic: text('ethnic'),
    unitId: person.unit_id as number | null,
    hamlet: text('hamlet'),
    kind: text('residence_kind'),
    whereabouts: text('whereabouts')!,
    household: text('household'),
    phone: text('phone'),
    nationalId: text('national_id'),
    rowsInReview: person.rows_in_review as number,
    version: person.version as number,
    updatedAt: (person.updated_at as Date).toISOString(),
    identifiers,
    residences,
    doses,
    records: records.map((record) => ({ ...record, cells: record.cells.cells })),
    findings,
  };
}
