import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { handBackStored } from '../intake/hand-back/hand-back-stored.ts';
import { storeFile, withStoredFile } from '../intake/stored-files.ts';
import { AppError } from '../kernel/app-error.ts';
import { parseDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Tx } from '../platform/database.ts';
import { languageOf, uploadIn, withTypes } from '../platform/http.ts';
import { sentence } from '../platform/messages.ts';
import type { BookAnswer } from './contract.ts';
import { demandSite, type StockDoor } from './door.ts';
import { findBook, importBook, REFUSALS } from './import-book.ts';

/**
 * Stock books as workbooks: read at once, handed back with their findings. `afterBook` runs in a transaction of its own
 * when a book is in: what lists say of its lots is then judged anew by those above.
 */
export function bookRoutes(
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
      const unit = units.byCodeOrEarlier(field('unit') ?? '', dayInVietnam(clock()));
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
      const answer: BookAnswer = {
        ...rest,
        unit: unit.code,
        findings: findings.map(({ params, ...one }) => ({
          ...one,
          message: sentence(languageOf(request), `finding.${one.code}`, params),
        })),
      };
      return reply.status(201).send(answer);
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
      const { name, bytes } = await handBackStored(
        db,
        { id: book.fileId, name: book.fileName },
        { ...book.result, refusals: REFUSALS, dryRun: false, language: languageOf(request) },
      );
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(bytes);
    },
  );
}
