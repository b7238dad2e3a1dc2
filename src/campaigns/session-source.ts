/** Planned sessions as the injection table asks for them (src/recording takes its sessions from whoever serves it). */
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { VaccinationSession } from './contract.ts';
import { shiftOf, stands, vaccinesOf } from './rules.ts';
import { findInvitations, findSession, findSessions } from './session-store.ts';

/** Those that take place: neither closed nor cancelled ones are offered, though a closed one is still found by its id. */
export function plannedSessions(db: Database, units: Units) {
  const shown = (session: VaccinationSession) => ({
    id: session.id,
    name: session.site ?? session.facility,
    unitId: session.unitId,
    facility: session.facility,
    on: session.on,
    shift: shiftOf(session),
    capacity: session.capacity,
    vaccines: vaccinesOf(session),
    planned: session.vaccines,
    residentsOf: [session.unitId, ...session.serves].flatMap((id) => units.everWithin(id, session.on)),
  });
  return {
    find: async (id: string) => {
      const session = await findSession(db, id);
      return session === undefined || session.state === 'cancelled' ? undefined : shown(session);
    },
    onDay: async (day: PlainDate) =>
      (await findSessions(db, { unitIds: null, from: day, to: day })).filter(stands).map(shown),
    invited: async (id: string) =>
      new Map(
        (await findInvitations(db, id))
          .filter(({ state }) => state === 'invited')
          .map(({ person, code, from, to }) => [person, { code, from, to }] as const),
      ),
  };
}
