import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { handBack } from '../intake/hand-back/hand-back.ts';
import { storeFile, withStoredFile } from '../intake/stored-files.ts';
import { AppError } from '../kernel/app-error.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Tx } from '../platform/database.ts';
import { languageOf, uploadIn, withTypes } from '../platform/http.ts';
import { sentence } from '../platform/messages.ts';
import { lastCode, storesWithin } from './facilities.ts';
import { findBook, importBook, REFUSALS } from './import-book.ts';
import { demandSite, type StockDoor } from './routes.ts';
import { actsFor, mayFollow, TRANSFER_STEPS, type TransferStep } from './rules.ts';
import {
  differencesOf,
  type Ends,
  findTransfers,
  getTransfer,
  type Transfer,
  takeTransferStep,
} from './transfer.ts';

const code = z.string().min(2).max(5);
const site = z.object({ unit: code, facility: z.string().trim().min(2).max(200) });
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

/**
 * Doses between stores, and stock books. `afterBook` runs in a transaction of its own when a book is in: what lists say of
 * its lots is then judged anew by those above.
 */
export function stockPaperRoutes(
  server: FastifyInstance,
  {
    db,
    units,
    guard,
    clock,
    afterBook,
  }: StockDoor & Readonly<{ afterBook: (tx: Tx, lots: readonly string[]) => Promise<unknown> }>,
): void {
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
  const shown = (request: FastifyRequest, transfer: Transfer) => ({
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
  api.post(
    '/stock/books',
    {
      config: { access: 'stock.post' },
      schema: {
        summary: 'Take in a stock book (multipart: file, unit, facility, asOf, dryRun)',
        consumes: ['multipart/form-data'],
      },
    },
    async (request, reply) => {
      const { part, field } = await uploadIn(request);
      const unit = units.byCodeOrEarlier(field('unit') ?? '', today());
      guard.demand(request, 'stock.post', unit.id);
      const own = guard.facilities(request, 'stock.post', unit.id);
      const facility =
        own === null ? field('facility') : (own.find((name) => name === field('facility')) ?? own[0] ?? null);
      const actor = guard.actor(request, null, 'stock.post', unit.id);
      const fileId = await storeFile(db, actor, part.filename, part.file);
      const dryRun = field('dryRun') === 'true';
      const book = await withStoredFile(db, fileId, (path) =>
        importBook(
          db,
          units,
          actor,
          { path, name: part.filename, fileId },
          { unitCode: unit.code, facility, asOf: parseDate(field('asOf') ?? ''), dryRun },
          clock(),
        ),
      );
      if (!dryRun) await db.transaction(actor, (tx) => afterBook(tx, book.lots));
      const { layouts: _layouts, personRows: _rows, unitId: _unit, findings, ...rest } = book;
      return reply.status(201).send({
        ...rest,
        unit: unit.code,
        findings: findings.map(({ params, ...one }) => ({
          ...one,
          message: sentence(languageOf(request), `finding.${one.code}`, params),
        })),
      });
    },
  );
  api.get(
    '/stock/books/:id/returned',
    {
      config: { access: 'stock.post' },
      schema: { summary: 'The book with its findings in it', params: z.object({ id: z.uuid() }) },
    },
    async (request, reply) => {
      const book = await findBook(db, request.params.id);
      if (book === undefined || book.fileId === null || !guard.allows(request, 'stock.post', book.unitId))
        throw new AppError('stock_book_unknown', 'not-found', { id: request.params.id });
      demandSite(guard, request, 'stock.post', book.unitId, book.facility);
      const folder = await mkdtemp(join(tmpdir(), 'sotiem-returned-'));
      const target = join(folder, 'book');
      const name = await withStoredFile(db, book.fileId, (path) =>
        handBack(path, book.fileName, target, {
          ...book.result,
          refusals: REFUSALS,
          dryRun: false,
          language: languageOf(request),
        }),
      );
      const bytes = createReadStream(target);
      bytes.once('close', () => void rm(folder, { recursive: true, force: true }));
      return reply
        .type('application/octet-stream')
        .header(
          'content-disposition',
          `attachment; filename*=UTF-8''${encodeURIComponent(name.replace(/(\.\w+)?$/, (ending) => `-ket-qua${ending}`))}`,
        )
        .send(bytes);
    },
  );
}
