/**
 * After a version is adopted, the doses that it may concern are judged anew: people batch by batch, each batch one short
 * transaction that also says how far it came, so that a stopped server goes on where it was and nobody waits long.
 */
import type { Units } from '../areas/units.ts';
import { reprojectPeople } from '../immunizations/reproject-people.ts';
import type { Actor } from '../kernel/actor.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';
import { lockRegister } from '../residents/file-list.ts';
import { rulesSchema, type ScheduleRules } from '../schedules/contract.ts';

const BATCH = 250;
const LOOK_EVERY_MS = 2_000;
/** Until then every server judges by the new version (`rememberSchedules`), and no dose slips in by the old one. */
const SETTLED_MS = 5_000;
const REVIEW_LOCK = 7_326_110;

type Open = {
  version_id: string;
  unit_id: number | null;
  from_on: PlainDate;
  rules: ScheduleRules;
  /** Null before the first batch. */
  people: number | null;
  after_person: string | null;
};

export type Reviews = Readonly<{ stop(): Promise<void> }>;

/** Works off what was adopted; several processes take turns by a lock. */
export function startReviews(db: Database, units: Units, onError: (error: unknown) => void): Reviews {
  let stopped = false;
  let running: Promise<void> | null = null;
  const look = (): void => {
    running ??= reviewAll(db, units, { leaving: () => stopped, settledMs: SETTLED_MS })
      .catch(onError)
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

const OPEN = `app.schedule_version v LEFT JOIN app.schedule_review r ON r.version_id = v.id
  WHERE r.finished_at IS NULL AND v.adopted_at <= $1::timestamptz`;

type How = Readonly<{ leaving?: () => boolean; settledMs?: number }>;

/** Judges anew whatever waits for it: versions adopted `settledMs` ago or longer. */
export async function reviewAll(
  db: Database,
  units: Units,
  { leaving = () => false, settledMs = 0 }: How = {},
): Promise<void> {
  const until = new Date(Date.now() - settledMs).toISOString();
  const [open] = await db.query(`SELECT 1 FROM ${OPEN} LIMIT 1`, [until]);
  if (open === undefined) return;
  while (!leaving() && (await reviewBatch(db, units, until)));
}

/** One batch of the oldest version; false when nothing waits, or another process is at it. */
async function reviewBatch(db: Database, units: Units, until: string): Promise<boolean> {
  const actor: Actor = {
    accountId: null,
    name: 'system',
    onBehalfOf: null,
    requestId: 'review-doses',
    reason: 'schedule version',
  };
  return db.transaction(actor, async (tx) => {
    const { rows: turn } = await tx.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
      REVIEW_LOCK,
    ]);
    if (!turn[0]!.mine) return false;
    const { rows } = await tx.query<Open>(
      `SELECT v.id AS version_id, v.unit_id, v.from_on, v.rules, r.people, r.after_person FROM ${OPEN} ORDER BY v.adopted_at, v.id LIMIT 1`,
      [until],
    );
    const open = rows[0];
    if (open === undefined) return false;
    await lockRegister(tx);
    const scope = concerned(open, units);
    if (open.people === null)
      await tx.query(
        `INSERT INTO app.schedule_review (version_id, people, done, changed, started_at)
         SELECT $${scope.values.length + 1}::uuid, count(DISTINCT i.person_id)::int, 0, 0, $${scope.values.length + 2}::timestamptz ${scope.from}`,
        [...scope.values, open.version_id, new Date().toISOString()],
      );
    const { rows: people } = await tx.query<{ person_id: string }>(
      `SELECT DISTINCT i.person_id ${scope.from} AND i.person_id > $${scope.values.length + 1}::uuid ORDER BY i.person_id LIMIT ${BATCH}`,
      [...scope.values, open.after_person ?? '00000000-0000-0000-0000-000000000000'],
    );
    const ids = people.map(({ person_id }) => person_id);
    const before = await verdicts(tx, ids);
    if (ids.length > 0) await reprojectPeople(tx, ids);
    const after = await verdicts(tx, ids);
    const changed = [...after].filter(([dose, verdict]) => before.get(dose) !== verdict).length;
    await tx.query(
      `UPDATE app.schedule_review SET done = done + $2, changed = changed + $3, after_person = coalesce($4, after_person),
         finished_at = CASE WHEN $5 THEN $6::timestamptz END WHERE version_id = $1`,
      [
        open.version_id,
        ids.length,
        changed,
        ids.at(-1) ?? null,
        ids.length < BATCH,
        new Date().toISOString(),
      ],
    );
    return true;
  });
}

/** Doses given since the version holds; and where it changes how long a series is, all of that product. */
function concerned({ unit_id, from_on, rules }: Open, units: Units): { from: string; values: unknown[] } {
  const { primary } = rulesSchema.parse(rules);
  const values: unknown[] = [from_on, primary.map(({ vaccine }) => vaccine)];
  const here =
    unit_id === null ? '' : `AND p.unit_id = ANY($${values.push(units.everWithin(unit_id, from_on))}::int[])`;
  return {
    from: `FROM app.injection i JOIN app.person p ON p.id = i.person_id
           WHERE (i.given_on >= $1::date OR i.vaccine = ANY($2::text[])) ${here}`,
    values,
  };
}

async function verdicts(tx: Tx, people: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; verdict: string }>(
    `SELECT id, kind || ' ' || validity AS verdict FROM app.injection WHERE person_id = ANY($1::uuid[])`,
    [people],
  );
  return new Map(rows.map(({ id, verdict }) => [id, verdict]));
}
