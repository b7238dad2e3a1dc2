/** What a dose would change and what speaks against it, from what is known. Pure. */
import { Cells } from '../immunizations/count-changes.ts';
import { type ProjectedClaims, projectClaims } from '../immunizations/project-claims.ts';
import type { ProjectedDose } from '../immunizations/project-doses.ts';
import { blankClaim } from '../residents/file-decision.ts';
import type { LinkedClaim } from '../residents/linked-claim.ts';
import type { Schedules } from '../schedules/load-schedules.ts';
import { evaluateDoses, type Schedule } from '../schedules/rules.ts';
import type { Concern, EventOf } from './contract.ts';
import type { Known, KnownPerson } from './dose-facts.ts';
import { checkDose, conditionsOf, type DoseConcern } from './rules.ts';
import type { TableSession } from './table-session.ts';

export type JudgedDose = Readonly<{
  /** The record that the dose makes. */
  record: LinkedClaim;
  concerns: readonly Concern[];
  /** Records of another dose of the day. */
  sameDay: readonly string[];
  /**
   * What it adds, when it adds one dose at the end and touches nothing else that stands; null when more has to be
   * projected anew.
   */
  addition: Addition | null;
}>;

export type Addition = Readonly<{
  dose: ProjectedDose;
  status: ProjectedClaims['statuses'][number] | null;
  /** How many status rows the person has. */
  homes: number;
  cells: ReturnType<Cells['changed']>;
}>;

export function judgeEvent(
  event: EventOf<'dose_given'>,
  session: TableSession,
  person: KnownPerson,
  known: Pick<Known, 'facts' | 'flags'>,
  schedules: Schedules,
): JudgedDose {
  const record = recordOf(event, session);
  const before = projectClaims(person.id, person.claims, schedules.of);
  const after = projectClaims(person.id, [...person.claims, record], schedules.of);
  return {
    record,
    concerns: concernsOf(event, session, before, known, schedules.of(session.unitId)),
    sameDay: before.doses.flatMap((dose) => (dose.on === session.on ? dose.recordIds : [])),
    addition: additionOf(person, before, after),
  };
}

/** A dose claim that names nobody: of whom it speaks its link says. */
function recordOf(event: EventOf<'dose_given'>, session: TableSession): LinkedClaim {
  const { vaccine, lot, doseKind } = event.payload;
  // The day of the session, not that of the device's clock, which may be wrong.
  const { on } = session;
  return {
    recordId: event.id,
    kind: 'injections',
    source: 'health',
    status: 'auto',
    listUnitId: session.unitId,
    asOf: on,
    claim: {
      ...blankClaim(session.unitId),
      entered: 'live',
      doses: [
        {
          number: null,
          kind: doseKind,
          vaccine,
          vaccineText: null,
          lot,
          on,
          place: session.facility,
          column: null,
        },
      ],
    },
  };
}

function concernsOf(
  event: EventOf<'dose_given'>,
  { on }: TableSession,
  before: ProjectedClaims,
  { facts, flags }: Pick<Known, 'facts' | 'flags'>,
  schedule: Schedule,
): Concern[] {
  const { vaccine, doseKind } = event.payload;
  const given = before.doses.map((dose) => ({
    number: dose.number,
    kind: dose.kind,
    vaccine: dose.vaccine,
    on: dose.on,
  }));
  const judged = evaluateDoses(
    { birth: before.person.birth },
    [...given, { number: given.length + 1, kind: doseKind, vaccine, on, conditions: conditionsOf(flags) }],
    schedule,
  ).at(-1)!;
  const found: readonly DoseConcern[] = checkDose({
    vaccine,
    on,
    at: event.at,
    birthKnown: before.person.birth !== null,
    judged,
    earlier: before.doses,
    ...facts,
  });
  return found.map(({ code, params }) => ({ code, params: { ...params } }));
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function additionOf(person: KnownPerson, before: ProjectedClaims, after: ProjectedClaims): Addition | null {
  const dose = after.doses.at(-1)!;
  if (
    after.doses.length !== before.doses.length + 1 ||
    !same(after.doses.slice(0, -1), before.doses) ||
    !same(after.person, before.person) ||
    !same(after.beside, before.beside) ||
    !same(after.findings, before.findings)
  )
    return null;
  const cells = new Cells();
  for (const status of before.statuses) cells.add(status, person.countedOn, -1);
  for (const status of after.statuses) cells.add(status, person.countedOn, 1);
  return {
    dose,
    status: after.statuses[0] ?? null,
    homes: after.statuses.length,
    cells: cells.changed(after.statuses),
  };
}
