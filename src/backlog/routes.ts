import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import { mask } from '../identity/access.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { sentence } from '../platform/messages.ts';
import { GRID_COLUMNS, MAX_ROWS, type RowCheck } from './contract.ts';
import { fileSheet, markInError } from './file-sheet.ts';
import { lookAtRows } from './look-at-rows.ts';
import { openSheet, saveRows } from './save-rows.ts';
import { findRevisions, findRows, findSheets, getSheet, type Sheet, toSheetRow } from './store.ts';
import { unitsOfPeople } from './suggest-people.ts';

const idParameter = z.object({ id: z.uuid() });
const reason = z.string().trim().min(3).max(300);
const cells = z.array(z.string().max(300)).max(GRID_COLUMNS.length);

/** Paper registers typed into a grid: kept as they are typed, checked at once, filed like a workbook. */
export function backlogRoutes(
  server: FastifyInstance,
  { db, units, guard, clock }: { db: Database; units: Units; guard: Guard; clock: Clock },
): void {
  const api = withTypes(server);
  const today = (): PlainDate => dayInVietnam(clock());

  /** A sheet that the asker may write; to others it is as unknown as one that never was. */
  const own = async (request: FastifyRequest, id: string): Promise<Sheet> => {
    const sheet = await getSheet(db, id);
    const facilities = guard.facilities(request, 'backlog.enter', sheet.unitId);
    if (
      !guard.allows(request, 'backlog.enter', sheet.unitId) ||
      (facilities !== null && !isOneOf(sheet, facilities))
    )
      throw new AppError('backlog_sheet_unknown', 'not-found', { id });
    return sheet;
  };
  const actor = (request: FastifyRequest, { unitId }: Pick<Sheet, 'unitId'>, why: string | null) =>
    guard.actor(request, why, 'backlog.enter', unitId);

  /** Of people, those whom the asker may see: a facility is shown nobody, for it does not know who lives here. */
  const whomToMeet = async (
    request: FastifyRequest,
    sheet: Sheet,
    ids: readonly string[],
  ): Promise<ReadonlySet<string>> => {
    if (ids.length === 0 || guard.facilities(request, 'backlog.enter', sheet.unitId) !== null)
      return new Set();
    const unitsOf = await unitsOfPeople(db.pool, [...new Set(ids)]);
    return new Set(
      [...unitsOf].flatMap(([id, unitIds]) =>
        unitIds.some((unitId) => guard.allows(request, 'person.view', unitId)) ? [id] : [],
      ),
    );
  };

  /** What is found in rows, in the asker's language; whom they may mean only to those who know everybody here. */
  const checked = async (request: FastifyRequest, sheet: Sheet, numbers: readonly number[] | null) => {
    const found = await lookAtRows(db, units, actor(request, sheet, 'check'), sheet, today(), numbers);
    const mayMeet = await whomToMeet(
      request,
      sheet,
      found.flatMap(({ suggestions }) => suggestions.map(({ personId }) => personId)),
    );
    return found.map(
      ({ row, match, findings, suggestions }): RowCheck => ({
        row,
        match,
        findings: findings.map(({ column, code, severity, params, suggestion }) => ({
          column: column === null ? null : (GRID_COLUMNS[column.charCodeAt(0) - 65] ?? null),
          code,
          severity,
          message: sentence(languageOf(request), `finding.${code}`, params),
          suggestion,
        })),
        suggestions: suggestions
          .filter(({ personId }) => mayMeet.has(personId))
          .map((one) => ({ ...one, nationalId: mask(one.nationalId) })),
      }),
    );
  };

  api.get(
    '/backlog',
    {
      config: { access: 'backlog.enter' },
      schema: {
        summary: 'Sheets of paper registers of a unit, and places whose registers there are',
        querystring: z.object({ unit: z.string().max(5) }),
      },
    },
    async (request) => {
      const unit = units.byCodeOrEarlier(request.query.unit, today());
      guard.demand(request, 'backlog.enter', unit.id);
      const facilities = guard.facilities(request, 'backlog.enter', unit.id);
      const sheets = await findSheets(db, units.everWithin(unit.id, today()), facilities);
      const places =
        facilities ??
        (
          await db.query<{ name: string }>(
            `SELECT name FROM app.reporting_facility WHERE unit_id = $1
             UNION SELECT facility FROM app.backlog_sheet WHERE unit_id = $1 ORDER BY 1`,
            [unit.id],
          )
        ).map(({ name }) => name);
      return {
        sheets: sheets.filter(({ unitId }) => guard.allows(request, 'backlog.enter', unitId)),
        places,
      };
    },
  );
  api.post(
    '/backlog',
    {
      config: { access: 'backlog.enter' },
      schema: {
        summary: 'Open a sheet for a register of a place',
        body: z.object({
          unit: z.string().max(5),
          facility: z.string().trim().min(2).max(200),
          title: z.string().trim().min(2).max(200),
        }),
      },
    },
    async (request) => {
      const { unit: code, facility, title } = request.body;
      const unit = units.byCodeOrEarlier(code, today());
      guard.demand(request, 'backlog.enter', unit.id);
      const facilities = guard.facilities(request, 'backlog.enter', unit.id);
      if (facilities !== null && !isOneOf({ facility }, facilities))
        throw new AppError('forbidden', 'forbidden', { action: 'backlog.enter' });
      return {
        id: await openSheet(db, actor(request, { unitId: unit.id }, 'open sheet'), {
          unitId: unit.id,
          facility,
          title,
        }),
      };
    },
  );
  api.get(
    '/backlog/:id',
    {
      config: { access: 'backlog.enter' },
      schema: {
        summary: 'A sheet with its rows, what is found in them, and what was filed',
        params: idParameter,
      },
    },
    async (request) => {
      const sheet = await own(request, request.params.id);
      await recordRead(db, actor(request, sheet, null), 'view', 'backlog_sheet', sheet.id);
      const rows = await findRows(db.pool, sheet);
      return {
        ...sheet,
        unit: units.get(sheet.unitId, today()).code,
        rows: rows.map(toSheetRow),
        checks: await checked(request, sheet, null),
        revisions: await findRevisions(db, sheet),
      };
    },
  );
  api.put(
    '/backlog/:id/rows',
    {
      config: { access: 'backlog.enter' },
      schema: {
        summary: 'Keep rows as they are typed; answers with what is found in them',
        params: idParameter,
        body: z.object({
          rows: z
            .array(
              z.object({
                row: z.number().int().min(1).max(MAX_ROWS),
                cells,
                chosen: z.uuid().nullable().default(null),
                version: z.number().int().min(0),
              }),
            )
            .min(1)
            .max(MAX_ROWS),
        }),
      },
    },
    async (request) => {
      const sheet = await own(request, request.params.id);
      const chosen = request.body.rows.flatMap((row) => row.chosen ?? []);
      const mayMeet = await whomToMeet(request, sheet, chosen);
      const stranger = chosen.find((id) => !mayMeet.has(id));
      if (stranger !== undefined) throw new AppError('person_unknown', 'not-found', { id: stranger });
      const saved = await saveRows(db, actor(request, sheet, 'typed'), sheet, request.body.rows);
      const numbers = saved.map(({ row }) => row);
      return { rows: saved.map(toSheetRow), checks: await checked(request, sheet, numbers) };
    },
  );
  api.post(
    '/backlog/:id/file',
    {
      config: { access: 'backlog.enter' },
      schema: {
        summary: 'File the rows into the register; corrected rows become new versions with the reason',
        params: idParameter,
        body: z.object({ reason: reason.nullable().default(null) }),
      },
    },
    async (request) => {
      const sheet = await own(request, request.params.id);
      return fileSheet(db, units, actor(request, sheet, request.body.reason), sheet, today());
    },
  );
  api.post(
    '/backlog/:id/rows/:row/error',
    {
      config: { access: 'backlog.enter' },
      schema: {
        summary: 'Mark a filed row as entered in error: it is kept and counts for nothing',
        params: idParameter.extend({ row: z.coerce.number().int().min(1).max(MAX_ROWS) }),
        body: z.object({ reason }),
      },
    },
    async (request) => {
      const sheet = await own(request, request.params.id);
      await markInError(db, actor(request, sheet, request.body.reason), sheet, request.params.row);
      return { rows: (await findRows(db.pool, sheet, [request.params.row])).map(toSheetRow) };
    },
  );
}

const isOneOf = ({ facility }: Pick<Sheet, 'facility'>, facilities: readonly string[]): boolean =>
  facilities.some((one) => one.toLowerCase() === facility.toLowerCase());
