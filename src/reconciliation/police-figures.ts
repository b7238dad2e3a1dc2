/** The police's own figures of who lives in a commune, by age group (dispatch 9035, item 3), beside what their lists give. */
import type { Actor } from '../kernel/actor.ts';
import { AGE_BANDS, type AgeBand, ageBandOn } from '../kernel/age-band.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';

export type BandFigures = Readonly<Record<AgeBand, number>>;

export type PoliceFigures = Readonly<{
  id: string;
  on: PlainDate;
  proposed: BandFigures;
  entered: BandFigures;
  note: string | null;
  submittedBy: string;
  submittedAt: string;
}>;

/** What the police's lists in force give on a day: everybody whom they name and who has not died or moved away since. */
export async function proposePoliceFigures(
  db: Database,
  unitIds: readonly number[],
  on: PlainDate,
): Promise<BandFigures> {
  const rows = await db.query<{ birth_on: PlainDate | null; people: number }>(
    `SELECT p.birth_on, count(DISTINCT p.id)::int AS people FROM app.source_record r
       JOIN app.list_edition e ON e.id = r.edition_id AND e.superseded_by IS NULL AND e.file_sha256 <> 'form'
       JOIN app.person_link l ON l.record_id = r.id AND l.filed_under = r.person_id AND l.superseded_at IS NULL AND l.status <> 'review'
       JOIN app.person p ON p.id = l.person_id
      WHERE r.unit_id = ANY($1::int[]) AND r.source = 'police' AND r.kind = 'residents' AND r.replaced_by IS NULL
        AND p.whereabouts NOT IN ('dead', 'moved_out')
      GROUP BY p.birth_on`,
    [unitIds],
  );
  const figures = Object.fromEntries(AGE_BANDS.map((band) => [band, 0])) as Record<AgeBand, number>;
  for (const { birth_on, people } of rows) figures[ageBandOn(birth_on, on)] += people;
  return figures;
}

/** Keeps what the police say beside what their lists gave at that moment; a later figure stands beside the earlier ones. Throws `list_date_future`. */
export async function submitPoliceFigures(
  db: Database,
  actor: Actor,
  {
    unitId,
    recorded,
    on,
    entered,
    note,
  }: Readonly<{
    unitId: number;
    recorded: readonly number[];
    on: PlainDate;
    entered: BandFigures;
    note: string | null;
  }>,
  today: PlainDate,
  now: Date,
): Promise<string> {
  if (on > today) throw new AppError('list_date_future', 'invalid');
  const proposed = await proposePoliceFigures(db, recorded, on);
  const id = newId();
  await db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.police_figures (unit_id, id, reference_date, proposed, entered, note, submitted_by, submitted_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        unitId,
        id,
        on,
        JSON.stringify(proposed),
        JSON.stringify(entered),
        note,
        actor.name,
        now.toISOString(),
      ],
    ),
  );
  return id;
}

/** The figures that the police of a unit submitted, the latest first. */
export async function findPoliceFigures(db: Database, unitId: number): Promise<PoliceFigures[]> {
  const rows = await db.query<Omit<PoliceFigures, 'submittedAt'> & { submittedAt: Date }>(
    `SELECT id, reference_date AS "on", proposed, entered, note, submitted_by AS "submittedBy", submitted_at AS "submittedAt"
     FROM app.police_figures WHERE unit_id = $1 ORDER BY id DESC LIMIT 20`,
    [unitId],
  );
  return rows.map((row) => ({ ...row, submittedAt: row.submittedAt.toISOString() }));
}
