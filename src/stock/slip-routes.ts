import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import { withTypes } from '../platform/http.ts';
import { code, demandSite, facilityName, lot, reason, type StockDoor, where } from './door.ts';
import { storesWithin } from './facilities.ts';
import { matchSlips } from './match-slips.ts';
import { postSlip, type Slip } from './post-slip.ts';
import { recallLot, recordStockEvent } from './recall-lot.ts';
import { findMovement } from './store.ts';
import { undoMovement } from './use-vials.ts';

const day = z.iso.date().transform((text) => text as PlainDate);
const text = z.string().trim().max(300).nullable().default(null);
const doses = z.number().int().min(1).max(10_000_000);
const about = { ...where, on: day, slip: text, counterpart: text, reason: text };
const slipBody = z.discriminatedUnion('kind', [
  z.object({ ...about, kind: z.literal('receipt'), doses, expiresOn: day.nullable() }),
  ...(['issue', 'write_off', 'quarantine', 'release'] as const).map((kind) =>
    z.object({ ...about, kind: z.literal(kind), doses }),
  ),
  z.object({
    ...about,
    kind: z.literal('use'),
    vials: z.number().int().min(1).max(10_000),
    injected: doses.or(z.literal(0)),
    wasted: doses.or(z.literal(0)),
  }),
  z.object({ ...about, kind: z.literal('stocktake'), counted: doses.or(z.literal(0)) }),
]);

/** What is written at a store: slips and their undoing, what happened to a lot, recalls. */
export function slipRoutes(server: FastifyInstance, { db, units, guard, clock }: StockDoor): void {
  const api = withTypes(server);
  const today = (): PlainDate => dayInVietnam(clock());
  const unitOf = (given: string) => units.byCodeOrEarlier(given, today());
  api.post(
    '/stock/movements',
    {
      config: { access: 'stock.post' },
      schema: { summary: 'Post a slip: receipt, issue, use, loss, quarantine or count', body: slipBody },
    },
    async (request, reply) => {
      const { unit: given, ...slip } = request.body;
      const unit = unitOf(given);
      demandSite(guard, request, 'stock.post', unit.id, slip.facility);
      if (slip.on > today()) throw new AppError('stock_day_future', 'invalid', { date: slip.on });
      const actor = guard.actor(request, slip.reason, 'stock.post', unit.id);
      const id = await db.transaction(actor, (tx) =>
        postSlip(tx, actor, { ...slip, unitId: unit.id, source: 'form' } as Slip, clock()),
      );
      return reply.status(201).send({ id });
    },
  );
  api.post(
    '/stock/movements/:id/undo',
    {
      config: { access: 'stock.post' },
      schema: {
        summary: 'Take a movement back; both stay in the ledger',
        params: z.object({ id: z.uuid() }),
        body: z.object({ unit: code, reason }),
      },
    },
    async (request) => {
      const unit = unitOf(request.body.unit);
      guard.demand(request, 'stock.post', unit.id);
      const movement = await findMovement(db, unit.id, request.params.id);
      if (movement === undefined)
        throw new AppError('stock_movement_unknown', 'not-found', { id: request.params.id });
      demandSite(guard, request, 'stock.post', unit.id, movement.facility);
      const actor = guard.actor(request, request.body.reason, 'stock.post', unit.id);
      return {
        id: await db.transaction(actor, async (tx) => {
          const why = { source: 'form', reason: request.body.reason } as const;
          const id = await undoMovement(tx, actor, unit.id, movement.id, why, clock());
          await matchSlips(tx, actor, movement, clock());
          return id;
        }),
      };
    },
  );
  api.post(
    '/stock/events',
    {
      config: { access: 'stock.post' },
      schema: {
        summary: 'Tell of a vial monitor or a temperature outside its range',
        body: z.object({
          unit: code,
          facility: facilityName,
          item: z.string().max(40).nullable().default(null),
          lot: lot.nullable().default(null),
          kind: z.enum(['vvm', 'temperature']),
          happenedAt: z.iso.datetime({ offset: true }),
          lowest: z.number().min(-100).max(100).nullable().default(null),
          highest: z.number().min(-100).max(100).nullable().default(null),
          minutes: z.number().int().min(0).max(100_000).nullable().default(null),
          note: text,
        }),
      },
    },
    async (request, reply) => {
      const { unit: given, lowest, highest, minutes, note, ...event } = request.body;
      const unit = unitOf(given);
      demandSite(guard, request, 'stock.post', unit.id, event.facility);
      const actor = guard.actor(request, note, 'stock.post', unit.id);
      const content = { lowest, highest, minutes, note };
      const id = await db.transaction(actor, (tx) =>
        recordStockEvent(tx, actor, { ...event, unitId: unit.id, content }, clock()),
      );
      return reply.status(201).send({ id });
    },
  );
  api.post(
    '/stock/recalls',
    {
      config: { access: 'stock.recall' },
      schema: {
        summary: 'Call a lot back: every dose of it in the unit goes into quarantine',
        body: z.object({ unit: code, item: z.string().max(40), lot, reason }),
      },
    },
    async (request, reply) => {
      const unit = unitOf(request.body.unit);
      guard.demand(request, 'stock.recall', unit.id);
      const actor = guard.actor(request, request.body.reason, 'stock.recall', unit.id);
      const { item, lot: number, reason: why } = request.body;
      const recall = {
        unitId: unit.id,
        within: storesWithin(units, unit.id, today()),
        item,
        lot: number,
        reason: why,
      };
      return reply
        .status(201)
        .send(await db.transaction(actor, (tx) => recallLot(tx, actor, recall, clock())));
    },
  );
}
