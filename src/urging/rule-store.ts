/** By which rules a province reminds: its newest version, or what is shipped. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { KNOWN_MAPS, type Units } from '../areas/units.ts';
import { ROLES } from '../identity/access.ts';
import type { Actor } from '../kernel/actor.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { CLOCK_TIME } from '../kernel/vietnam-time.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { UrgingRule } from './contract.ts';

const time = z
  .string()
  .regex(CLOCK_TIME)
  .refine((text) => text !== '24:00');
export const ruleSchema = z.object({
  sendAt: time,
  quiet: z.object({ from: time, to: time }),
  lookBackDays: z.number().int().min(1).max(366),
  escalation: z
    .array(
      z.object({
        afterHours: z
          .number()
          .int()
          .min(1)
          .max(24 * 60),
        up: z.number().int().min(1).max(3),
        roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length),
      }),
    )
    .max(10),
});

export const SHIPPED_RULE: UrgingRule = ruleSchema.parse(
  JSON.parse(readFileSync(new URL('../../db/reference/urging.json', import.meta.url), 'utf8')),
);

type Reader = Pick<Database, 'pool'> | Readonly<{ pool: Tx }>;

/** The rule that holds for a unit on a day: that of its province, else the shipped one. */
export async function loadRules(
  db: Reader,
  units: Units,
  on: PlainDate,
): Promise<(unitId: number) => UrgingRule> {
  const { rows } = await db.pool.query<{ unit_id: number; content: UrgingRule }>(
    'SELECT DISTINCT ON (unit_id) unit_id, content FROM app.urging_rule ORDER BY unit_id, version DESC',
  );
  const rules = new Map(rows.map(({ unit_id, content }) => [unit_id, content]));
  return (unitId) => rules.get(provinceOf(units, unitId, on)) ?? SHIPPED_RULE;
}

/** The province in which a unit lies on a day; of a unit that is no more, the one in which it last lay, or what that became. */
export function provinceOf(units: Units, unitId: number, on: PlainDate): number {
  const stood =
    units.find(unitId, on) === undefined ? KNOWN_MAPS.findLast((day) => units.find(unitId, day)) : on;
  const top = units.ancestors(unitId, stood ?? on).at(-1)!.id;
  const placed = units.find(top, on) === undefined ? units.mapTo(top, on) : { unitId: top };
  return 'unitId' in placed ? placed.unitId : top;
}

/** Adds a version; the one before stays readable. */
export async function putRule(
  db: Database,
  actor: Actor,
  unitId: number,
  rule: UrgingRule,
  now: Date,
): Promise<void> {
  await db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.urging_rule (unit_id, version, content, recorded_by, recorded_at)
       SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM app.urging_rule WHERE unit_id = $1`,
      [unitId, JSON.stringify(rule), actor.name, now.toISOString()],
    ),
  );
}
