import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../kernel/app-error.ts';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import { withTypes } from '../../platform/http.ts';
import { code, demandSite, facilityName, type StockDoor } from '../door.ts';
import { lastCode, storesWithin } from '../facilities.ts';

import {
  type Ends,
  TRANSFER_STEPS,
  type Transfer,
  type TransferAnswer,
  type TransferStep,
} from './contract.ts';
import { actsFor, differencesOf, mayFollow } from './rules.ts';
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
  /** Steps that come next and are the asker's to take. */
  const mayTake = (request: FastifyRequest, transfer: Transfer): TransferStep[] =>
    TRANSFER_STEPS.filter((step) => {
      if (!mayFollow(transfer.state, step)) return false;
      const giving = actsFor(step) === 'giver';
      const unitId = giving ? transfer.fromUnitId : transfer.toUnitId;
      const own = guard.facilities(request, 'stock.post', unitId);
      return (
        guard.allows(request, 'stock.post', unitId) &&
        (own?.includes(giving ? transfer.fromFacility : transfer.toFacility) ?? true)
      );
    });
  const shown = (request: FastifyRequest, transfer: Transfer): TransferAnswer => ({
    may: mayTake(request, transfer),
    id: transfer.id,
    state: transfer.state,
    steps: transfer.steps,
    from: { unit: lastCode(units, transfer.fromUnitId, today()), facility: transfer.fromFacility },
    to: { unit: lastCode(units, transfer.toUnitId, today()), facility: transfer.toFacility },
    differences: differencesOf(transfer),
  });
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
      const transfer = await getTransfer(db, request.params.id);
      const { step, lines: some, note: why } = request.body;
      const giving = actsFor(step) === 'giver';
      const unitId = giving ? transfer.fromUnitId : transfer.toUnitId;
      if (
        !guard.allows(request, 'stock.view', transfer.fromUnitId) &&
        !guard.allows(request, 'stock.view', transfer.toUnitId)
      )
        throw new AppError('stock_transfer_unknown', 'not-found', { id: transfer.id });
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
}
