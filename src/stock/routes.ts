import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { recordRead } from '../audit/record-read.ts';
import { AppError } from '../kernel/app-error.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { type Language, sentence } from '../platform/messages.ts';
import type { LotAnswer, StockAnswer, StockRow } from './contract.ts';
import { code, demandSite, facilityName, type StockDoor, where } from './door.ts';
import { facilitiesOf, isCommune, lastCode, nameFacility, storesWithin, unitsAbove } from './facilities.ts';
import { findStock } from './find-stock.ts';
import { getItem, ITEMS } from './items.ts';
import { addForecast, type ShownRow } from './show-stock.ts';
import { stockWorkbook } from './stock-workbook.ts';
import { findMovements, findStockEvents } from './store.ts';
import { spoken } from './words.ts';

const placed = z.object({
  unit: code,
  facility: facilityName.optional(),
  date: z.iso.date().optional(),
  mapDate: z.iso.date().optional(),
});

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
    async (request): Promise<StockAnswer> => {
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
    async (request): Promise<LotAnswer> => {
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
}

/** A row with its discrepancies in words. */
const withWords = (
  { unitId, discrepancies, ...row }: ShownRow,
  unit: string,
  language: Language,
): StockRow => ({
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
