import { referenceUnits, type Units } from '../areas/units.ts';
import { containment } from '../identity/guard.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';
import { RULE_KINDS, rulesSchema, type ScheduleDocument, type ScheduleRules } from './contract.ts';
import { makeSchedule, type Schedule } from './schedule.ts';
import { shippedDocuments, shippedRules, shippedSchedule } from './shipped-schedule.ts';

export type AdoptedVersion = Readonly<{
  id: string;
  /** The province for which it holds; null for the whole country. */
  unitId: number | null;
  rules: ScheduleRules;
  document: ScheduleDocument;
}>;

export type Schedules = Readonly<{
  versions: readonly AdoptedVersion[];
  /** The schedule by which people of a unit are judged. */
  of(unitId: number | null): Schedule;
  /** The rules of that schedule, every version together: what a browser needs to make it (`makeSchedule`). */
  rulesOf(unitId: number | null): ScheduleRules;
  /** By id, as rules name them. */
  documents: ReadonlyMap<string, ScheduleDocument>;
}>;

/** The shipped schedule with the versions adopted, in order of adoption: a province's own hold for its people only. */
export function schedulesOf(versions: readonly AdoptedVersion[], units: Units = referenceUnits()): Schedules {
  const within = containment(units);
  const known = new Map<string, Schedule>();
  const held = (unitId: number | null): readonly AdoptedVersion[] =>
    versions.filter((one) => one.unitId === null || (unitId !== null && within(unitId, one.unitId)));
  return {
    versions,
    of(unitId) {
      if (versions.length === 0) return shippedSchedule;
      const mine = held(unitId);
      const key = mine.map(({ id }) => id).join();
      let schedule = known.get(key);
      if (schedule === undefined) {
        schedule = makeSchedule(shippedRules, ...mine.map(({ rules }) => rules));
        known.set(key, schedule);
      }
      return schedule;
    },
    rulesOf(unitId) {
      const sets = [shippedRules, ...held(unitId).map(({ rules }) => rules)];
      return Object.fromEntries(
        RULE_KINDS.map((kind) => [kind, sets.flatMap((set): object[] => set[kind])]),
      ) as ScheduleRules;
    },
    documents: new Map(
      [...shippedDocuments, ...versions.map(({ document }) => document)].map((one) => [one.id, one]),
    ),
  };
}

type Row = {
  id: string;
  unit_id: number | null;
  number: string;
  issued_on: PlainDate;
  title: string;
  rules: unknown;
};

/** The schedules in force, as the transaction or the database sees them. */
export async function loadSchedules(db: Tx | Database['pool']): Promise<Schedules> {
  const { rows } = await (db as Tx).query<Row>({
    name: 'schedule-versions',
    text: 'SELECT id, unit_id, number, issued_on, title, rules FROM app.schedule_version ORDER BY adopted_at, id',
  });
  return schedulesOf(
    rows.map((row) => ({
      id: row.id,
      unitId: row.unit_id,
      rules: rulesSchema.parse(row.rules),
      document: { id: row.id, number: row.number, date: row.issued_on, title: row.title, confirmed: true },
    })),
  );
}

const REMEMBERED_MS = 2_000;

/** The same, asked for once in two seconds: a busy table judges a thousand doses by them. */
export function rememberSchedules(db: Database): () => Promise<Schedules> {
  let known: { until: number; schedules: Promise<Schedules> } | null = null;
  return () => {
    const now = Date.now();
    if (known === null || known.until <= now) {
      const asked = { until: now + REMEMBERED_MS, schedules: loadSchedules(db.pool) };
      known = asked;
      asked.schedules.catch(() => {
        if (known === asked) known = null;
      });
    }
    return known.schedules;
  };
}
