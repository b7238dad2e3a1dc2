import { randomBytes } from 'node:crypto';
import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Database, Tx } from '../platform/database.ts';
import { findCampaign } from './campaign-store.ts';
import type { Invitation, InvitationState, VaccinationSession } from './contract.ts';
import { EVERYBODY, findAsked, findCandidates } from './find-candidates.ts';
import { keepDoses } from './keep-doses.ts';
import { dosesOf, slotsOf, stands } from './rules.ts';
import {
  findInvitations,
  findSession,
  insertInvitations,
  lockPlaces,
  setInvitationState,
} from './session-store.ts';
import { spreadInvitations } from './spread-invitations.ts';

// Crockford's alphabet: no letter is taken for a figure, and none makes words.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Twelve characters of chance (60 bits): a code says nothing about anybody, and no code leads to another. */
export const newCode = (): string => Array.from(randomBytes(12), (byte) => ALPHABET[byte & 31]).join('');

export type Invited = Readonly<{ invited: number /** Due, but without a place or a dose. */; left: number }>;

/**
 * Asks people who are due to a session, as many as its free places and doses hold. Asking again fills what is still free. Throws
 * `session_unknown`, `session_not_open`.
 */
export async function invitePeople(
  db: Database,
  units: Units,
  actor: Actor,
  sessionId: string,
  hamlets: readonly (string | null)[] | null,
  now: Date,
): Promise<Invited> {
  const planned = await findSession(db, sessionId);
  if (planned === undefined) throw new AppError('session_unknown', 'not-found', { id: sessionId });
  const campaign = planned.campaignId === null ? undefined : await findCampaign(db, planned.campaignId);
  const candidates = await findCandidates(db, units, planned, campaign?.target ?? EVERYBODY, hamlets);
  return db.transaction(actor, async (tx) => {
    await lockPlaces(tx);
    const session = await findSession({ pool: tx }, sessionId);
    if (session === undefined || !stands(session)) throw new AppError('session_not_open', 'conflict');
    const before = await findInvitations({ pool: tx }, sessionId);
    const asked = await findAsked(
      reading(tx),
      candidates.map(({ id }) => id),
      session.on,
    );
    const known = new Set(before.map(({ person }) => person));
    const waiting = candidates.filter(({ id }) => !asked.has(id) && !known.has(id));
    const slots = slotsOf(session).map((slot) => {
      const taken = before.filter(({ from, state }) => state === 'invited' && from === slot.from).length;
      return { ...slot, places: Math.max(0, slot.places - taken) };
    });
    const kept = keepDoses(waiting, freeDoses(session, before));
    const served = session.vaccines.length === 0 ? waiting : waiting.filter(({ id }) => kept.has(id));
    const { slotOf } = spreadInvitations(served, slots);
    const invitations = served.flatMap(({ id, kind, doseNo }): Invitation[] => {
      const slot = slots[slotOf.get(id) ?? -1];
      if (slot === undefined) return [];
      const { from, to } = slot;
      const vaccine = kept.get(id) ?? null;
      return [{ person: id, from, to, code: newCode(), state: 'invited', kind, doseNo, vaccine }];
    });
    if (invitations.length > 0)
      await insertInvitations(tx, sessionId, invitations, actor.name, now.toISOString());
    return { invited: invitations.length, left: waiting.length - invitations.length };
  });
}

/** Doses of each vaccine that are kept for nobody yet. */
function freeDoses(session: VaccinationSession, invitations: readonly Invitation[]): Map<string, number> {
  const free = dosesOf(session);
  for (const { state, vaccine } of invitations)
    if (state === 'invited' && vaccine !== null) free.set(vaccine, (free.get(vaccine) ?? 0) - 1);
  return free;
}

/**
 * What became of an invitation. Taken up again it needs its place: throws `session_not_open`, `session_full` where others have
 * the hour meanwhile, `session_doses_promised` where they have the doses, `invited_elsewhere`, and `person_unknown` for whoever was never invited.
 */
export async function answerInvitation(
  tx: Tx,
  { id, on }: Pick<VaccinationSession, 'id' | 'on'>,
  person: string,
  state: InvitationState,
): Promise<void> {
  await lockPlaces(tx);
  const session = await findSession({ pool: tx }, id);
  const all = await findInvitations({ pool: tx }, id);
  const own = all.find((one) => one.person === person);
  if (session === undefined || own === undefined)
    throw new AppError('person_unknown', 'not-found', { id: person });
  if (state === 'invited' && own.state !== 'invited') {
    if (!stands(session)) throw new AppError('session_not_open', 'conflict');
    const hour = slotsOf(session).find(({ from }) => from === own.from);
    const taken = all.filter((one) => one.state === 'invited' && one.from === own.from).length;
    if (hour === undefined || taken >= hour.places)
      throw new AppError('session_full', 'conflict', { from: own.from, to: own.to });
    if (own.vaccine !== null && (freeDoses(session, all).get(own.vaccine) ?? 0) <= 0)
      throw new AppError('session_doses_promised', 'conflict', { vaccine: own.vaccine });
    if ((await findAsked(reading(tx), [person], on, id)).has(person))
      throw new AppError('invited_elsewhere', 'conflict');
  }
  await setInvitationState(tx, id, person, state);
}

const reading = (tx: Tx): Pick<Database, 'query'> => ({
  query: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
    (await tx.query<Row & Record<string, never>>(text, values as unknown[])).rows as Row[],
});
