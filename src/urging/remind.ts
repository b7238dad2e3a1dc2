/** The daily digest: everybody's message with its deliveries, in one transaction; who has his of the day gets no second one. */
import type { Units } from '../areas/units.ts';
import { COUNTRY, type Duty } from '../duties/contract.ts';
import { findDirectives } from '../duties/directive-store.ts';
import { findDuties } from '../duties/find-duties.ts';
import type { Actor } from '../kernel/actor.ts';
import { newId } from '../kernel/ids.ts';
import { addDays } from '../kernel/plain-date.ts';
import { dayInVietnam, momentOf } from '../kernel/vietnam-time.ts';
import type { Database } from '../platform/database.ts';
import { composeDigests } from './compose-digests.ts';
import type { Channel, Digest, UrgingRule } from './contract.ts';
import { addMessages, type NewMessage } from './message-store.ts';
import { findRecipients, type Reached } from './recipients.ts';
import { loadRules, provinceOf } from './rule-store.ts';
import { afterQuiet } from './rules.ts';

export type Reminded = Readonly<{
  accountId: string;
  username: string;
  digest: Digest;
  channels: readonly Channel[];
}>;

export type RemindOptions = Readonly<{
  /** The moment of which the messages speak: by it duties are late. */
  now: Date;
  /** The real time: by it rights hold and deliveries leave. The demonstration lives on another day. */
  at: Date;
  /** Ways out that are open; messages in the product need none. */
  channels: readonly Channel[];
  mode: 'commit' | 'dry-run';
  /** Only people of provinces whose time of sending has come and whose night has not. */
  onTime: boolean;
}>;

/**
 * Writes the messages of the day and gives those that are new. A dry run is the real run, rolled back. The deliveries
 * wait for `deliver` and, at night, for the morning.
 */
export async function remind(
  db: Database,
  units: Units,
  actor: Actor,
  { now, at, channels, mode, onTime }: RemindOptions,
): Promise<Reminded[]> {
  const day = dayInVietnam(now);
  const ruleOf = await loadRules(db, units, day);
  const recipients = await findRecipients(db, at);
  const homeOf = ({ grants }: Reached): number => grants[0]!.unitId;
  const inTime = recipients.filter((one) => !onTime || isTime(ruleOf(homeOf(one)), now));
  if (inTime.length === 0) return [];
  const duties = await openDuties(db, units, inTime, now, (unitId) => ruleOf(unitId).lookBackDays);
  const digests = composeDigests(units, duties, inTime, (unitId) => ruleOf(unitId).escalation, now);
  const messages = inTime.flatMap((one): (NewMessage & { reached: Reached })[] => {
    const digest = digests.get(one.id);
    if (digest === undefined) return [];
    const open = channels.filter((channel) => one.addresses[channel] !== undefined);
    const nextAt = afterQuiet(at.toISOString(), ruleOf(homeOf(one)).quiet);
    return [
      {
        reached: one,
        accountId: one.id,
        id: newId(),
        day,
        content: digest,
        createdAt: at.toISOString(),
        deliveries: open.map((channel) => ({
          id: newId(),
          channel,
          address: one.addresses[channel]!,
          nextAt,
        })),
      },
    ];
  });
  const added = await db.transaction(actor, (tx) => addMessages(tx, messages), mode);
  return messages
    .filter(({ id }) => added.has(id))
    .map(({ reached, content, deliveries }) => ({
      accountId: reached.id,
      username: reached.username,
      digest: content,
      channels: deliveries.map(({ channel }) => channel),
    }));
}

function isTime({ sendAt, quiet }: UrgingRule, now: Date): boolean {
  const at = now.toISOString();
  return at >= momentOf(dayInVietnam(now), sendAt) && afterQuiet(at, quiet) === at;
}

/** Duties that are due today or were before, of everybody to whom a directive speaks. */
async function openDuties(
  db: Database,
  units: Units,
  recipients: readonly Reached[],
  now: Date,
  lookBackDays: (unitId: number) => number,
): Promise<Duty[]> {
  const today = dayInVietnam(now);
  const byKey = new Map<string, Duty>();
  // A directive of the country reaches every province: those in which somebody may be told are enough.
  const roots = new Set(
    (await findDirectives(db)).flatMap(({ unitId }) =>
      unitId === COUNTRY
        ? recipients.flatMap(({ grants }) => grants.map((grant) => provinceOf(units, grant.unitId, today)))
        : [unitId],
    ),
  );
  for (const within of roots)
    for (const duty of await findDuties(db, units, {
      scope: { within },
      from: addDays(today, -lookBackDays(within)),
      to: today,
      now,
    }))
      byKey.set(duty.key, duty);
  return [...byKey.values()];
}
