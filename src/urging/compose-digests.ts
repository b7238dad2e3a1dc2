/** Who is told what on a day: each person what is his, and of late units below when it is his turn. Pure. */
import type { Units } from '../areas/units.ts';
import type { Duty } from '../duties/contract.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Digest, DigestLine, EscalatedUnit, EscalationStep } from './contract.ts';

export type Recipient = Readonly<{
  id: string;
  /** False: told of returns only. */
  information: boolean;
  /** Rights that hold now. */
  grants: readonly Readonly<{ role: string; unitId: number; facility: string | null }>[];
}>;

const HOUR_MS = 3_600_000;
type Sections = {
  dueToday: DigestLine[];
  late: DigestLine[];
  returned: DigestLine[];
  below: Map<string, EscalatedUnit>;
};

/**
 * The digests of a day by account; who has nothing to be told gets none. `stepsOf` gives the escalation that holds for
 * a unit. A duty is told to who answers for it and, when it is late for long enough, to the levels above it.
 */
export function composeDigests(
  units: Units,
  duties: readonly Duty[],
  recipients: readonly Recipient[],
  stepsOf: (unitId: number) => readonly EscalationStep[],
  now: Date,
): Map<string, Digest> {
  const today = dayInVietnam(now);
  const holders = holdersOf(units, recipients, today);
  const told = new Map<string, Sections>();
  const sectionsOf = ({ id }: Recipient): Sections => {
    let sections = told.get(id);
    if (sections === undefined) {
      sections = { dueToday: [], late: [], returned: [], below: new Map() };
      told.set(id, sections);
    }
    return sections;
  };
  for (const duty of duties) {
    const section = sectionFor(duty, today);
    if (section === null) continue;
    const owners = new Set(
      duty.item.owners.roles.flatMap((role) => holders(role, duty.unitId, duty.facility)),
    );
    for (const owner of owners)
      if (owner.information || section === 'returned') sectionsOf(owner)[section].push(lineOf(duty));
    if (!duty.overdue) continue;
    const above = new Set(
      stepsOf(duty.unitId)
        .filter(({ afterHours }) => now.getTime() - Date.parse(duty.dueAt) >= afterHours * HOUR_MS)
        .flatMap(({ up, roles }) => {
          const unitId = unitAbove(units, duty, up);
          return unitId === null ? [] : roles.flatMap((role) => holders(role, unitId, null));
        }),
    );
    for (const one of above) if (one.information && !owners.has(one)) addBelow(sectionsOf(one).below, duty);
  }
  return new Map(
    [...told].map(([id, { below, ...lines }]) => [
      id,
      { ...lines, escalated: [...below.values()].sort((a, b) => (a.since < b.since ? -1 : 1)) },
    ]),
  );
}

function sectionFor(
  { state, day, overdue }: Duty,
  today: PlainDate,
): 'dueToday' | 'late' | 'returned' | null {
  if (state === 'returned') return 'returned';
  if (overdue) return 'late';
  return day === today && (state === 'not_started' || state === 'draft') ? 'dueToday' : null;
}

/** The unit so many levels above the one that owes, the province at most; null for a duty of the province itself. */
function unitAbove(units: Units, { unitId, facility, day }: Duty, up: number): number | null {
  // The unit in which a facility lies is the first above it.
  const above = units.ancestors(unitId, day).slice(facility === null ? 1 : 0);
  return (above[up - 1] ?? above.at(-1))?.id ?? null;
}

const lineOf = (duty: Duty): DigestLine => ({
  key: duty.key,
  directive: duty.directive.number,
  number: duty.item.number,
  title: duty.item.title,
  unit: duty.unit,
  unitName: duty.unitName,
  facility: duty.facility,
  dueAt: duty.dueAt,
  reason: duty.state === 'returned' ? (duty.answer?.returnReason ?? null) : null,
});

function addBelow(below: Map<string, EscalatedUnit>, { unit, unitName, facility, dueAt }: Duty): void {
  const key = `${unit} ${facility ?? ''}`;
  const known = below.get(key);
  below.set(key, {
    unit,
    unitName,
    facility,
    duties: (known?.duties ?? 0) + 1,
    since: known !== undefined && known.since < dueAt ? known.since : dueAt,
  });
}

/** Who holds a role in a unit; a right in a unit that was merged holds in what it became. */
function holdersOf(
  units: Units,
  recipients: readonly Recipient[],
  today: PlainDate,
): (role: string, unitId: number, facility: string | null) => readonly Recipient[] {
  const byRight = new Map<string, Recipient[]>();
  for (const recipient of recipients)
    for (const { role, unitId, facility } of recipient.grants) {
      const now = units.find(unitId, today) === undefined ? units.mapTo(unitId, today) : { unitId };
      for (const of of new Set([unitId, 'unitId' in now ? now.unitId : unitId])) {
        const key = `${role} ${of} ${facility ?? ''}`;
        const holders = byRight.get(key);
        if (holders === undefined) byRight.set(key, [recipient]);
        else if (!holders.includes(recipient)) holders.push(recipient);
      }
    }
  // A facility's own duty is told to its people and to those of its unit who answer for facilities.
  return (role, unitId, facility) =>
    byRight.get(`${role} ${unitId} ${role === 'facility' ? (facility ?? '–') : ''}`) ?? [];
}
