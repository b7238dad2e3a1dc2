import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { handBackStored } from '../intake/hand-back/hand-back-stored.ts';
import { storeFile, withStoredFile } from '../intake/stored-files.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, uploadIn, withTypes } from '../platform/http.ts';
import type { CountRegister } from './contract.ts';
import { type ImportedWorkbook, importWorkbook } from './import-workbook.ts';
import { findImport, saveImport } from './imports.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;
const idParameter = z.object({ id: z.string().max(40) });

/** Workbooks of population forms: in, and back with their findings. */
export function populationImportRoutes(
  server: FastifyInstance,
  {
    db,
    units,
    guard,
    countRegister,
    clock,
  }: { db: Database; units: Units; guard: Guard; countRegister: CountRegister; clock: Clock },
): void {
  const api = withTypes(server);
  const naming = (id: number, on: PlainDate) => {
    const unit = units.get(id, on);
    return { code: unit.code, name: unit.fullName };
  };
  const words = (result: ImportedWorkbook) => ({
    file: result.file,
    sheets: result.sheets,
    findings: result.findings,
    reports: result.reports.map(({ unitId, ...report }) => ({
      ...report,
      unit: naming(unitId, report.asOf),
    })),
  });
  api.post(
    '/population/imports',
    {
      config: { access: 'population.report' },
      schema: {
        summary: 'Take in a workbook of population forms (multipart: file, unit, asOf, dryRun)',
        consumes: ['multipart/form-data'],
      },
    },
    async (request, reply) => {
      const { part, field } = await uploadIn(request);
      const code = field('unit') ?? '';
      const asOf = parseDate(field('asOf') ?? '');
      const unit = units.byCodeOrEarlier(code, asOf ?? today());
      guard.demand(request, 'population.report', unit.id);
      const actor = guard.actor(request, null, 'population.report', unit.id);
      const fileId = await storeFile(db, actor, part.filename, part.file);
      const dryRun = field('dryRun') === 'true';
      const result = await withStoredFile(db, fileId, (path) =>
        importWorkbook(
          db,
          units,
          countRegister,
          actor,
          { path, name: part.filename, fileId },
          { unitCode: code, asOf, note: field('note'), dryRun, submit: false },
          clock(),
        ),
      );
      const id = newId();
      await saveImport(
        db,
        actor,
        { id, unitId: unit.id, fileId, fileName: part.filename, dryRun, result },
        clock(),
      );
      return reply.status(201).send({ id, dryRun, ...words(result) });
    },
  );
  api.get(
    '/population/imports/:id/returned',
    {
      config: { access: 'population.report' },
      schema: { summary: 'The workbook with its findings in it', params: idParameter },
    },
    async (request, reply) => {
      const done = await findImport(db, request.params.id);
      if (done === undefined || !guard.allows(request, 'population.report', done.unitId))
        throw new AppError('population_import_unknown', 'not-found', { id: request.params.id });
      const { name, bytes } = await handBackStored(
        db,
        { id: done.fileId, name: done.fileName },
        { ...done.result, dryRun: done.dryRun, language: languageOf(request) },
      );
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(bytes);
    },
  );
}
