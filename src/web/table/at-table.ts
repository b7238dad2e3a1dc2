/** The one table of this page, and what every screen asks of it. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import type { EventKind, Payload, RosterPerson } from '../../recording/contract.ts';
import { now, nowIso } from './clock.ts';
import { Desk } from './desk.ts';
import { newId } from './new-id.ts';
import { type Offer, offersOf, type PlannedLot, plannedLots } from './offers.ts';
import type { Vial } from './session-state.ts';
import { Sync, type SyncState } from './sync.ts';
import type { Choice, OtherSite, View, Work } from './view.ts';

export const desk = new Desk();
export const sync = new Sync(desk);

export const useView = (): View => useSyncExternalStore(desk.subscribe, () => desk.view);
export const useSync = (): SyncState => useSyncExternalStore(sync.subscribe, () => sync.state);

/** For screens that are only shown while a session is chosen. */
export function useWork(): Work {
  const { work } = useView();
  if (work === null) throw new Error('no session is chosen');
  return work;
}

export function usePerson(id: string): RosterPerson | undefined {
  return useWork().people.get(id);
}

/** Writes an entry and hands it in as soon as there is a line. */
export async function record<Kind extends EventKind>(kind: Kind, payload: Payload<Kind>): Promise<string> {
  const id = await desk.record(kind, payload);
  sync.soon();
  return id;
}

/** Whoever is examined or injected is here. */
export async function arrive(personId: string, by: Payload<'arrived'>['by']): Promise<void> {
  if (desk.view.work?.state.visits.get(personId)?.arrivedAt == null)
    await record('arrived', { personId, by });
}

export const vialOf = (work: Work, choice: Choice | null): Vial | null => {
  const vial = choice?.vialId == null ? undefined : work.state.vials.get(choice.vialId);
  return vial === undefined || vial.closed ? null : vial;
};

/** The lots that the session is planned with, and what can be given of them and of the open vials. */
export const plannedAt = ({ roster, state }: Work): PlannedLot[] =>
  plannedLots(roster, [...state.vials.values()], dayInVietnam(nowIso()));
export const offersAt = (work: Work): Offer[] => offersOf(plannedAt(work), [...work.state.vials.values()]);

/** Takes an open vial into use, or opens one and does. */
export async function takeVial({ vaccine, lot, vial, labelled }: Offer): Promise<void> {
  const vialId = vial?.id ?? newId();
  if (vial === null) await record('vial_opened', { vialId, vaccine, lot, doses: labelled });
  await desk.choose({ vaccine, lot, vialId });
}

export const vaccineName = (work: Work, code: string): string =>
  work.roster.vaccines.find((vaccine) => vaccine.code === code)?.name ?? code;

/** Hours that an open vial may be used; null: the product says nothing. */
export const openHours = (work: Work, vaccine: string): number | null =>
  work.roster.vaccines.find(({ code }) => code === vaccine)?.openHours ?? null;

/** The clock, for what runs out: drawn anew every so many milliseconds. */
export function useNow(every: number): number {
  const [moment, setNow] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setNow(now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return moment;
}

/** Another site that was not heard of for so long may have given doses that nobody here knows. */
const SILENT_MS = 3_600_000;
export const isSilent = ({ lastSyncAt }: OtherSite, moment: number): boolean =>
  lastSyncAt === null || moment - Date.parse(lastSyncAt) > SILENT_MS;
