import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { UnitVersion } from '../areas/units.ts';
import { storeFile, withStoredFile } from '../intake/stored-files.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import { uploadIn, withTypes } from '../platform/http.ts';
import { COUNTRY, type Directive, type DirectiveEvent, SESSION_EVENT } from './contract.ts';
import { findDirectives, findEvents, findFacilities, findVersions, putFacility } from './directive-store.ts';
import { type Deps, dutyAccess } from './duty-access.ts';
import { getDirective, recordEvent } from './record-event.ts';
import { saveDirective } from './save-directive.ts';
import { contentSchema } from './schema.ts';
import { getOwnFile, sendFile } from './stored-papers.ts';

const idParameter = z.object({ id: z.string().max(40) });
const unitCode = z.string().max(5);
const body = z.object({
  unit: unitCode,
  content: contentSchema,
  file: z.object({ id: z.uuid() }).nullable().default(null),
});

/** Directives are public papers: everybody signed in reads them; a unit's clerks enter and edit those of their unit. */
export function directiveRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, units, guard, clock } = deps;
  const api = withTypes(server);
  const { mayAnswer } = dutyAccess(deps);

  const shape = (request: FastifyRequest, { unitId, fileId, ...directive }: Directive) => ({
    ...directive,
    unit: unitId === COUNTRY ? null : named(units.get(unitId, directive.issuedOn)),
    hasFile: fileId !== null,
    mayEdit: guard.allows(request, 'directive.edit', unitId),
  });
  const named = ({ code, fullName }: UnitVersion) => ({ code, name: fullName });
  const shapeEvent = ({ unitId: _, ...event }: DirectiveEvent) => event;

  api.get(
    '/directives',
    { config: { access: 'duty.view' }, schema: { summary: 'All directives, the latest issued first' } },
    async (request) => ({ directives: (await findDirectives(db)).map((one) => shape(request, one)) }),
  );
  api.get(
    '/directives/:id',
    {
      config: { access: 'duty.view' },
      schema: {
        summary: 'One directive with its items, what happened, and its versions',
        params: idParameter,
      },
    },
    async (request) => {
      const directive = await getDirective(db, request.params.id);
      const events = (await findEvents(db)).filter(
        (event) => event.directiveId === directive.id && event.unitId === null,
      );
      const versions = await findVersions(db, directive.id);
      return {
        ...shape(request, directive),
        happened: events.map(shapeEvent),
        versions: versions.map(({ version, recordedBy, recordedAt }) => ({
          version,
          recordedBy,
          recordedAt,
        })),
      };
    },
  );
  api.post(
    '/directives',
    { config: { access: 'directive.edit' }, schema: { summary: 'Enter a directive of a unit', body } },
    async (request, reply) => {
      const { unit: code, content, file } = request.body;
      const unit = units.byCode(code, content.issuedOn);
      guard.demand(request, 'directive.edit', unit.id);
      const actor = guard.actor(request, null, 'directive.edit', unit.id);
      const saved = await saveDirective(
        db,
        units,
        actor,
        { id: newId(), unitId: unit.id, content, file: file && (await getOwnFile(db, actor, file.id)) },
        clock(),
      );
      return reply.status(201).send(shape(request, saved));
    },
  );
  api.put(
    '/directives/:id',
    {
      config: { access: 'directive.edit' },
      schema: {
        summary: 'A new version of a directive; items that have begun keep who owes what and when',
        params: idParameter,
        body: body.omit({ unit: true }),
      },
    },
    async (request) => {
      const { id, unitId } = await getDirective(db, request.params.id);
      guard.demand(request, 'directive.edit', unitId);
      const actor = guard.actor(request, null, 'directive.edit', unitId);
      const { content, file } = request.body;
      return shape(
        request,
        await saveDirective(
          db,
          units,
          actor,
          { id, unitId, content, file: file && (await getOwnFile(db, actor, file.id)) },
          clock(),
        ),
      );
    },
  );
  api.get(
    '/directives/:id/file',
    { config: { access: 'duty.view' }, schema: { summary: 'The paper itself', params: idParameter } },
    async (request, reply) => {
      const { id, fileId, fileName } = await getDirective(db, request.params.id);
      if (fileId === null) throw new AppError('paper_unknown', 'not-found', { id });
      return sendFile(reply, (work) => withStoredFile(db, fileId, work), fileName ?? 'van-ban');
    },
  );
  api.post(
    '/directives/:id/events',
    {
      config: { access: 'directive.edit' },
      schema: {
        summary: 'Record that something happened: the duties that wait for it start',
        params: idParameter,
        body: z.object({
          event: z.string().max(40),
          at: z.iso.datetime(),
          note: z.string().trim().max(500).nullable().default(null),
        }),
      },
    },
    async (request, reply) => {
      const { id, unitId } = await getDirective(db, request.params.id);
      guard.demand(request, 'directive.edit', unitId);
      const actor = guard.actor(request, null, 'directive.edit', unitId);
      const recorded = await recordEvent(
        db,
        actor,
        { ...request.body, directiveId: id, unitId: null, facility: null },
        clock(),
      );
      return reply.status(201).send(shapeEvent(recorded));
    },
  );
  api.post(
    '/directives/:id/sessions',
    {
      config: { access: 'duty.answer' },
      schema: {
        summary: 'Record that a session ended in one’s own unit or facility: the report on it is due',
        params: idParameter,
        body: z.object({
          unit: unitCode,
          facility: z.string().max(200).nullable().default(null),
          at: z.iso.datetime(),
          note: z.string().trim().max(500).nullable().default(null),
        }),
      },
    },
    async (request, reply) => {
      const directive = await getDirective(db, request.params.id);
      const { unit: code, facility, at, note } = request.body;
      const unit = units.byCode(code, dayInVietnam(at));
      const asked = directive.items
        .filter(({ schedule }) => schedule.kind === 'session')
        .some((item) => mayAnswer(request, { item, unitId: unit.id, facility }));
      if (!asked) throw new AppError('forbidden', 'forbidden', { action: 'duty.answer' });
      const actor = guard.actor(request, null, 'duty.answer', unit.id);
      const recorded = await recordEvent(
        db,
        actor,
        { directiveId: directive.id, event: SESSION_EVENT, unitId: unit.id, facility, at, note },
        clock(),
      );
      return reply.status(201).send(shapeEvent(recorded));
    },
  );
  api.post(
    '/duties/papers',
    {
      config: { access: 'duty.answer' },
      schema: { summary: 'Take in a paper to attach (multipart: file)', consumes: ['multipart/form-data'] },
    },
    async (request, reply) => {
      const { part } = await uploadIn(request);
      const id = await storeFile(db, guard.actor(request), part.filename, part.file);
      return reply.status(201).send({ id, name: part.filename });
    },
  );
  api.get(
    '/duties/facilities',
    {
      config: { access: 'duty.view' },
      schema: {
        summary: 'Facilities of a unit that report, and from and to when',
        querystring: z.object({ unit: unitCode, date: dateParameter.optional() }),
      },
    },
    async (request) => {
      const day = request.query.date ?? dayInVietnam(clock());
      const unit = units.byCodeOrEarlier(request.query.unit, day);
      guard.demand(request, 'duty.view', unit.id);
      const facilities = (await findFacilities(db)).filter(
        ({ unitId }) => units.isWithin(unitId, unit.id, day) && guard.allows(request, 'duty.view', unitId),
      );
      return {
        mayEdit: guard.allows(request, 'duty.check', unit.id),
        facilities: facilities.map(({ unitId, ...facility }) => ({
          ...facility,
          unit: named(units.get(unitId, day)),
        })),
      };
    },
  );
  api.put(
    '/duties/facilities',
    {
      config: { access: 'duty.check' },
      schema: {
        summary: 'State from and to when a facility reports',
        body: z.object({
          unit: unitCode,
          name: z.string().trim().min(2).max(200),
          openedOn: dateParameter,
          closedOn: dateParameter.nullable().default(null),
        }),
      },
    },
    async (request) => {
      const { unit: code, name, openedOn, closedOn } = request.body;
      const unit = units.byCode(code, openedOn);
      guard.demand(request, 'duty.check', unit.id);
      if (closedOn !== null && closedOn < openedOn) throw new AppError('facility_days_wrong', 'invalid');
      const actor = guard.actor(request, null, 'duty.check', unit.id);
      await db.transaction(actor, (tx) => putFacility(tx, { unitId: unit.id, name, openedOn, closedOn }));
      return { done: true };
    },
  );
}
