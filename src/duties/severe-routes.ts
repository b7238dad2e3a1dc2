import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import { KNOWN_MAPS } from '../areas/units.ts';
import { addDays } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import { withTypes } from '../platform/http.ts';
import type { SevereEventList } from './contract.ts';
import type { Deps } from './duty-access.ts';
import { findAlarms, hears } from './severe-alarms.ts';

const ACTION = 'dose.record';
const MOST = 500;
/** What was reported or corrected stays in sight for so many days. */
const SETTLED_DAYS = 7;

/** Severe events after doses: the reports that are owed, by whoever records doses there. */
export function severeRoutes(server: FastifyInstance, { db, units, guard, clock }: Deps): void {
  withTypes(server).get(
    '/severe-events',
    {
      config: { access: ACTION },
      schema: {
        summary: 'Severe events after doses whose report is due, and those reported of late',
        querystring: z.object({ unit: z.string().max(5), mapDate: dateParameter.optional() }),
      },
    },
    async (request): Promise<SevereEventList> => {
      const { unit: code, mapDate = KNOWN_MAPS.at(-1)! } = request.query;
      const unit = units.byCodeOrEarlier(code, mapDate);
      guard.demand(request, ACTION, unit.id);
      const inside = units.everWithin(unit.id, mapDate);
      const now = clock();
      const since = addDays(dayInVietnam(now), -SETTLED_DAYS);
      const found = (await findAlarms(db, units, now)).filter(
        ({ event, duty, rings }) =>
          inside.includes(event.unitId) &&
          hears(guard, request, event) &&
          (rings || dayInVietnam(duty.answer!.sentAt!) >= since),
      );
      const people = await db.query<{ id: string; name: string }>(
        'SELECT id, name FROM app.person WHERE id = ANY($1::uuid[])',
        [found.map(({ event }) => event.personId)],
      );
      const names = new Map(people.map(({ id, name }) => [id, name]));
      return {
        ringing: found.filter(({ rings }) => rings).length,
        events: found
          .sort((a, b) => Number(b.rings) - Number(a.rings))
          .slice(0, MOST)
          .map(({ event, duty }) => ({
            id: event.id,
            personId: event.personId,
            personName: names.get(event.personId) ?? '',
            facility: event.facility,
            type: event.type,
            outcome: event.outcome,
            at: event.at,
            recordedAt: event.recordedAt,
            correction: event.correction,
            duty: {
              key: duty.key,
              dueAt: duty.dueAt,
              state: duty.state,
              overdue: duty.overdue,
              by: duty.answer?.by ?? null,
              sentAt: duty.answer?.sentAt ?? null,
              onTime: duty.onTime,
            },
          })),
      };
    },
  );
}
