import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import { recordRead } from '../audit/record-read.ts';
import { mask } from '../identity/access.ts';
import { readBirthDate } from '../intake/check/dates.ts';
import { readIdentifiers } from '../intake/check/identifiers.ts';
import { AppError } from '../kernel/app-error.ts';
import { withTypes } from '../platform/http.ts';
import { claimArrival } from './claim-arrival.ts';
import { findAway } from './find-away.ts';
import { findSharedNumbers } from './find-shared-numbers.ts';
import { communeScope, type Deps, handOf, namedUnit, placed, today } from './scope.ts';
import { TOLD_WHEREABOUTS, tellWhereabouts } from './tell-whereabouts.ts';

const reason = z.string().trim().min(3).max(300);

/** Who came, who died or went, and whose ID number stands elsewhere too: what one commune tells and sees of its people. */
export function arrivalRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, units, guard } = deps;
  const api = withTypes(server);

  api.post(
    '/moves/claims',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'A commune claims somebody who came to live there',
        body: z.object({
          ...placed,
          name: z.string().trim().min(2).max(120),
          sex: z.enum(['M', 'F']).nullable(),
          birth: z.string().trim().max(20),
          id: z.string().trim().max(20),
          hamlet: z.string().trim().max(80),
          kind: z.enum(['permanent', 'temporary', 'transient']),
          from: dateParameter,
          fromUnit: z.string().max(5).optional(),
          note: z.string().trim().max(300).default(''),
        }),
      },
    },
    async (request, reply) => {
      const { body } = request;
      const { unit } = await communeScope(deps, request, body, 'list.settle');
      const birth = readBirthDate(body.birth === '' ? null : body.birth, { asOf: today() });
      if (birth.notes.some(({ severity }) => severity === 'error'))
        throw new AppError('arrival_birth_unreadable', 'invalid');
      const numbers = body.id === '' ? [] : readIdentifiers(body.id).value;
      if (body.id !== '' && numbers.length !== 1) throw new AppError('arrival_number_unreadable', 'invalid');
      const claimed = await claimArrival(
        db,
        guard.actor(request, 'arrival', 'list.settle', unit.id),
        {
          unitId: unit.id,
          name: body.name,
          sex: body.sex,
          birth: birth.value,
          identifier: numbers[0] ?? null,
          hamlet: body.hamlet || null,
          kind: body.kind,
          from: body.from,
          fromUnit:
            body.fromUnit === undefined
              ? null
              : units.byCodeOrEarlier(body.fromUnit, body.mapDate ?? today()).id,
          note: body.note,
        },
        today(),
      );
      return reply.status(201).send({ outcome: claimed.outcome, counted: claimed.unitId === unit.id });
    },
  );
  api.get(
    '/moves/shared',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'ID numbers that people of a commune share with people of other communes and provinces',
        querystring: z.object(placed),
      },
    },
    async (request) => {
      const { unit, recorded } = await communeScope(deps, request, request.query, 'list.settle');
      const { shared, total } = await findSharedNumbers(db, recorded, 500);
      const actor = guard.actor(request, null, 'list.settle', unit.id);
      if (shared.length > 0)
        await recordRead(db, actor, 'view', 'shared_number', unit.code, {
          people: shared.map(({ personId }) => personId),
        });
      return {
        total,
        shared: shared.map(({ other, unitId: _, value, ...own }) => ({
          ...own,
          value: mask(value),
          // Of somebody elsewhere, enough to recognise him and not more.
          other: {
            name: initials(other.name),
            birth: other.birth?.slice(0, 4) ?? null,
            unit: other.unitId === null ? null : namedUnit(units, other.unitId),
          },
        })),
      };
    },
  );
  api.get(
    '/moves/away',
    {
      config: { access: 'list.settle' },
      schema: { summary: 'Who of a commune is dead, gone or absent', querystring: z.object(placed) },
    },
    async (request) => {
      const { unit, recorded } = await communeScope(deps, request, request.query, 'list.settle');
      const { people, total } = await findAway(db, recorded, 500);
      const actor = guard.actor(request, null, 'list.settle', unit.id);
      if (people.length > 0)
        await recordRead(db, actor, 'view', 'away', unit.code, {
          people: people.map(({ personId }) => personId),
        });
      return { people, total };
    },
  );
  api.post(
    '/persons/:id/whereabouts',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'Tell that somebody died, moved away, is absent, or is here after all',
        params: z.object({ id: z.uuid() }),
        body: z.object({ whereabouts: z.enum(TOLD_WHEREABOUTS), on: dateParameter, reason }),
      },
    },
    async (request) => {
      const { id } = request.params;
      const [person] = await db.query<{ unit_id: number | null }>(
        'SELECT unit_id FROM app.person WHERE id = $1',
        [id],
      );
      const unitId = person?.unit_id ?? null;
      if (unitId === null || !guard.allows(request, 'list.settle', unitId))
        throw new AppError('person_unknown', 'not-found', { id });
      const { body } = request;
      const actor = guard.actor(request, body.reason, 'list.settle', unitId);
      const source = handOf(deps, request, 'list.settle', unitId);
      await tellWhereabouts(db, actor, { personId: id, unitId, source, ...body }, today());
      return { done: true };
    },
  );
}

const initials = (name: string): string =>
  name
    .split(' ')
    .map((word) => `${word[0]}.`)
    .join(' ');
