import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import { recordRead } from '../audit/record-read.ts';
import { mask } from '../identity/access.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { withTypes } from '../platform/http.ts';
import { answerMove, settleMove } from './answer-move.ts';
import { arrivalRoutes } from './arrival-routes.ts';
import { findAway } from './find-away.ts';
import { countMoves, findDisputes, findMove, findMoves, type Move } from './find-moves.ts';
import { findSharedNumbers } from './find-shared-numbers.ts';
import { communeScope, type Deps, namedUnit, placed, scopeOf, today } from './scope.ts';

const PAGE = 100;
const reason = z.string().trim().min(3).max(300);
const moveKey = { personId: z.uuid(), fromId: z.number().int(), toId: z.number().int() };

/** People who moved: claimed by one commune, answered by the other, settled by the unit above both; deaths and absences. */
export function movesRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, units, guard } = deps;
  const api = withTypes(server);
  arrivalRoutes(server, deps);
  const settles = (request: FastifyRequest, unitId: number): boolean =>
    guard.allows(request, 'list.settle', unitId);
  const province = (unitId: number): number => units.ancestors(unitId, today()).at(-1)!.id;

  /** The lowest unit that covers both communes on a map; null across provinces. */
  const aboveBoth = (a: number, b: number, map: PlainDate): number | null => {
    const ids = [a, b].map((id) => {
      const place = units.mapTo(id, map);
      return 'unitId' in place ? place.unitId : place.unassignedWithin;
    });
    return units.lowestCommon(ids, map);
  };
  /** Communes that became one on the map of the question do not claim people of each other. */
  const apart = ({ fromUnit, toUnit }: Move, map: PlainDate): boolean => {
    const [from, to] = [units.mapTo(fromUnit, map), units.mapTo(toUnit, map)];
    return !('unitId' in from && 'unitId' in to && from.unitId === to.unitId);
  };
  /**
   * Who settles a dispute: the unit above both. Between provinces nobody stands above both with names: each province
   * can only give way, for a commune of its own.
   */
  const maySettle = (request: FastifyRequest, move: Move): { upheld: boolean; rejected: boolean } => {
    const above = move.answer?.aboveUnit ?? null;
    if (above !== null) return { upheld: settles(request, above), rejected: settles(request, above) };
    return {
      upheld: settles(request, province(move.fromUnit)),
      rejected: settles(request, province(move.toUnit)),
    };
  };
  /** Each side sees its own words in full, and of the other only which commune, since when and by whose list. */
  const shown = (request: FastifyRequest, move: Move) => {
    const { from, to } = move;
    return {
      personId: move.personId,
      name: move.name,
      sex: move.sex,
      birth: move.birth,
      nationalId: mask(move.nationalId),
      from: {
        ...from,
        id: move.fromUnit,
        unit: namedUnit(units, move.fromUnit),
        hamlet: settles(request, move.fromUnit) ? from.hamlet : null,
      },
      to: {
        ...to,
        id: move.toUnit,
        unit: namedUnit(units, move.toUnit),
        hamlet: settles(request, move.toUnit) ? to.hamlet : null,
      },
      answer: move.answer === null ? null : { ...move.answer, aboveUnit: aboveName(move.answer.aboveUnit) },
      may: {
        answer: settles(request, move.fromUnit) && move.answer?.answer !== 'contested',
        ...(move.answer?.answer === 'contested'
          ? maySettle(request, move)
          : { upheld: false, rejected: false }),
      },
    };
  };
  const subtree = (unitId: number, day: PlainDate): number[] => [
    unitId,
    ...units.children(unitId, day).flatMap(({ id }) => subtree(id, day)),
  ];
  const aboveName = (unitId: number | null): string | null =>
    unitId === null ? null : units.get(unitId, today()).fullName;

  api.get(
    '/moves',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'People whom another commune claims too: of ours (in), or claimed by us (out)',
        querystring: z.object({
          ...placed,
          direction: z.enum(['in', 'out']).default('in'),
          since: dateParameter.optional(),
          offset: z.coerce.number().int().min(0).default(0),
        }),
      },
    },
    async (request) => {
      const { query } = request;
      const { unit, recorded } = await communeScope(deps, request, query, 'list.settle');
      const [moves, shared, away] = await Promise.all([
        findMoves(db, { unitIds: recorded, direction: query.direction, since: query.since ?? null }),
        findSharedNumbers(db, recorded, 1),
        findAway(db, recorded, 1),
      ]);
      const open = moves.filter((move) => apart(move, query.mapDate ?? today()));
      const page = open.slice(query.offset, query.offset + PAGE);
      const actor = guard.actor(request, null, 'list.settle', unit.id);
      if (page.length > 0)
        await recordRead(db, actor, 'view', 'move', unit.code, {
          people: page.map(({ personId }) => personId),
        });
      return {
        moves: page.map((move) => shown(request, move)),
        total: open.length,
        counts: { ...(await countMoves(db, recorded)), shared: shared.total, away: away.total },
      };
    },
  );
  api.get(
    '/moves/disputes',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'Moves that are contested: for the unit above both to settle, and for both to see',
        querystring: z.object(placed),
      },
    },
    async (request) => {
      const { unit, recorded } = await scopeOf(deps, request, request.query, 'list.settle');
      const day = request.query.mapDate ?? today();
      const parties = [...new Set([...subtree(unit.id, day), ...recorded])].filter((id) =>
        settles(request, id),
      );
      const own = await findDisputes(db, parties);
      if (own.length > 0)
        await recordRead(db, guard.actor(request, null, 'list.settle', unit.id), 'view', 'move', unit.code, {
          people: own.map(({ personId }) => personId),
        });
      return { moves: own.map((move) => shown(request, move)) };
    },
  );
  api.get(
    '/moves/count',
    {
      config: { access: 'list.settle' },
      schema: {
        summary:
          'How many moves wait for the asker: to be answered by his commune, to be settled by his unit',
        querystring: z.object(placed),
      },
    },
    async (request) => {
      const { unit, recorded } = await scopeOf(deps, request, request.query, 'list.settle');
      const day = request.query.mapDate ?? today();
      const parties = [...new Set([...subtree(unit.id, day), ...recorded])].filter((id) =>
        settles(request, id),
      );
      const disputes = await findDisputes(db, parties);
      const commune = units.children(unit.id, day).length === 0;
      return {
        answer: commune ? (await countMoves(db, recorded)).in : 0,
        settle: disputes.filter((move) => Object.values(maySettle(request, move)).some(Boolean)).length,
      };
    },
  );
  /** An open move of which the asker has a part; to others it does not exist. */
  const getOwn = async (
    key: { personId: string; fromId: number; toId: number },
    may: (move: Move) => boolean,
  ): Promise<Move> => {
    const move = await findMove(db.pool, { personId: key.personId, fromUnit: key.fromId, toUnit: key.toId });
    if (move === undefined || !may(move))
      throw new AppError('move_unknown', 'not-found', { id: key.personId });
    return move;
  };
  api.post(
    '/moves/answer',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'The commune that somebody left confirms or contests the claim of another',
        body: z.object({
          ...moveKey,
          mapDate: dateParameter.optional(),
          answer: z.enum(['confirmed', 'contested']),
          keepsRegistration: z.boolean().default(false),
          on: dateParameter,
          reason,
        }),
      },
    },
    async (request) => {
      const { body } = request;
      const { fromUnit, toUnit } = await getOwn(body, (move) => settles(request, move.fromUnit));
      await answerMove(
        db,
        guard.actor(request, body.reason, 'list.settle', fromUnit),
        {
          personId: body.personId,
          fromUnit,
          toUnit,
          answer: body.answer,
          keepsRegistration: body.keepsRegistration,
          on: body.on,
          reason: body.reason,
          aboveUnit: aboveBoth(fromUnit, toUnit, body.mapDate ?? today()),
        },
        today(),
      );
      return { done: true };
    },
  );
  api.post(
    '/moves/settle',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'The unit above both settles a contested move',
        body: z.object({ ...moveKey, answer: z.enum(['upheld', 'rejected']), on: dateParameter, reason }),
      },
    },
    async (request) => {
      const { body } = request;
      const { fromUnit, toUnit, answer } = await getOwn(
        body,
        (move) => move.answer?.answer === 'contested' && maySettle(request, move)[body.answer],
      );
      await settleMove(
        db,
        guard.actor(request, body.reason, 'list.settle', answer?.aboveUnit ?? fromUnit),
        { personId: body.personId, fromUnit, toUnit, answer: body.answer, on: body.on, reason: body.reason },
        today(),
      );
      return { done: true };
    },
  );
}
