/**
 * What stands against a dose, told before the jab and without a network: the vial and the lot that were chosen, the
 * screening, what the person had today and before. The server checks again with what it knows. Pure.
 */

import type { PlainDate } from '../../kernel/plain-date.ts';
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import type { Concern, RosterLot, RosterPerson } from '../../recording/contract.ts';
import { STOPS } from '../../recording/rules.ts';
import { evaluateDoses, type GivenDose, type InvalidReason, type Schedule } from '../../schedules/rules.ts';
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
  /** Now, in milliseconds. */
  now: number;
}>;

export const isStop = ({ code }: Concern): boolean => (STOPS as readonly string[]).includes(code);

/** Stops first. */
export function concernsOf(question: Question): readonly Concern[] {
  const all = [...ofVial(question), ...ofPerson(question), ...ofSchedule(question)];
  return [...all.filter(isStop), ...all.filter((concern) => !isStop(concern))];
}

const concern = (code: Concern['code'], params: Concern['params'] = {}): Concern => ({ code, params });

function ofVial({ chosen, lots, openHours, now }: Question): Concern[] {
  const found: Concern[] = [];
  const today = dayInVietnam(new Date(now));
  const { vial } = chosen;
  const lot = lots.find((one) => one.lot === chosen.lot && one.vaccine === chosen.vaccine);
  const elsewhere = lots.find((one) => one.lot === chosen.lot);
  if (lot === undefined)
    found.push(
      elsewhere === undefined
        ? concern('lot_unknown', { lot: chosen.lot })
        : concern('lot_wrong_vaccine', { lot: chosen.lot, vaccine: elsewhere.vaccine }),
    );
  else {
    if (lot.recalled) found.push(concern('lot_recalled', { lot: lot.lot }));
    if (lot.expiresOn !== null && lot.expiresOn < today)
      found.push(concern('lot_expired', { expired: lot.expiresOn }));
    if (lot.balance !== null && lot.balance <= 0) found.push(concern('lot_not_in_stock', { lot: lot.lot }));
  }
  if (vial === null) found.push(concern('vial_unknown'));
  else {
    if (openHours !== null && now > Date.parse(vial.openedAt) + openHours * 3_600_000)
      found.push(concern('vial_too_old', { hours: openHours }));
    if (vial.given >= vial.doses) found.push(concern('vial_empty', { doses: vial.doses }));
  }
  return found;
}

function ofPerson({ person, visit, now }: Question): Concern[] {
  const found: Concern[] = [];
  const today = dayInVietnam(new Date(now));
  const earlier = person.doses.find(({ on }) => on === today);
  if (earlier !== undefined || standing(visit).length > 0) found.push(concern('given_today'));
  const outcome = visit?.screened?.outcome;
  if (outcome === undefined) found.push(concern('not_screened'));
  else if (outcome === 'contraindicated') found.push(concern('contraindicated'));
  else if (outcome === 'deferred') found.push(concern('deferred'));
  else if (outcome === 'caution') found.push(concern('examine_with_care'));
  const until = person.postponed?.until ?? null;
  if (person.postponed !== null && (until === null || until > today))
    found.push(concern('postponed_until', until === null ? {} : { until }));
  if (person.birth === null) found.push(concern('age_unknown'));
  return found;
}

const OF_REASON: Readonly<Record<InvalidReason, Concern['code']>> = {
  undated: 'earlier_dose_unclear',
  unknown_product: 'not_on_rules',
  contraindicated: 'contraindicated',
  too_young: 'too_young',
  out_of_order: 'earlier_dose_unclear',
  too_early: 'too_early',
  mixing_not_allowed: 'mixing_forbidden',
  not_scheduled: 'series_complete',
};

/** Doses the person had before this session, in order. */
export const earlierDoses = (person: RosterPerson): GivenDose[] =>
  person.doses.map(({ number, kind, vaccine, on }) => ({
    number,
    kind,
    vaccine,
    on: on as PlainDate | null,
  }));

function ofSchedule({ person, chosen, schedule, now }: Question): Concern[] {
  const before = earlierDoses(person);
  const on = dayInVietnam(new Date(now));
  if (before.some((dose) => dose.on === on)) return [];
  const next: GivenDose = {
    number: Math.max(0, ...before.map(({ number }) => number)) + 1,
    kind: null,
    vaccine: chosen.vaccine,
    on,
  };
  const birth = person.birth as Parameters<typeof evaluateDoses>[0]['birth'];
  const judged = evaluateDoses({ birth }, [...before, next], schedule).at(-1)!;
  const found: Concern[] = [];
  if (before.some(({ on: day }) => day === null)) found.push(concern('earlier_dose_unclear'));
  if (judged.reason !== null)
    found.push(
      concern(OF_REASON[judged.reason], {
        ...(judged.days === null ? {} : { days: judged.days }),
        ...(judged.minimum === null ? {} : { minimum: judged.minimum }),
      }),
    );
  else if (before.some(({ vaccine }) => vaccine !== null && vaccine !== chosen.vaccine))
    found.push(concern('mixing', { before: before.at(-1)?.vaccine ?? '' }));
  return found.filter(({ code }, i) => found.findIndex((other) => other.code === code) === i);
}
