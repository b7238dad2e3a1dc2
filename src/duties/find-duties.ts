/** One question: the duties of units in a span of days, and how each stands. Everything else about duties asks here. */
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { findAnswers } from './answers.ts';
import type { Answer, Duty, ExpectedDuty } from './contract.ts';
import { findDirectives, findEvents, findFacilities } from './directive-store.ts';
import { expandDuties, type Source } from './expand-duties.ts';
import { isReceived, stateOf } from './rules.ts';

export type DutyQuery = Readonly<{
  /** A unit and all within it, or these units alone. */
  scope: Readonly<{ within: number }> | Readonly<{ unitIds: readonly number[] }>;
  /** First and last day, in Vietnam, on which the duties are due. */
  from: PlainDate;
  to: PlainDate;
  /** The moment at which lateness is judged. */
  now: Date;
}>;

export const loadSource = async (db: Database): Promise<Source> => {
  const [directives, events, facilities] = await Promise.all([
    findDirectives(db),
    findEvents(db),
    findFacilities(db),
  ]);
  return { directives, events, facilities };
};

/** The duties with their states, in the order in which they are due. */
export async function findDuties(
  db: Database,
  units: Units,
  { scope, from, to, now }: DutyQuery,
): Promise<Duty[]> {
  const roots = 'within' in scope ? [scope.within] : scope.unitIds;
  const { answered, made } = expandDuties(units, await loadSource(db), roots, { from, to });
  const answerTo = await findAnswers(db, units, answered);
  const at = now.toISOString();
  const known = new Map(answered.map((duty) => [duty.key, dutyAt(units, duty, answerTo(duty), at)]));
  const above = made.map(({ duty, parts }) => {
    const below = parts.map(({ key }) => known.get(key)!);
    const received = below.filter(({ state }) => isReceived(state)).length;
    return { ...dutyAt(units, duty, answerFrom(below), at), parts: { expected: below.length, received } };
  });
  const all = [...known.values(), ...above];
  const asked = 'within' in scope ? all : all.filter(({ unitId }) => scope.unitIds.includes(unitId));
  return asked.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.key < b.key ? -1 : 1));
}

function dutyAt(units: Units, duty: ExpectedDuty, answer: Answer | null, at: string): Duty {
  const state = stateOf(duty.dueAt, answer, at);
  const checker = answer?.waitingFor ?? null;
  const unit = checker === null ? null : units.get(checker, duty.day);
  return {
    ...duty,
    state,
    overdue: at > duty.dueAt && !isReceived(state),
    onTime: answer?.sentAt == null ? null : answer.sentAt <= duty.dueAt,
    answer,
    waitingFor: unit === null ? null : { id: unit.id, code: unit.code, name: unit.fullName },
    parts: null,
  };
}

/** What the duties below make of the one above: it is sent when the last of them is, and accepted when all are. */
function answerFrom(below: readonly Duty[]): Answer | null {
  const received = below.filter(({ state }) => isReceived(state));
  const complete = received.length === below.length;
  if (!complete && below.every(({ answer }) => answer === null)) return null;
  const sent = complete ? received.flatMap(({ answer }) => answer?.sentAt ?? []).sort() : [];
  const settled = complete && below.every(({ state }) => state !== 'submitted');
  return {
    kind: 'below',
    id: null,
    version: null,
    state: settled ? 'accepted' : complete ? 'submitted' : 'draft',
    zeroReason: null,
    returnReason: null,
    waitingFor: null,
    by: null,
    sentAt: sent.at(-1) ?? null,
  };
}
