/**
 * Whom typed rows may speak of, before they are filed: the same linkage that decides the rows of a list, asked of the
 * people who share a number, or a birth date or name within the commune. What the filing decides is final; it looks at
 * the whole commune and all rows together.
 */
import { newId } from '../kernel/ids.ts';
import type { BirthDate, PlainDate } from '../kernel/plain-date.ts';
import type { Tx } from '../platform/database.ts';
import { loadRecords } from '../residents/load-register.ts';
import { keyOf, MatchIndex } from '../residents/match-index.ts';
import { matchRows } from '../residents/match-rows.ts';
import { type Sight, sightOf } from '../residents/sight.ts';
import type { PlacedRow } from '../residents/write-list.ts';
import type { RowMatch, Suggestion } from './contract.ts';

/** So many are shown for a row: the surest. */
const SHOWN = 4;

/** Units whose lists speak of people: only who may see people of one of them is shown them, or may choose them. */
export async function unitsOfPeople(
  reader: Readonly<{ query: Tx['query'] }>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const { rows } = await reader.query<{ person_id: string; unit_ids: number[] }>(
    `SELECT l.person_id, array_agg(DISTINCT r.unit_id) AS unit_ids FROM app.person_link l
       JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id
     WHERE l.person_id = ANY($1::uuid[]) AND l.superseded_at IS NULL GROUP BY l.person_id`,
    [ids],
  );
  return new Map(rows.map(({ person_id, unit_ids }) => [person_id, unit_ids]));
}

export type SuggestedRow = Readonly<{
  match: RowMatch;
  /** The person the linkage would take it for, or look at. */
  personId: string | null;
  suggestions: readonly Suggestion[];
  /** The register already has a dose of that person on the day. */
  repeatsDose: boolean;
}>;

/** `ownRecords`: what is filed of these rows already; a row is not known by its own words. */
export async function suggestPeople(
  tx: Tx,
  rows: readonly PlacedRow[],
  ownRecords: ReadonlySet<string>,
): Promise<SuggestedRow[]> {
  const sights = rows.map(({ claim, listUnitId }) => sightOf(claim, listUnitId));
  const records = (await loadRecords(tx, await findNear(tx, rows, sights))).filter(
    ({ recordId, status }) => status !== 'review' && !ownRecords.has(recordId),
  );
  const index = new MatchIndex();
  for (const { personId, claim, listUnitId } of records) index.add(personId, sightOf(claim, listUnitId));
  const known = new Set(records.map(({ personId }) => personId));
  const decisions = matchRows(
    sights.map((sight) => ({ sight })),
    index,
    newId,
  );
  const near = rows.map((_, row) => {
    const ids = index.around(keyOf(row)).flatMap(({ id }) => index.entityOf(id).personId ?? []);
    return [...new Set([decisions[row]!.personId, ...ids])].filter((id) => known.has(id)).slice(0, SHOWN);
  });
  const people = await loadPeople(tx, [...new Set(near.flat())]);
  return decisions.map(({ personId, status }, row) => {
    const isKnown = known.has(personId);
    const days = new Set(rows[row]!.claim.doses.map(({ on }) => on));
    return {
      match: !isKnown ? 'new' : status === 'review' ? 'review' : 'known',
      personId: isKnown ? personId : null,
      suggestions: near[row]!.flatMap((id) => people.get(id) ?? []),
      repeatsDose: isKnown && (people.get(personId)?.days ?? []).some((day) => days.has(day)),
    };
  });
}

async function findNear(tx: Tx, rows: readonly PlacedRow[], sights: readonly Sight[]): Promise<string[]> {
  const units = [...new Set(sights.flatMap((sight) => sight.units))];
  const births = rows.flatMap(({ claim: { birth } }) =>
    birth === null ? [] : [birth.on, `${birth.on.slice(0, 4)}-01-01` as PlainDate],
  );
  const { rows: found } = await tx.query<{ person_id: string }>({
    name: 'backlog-near',
    text: `
      SELECT person_id FROM app.person_identifier WHERE value = ANY($1::text[])
      UNION SELECT id FROM app.person WHERE birth_on = ANY($2::date[]) AND (unit_id = ANY($3::int[]) OR name_key = ANY($4::text[]))
      UNION SELECT id FROM app.person WHERE unit_id = ANY($3::int[]) AND name_key = ANY($4::text[])`,
    values: [
      rows.flatMap(({ claim }) => claim.identifiers.map(({ value }) => value)),
      [...new Set(births)],
      units,
      [...new Set(sights.map(({ key }) => key))],
    ],
  });
  return found.map(({ person_id }) => person_id);
}

type KnownPerson = Suggestion & Readonly<{ days: readonly PlainDate[] }>;

async function loadPeople(tx: Tx, ids: readonly string[]): Promise<Map<string, KnownPerson>> {
  const { rows } = await tx.query<{
    id: string;
    name: string;
    birth_on: PlainDate | null;
    birth_precision: BirthDate['precision'] | null;
    sex: string | null;
    hamlet: string | null;
    national_id: string | null;
    doses: number;
    days: string[];
  }>({
    name: 'backlog-people',
    text: `SELECT p.id, p.name, p.birth_on, p.birth_precision, p.sex, p.hamlet, p.national_id, i.doses, i.days
           FROM app.person p CROSS JOIN LATERAL (
             SELECT count(*)::int AS doses, coalesce(array_agg(given_on::text) FILTER (WHERE given_on IS NOT NULL), '{}') AS days
             FROM app.injection WHERE person_id = p.id) i
           WHERE p.id = ANY($1::uuid[])`,
    values: [ids],
  });
  return new Map(
    rows.map((row) => [
      row.id,
      {
        personId: row.id,
        name: row.name,
        birth: row.birth_on === null ? null : { on: row.birth_on, precision: row.birth_precision ?? 'day' },
        sex: row.sex,
        hamlet: row.hamlet,
        nationalId: row.national_id,
        doses: row.doses,
        days: row.days as PlainDate[],
      },
    ]),
  );
}
