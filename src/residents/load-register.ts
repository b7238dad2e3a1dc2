import type { ListKind, ListSource } from '../intake/claim.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Tx } from '../platform/database.ts';
import type { LinkedClaim } from './linked-claim.ts';
import type { FiledClaim } from './sight.ts';

/** A live record of the register, linked to the person it speaks of now. */
export type KnownRecord = LinkedClaim &
  Readonly<{
    personId: string;
    filedUnder: string;
    linkId: string;
    editionId: string;
    sheet: string;
    row: number;
    hash: string;
  }>;

type RecordRow = {
  person_id: string;
  filed_under: string;
  link_id: string;
  status: LinkedClaim['status'];
  id: string;
  edition_id: string;
  kind: ListKind;
  source: ListSource;
  unit_id: number;
  as_of: PlainDate;
  sheet: string;
  row_no: number;
  row_hash: string;
  claim: FiledClaim;
};

// OFFSET 0 keeps each look-up a look-up by key. Left to choose, the planner reads all links of the country to find those of
// ten thousand people, and an import would grow with the register.
const SELECT_RECORDS = `
  SELECT l.person_id, l.filed_under, l.id AS link_id, l.status, r.id, r.edition_id, r.kind, r.source, r.unit_id,
         r.as_of, r.sheet, r.row_no, r.row_hash, r.claim
  FROM unnest($1::uuid[]) AS wanted(id)
  CROSS JOIN LATERAL (SELECT * FROM app.person_link WHERE person_id = wanted.id AND superseded_at IS NULL OFFSET 0) l
  CROSS JOIN LATERAL (SELECT * FROM app.source_record WHERE person_id = l.filed_under AND id = l.record_id OFFSET 0) r
  WHERE r.replaced_by IS NULL`;

/** All live records of the given people. */
export async function loadRecords(tx: Tx, personIds: readonly string[]): Promise<KnownRecord[]> {
  if (personIds.length === 0) return [];
  const { rows } = await tx.query<RecordRow>({
    name: 'load-records',
    text: SELECT_RECORDS,
    values: [personIds],
  });
  return rows.map((row) => ({
    recordId: row.id,
    personId: row.person_id,
    filedUnder: row.filed_under,
    linkId: row.link_id,
    status: row.status,
    editionId: row.edition_id,
    kind: row.kind,
    source: row.source,
    listUnitId: row.unit_id,
    asOf: row.as_of,
    sheet: row.sheet,
    row: row.row_no,
    hash: row.row_hash,
    claim: row.claim,
  }));
}

/**
 * Everyone whom rows of a list could speak of: all people of the list's communes, bearers of any identifier in it,
 * and people of communes it merely mentions who bear one of its names. Grows with the communes, not the register.
 */
export async function loadCandidates(
  tx: Tx,
  wanted: Readonly<{
    units: readonly number[];
    identifiers: readonly string[];
    mentionedUnits: readonly number[];
    nameKeys: readonly string[];
  }>,
): Promise<KnownRecord[]> {
  const { rows } = await tx.query<{ person_id: string }>({
    name: 'find-candidates',
    text: `
      SELECT l.person_id FROM app.source_record r
        CROSS JOIN LATERAL (SELECT person_id FROM app.person_link WHERE record_id = r.id AND superseded_at IS NULL OFFSET 0) l
        WHERE r.unit_id = ANY($1::int[]) AND r.replaced_by IS NULL
      UNION SELECT id FROM app.person WHERE unit_id = ANY($1::int[])
      UNION SELECT person_id FROM app.person_identifier WHERE value = ANY($2::text[])
      UNION SELECT id FROM app.person WHERE unit_id = ANY($3::int[]) AND name_key = ANY($4::text[])`,
    values: [wanted.units, wanted.identifiers, wanted.mentionedUnits, wanted.nameKeys],
  });
  return loadRecords(
    tx,
    rows.map(({ person_id }) => person_id),
  );
}
