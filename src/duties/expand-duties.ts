/** Which duties follow from directives: items over calendars and events, over the units and facilities open on the day. Pure. */
import { KNOWN_MAPS, type Units, type UnitVersion } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { type Occurrence, occurrencesOf, type Span } from './calendar.ts';
import {
  COUNTRY,
  type Directive,
  type DirectiveEvent,
  type DirectiveItem,
  type ExpectedDuty,
  type Facility,
  type Level,
} from './contract.ts';

export type Source = Readonly<{
  directives: readonly Directive[];
  events: readonly DirectiveEvent[];
  facilities: readonly Facility[];
}>;

/** A duty of the level above, with the duties below it that it is made of. */
export type MadeDuty = Readonly<{ duty: ExpectedDuty; parts: readonly ExpectedDuty[] }>;
export type Expansion = Readonly<{ answered: readonly ExpectedDuty[]; made: readonly MadeDuty[] }>;

type Owner = Readonly<{ unit: UnitVersion; level: Level; facility: string | null }>;

export const levelOf = (units: Units, unit: UnitVersion, on: PlainDate): Level =>
  unit.level === 1 ? 'province' : units.children(unit.id, on).length === 0 ? 'commune' : 'district';

/** `directive~item~unit~occurrence`, and the facility where it is one's. */
export const dutyKey = (
  directiveId: string,
  itemId: string,
  unitId: number,
  occurrence: string,
  facility: string | null,
): string =>
  [
    directiveId,
    itemId,
    unitId,
    occurrence,
    ...(facility === null ? [] : [encodeURIComponent(facility)]),
  ].join('~');

/** The duties that are due within the span in the units of `scope` and all units within them. */
export function expandDuties(units: Units, source: Source, scope: readonly number[], span: Span): Expansion {
  const ownersOn = ownersByDay(units, source.facilities, scope);
  const answered: ExpectedDuty[] = [];
  const made: MadeDuty[] = [];
  for (const directive of source.directives) {
    const events = source.events.filter(({ directiveId }) => directiveId === directive.id);
    const parts = new Map<string, ExpectedDuty[]>();
    for (const item of directive.items)
      for (const occurrence of occurrencesOf(item, events, span))
        for (const owner of owing(item, occurrence, ownersOn)) {
          if (!reaches(units, directive, owner.unit.id, occurrence.day)) continue;
          const duty = dutyOf(directive, item, occurrence, owner);
          answered.push(duty);
          for (const above of itemsAbove(directive, item)) {
            const key = `${above.id} ${occurrence.occurrence}`;
            parts.set(key, [...(parts.get(key) ?? []), duty]);
          }
        }
    for (const [key, below] of parts)
      made.push(...madeOf(units, directive, key.split(' ')[0]!, below, ownersOn));
  }
  return { answered, made };
}

/** A duty of each unit of the level above that has parts within it; it is due when the last of them is. */
function madeOf(
  units: Units,
  directive: Directive,
  itemId: string,
  below: readonly ExpectedDuty[],
  ownersOn: (day: PlainDate) => readonly Owner[],
): MadeDuty[] {
  const item = directive.items.find(({ id }) => id === itemId)!;
  const last = below.reduce((a, b) => (b.dueAt > a.dueAt ? b : a));
  return ownersOn(last.day).flatMap((owner): MadeDuty[] => {
    if (owner.facility !== null || !item.owners.levels.includes(owner.level)) return [];
    if (!reaches(units, directive, owner.unit.id, last.day)) return [];
    const parts = below.filter(({ unitId, day }) => units.isWithin(unitId, owner.unit.id, day));
    if (parts.length === 0) return [];
    return [{ duty: dutyOf(directive, item, last, owner), parts }];
  });
}

/** Items of form `below` above an item, up to the top. */
function itemsAbove(directive: Directive, item: DirectiveItem): DirectiveItem[] {
  const above: DirectiveItem[] = [];
  for (let at: string | null = item.parent; at !== null; ) {
    const parent: DirectiveItem | undefined = directive.items.find(({ id }) => id === at);
    if (parent === undefined || above.includes(parent)) break;
    above.push(parent);
    at = parent.parent;
  }
  return above.filter(({ form }) => form === 'below');
}

/** Whether a unit is within the one whose directive it is. */
export const reaches = (
  units: Units,
  directive: Pick<Directive, 'unitId'>,
  unitId: number,
  on: PlainDate,
): boolean => directive.unitId === COUNTRY || units.isWithin(unitId, directive.unitId, on);

function owing(
  { owners: { levels, facilities }, schedule }: DirectiveItem,
  { only, day, period }: Occurrence,
  ownersOn: (day: PlainDate) => readonly Owner[],
): readonly Owner[] {
  // A severe event is reported by the place where it happened, as it was then, whatever else is asked of that place.
  if (schedule.kind === 'severe')
    return ownersOn(period.from)
      .filter(({ unit, facility }) => facility === null && unit.id === only!.unitId)
      .map((seat) => ({ ...seat, facility: only!.facility }));
  return ownersOn(day).filter(
    ({ unit, level, facility }) =>
      (facility === null ? levels.includes(level) : facilities) &&
      (only === null || (only.unitId === unit.id && only.facility === facility)),
  );
}

const dutyOf = (
  directive: Directive,
  item: DirectiveItem,
  { occurrence, opensAt, dueAt, day, period }: Omit<Occurrence, 'only'>,
  { unit, level, facility }: Owner,
): ExpectedDuty => ({
  // A severe event happened in one place alone: its id names it.
  key: dutyKey(directive.id, item.id, unit.id, occurrence, item.schedule.kind === 'severe' ? null : facility),
  directive: { id: directive.id, number: directive.number, unitId: directive.unitId },
  item,
  unitId: unit.id,
  unit: unit.code,
  unitName: unit.fullName,
  level,
  facility,
  occurrence,
  opensAt,
  dueAt,
  day,
  period,
});

/** Units and facilities open on a day within the scope; units are worked out once for a map, not for each day. */
function ownersByDay(
  units: Units,
  facilities: readonly Facility[],
  scope: readonly number[],
): (day: PlainDate) => readonly Owner[] {
  const maps = new Map<string, readonly Owner[]>();
  const days = new Map<PlainDate, readonly Owner[]>();
  const unitsOn = (day: PlainDate): readonly Owner[] => {
    const map = KNOWN_MAPS.findLast((known) => known <= day) ?? '';
    let owners = maps.get(map);
    if (owners === undefined) {
      const open = new Map<number, Owner>();
      const add = (unit: UnitVersion): void => {
        if (open.has(unit.id)) return;
        open.set(unit.id, { unit, level: levelOf(units, unit, day), facility: null });
        for (const child of units.children(unit.id, day)) add(child);
      };
      for (const id of scope) {
        const unit = units.find(id, day);
        if (unit !== undefined) add(unit);
      }
      owners = [...open.values()];
      maps.set(map, owners);
    }
    return owners;
  };
  return (day) => {
    let owners = days.get(day);
    if (owners === undefined) {
      const open = unitsOn(day);
      owners = [
        ...open,
        ...facilities.flatMap(({ unitId, name, openedOn, closedOn }): Owner[] => {
          if (openedOn > day || (closedOn !== null && closedOn <= day)) return [];
          const seat = open.find(({ unit }) => unit.id === unitId);
          return seat === undefined ? [] : [{ ...seat, facility: name }];
        }),
      ];
      days.set(day, owners);
    }
    return owners;
  };
}
