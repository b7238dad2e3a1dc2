import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import { type Draft, RULE_KINDS, type ScheduleRules } from './contract.ts';
import { type AdoptedVersion, loadSchedules, type Schedules, schedulesOf } from './load-schedules.ts';
import { productNames } from './products.ts';
import { rulesOn } from './rules.ts';

/**
 * The version that a draft would make, after its checks. Throws `schedule_empty`, `schedule_before_document`,
 * `schedule_product_unknown`, `schedule_same`.
 */
export function versionOf(draft: Draft, unitId: number | null, schedules: Schedules): AdoptedVersion {
  const id = newId();
  const rules = Object.fromEntries(
    RULE_KINDS.map((kind) => [
      kind,
      draft.rules[kind].map((rule) => ({
        ...rule,
        from: draft.from,
        // A rule that ends as it begins never holds, and ends the one before it.
        to: draft.withdraw ? draft.from : null,
        document: id,
      })),
    ]),
  ) as ScheduleRules;
  const all = RULE_KINDS.flatMap((kind): object[] => rules[kind]);
  if (all.length === 0) throw new AppError('schedule_empty', 'invalid');
  if (draft.from < draft.issuedOn) throw new AppError('schedule_before_document', 'invalid');
  const products = [
    ...rules.primary.map(({ vaccine }) => vaccine),
    ...rules.mixing.flatMap(({ first, second }) => [first, second]),
    ...[...rules.additional, ...rules.booster].flatMap(({ vaccines }) => vaccines),
    ...rules.additional.flatMap(({ after }) => after),
    ...rules.exemptions.flatMap(({ vaccine }) => vaccine ?? []),
  ];
  const unknown = products.find((code) => !productNames.has(code));
  if (unknown !== undefined) throw new AppError('schedule_product_unknown', 'invalid', { product: unknown });
  const held = rulesOn(schedules.of(unitId), draft.from);
  const known = new Set(RULE_KINDS.flatMap((kind) => held[kind].map((rule) => said(kind, rule))));
  if (!draft.withdraw && RULE_KINDS.every((kind) => rules[kind].every((rule) => known.has(said(kind, rule)))))
    throw new AppError('schedule_same', 'conflict');
  return {
    id,
    unitId,
    rules,
    document: { id, number: draft.number, date: draft.issuedOn, title: draft.title, confirmed: true },
  };
}

/** What a rule says, whoever said it and since when. */
const said = (
  kind: string,
  { from: _, to: __, document: ___, ...rule }: { from: string; to: string | null; document: string },
): string => `${kind} ${JSON.stringify(Object.entries(rule).sort(([a], [b]) => (a < b ? -1 : 1)))}`;

/** The schedules as they would be with a version more. */
export const withVersion = (schedules: Schedules, version: AdoptedVersion): Schedules =>
  schedulesOf([...schedules.versions, version]);

/**
 * Brings a version in, kept beside those before it. The doses that it may concern are judged anew by whoever projects them.
 * Throws what `versionOf` throws.
 */
export async function adoptVersion(
  db: Database,
  actor: Actor,
  draft: Draft,
  unitId: number | null,
): Promise<AdoptedVersion> {
  return db.transaction({ ...actor, reason: draft.reason }, async (tx) => {
    // Two at once would each be judged without the other.
    await tx.query('LOCK TABLE app.schedule_version IN SHARE ROW EXCLUSIVE MODE');
    const version = versionOf(draft, unitId, await loadSchedules(tx));
    await tx.query(
      `INSERT INTO app.schedule_version (id, unit_id, number, issued_on, title, from_on, rules, reason, account_id, adopted_by, adopted_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        version.id,
        unitId,
        draft.number,
        draft.issuedOn,
        draft.title,
        draft.from,
        JSON.stringify(version.rules),
        draft.reason,
        actor.accountId,
        actor.name,
        new Date().toISOString(),
      ],
    );
    return version;
  });
}
