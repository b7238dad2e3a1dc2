import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { type Language, sentence } from '../platform/messages.ts';
import { facilitiesOf, isCommune, lastCode, nameFacility, storesWithin, unitsAbove } from './facilities.ts';
import { findStock } from './find-stock.ts';
import { getItem, ITEMS } from './items.ts';
import type { StockRowAnswer } from './judge-stock.ts';
import { postSlip, type Slip } from './post-slip.ts';
import { recallLot, recordStockEvent } from './recall-lot.ts';
import { addForecast } from './show-stock.ts';
import { stockWorkbook } from './stock-workbook.ts';
import { findMovement, findMovements, findStockEvents } from './store.ts';
import { undoMovement } from './use-vials.ts';
import { spoken } from './words.ts';

export type StockDoor = Readonly<{ db: Database; units: Units; guard: Guard; clock: Clock }>;

const code = z.string().min(2).max(5);
const site = z.string().trim().min(2).max(200);
const lot = z
  .string()
  .max(30)
  .transform((text) => text.toUpperCase().replace(/\s+/g, ''))
  .refine((text) => text.length >= 2);
const day = z.iso.date().transform((text) => text as PlainDate);
const text = z.string().trim().max(300).nullable().default(null);
const doses = z.number().int().min(1).max(10_000_000);
const reason = z.string().trim().min(3).max(300);
const where = { unit: code, facility: site, item: z.string().max(40), lot };
const about = { ...where, on: day, slip: text, counterpart: text, reason: text };
const placed = z.object({
  unit: code,
  facility: site.optional(),
  date: z.iso.date().optional(),
  mapDate: z.iso.date().optional(),
});
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

/** Whose store it is, and that the asker may act there. Throws `forbidden`. */
export function demandSite(
  guard: Guard,
  request: FastifyRequest,
  action: 'stock.view' | 'stock.post',
  unitId: number,
  facility: string,
): void {
  guard.demand(request, action, unitId);
  const own = guard.facilities(request, action, unitId);
  if (own !== null && !own.includes(facility)) throw new AppError('forbidden', 'forbidden', { action });
}

/** Vaccine and supplies by facility and lot: what there is, what moved, what does not fit. */
export function stockRoutes(server: FastifyInstance, { db, units, guard, clock }: StockDoor): void {
  const api = withTypes(server);
  const today = (): PlainDate => dayInVietnam(clock());
  const unitOf = (given: string, on = today()) => units.byCodeOrEarlier(given, on);

  /** The rows of a unit or facility that are the asker's to see. */
  const asked = async (request: FastifyRequest, query: z.infer<typeof placed>) => {
    const date = parseDate(query.date ?? '') ?? today();
    const map = parseDate(query.mapDate ?? '') ?? date;
    const unit = unitOf(query.unit, map);
    guard.demand(request, 'stock.view', unit.id);
    const own = guard.facilities(request, 'stock.view', unit.id);
    const within = storesWithin(units, unit.id, map);
    // Whoever is held to one facility is not kept waiting for those around it.
    const facility = query.facility ?? (own?.length === 1 ? own[0]! : null);
    const rows = await findStock(db, { unitIds: within, facility, date });
    return {
      unit,
      date,
      map,
      own,
      within,
      rows: rows.filter(({ facility }) => own?.includes(facility) ?? true),
    };
  };

  api.get(
    '/stock',
    {
      config: { access: 'stock.view' },
      schema: {
        summary:
          'Stock of a unit or facility by lot, as of the end of a day, with what does not fit and how long it lasts',
        querystring: placed,
      },
    },
    async (request) => {
      const { unit, date, map, own, within, rows } = await asked(request, request.query);
      const sites = (await facilitiesOf(db, within)).filter(({ name }) => own === null || own.includes(name));
      const may = guard.allows(request, 'stock.post', unit.id);
      return {
        unit: { code: unit.code, name: unit.fullName },
        date,
        items: ITEMS.map(({ code: item, name, kind, dosesPerVial, maxDosesPerVial }) => ({
          code: item,
          name,
          kind,
          dosesPerVial,
          maxDosesPerVial,
        })),
        sites: [
          ...sites.map(({ unitId, name }) => ({ unit: lastCode(units, unitId, map), facility: name })),
          ...(own === null && !sites.some(({ unitId }) => unitId === unit.id)
            ? [{ unit: unit.code, facility: await nameFacility(db, unit, isCommune(units, unit, map), null) }]
            : []),
        ],
        rows: (await addForecast(db, rows, date)).map((row) =>
          withWords(row, lastCode(units, row.unitId, map), languageOf(request)),
        ),
        mayPost: may,
        mayRecall: guard.allows(request, 'stock.recall', unit.id),
      };
    },
  );
  api.get(
    '/stock/workbook',
    {
      config: { access: 'stock.view' },
      schema: { summary: 'Stock by facility and lot as a workbook', querystring: placed },
    },
    async (request, reply) => {
      const { unit, date, rows } = await asked(request, request.query);
      const book = await stockWorkbook(rows, unit.fullName, date, languageOf(request));
      const actor = guard.actor(request, null, 'stock.view', unit.id);
      await recordRead(db, actor, 'export', 'stock', unit.code, { ...request.query, rows: rows.length });
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', `attachment; filename="ton-kho-${unit.code}-${date}.xlsx"`)
        .send(Buffer.from(book));
    },
  );
  api.get(
    '/stock/lot',
    {
      config: { access: 'stock.view' },
      schema: {
        summary: 'The ledger of a lot at a facility: movements with their entries, and what happened to it',
        querystring: z.object({ ...where, date: z.iso.date().optional() }),
      },
    },
    async (request) => {
      const { unit: given, facility, item, lot: number } = request.query;
      const date = parseDate(request.query.date ?? '') ?? today();
      const unit = unitOf(given, date);
      demandSite(guard, request, 'stock.view', unit.id, facility);
      const movements = await findMovements(db, {
        unitIds: [unit.id],
        facility,
        item,
        lot: number,
        until: date,
      });
      const [row] = (await findStock(db, { unitIds: [unit.id], facility, date })).filter(
        (one) => one.item === item && one.lot === number,
      );
      if (row === undefined) throw new AppError('stock_lot_unknown', 'not-found', { lot: number });
      return {
        unit: { code: unit.code, name: unit.fullName },
        row: withWords((await addForecast(db, [row], date))[0]!, unit.code, languageOf(request)),
        movements,
        events: await findStockEvents(db, unitsAbove(units, unit.id, date), item, number),
        mayPost: guard.allows(request, 'stock.post', unit.id),
      };
    },
  );
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
        id: await db.transaction(actor, (tx) =>
          undoMovement(
            tx,
            actor,
            unit.id,
            movement.id,
            { source: 'form', reason: request.body.reason },
            clock(),
          ),
        ),
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
          facility: site,
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

/** A row with its discrepancies in words. */
const withWords = <Row extends StockRowAnswer>(
  { unitId, discrepancies, ...row }: Row,
  unit: string,
  language: Language,
) => ({
  ...row,
  unit,
  itemName: getItem(row.item).name,
  discrepancies: discrepancies.map(({ code: name, severity, detail }) => ({
    code: name,
    severity,
    message: sentence(language, `finding.${name}`, spoken({ ...detail, lot: row.lot })),
    title: sentence(language, `finding_help.${name}.title`),
    remedy: sentence(language, `finding_help.${name}.remedy`),
  })),
});
