import { AGE_BANDS, type AgeBand, ageBandOn } from '../kernel/age-band.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { findPlacesOf } from '../stock/facilities.ts';

/** People injected, by age group on the day of the report, and by the priority group that lists give them (null: none does). */
export type GroupCounts = Readonly<{
  bands: ReadonlyMap<AgeBand, number>;
  priority: ReadonlyMap<string | null, number>;
}>;

/**
 * Everybody to whom a dose of the days is recorded at the site, once, however many doses; ages of the last day. The Ministry's groups (NQ 21/NQ-CP, QĐ 3355/QĐ-BYT) are told in the words of the
 * newest list that gives one: no catalogue of their codes was published.
 */
export async function countGroups(
  db: Database,
  {
    site,
    placeless,
    from,
    to,
  }: Readonly<{
    site: string;
    /** Units whose lists mean the site where they name no place. */
    placeless: readonly number[];
    from: PlainDate;
    to: PlainDate;
  }>,
): Promise<GroupCounts> {
  const places = await findPlacesOf(db, [site]);
  const rows = await db.query<{ birth_on: PlainDate | null; priority: string | null; people: number }>(
    `SELECT p.birth_on, g.priority, count(*)::int AS people FROM app.person p
     LEFT JOIN LATERAL (
       SELECT upper(left(g, 1)) || substr(g, 2) AS priority FROM (
         SELECT btrim(r.claim ->> 'priorityGroup') AS g, r.as_of, r.id
         FROM (SELECT * FROM app.person_link WHERE person_id = p.id AND superseded_at IS NULL OFFSET 0) l
         JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id) c
       WHERE g <> '' ORDER BY as_of DESC, id LIMIT 1) g ON true
     WHERE p.id IN (
       SELECT person_id FROM app.injection WHERE place = ANY($1::text[]) AND given_on BETWEEN $2::date AND $3::date
       UNION SELECT l.person_id FROM app.source_record r
         JOIN app.person_link l ON l.filed_under = r.person_id AND l.record_id = r.id AND l.superseded_at IS NULL
         JOIN app.injection i ON i.person_id = l.person_id AND r.id = ANY(i.record_ids)
       WHERE r.unit_id = ANY($4::int[]) AND r.kind = 'injections' AND coalesce(i.place, '') = '' AND i.given_on BETWEEN $2::date AND $3::date)
     GROUP BY p.birth_on, g.priority`,
    [[...places.keys()], from, to, placeless],
  );
  const bands = new Map<AgeBand, number>();
  const priority = new Map<string | null, number>();
  for (const row of rows) {
    const band = ageBandOn(row.birth_on, to);
    bands.set(band, (bands.get(band) ?? 0) + row.people);
    priority.set(row.priority, (priority.get(row.priority) ?? 0) + row.people);
  }
  return { bands, priority };
}

/** The groups of either, in their order: ages by age, priority groups by their names, those without one last. */
export const groupsOf = (
  ...counts: readonly GroupCounts[]
): { bands: AgeBand[]; priority: (string | null)[] } => ({
  bands: AGE_BANDS.filter((band) => counts.some(({ bands }) => bands.has(band))),
  priority: [...new Set(counts.flatMap(({ priority }) => [...priority.keys()]))].sort(
    (a, b) =>
      Number(a === null) - Number(b === null) || (a ?? '').localeCompare(b ?? '', 'vi', { numeric: true }),
  ),
});
