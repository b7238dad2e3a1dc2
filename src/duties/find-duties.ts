/** One question: the duties of units in a span of days, and how each stands. Everything else about duties asks here. */
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { type Correction, findSevereCases, type SevereEvent } from '../recording/severe-cases.ts';
import { findAnswers } from './answers.ts';
import {
  type Answer,
  type DirectiveEvent,
  type DirectiveItem,
  type Duty,
  type ExpectedDuty,
  SEVERE_EVENT,
} from './contract.ts';
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
  /** Items asked for; all, if it is not there. */
  only?: (item: DirectiveItem) => boolean;
}>;

/** What duties follow from; of severe events also which of them were none. */
export async function loadSource(
  db: Database,
): Promise<Source & Readonly<{ severe: readonly SevereEvent[] }>> {
  const [directives, recorded, facilities, severe] = await Promise.all([
    findDirectives(db),
    findEvents(db),
    findFacilities(db),
    findSevereCases(db),
  ]);
  const followed = directives
    .filter(({ items }) => items.some(({ schedule }) => schedule.kind === 'severe'))
    .flatMap(({ id }) => severe.map((event) => severeEvent(id, event)));
  return { directives, events: [...recorded, ...followed], facilities, severe };
}

/** Of the person nothing is said here: duties are read by many. */
const severeEvent = (
  directiveId: string,
  { id, unitId, facility, at, recordedAt }: SevereEvent,
): DirectiveEvent => ({
  id,
  directiveId,
  event: SEVERE_EVENT,
  unitId,
  facility,
  at,
  note: null,
  recordedBy: '',
  recordedAt,
});

/** The duties with their states, in the order in which they are due. */
export async function findDuties(
  db: Database,
  units: Units,
  { scope, from, to, now, only = () => true }: DutyQuery,
): Promise<Duty[]> {
  const roots = 'within' in scope ? [scope.within] : scope.unitIds;
  const { severe, ...source } = await loadSource(db);
  const directives = source.directives.map((one) => ({ ...one, items: one.items.filter(only) }));
  const { answered, made } = expandDuties(units, { ...source, directives }, roots, { from, to });
  const answerTo = await findAnswers(db, units, answered);
  const ended = new Map(
    severe.flatMap(({ id, correction }) => (correction === null ? [] : [[id, endedBy(correction)]])),
  );
  const at = now.toISOString();
  const known = new Map(
    answered.map((duty) => [duty.key, dutyAt(units, duty, ended.get(duty.occurrence) ?? answerTo(duty), at)]),
  );
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

/** Nothing of the kind happened, as somebody said who looked again: there is nothing to report, and that is why. */
const endedBy = ({ reason, by, at }: Correction): Answer => ({
  kind: 'correction',
  id: null,
  version: null,
  state: 'accepted',
  zeroReason: reason,
  returnReason: null,
  waitingFor: null,
  by,
  sentAt: at,
});

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
