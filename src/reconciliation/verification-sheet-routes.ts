import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { recordRead } from '../audit/record-read.ts';
import { AppError } from '../kernel/app-error.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { sentence } from '../platform/messages.ts';
import { findIdentities, VERIFICATION_STATES } from './find-identities.ts';
import { communeScope, type Deps, namedUnit, placed, scopeOf, today, XLSX } from './scope.ts';
import { type AnswerUpload, findUploads, getUpload, handBackAnswers, takeWorkbook } from './take-workbook.ts';
import { MOST_OF_A_COMMUNE, questionOf, shownPerson, verificationFilters } from './verification-question.ts';
import { verificationSheet } from './verification-sheet.ts';
import { verifiedList } from './verified-list.ts';

/** Verification on paper: the sheet to fill in, the sheet that comes back, and lists of people in one state. */
export function verificationSheetRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, units, guard } = deps;
  const api = withTypes(server);

  api.get(
    '/verification/sheet.xlsx',
    {
      config: { access: 'identity.verify' },
      schema: {
        summary: 'The sheet that the police of a commune fill in, made for print',
        querystring: z.object(verificationFilters),
      },
    },
    async (request, reply) => {
      const { query } = request;
      const { unit, recorded } = await communeScope(deps, request, query, 'identity.verify');
      const people = (
        await findIdentities(
          db,
          { unitIds: recorded, ...questionOf(query) },
          { offset: 0, limit: MOST_OF_A_COMMUNE },
        )
      ).filter(({ state }) => state !== 'foreign');
      const book = await verificationSheet(people, unit, today(), languageOf(request));
      const actor = guard.actor(request, null, 'identity.verify', unit.id);
      await recordRead(db, actor, 'export', 'verification', unit.code, {
        ...questionOf(query),
        people: people.length,
      });
      return reply
        .type(XLSX)
        .header('content-disposition', `attachment; filename="doi-chieu-${unit.code}-${today()}.xlsx"`)
        .send(Buffer.from(book));
    },
  );
  api.get(
    '/verification/list.xlsx',
    {
      config: { access: 'verification.view' },
      schema: {
        summary: 'People in one state of verification, those all right for signing, made for print',
        querystring: z.object({
          ...verificationFilters,
          state: z.enum(VERIFICATION_STATES).default('matched'),
        }),
      },
    },
    async (request, reply) => {
      const { query } = request;
      const { unit, recorded } = await communeScope(deps, request, query, 'verification.view');
      const people = await findIdentities(
        db,
        { unitIds: recorded, ...questionOf(query) },
        { offset: 0, limit: MOST_OF_A_COMMUNE },
      );
      const book = await verifiedList(
        people.map((person) => shownPerson(deps, request, person)),
        { unit, state: query.state, date: today() },
        languageOf(request),
      );
      const actor = guard.actor(request, null, 'verification.view', unit.id);
      await recordRead(db, actor, 'export', 'verification', unit.code, {
        ...questionOf(query),
        people: people.length,
      });
      return reply
        .type(XLSX)
        .header(
          'content-disposition',
          `attachment; filename="doi-chieu-${query.state}-${unit.code}-${today()}.xlsx"`,
        )
        .send(Buffer.from(book));
    },
  );

  const told = (request: FastifyRequest, upload: AnswerUpload) => ({
    id: upload.id,
    unit: namedUnit(units, upload.unitId),
    fileName: upload.fileName,
    rowsRead: upload.rowsRead,
    rowsTaken: upload.rowsTaken,
    rowsUnchanged: upload.rowsUnchanged,
    rowsBlank: upload.rowsBlank,
    loadedBy: upload.loadedBy,
    loadedAt: upload.loadedAt,
    findings: upload.findings.map((finding) => ({
      ...finding,
      message: sentence(languageOf(request), `finding.${finding.code}`, finding.params),
    })),
  });
  api.post(
    '/verification/answers',
    {
      config: { access: 'identity.verify' },
      schema: {
        summary: 'The filled-in sheet comes back (multipart: one file)',
        querystring: z.object(placed),
      },
    },
    async (request, reply) => {
      const { unit, recorded } = await communeScope(deps, request, request.query, 'identity.verify');
      const part = await request.file({ limits: { fileSize: 20 * 2 ** 20, files: 1 } });
      if (part === undefined) throw new AppError('file_empty', 'invalid');
      const name = part.filename.split(/[\\/]/).at(-1)!.slice(0, 200) || 'answers.xlsx';
      const actor = guard.actor(request, 'verification', 'identity.verify', unit.id);
      const upload = await takeWorkbook(
        db,
        actor,
        { id: unit.id, code: unit.code, recorded },
        { name, bytes: part.file },
        today(),
      );
      return reply.status(201).send(told(request, upload));
    },
  );
  api.get(
    '/verification/answers',
    {
      config: { access: 'identity.verify' },
      schema: { summary: 'Sheets that came back lately', querystring: z.object(placed) },
    },
    async (request) => {
      const { unit, recorded } = await scopeOf(deps, request, request.query, 'identity.verify');
      const uploads = await findUploads(db, [...new Set([unit.id, ...recorded])]);
      return { uploads: uploads.map((upload) => told(request, upload)) };
    },
  );
  api.get(
    '/verification/answers/:id/returned',
    {
      config: { access: 'identity.verify' },
      schema: {
        summary: 'The sheet itself with what there is to say of its rows',
        params: z.object({ id: z.uuid() }),
      },
    },
    async (request, reply) => {
      const upload = await getUpload(db, request.params.id);
      if (!guard.allows(request, 'identity.verify', upload.unitId))
        throw new AppError('verify_upload_unknown', 'not-found', { id: upload.id });
      const { name, bytes } = await handBackAnswers(db, upload, languageOf(request));
      const actor = guard.actor(request, null, 'identity.verify', upload.unitId);
      await recordRead(db, actor, 'export', 'identity_upload', upload.id);
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(bytes);
    },
  );
}
