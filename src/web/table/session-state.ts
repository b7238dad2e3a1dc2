/** What a session looks like after everything that any device did in it: a pure fold of events in order of time. */
import type { Event, EventOf, Payload, RosterPerson } from '../../recording/contract.ts';
import { OBSERVATION_MINUTES } from '../../recording/rules.ts';

export type Dose = Readonly<{
  id: string;
  at: string;
  vaccine: string;
  lot: string;
  vialId: string | null;
  undone: string | null;
}>;

/** One person at this session. Times are the clocks of the devices. */
export type Visit = Readonly<{
  personId: string;
  arrivedAt: string | null;
  screened: (Payload<'screened'> & Readonly<{ at: string }>) | null;
  postponed: (Payload<'postponed'> & Readonly<{ at: string }>) | null;
  refused: (Payload<'refused'> & Readonly<{ at: string }>) | null;
  doses: readonly Dose[];
  observed: (Payload<'observed'> & Readonly<{ at: string }>) | null;
  adverse: readonly (Payload<'adverse_event'> & Readonly<{ at: string }>)[];
  lastAt: string;
}>;

export type Vial = Readonly<{
  id: string;
  vaccine: string;
  lot: string;
  openedAt: string;
  doses: number;
  given: number;
  closed: boolean;
  discarded: number;
}>;

export type SessionState = Readonly<{
  visits: ReadonlyMap<string, Visit>;
  vials: ReadonlyMap<string, Vial>;
  added: readonly RosterPerson[];
}>;

export type Stage = 'none' | 'arrived' | 'screened' | 'injected' | 'done' | 'postponed' | 'refused';

const fresh = (personId: string): Visit => ({
  personId,
  arrivedAt: null,
  screened: null,
  postponed: null,
  refused: null,
  doses: [],
  observed: null,
  adverse: [],
  lastAt: '',
});

/** Doses that stand: an undone one stays in the record, and counts no more. */
export const standing = (visit: Visit | undefined): readonly Dose[] =>
  visit?.doses.filter(({ undone }) => undone === null) ?? [];

/**
 * Where the person is in the four steps. A dose outweighs what was said before it; of a screening, a postponement and a
 * refusal the latest holds, and a screening that puts off or forbids is a postponement without a day.
 */
export function stageOf(visit: Visit | undefined): Stage {
  if (visit === undefined) return 'none';
  if (standing(visit).length > 0) return visit.observed === null ? 'injected' : 'done';
  const { screened, postponed, refused } = visit;
  const last = [screened, postponed, refused].reduce((a, b) => ((b?.at ?? '') > (a?.at ?? '') ? b : a), null);
  if (last === null) return visit.arrivedAt === null ? 'none' : 'arrived';
  if (last === refused) return 'refused';
  if (last === postponed) return 'postponed';
  return screened!.outcome === 'eligible' || screened!.outcome === 'caution' ? 'screened' : 'postponed';
}

/** The moment at which the 30 minutes of watching are over; null when nobody is to be watched. */
export function watchedUntil(visit: Visit): number | null {
  const last = standing(visit).at(-1);
  return last === undefined || visit.observed !== null
    ? null
    : Date.parse(last.at) + OBSERVATION_MINUTES * 60_000;
}

/** Folds the events of all devices, whatever the order in which they came. */
export function foldSession(events: Iterable<Event>): SessionState {
  const visits = new Map<string, Visit>();
  const vials = new Map<string, Vial>();
  const added: RosterPerson[] = [];
  const change = (personId: string, at: string, next: (visit: Visit) => Partial<Visit>): void => {
    const visit = visits.get(personId) ?? fresh(personId);
    visits.set(personId, { ...visit, ...next(visit), lastAt: at });
  };
  for (const event of [...events].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1)))
    switch (event.kind) {
      case 'person_added':
        added.push(personOf(event));
        break;
      case 'vial_opened': {
        const { vialId, vaccine, lot, doses } = event.payload;
        vials.set(vialId, {
          id: vialId,
          vaccine,
          lot,
          doses,
          openedAt: event.at,
          given: 0,
          closed: false,
          discarded: 0,
        });
        break;
      }
      case 'vial_closed': {
        const vial = vials.get(event.payload.vialId);
        if (vial !== undefined)
          vials.set(vial.id, { ...vial, closed: true, discarded: event.payload.discarded });
        break;
      }
      default:
        change(event.payload.personId, event.at, (visit) => changed(visit, event));
    }
  for (const visit of visits.values())
    for (const { vialId } of standing(visit)) {
      const vial = vialId === null ? undefined : vials.get(vialId);
      if (vial !== undefined) vials.set(vial.id, { ...vial, given: vial.given + 1 });
    }
  return { visits, vials, added };
}

type PersonEvent = Exclude<Event, EventOf<'person_added' | 'vial_opened' | 'vial_closed'>>;

function changed(visit: Visit, { id, at, ...event }: PersonEvent): Partial<Visit> {
  switch (event.kind) {
    case 'arrived':
      return { arrivedAt: visit.arrivedAt ?? at };
    case 'screened':
      return { screened: { ...event.payload, at } };
    case 'postponed':
      return { postponed: { ...event.payload, at } };
    case 'refused':
      return { refused: { ...event.payload, at } };
    case 'dose_given': {
      const { vaccine, lot, vialId } = event.payload;
      // Watching begins anew with each dose.
      return { doses: [...visit.doses, { id, at, vaccine, lot, vialId, undone: null }], observed: null };
    }
    case 'dose_undone': {
      const { doseId, reason } = event.payload;
      return { doses: visit.doses.map((dose) => (dose.id === doseId ? { ...dose, undone: reason } : dose)) };
    }
    case 'observed':
      return { observed: { ...event.payload, at } };
    case 'adverse_event':
      return { adverse: [...visit.adverse, { ...event.payload, at }] };
  }
}

/** Somebody added at the table, as the roster would say it. */
const personOf = ({ payload }: EventOf<'person_added'>): RosterPerson => ({
  id: payload.personId,
  name: payload.name,
  nameKey: '',
  sex: payload.sex,
  birth: payload.birth,
  nationalId: masked(
    payload.identifiers.find(({ kind }) => kind === 'cccd' || kind === 'cmnd')?.value ?? null,
  ),
  phone: masked(payload.phone),
  lookups: [],
  unit: payload.unit,
  hamlet: payload.hamlet,
  doses: [],
  invitation: null,
  postponed: null,
  whereabouts: 'here',
});

const masked = (value: string | null): string | null =>
  value === null || value.length <= 6
    ? value
    : `${value.slice(0, 3)}${'•'.repeat(value.length - 6)}${value.slice(-3)}`;

export type Figures = Readonly<{
  expected: number;
  arrived: number;
  screened: number;
  injected: number;
  postponed: number;
  refused: number;
  observing: number;
  adverse: number;
  vialsOpened: number;
}>;

/** The figures of the session as this device knows it. Whoever was injected was screened and had arrived. */
export function figuresOf({ visits, vials }: SessionState, expected: number): Figures {
  const count = (test: (visit: Visit, stage: Stage) => boolean): number =>
    [...visits.values()].filter((visit) => test(visit, stageOf(visit))).length;
  return {
    expected,
    arrived: count(({ arrivedAt }, stage) => arrivedAt !== null || stage !== 'none'),
    screened: count(({ screened }) => screened !== null),
    injected: count((_, stage) => stage === 'injected' || stage === 'done'),
    postponed: count((_, stage) => stage === 'postponed'),
    refused: count((_, stage) => stage === 'refused'),
    observing: count((_, stage) => stage === 'injected'),
    adverse: [...visits.values()].reduce((sum, { adverse }) => sum + adverse.length, 0),
    vialsOpened: vials.size,
  };
}
