/** One command: a new version of a directive. The web form, the API and the files of db/reference all end here. */
import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Database } from '../platform/database.ts';
import { COUNTRY, type Directive, type DirectiveItem } from './contract.ts';
import { addVersion, findVersions } from './directive-store.ts';
import { type DirectiveContent, itemSchema } from './schema.ts';

export type NewDirective = Readonly<{
  id: string;
  unitId: number;
  content: DirectiveContent;
  file: Readonly<{ id: string; name: string }> | null;
}>;

/**
 * Records the directive as its next version. Throws what `demandItems` and `demandUnchanged` throw, and
 * `directive_of_other_unit` when the known directive is another unit's.
 */
export async function saveDirective(
  db: Database,
  units: Units,
  actor: Actor,
  { id, unitId, content, file }: NewDirective,
  now: Date,
): Promise<Directive> {
  if (unitId !== COUNTRY) units.get(unitId, content.issuedOn);
  demandItems(content);
  return db.transaction(actor, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(7326050, hashtext($1))', [id]);
    const [before] = await findVersions({ pool: tx }, id);
    if (before !== undefined) {
      if (before.unitId !== unitId) throw new AppError('directive_of_other_unit', 'forbidden', {});
      demandUnchanged(before.items, content.items, dayInVietnam(now));
    }
    await addVersion(
      tx,
      {
        id,
        version: (before?.version ?? 0) + 1,
        unitId,
        fileId: file?.id ?? before?.fileId ?? null,
        fileName: file?.name ?? before?.fileName ?? null,
        recordedBy: actor.name,
        recordedAt: now.toISOString(),
      },
      content,
    );
    return (await findVersions({ pool: tx }, id))[0]!;
  });
}

/**
 * What holds between the items of one directive. Throws `directive_item_twice`, `directive_parent_unknown`,
 * `directive_parent_wrong` (a part hangs under an item made of those below, and in no circle), `directive_event_unknown`,
 * `directive_owner_needed`, `directive_below_wrong` (form and schedule `below` go together), `directive_days_wrong`.
 */
export function demandItems({ items, events }: DirectiveContent): void {
  const known = new Map(items.map((item) => [item.id, item]));
  for (const item of items) {
    const at = { item: item.number };
    const { owners, schedule, form, parent, from, until } = item;
    if (items.filter(({ id }) => id === item.id).length > 1)
      throw new AppError('directive_item_twice', 'invalid', at);
    if (owners.levels.length === 0 && !owners.facilities)
      throw new AppError('directive_owner_needed', 'invalid', at);
    if ((form === 'below') !== (schedule.kind === 'below'))
      throw new AppError('directive_below_wrong', 'invalid', at);
    if (until !== null && until < from) throw new AppError('directive_days_wrong', 'invalid', at);
    if (schedule.kind === 'once' && schedule.on < from)
      throw new AppError('directive_days_wrong', 'invalid', at);
    if (schedule.kind === 'event' && !events.some(({ key }) => key === schedule.event))
      throw new AppError('directive_event_unknown', 'invalid', at);
    if (parent === null) continue;
    if (!known.has(parent)) throw new AppError('directive_parent_unknown', 'invalid', at);
    if (known.get(parent)!.form !== 'below' || aboveItself(item, known))
      throw new AppError('directive_parent_wrong', 'invalid', at);
  }
}

function aboveItself(item: DirectiveItem, known: ReadonlyMap<string, DirectiveItem>): boolean {
  let at = item.parent;
  for (let steps = 0; at !== null && steps <= known.size; steps++) {
    if (at === item.id) return true;
    at = known.get(at)?.parent ?? null;
  }
  return at !== null;
}

/**
 * An item that has begun keeps who owes what and when: answers were given to it. It may be ended (`until`), worded
 * better, and a single deadline may be moved to later. Throws `directive_item_begun`.
 */
export function demandUnchanged(
  before: readonly DirectiveItem[],
  now: readonly DirectiveItem[],
  today: PlainDate,
): void {
  for (const item of before) {
    if (item.from > today) continue;
    const kept = now.find(({ id }) => id === item.id);
    if (kept === undefined || fixedOf(kept) !== fixedOf(item) || earlierThan(kept, item))
      throw new AppError('directive_item_begun', 'conflict', { item: item.number });
  }
}

/** What of an item that has begun stays, as one value to compare. */
function fixedOf(item: DirectiveItem): string {
  const { owners, form, schedule, parent, check, from } = itemSchema.parse(item);
  const { levels, facilities } = owners;
  return JSON.stringify([
    [...levels].sort(),
    facilities,
    form,
    schedule.kind === 'once' ? 'once' : schedule,
    parent,
    check,
    from,
  ]);
}

const earlierThan = ({ schedule: now }: DirectiveItem, { schedule: before }: DirectiveItem): boolean =>
  now.kind === 'once' && before.kind === 'once' && `${now.on} ${now.time}` < `${before.on} ${before.time}`;
