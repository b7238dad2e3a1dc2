import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../kernel/app-error.ts';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import { withTypes } from '../../platform/http.ts';
import { code, demandSite, facilityName, lot, reason, type StockDoor } from '../door.ts';
import { lastCode, storesWithin } from '../facilities.ts';
import {
  type Ends,
  SETTLEMENT_WAYS,
  type SettlementWay,
  TRANSFER_STEPS,
  type Transfer,
  type TransferAnswer,
} from './contract.ts';
import { actsFor, differencesOf, mayFollow, maySettle, type Sides, waysFor } from './rules.ts';
import { getSettlement, settleDifference, undoSettlement } from './settle-difference.ts';
import { findTransfers, getTransfer, takeTransferStep } from './transfer.ts';

const site = z.object({ unit: code, facility: facilityName });
const lines = z
  .array(
    z.object({
      item: z.string().max(40),
      lot: z.string().max(30).nullable().default(null),
      doses: z.number().int().min(0).max(10_000_000),
    }),
  )
  .max(200);
const note = z.string().trim().max(300).nullable().default(null);

/** Doses between stores: asked for, sent, counted on arrival. */
export function transferRoutes(server: FastifyInstance, { db, units, guard, clock }: StockDoor): void {
  const api = withTypes(server);
  const today = (): PlainDate => dayInVietnam(clock());
  /** For which of its two stores the asker may act; one above both acts for both. */
  const sidesOf = (request: FastifyRequest, transfer: Transfer): Sides => {
    const actsAt = (unitId: number, facility: string): boolean =>
      guard.allows(request, 'stock.post', unitId) &&
      (guard.facilities(request, 'stock.post', unitId)?.includes(facility) ?? true);
    return {
      giver: actsAt(transfer.fromUnitId, transfer.fromFacility),
      receiver: actsAt(transfer.toUnitId, transfer.toFacility),
    };
  };
  const shown = (request: FastifyRequest, transfer: Transfer): TransferAnswer => {
    const sides = sidesOf(request, transfer);
    const differences = differencesOf(transfer);
    return {
      may: TRANSFER_STEPS.filter((step) => mayFollow(transfer.state, step) && sides[actsFor(step)]),
      id: transfer.id,
      state: transfer.state,
      steps: transfer.steps,
      from: { unit: lastCode(units, transfer.fromUnitId, today()), facility: transfer.fromFacility },
      to: { unit: lastCode(units, transfer.toUnitId, today()), facility: transfer.toFacility },
      differences: differences.map((one) => ({ ...one, ways: waysFor(one, differences, sides) })),
      settlements: transfer.settlements.map((one) => ({
        ...one,
        mayUndo: one.undone === null && maySettle(one.way, sides),
      })),
    };
  };
  /** The transfer of the address, which one who sees neither store does not learn of. */
  const asked = async (request: FastifyRequest, id: string): Promise<Transfer> => {
    const transfer = await getTransfer(db, id);
    if (
      !guard.allows(request, 'stock.view', transfer.fromUnitId) &&
      !guard.allows(request, 'stock.view', transfer.toUnitId)
    )
      throw new AppError('stock_transfer_unknown', 'not-found', { id: transfer.id });
    return transfer;
  };
  /** Who settles it, as the ledger will name him. Throws `forbidden`. */
  const settler = (request: FastifyRequest, transfer: Transfer, way: SettlementWay, why: string) => {
    const sides = sidesOf(request, transfer);
    if (!maySettle(way, sides)) throw new AppError('forbidden', 'forbidden', { action: 'stock.post' });
    const unitId = sides.receiver ? transfer.toUnitId : transfer.fromUnitId;
    return guard.actor(request, why, 'stock.post', unitId);
  };
  api.get(
    '/stock/transfers',
    {
      config: { access: 'stock.view' },
      schema: { summary: 'Transfers from and to a unit', querystring: z.object({ unit: code }) },
    },
    async (request) => {
      const unit = units.byCodeOrEarlier(request.query.unit, today());
      guard.demand(request, 'stock.view', unit.id);
      const own = guard.facilities(request, 'stock.view', unit.id);
      const found = await findTransfers(db, storesWithin(units, unit.id, today()));
      return {
        transfers: found
          .filter(
            ({ fromFacility, toFacility }) =>
              own === null || own.includes(fromFacility) || own.includes(toFacility),
          )
          .map((transfer) => shown(request, transfer)),
      };
    },
  );
  api.post(
    '/stock/transfers',
    {
      config: { access: 'stock.post' },
      schema: {
        summary: 'Ask for doses, or send them unasked',
        body: z.object({
          step: z.enum(['requested', 'sent']),
          from: site,
          to: site,
          lines: lines.min(1),
          note,
        }),
      },
    },
    async (request, reply) => {
      const { step, from, to, lines: some, note: why } = request.body;
      const [giver, receiver] = [
        units.byCodeOrEarlier(from.unit, today()),
        units.byCodeOrEarlier(to.unit, today()),
      ];
      const [unit, own] = step === 'sent' ? [giver, from] : [receiver, to];
      demandSite(guard, request, 'stock.post', unit.id, own.facility);
      const ends: Ends = {
        fromUnitId: giver.id,
        fromFacility: from.facility,
        toUnitId: receiver.id,
        toFacility: to.facility,
      };
      const actor = guard.actor(request, why, 'stock.post', unit.id);
      const id = await db.transaction(actor, (tx) =>
        takeTransferStep(tx, actor, { id: null, ends, step, lines: some, note: why }, clock()),
      );
      return reply.status(201).send({ id });
    },
  );
  api.post(
    '/stock/transfers/:id/steps',
    {
      config: { access: 'stock.post' },
      schema: {
        summary: 'Send, receive, refuse or cancel',
        params: z.object({ id: z.uuid() }),
        body: z.object({ step: z.enum(TRANSFER_STEPS), lines, note }),
      },
    },
    async (request) => {
      const transfer = await asked(request, request.params.id);
      const { step, lines: some, note: why } = request.body;
      const giving = actsFor(step) === 'giver';
      const unitId = giving ? transfer.fromUnitId : transfer.toUnitId;
      demandSite(guard, request, 'stock.post', unitId, giving ? transfer.fromFacility : transfer.toFacility);
      const actor = guard.actor(request, why, 'stock.post', unitId);
      await db.transaction(actor, (tx) =>
        takeTransferStep(
          tx,
          actor,
          { id: transfer.id, ends: transfer, step, lines: some, note: why },
          clock(),
        ),
      );
      return shown(request, await getTransfer(db, transfer.id));
    },
  );
  api.post(
    '/stock/transfers/:id/settlements',
    {
      config: { access: 'stock.post' },
      schema: {
        summary: 'Say what became of doses received otherwise than sent',
        params: z.object({ id: z.uuid() }),
        body: z.object({
          item: z.string().max(40),
          lot,
          way: z.enum(SETTLEMENT_WAYS),
          doses: z.number().int().min(1).max(10_000_000),
          instead: lot.nullable().default(null),
          reason,
        }),
      },
    },
    async (request, reply) => {
      const transfer = await asked(request, request.params.id);
      const actor = settler(request, transfer, request.body.way, request.body.reason);
      await db.transaction(actor, (tx) => settleDifference(tx, actor, transfer.id, request.body, clock()));
      return reply.status(201).send(shown(request, await getTransfer(db, transfer.id)));
    },
  );
  api.post(
    '/stock/transfers/:id/settlements/:settlement/undo',
    {
      config: { access: 'stock.post' },
      schema: {
        summary: 'Take a settlement back: the difference is open again',
        params: z.object({ id: z.uuid(), settlement: z.uuid() }),
        body: z.object({ reason }),
      },
    },
    async (request) => {
      const transfer = await asked(request, request.params.id);
      const { id, way } = getSettlement(transfer, request.params.settlement);
      const actor = settler(request, transfer, way, request.body.reason);
      await db.transaction(actor, (tx) =>
        undoSettlement(tx, actor, transfer.id, id, request.body.reason, clock()),
      );
      return shown(request, await getTransfer(db, transfer.id));
    },
  );
}
