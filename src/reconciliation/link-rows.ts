import { type LinkResult, linkRecords } from '../linkage/link-records.ts';
import { PEOPLE_IN_BLOCK, PERSON_FIELDS, PERSON_RULES } from '../linkage/person-schema.ts';
import type { Database } from '../platform/database.ts';
import { linkageValues } from '../residents/linkage-values.ts';
import { type FiledClaim, sightOf } from '../residents/sight.ts';

export type NamedRow = Readonly<{ id: string; person_id: string; unit_id: number; claim: FiledClaim }>;

/** All rows of some units that name somebody, linked by weights that are estimated from these rows. */
export async function linkRows(
  db: Database,
  unitIds: readonly number[],
): Promise<{ rows: readonly NamedRow[]; result: LinkResult }> {
  const rows = await db.query<NamedRow>(
    `SELECT r.id, l.person_id, r.unit_id, r.claim FROM app.source_record r
     JOIN app.person_link l ON l.record_id = r.id AND l.filed_under = r.person_id AND l.superseded_at IS NULL
     WHERE r.replaced_by IS NULL AND r.unit_id = ANY($1::int[]) AND r.claim ->> 'name' IS NOT NULL`,
    [unitIds],
  );
  const result = await linkRecords(
    PERSON_FIELDS,
    rows.map(({ id, unit_id, claim }) => ({ id, values: linkageValues(sightOf(claim, unit_id)) })),
    { rules: PERSON_RULES, mostInBlock: PEOPLE_IN_BLOCK },
  );
  return { rows, result };
}
