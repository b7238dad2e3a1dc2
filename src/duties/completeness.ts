/** Duties counted by the units below, item and day: a table and a calendar whose sums fit. Pure. */
import type { Units, UnitVersion } from '../areas/units.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import type { Duty } from './contract.ts';
import { addCompleteness, type Completeness, countDuties } from './rules.ts';

export type CompletenessRow = Readonly<{
  unit: Readonly<{ code: string; name: string }>;
  /** Whether there are units below to go down to. */
  leaf: boolean;
  total: Completeness;
  /** By day; days on which nothing is due are not there. */
  days: Readonly<Record<string, Completeness>>;
}>;

export type CompletenessAnswer = Readonly<{
  unit: Readonly<{ code: string; name: string }>;
  days: readonly PlainDate[];
  rows: readonly CompletenessRow[];
  total: Completeness;
  byDay: Readonly<Record<string, Completeness>>;
  items: readonly Readonly<{
    id: string;
    number: string;
    title: string;
    directive: string;
    total: Completeness;
  }>[];
}>;

/**
 * `item` is "directive~item", with what is below it, or null for all; what is made of the duties below would count them
 * twice and is left out.
 */
export function completenessOf(
  units: Units,
  unit: UnitVersion,
  duties: readonly Duty[],
  span: Readonly<{ from: PlainDate; to: PlainDate }>,
  item: string | null,
): CompletenessAnswer {
  const asked = item === null ? duties.filter(({ parts }) => parts === null) : ofItem(duties, item);
  const items = new Map(duties.map((duty) => [itemKey(duty), duty]));
  const rows = [...Map.groupBy(asked, (duty) => rowOf(units, unit.id, duty))].map(
    ([id, part]): CompletenessRow => {
      const version = units.get(id, part.at(-1)!.day);
      const days = byDay(part);
      return {
        unit: { code: version.code, name: version.fullName },
        leaf: id === unit.id || units.children(id, part.at(-1)!.day).length === 0,
        total: addCompleteness(Object.values(days)),
        days,
      };
    },
  );
  const days: PlainDate[] = [];
  for (let day = span.from; day <= span.to; day = addDays(day, 1)) days.push(day);
  return {
    unit: { code: unit.code, name: unit.fullName },
    days,
    rows: rows.sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1)),
    total: addCompleteness(rows.map(({ total }) => total)),
    byDay: byDay(asked),
    items: [...items].map(([id, { item: one, directive }]) => ({
      id,
      number: one.number,
      title: one.title,
      directive: directive.number,
      total: countDuties(ofItem(duties, id)),
    })),
  };
}

const itemKey = ({ directive, item }: Duty): string => `${directive.id}~${item.id}`;

/** Duties of an item ("directive~item") and of those below it, without what is made of them. */
export function ofItem(duties: readonly Duty[], key: string): Duty[] {
  const items = new Map(duties.map((duty) => [itemKey(duty), duty]));
  return duties.filter((duty) => duty.parts === null && isPartOf(items, duty, key));
}

/** Whether a duty is of the item, or of one below it. */
function isPartOf(items: ReadonlyMap<string, Duty>, duty: Duty, key: string): boolean {
  const seen = new Set<string>();
  for (let at: Duty | undefined = duty; at !== undefined; ) {
    const own = itemKey(at);
    if (own === key) return true;
    if (seen.has(own) || at.item.parent === null) return false;
    seen.add(own);
    at = items.get(`${at.directive.id}~${at.item.parent}`);
  }
  return false;
}

const byDay = (duties: readonly Duty[]): Record<string, Completeness> =>
  Object.fromEntries(
    [...Map.groupBy(duties, ({ day }) => day)].map(([day, part]) => [day, countDuties(part)]),
  );

/** The unit directly below the asked one in which the duty's unit lay on its day; the asked unit for what is its own. */
export function rowOf(units: Units, askedId: number, { unitId, day }: Duty): number {
  const chain = units.ancestors(unitId, day).map(({ id }) => id);
  return chain[chain.indexOf(askedId) - 1] ?? askedId;
}
