import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { recordRead } from '../audit/record-read.ts';
import { mask } from '../identity/access.ts';
import { AppError } from '../kernel/app-error.ts';
import { personCode } from '../kernel/person-code.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { sentence } from '../platform/messages.ts';
import { checkIdentity } from './check-identity.ts';
import {
  countIdentities,
  countIdentitiesByUnit,
  findIdentities,
  findVerifiedHamlets,
  sumStates,
  VERIFICATION_STATES,
  type VerifiedPerson,
} from './find-identities.ts';
import { findOutdatedRecords } from './find-outdated-records.ts';
import type { Identity } from './identity-fields.ts';
import { communeScope, type Deps, namedUnit, placed, scopeOf, today, XLSX } from './scope.ts';
import { type AnswerUpload, findUploads, getUpload, handBackAnswers, takeWorkbook } from './take-workbook.ts';
import { verificationSheet } from './verification-sheet.ts';
import { verifiedList } from './verified-list.ts';

/** The largest commune of the country has some 100 thousand people. */
const MOST = 150_000;

const filters = {
  ...placed,
  state: z.enum(VERIFICATION_STATES).optional(),
  hamlet: z.string().max(80).optional(),
};
const mark = z.boolean().nullable();
const text = z.string().trim().max(120).nullable();

/** The police verify four fields of everybody (8938/BYT-DP, 9438/BYT-CNTT): on screen, or through a workbook. */
export function verificationRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, units, guard } = deps;
  const api = withTypes(server);

  const question = (query: { state?: VerifiedPerson['state'] | undefined; hamlet?: string | undefined }) => ({
    state: query.state ?? null,
    hamlet: query.hamlet ?? null,
  });
  /** Numbers stand in clear for who compares them, and masked for everybody else. */
  const masked = (identity: Identity, clear: boolean): Identity =>
    clear ? identity : { ...identity, id: mask(identity.id) };
  const shown = (request: FastifyRequest, person: VerifiedPerson) => ({
    personId: person.personId,
    code: personCode(person.personId),
    ...masked(person.identity, guard.allows(request, 'identity.verify', person.unitId)),
    hamlet: person.hamlet,
    household: person.household,
    state: person.state,
    marks: person.marks,
    corrected: person.corrected,
    checkedBy: person.checkedBy,
    checkedAt: person.checkedAt,
    doses: guard.fields(request, 'verification.view', person.unitId).has('doses') ? person.doses : null,
  });

  api.get(
    '/verification',
    {
      config: { access: 'verification.view' },
      schema: {
        summary: 'People of a unit with what the police said of their four fields',
        querystring: z.object({
          ...filters,
          offset: z.coerce.number().int().min(0).default(0),
          limit: z.coerce.number().int().min(1).max(500).default(50),
        }),
      },
    },
    async (request) => {
      const { query } = request;
      const { unit, recorded } = await communeScope(deps, request, query, 'verification.view');
      const asked = question(query);
      const [people, counts, hamlets] = await Promise.all([
        findIdentities(db, { unitIds: recorded, ...asked }, query),
        countIdentities(db, recorded, asked.hamlet),
        findVerifiedHamlets(db, recorded),
      ]);
      const actor = guard.actor(request, null, 'verification.view', unit.id);
      const clear = people.filter(({ unitId }) => guard.allows(request, 'identity.verify', unitId));
      if (clear.length > 0)
        await recordRead(db, actor, 'view', 'verification', unit.code, {
          ...asked,
          people: clear.map(({ personId }) => personId),
        });
      return { people: people.map((person) => shown(request, person)), counts, hamlets };
    },
  );
  api.get(
    '/verification/overview',
    {
      config: { access: 'verification.view' },
      schema: {
        summary: 'How far the communes of a unit have verified their people',
        querystring: z.object(placed),
      },
    },
    async (request) => {
      const { query } = request;
      const { unit, recorded } = await scopeOf(deps, request, query, 'verification.view');
      const map = query.mapDate ?? today();
      const counts = await countIdentitiesByUnit(db, recorded);
      const placedIn = Map.groupBy([...counts], ([unitId]) => {
        const place = units.mapTo(unitId, map);
        return 'unitId' in place ? place.unitId : unitId;
      });
      const communes = units.communesUnder(unit.id, units.find(unit.id, map) === undefined ? unit.from : map);
      return {
        communes: communes
          .filter(({ id }) => placedIn.has(id))
          .map(({ id, code, fullName }) => ({
            unit: { code, name: fullName },
            counts: sumStates(placedIn.get(id)!.map(([, one]) => one)),
          })),
        counts: sumStates(counts.values()),
      };
    },
  );
  api.post(
    '/verification/:id',
    {
      config: { access: 'identity.verify' },
      schema: {
        summary: 'Say of four fields of a person: true, false, or not known',
        params: z.object({ id: z.uuid() }),
        body: z.object({
          shown: z.object({ name: text, sex: text, birth: text, id: text }),
          marks: z.object({ name: mark, sex: mark, birth: mark, id: mark }),
          right: z.object({
            name: z.string().trim().min(1).max(120).optional(),
            sex: z.enum(['M', 'F']).optional(),
            birth: z.string().trim().max(10).optional(),
            id: z.string().trim().max(20).optional(),
          }),
        }),
      },
    },
    async (request) => {
      const { id } = request.params;
      const unitId = await findPersonUnit(id);
      if (unitId === null || !guard.allows(request, 'identity.verify', unitId))
        throw new AppError('person_unknown', 'not-found', { id });
      const { shown: saw, marks, right } = request.body;
      const actor = guard.actor(request, 'verification', 'identity.verify', unitId);
      const given = Object.fromEntries(Object.entries(right).filter(([, value]) => value !== undefined));
      await checkIdentity(db, actor, [unitId], { personId: id, shown: saw, marks, right: given }, today());
      const [person] = await findIdentities(
        db,
        { unitIds: [unitId], state: null, hamlet: null, personId: id },
        { offset: 0, limit: 1 },
      );
      return person === undefined ? { personId: id } : shown(request, person);
    },
  );
  const findPersonUnit = async (id: string): Promise<number | null> =>
    (await db.query<{ unit_id: number | null }>('SELECT unit_id FROM app.person WHERE id = $1', [id]))[0]
      ?.unit_id ?? null;

  api.get(
    '/verification/sheet.xlsx',
    {
      config: { access: 'identity.verify' },
      schema: {
        summary: 'The sheet that the police of a commune fill in, made for print',
        querystring: z.object(filters),
      },
    },
    async (request, reply) => {
      const { query } = request;
      const { unit, recorded } = await communeScope(deps, request, query, 'identity.verify');
      const people = (
        await findIdentities(db, { unitIds: recorded, ...question(query) }, { offset: 0, limit: MOST })
      ).filter(({ state }) => state !== 'foreign');
      const book = await verificationSheet(people, unit, today(), languageOf(request));
      const actor = guard.actor(request, null, 'identity.verify', unit.id);
      await recordRead(db, actor, 'export', 'verification', unit.code, {
        ...question(query),
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
        querystring: z.object({ ...filters, state: z.enum(VERIFICATION_STATES).default('matched') }),
      },
    },
    async (request, reply) => {
      const { query } = request;
      const { unit, recorded } = await communeScope(deps, request, query, 'verification.view');
      const people = await findIdentities(
        db,
        { unitIds: recorded, ...question(query) },
        { offset: 0, limit: MOST },
      );
      const book = await verifiedList(
        people.map((person) => shown(request, person)),
        { unit, state: query.state, date: today() },
        languageOf(request),
      );
      const actor = guard.actor(request, null, 'verification.view', unit.id);
      await recordRead(db, actor, 'export', 'verification', unit.code, {
        ...question(query),
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

  api.get(
    '/verification/outdated',
    {
      config: { access: 'verification.outdated' },
      schema: {
        summary: 'Rows of injection lists that show an identity which the police corrected',
        querystring: z.object({ ...placed, offset: z.coerce.number().int().min(0).default(0) }),
      },
    },
    async (request) => {
      const { unit, recorded } = await scopeOf(deps, request, request.query, 'verification.outdated');
      const { records, total } = await findOutdatedRecords(
        db,
        { unitIds: recorded, facilities: guard.facilities(request, 'verification.outdated', unit.id) },
        { offset: request.query.offset, limit: 200 },
      );
      // Whoever corrects a row needs the right number; that it was shown is written down.
      if (records.length > 0)
        await recordRead(
          db,
          guard.actor(request, null, 'verification.outdated', unit.id),
          'reveal',
          'verification',
          unit.code,
          { people: records.map(({ personId }) => personId) },
        );
      return {
        records: records.map(({ unitId, shown: row, ...record }) => ({
          ...record,
          unit: namedUnit(units, unitId),
          shown: masked(row, false),
        })),
        total,
      };
    },
  );
}
