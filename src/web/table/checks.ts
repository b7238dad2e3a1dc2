/**
 * What stands against a dose, told before the jab and without a network: the rules of the server (`checkDose`), asked
 * of what this device knows. The server asks them again of what it knows. Pure.
 */
import type { PlainDate } from '../../kernel/plain-date.ts';
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import type { RosterLot, RosterPerson } from '../../recording/contract.ts';
import { checkDose, conditionsOf, type DoseConcern } from '../../recording/rules.ts';
import {
  type DoseKind,
  evaluateDoses,
  type GivenDose,
  kindOfNext,
  type Schedule,
} from '../../schedules/rules.ts';
import { findingsOf } from './findings.ts';
import { standing, type Vial, type Visit } from './session-state.ts';

/** The vaccine and lot at hand; `vial` null when none is open. */
export type Chosen = Readonly<{ vaccine: string; lot: string; vial: Vial | null }>;

export type Question = Readonly<{
  person: RosterPerson;
  visit: Visit | undefined;
  chosen: Chosen;
  lots: readonly RosterLot[];
  /** Hours that an open vial of the vaccine may be used; null: the product says nothing. */
  openHours: number | null;
  schedule: Schedule;
  /** The session's place, where its own doses were given. */
  site: string;
  /** Now, ISO. */
  at: string;
}>;

/** A careful hand draws one dose more than the label says; the register's most for a product is known to the server. */
const OVERFILL = 1;

/** Doses that the person had before the one in question, those of this session last. */
export function earlierDoses(person: RosterPerson, visit: Visit | undefined): GivenDose[] {
  const known = person.doses.map(({ number, kind, vaccine, on }) => ({
    number,
    kind,
    vaccine,
    on: on as PlainDate | null,
  }));
  // A dose that the server has already told of is on the roster too.
  const here = standing(visit)
    .map(({ at, vaccine }) => ({ kind: null, vaccine, on: dayInVietnam(at) }))
    .filter((dose) => !known.some(({ on, vaccine }) => on === dose.on && vaccine === dose.vaccine));
  const last = Math.max(0, ...known.map(({ number }) => number));
  return [...known, ...here.map((dose, i) => ({ ...dose, number: last + 1 + i }))];
}

/** The kind that the next dose is by the rules: an additional dose is none that comes too early for a booster. */
export function nextKind({
  person,
  visit,
  schedule,
  at,
}: Pick<Question, 'person' | 'visit' | 'schedule' | 'at'>): DoseKind {
  const conditions = conditionsOf(findingsOf(person, visit));
  const birth = person.birth as Parameters<typeof evaluateDoses>[0]['birth'];
  return kindOfNext({ birth, conditions }, earlierDoses(person, visit), schedule, dayInVietnam(at));
}

/** Stops first, then what may be set aside with a reason. */
export function concernsOf(question: Question): readonly DoseConcern[] {
  const { person, visit, chosen, lots, openHours, schedule, site, at } = question;
  const { vial, vaccine } = chosen;
  const on = dayInVietnam(at);
  const earlier = earlierDoses(person, visit);
  const next: GivenDose = {
    number: (earlier.at(-1)?.number ?? 0) + 1,
    kind: nextKind(question),
    vaccine,
    on,
    conditions: conditionsOf(findingsOf(person, visit)),
  };
  const birth = person.birth as Parameters<typeof evaluateDoses>[0]['birth'];
  const ofLot = lots.filter(({ lot }) => lot === chosen.lot);
  const lot = ofLot.find((one) => one.vaccine === vaccine) ?? ofLot[0];
  return checkDose({
    vaccine,
    on,
    at,
    birthKnown: birth !== null,
    judged: evaluateDoses({ birth }, [...earlier, next], schedule).at(-1)!,
    earlier: earlier.map((dose) => ({
      vaccine: dose.vaccine,
      on: dose.on,
      place: dose.on === on && person.doses.every((known) => known.on !== on) ? site : null,
    })),
    screening: visit?.screened?.outcome ?? null,
    postponedUntil: person.postponed?.until ?? null,
    lot:
      lot === undefined
        ? null
        : {
            vaccines: ofLot.map((one) => one.vaccine),
            expiresOn: lot.expiresOn,
            recalled: lot.recalled,
            balance: lot.balance,
          },
    vial:
      vial === null
        ? null
        : {
            useUntil:
              openHours === null
                ? null
                : new Date(Date.parse(vial.openedAt) + openHours * 3_600_000).toISOString(),
            left: vial.doses - vial.given,
            maximumLeft: vial.doses + OVERFILL - vial.given,
          },
  });
}
