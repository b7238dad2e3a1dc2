import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import { withStoredFile } from '../intake/stored-files.ts';
import { AppError } from '../kernel/app-error.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import { withTypes } from '../platform/http.ts';
import { checkersOf, standing, versionOf } from './answers.ts';
import { basisOf } from './basis.ts';
import { checkDuty } from './check-duty.ts';
import { judgedAt } from './clock.ts';
import {
  type Basis,
  type Duty,
  type ExpectedDuty,
  type Fields,
  isOwnForm,
  type Submission,
} from './contract.ts';
import { countNow, differenceSince } from './count-now.ts';
import { type Deps, dutyAccess } from './duty-access.ts';
import { levelOf, reaches } from './expand-duties.ts';
import { findDuties, loadSource } from './find-duties.ts';
import { findPrevious } from './find-previous.ts';
import { PRODUCTS } from './products.ts';
import { byUrgency, checkAnswer, isReceived, SEVERE_FIELDS, STOCK_MEASURES } from './rules.ts';
import { getOwnFile, getSignature, sendFile } from './stored-papers.ts';
import { findChain } from './submission-store.ts';
import { getExpected, submitDuty } from './submit-duty.ts';

// A list of duties reaches so far back for what nobody answered, and so far ahead for what already runs.
const BACK = 60;
const AHEAD = 31;
const keyParameter = z.object({ key: z.string().max(300) });
const placed = { unit: z.string().max(5), date: dateParameter.optional() };
const paper = z.object({ id: z.uuid() }).nullable().default(null);
const answerSchema = z.object({
  figures: z.record(z.string().max(60), z.number()).default({}),
  /** What a form asks in words; an empty word is none. */
  fields: z
    .partialRecord(z.enum(SEVERE_FIELDS), z.string().trim().max(2_000))
    .default({})
    .transform((all): Fields => Object.fromEntries(Object.entries(all).filter(([, word]) => word !== ''))),
  text: z.string().trim().max(20_000).nullable().default(null),
  zeroReason: z.string().trim().max(500).nullable().default(null),
  file: paper,
  signature: paper,
  send: z.boolean().default(true),
});

// A country owes hundreds of thousands: what nobody reads is not sent. Completeness has the sums.
const MOST_SHOWN = 2_000;

/** Duties: what is owed, how it stands, answering, checking, and how complete all of it is. */
export function dutyRoutes(
  server: FastifyInstance,
  deps: Deps & Readonly<{ signingRoots: string | null }>,
): void {
  const { db, units, guard, clock, signingRoots } = deps;
  const api = withTypes(server);
  const { maySee, mayAnswer, mayCheck, mayRead } = dutyAccess(deps);

  const shape = (request: FastifyRequest, duty: Duty) => ({
    key: duty.key,
    directive: duty.directive.number,
    directiveId: duty.directive.id,
    item: duty.item.id,
    number: duty.item.number,
    title: duty.item.title,
    note: duty.item.note,
    form: duty.item.form,
    unit: { code: duty.unit, name: duty.unitName },
    facility: duty.facility,
    level: duty.level,
    day: duty.day,
    dueAt: duty.dueAt,
    opensAt: duty.opensAt,
    period: duty.period,
    state: duty.state,
    overdue: duty.overdue,
    onTime: duty.onTime,
    sentAt: duty.answer?.sentAt ?? null,
    by: duty.answer?.by ?? null,
    zeroReason: duty.answer?.zeroReason ?? null,
    returnReason: duty.state === 'returned' ? (duty.answer?.returnReason ?? null) : null,
    answerKind: duty.answer?.kind ?? null,
    answerId: duty.answer?.id ?? null,
    waitingFor: duty.waitingFor === null ? null : { code: duty.waitingFor.code, name: duty.waitingFor.name },
    parts: duty.parts,
    mayAnswer: duty.answer?.kind !== 'correction' && mayAnswer(request, duty),
    mayCheck: duty.answer?.kind === 'submission' && mayCheck(request, duty.waitingFor?.id ?? null),
  });

  /** Items on whose sessions the asker reports in the unit: he says when one has ended. */
  const sessionsOf = async (request: FastifyRequest, unitId: number, day: PlainDate) => {
    const { directives, facilities } = await loadSource(db);
    const unit = units.get(unitId, day);
    const own = facilities.flatMap((one) => (one.unitId === unitId ? [one.name] : []));
    return directives
      .filter((directive) => reaches(units, directive, unitId, day))
      .flatMap(({ id, items }) =>
        items
          .filter(
            ({ schedule, from, until }) =>
              schedule.kind === 'session' && from <= day && (until === null || day <= until),
          )
          .flatMap((item) => {
            const whose = [
              ...(item.owners.levels.includes(levelOf(units, unit, day)) ? [null] : []),
              ...(item.owners.facilities ? own : []),
            ];
            return whose
              .filter((facility) => mayAnswer(request, { item, unitId, facility }))
              .map((facility) => ({ directiveId: id, title: item.title, facility }));
          }),
      );
  };
  /** A duty that the asker may see; to others it is as unknown as one that never was. */
  const seen = async (request: FastifyRequest, key: string): Promise<ExpectedDuty> => {
    const duty = await getExpected(db, units, key);
    if (!maySee(request, duty)) throw new AppError('duty_unknown', 'not-found', { key });
    return duty;
  };
  const stateOfOne = async (request: FastifyRequest, duty: ExpectedDuty): Promise<Duty> => {
    const found = await findDuties(db, units, {
      scope: { unitIds: [duty.unitId] },
      from: duty.day,
      to: duty.day,
      now: clock(),
    });
    const one = found.find(({ key }) => key === duty.key);
    if (one === undefined || !maySee(request, one))
      throw new AppError('duty_unknown', 'not-found', { key: duty.key });
    return one;
  };

  api.get(
    '/duties',
    {
      config: { access: 'duty.view' },
      schema: {
        summary:
          'What a unit owes on a day (open or overdue), what it checks, or what all below it owe; the most urgent first',
        querystring: z.object({
          ...placed,
          of: z.enum(['self', 'below', 'checking']).default('self'),
          done: z.enum(['true', 'false']).default('false'),
          limit: z.coerce.number().int().min(1).max(MOST_SHOWN).default(MOST_SHOWN),
        }),
      },
    },
    async (request) => {
      const { unit: code, of, done, limit } = request.query;
      const day = request.query.date ?? dayInVietnam(clock());
      const unit = units.byCodeOrEarlier(code, day);
      guard.demand(request, 'duty.view', unit.id);
      const now = judgedAt(day, clock());
      const found = await findDuties(db, units, {
        scope: of === 'self' ? { unitIds: [unit.id] } : { within: unit.id },
        from: addDays(day, -BACK),
        to: addDays(day, AHEAD),
        now,
      });
      const open = found.filter((duty) => {
        if (!maySee(request, duty) || duty.opensAt >= now.toISOString()) return false;
        if (of === 'checking') return duty.waitingFor?.id === unit.id && duty.answer?.kind === 'submission';
        return duty.day >= day || !isReceived(duty.state) || done === 'true';
      });
      return {
        date: day,
        judgedAt: now.toISOString(),
        total: open.length,
        duties: open
          .sort(byUrgency)
          .slice(0, limit)
          .map((duty) => shape(request, duty)),
        sessions: of === 'self' ? await sessionsOf(request, unit.id, day) : [],
      };
    },
  );
  api.get(
    '/duties/:key',
    {
      config: { access: 'duty.view' },
      schema: {
        summary: 'One duty: the form, what the register gives for it, and the whole chain',
        params: keyParameter,
      },
    },
    async (request) => {
      const expected = await seen(request, request.params.key);
      const duty = await stateOfOne(request, expected);
      const chain = await findChain(db, duty.unitId, duty.key);
      const checkers = checkersOf(units, expected);
      const counted = await countNow(db, units, expected);
      const before = (await findPrevious(db, expected))?.figures ?? {};
      const sent = chain.find(({ steps }) => steps.length > 0);
      const difference = sent === undefined ? null : await differenceSince(db, units, expected, sent);
      return {
        ...shape(request, duty),
        own: isOwnForm(duty.item.form),
        products: PRODUCTS,
        measures: STOCK_MEASURES,
        counted: counted.figures,
        before,
        basis: told(request, duty.unitId, await basisOf(db, units, expected)),
        difference:
          difference === null
            ? null
            : { figures: difference.figures, added: difference.added.length, gone: difference.gone.length },
        checkers: checkers.map((id) => named(id, duty.day)),
        chain: chain.map((one) => shapeVersion(request, one, checkers, duty)),
      };
    },
  );
  const named = (id: number, on: PlainDate) => {
    const unit = units.get(id, on);
    return { code: unit.code, name: unit.fullName };
  };
  /** Names of files often name people: they are for those who work with the lists. */
  const told = (request: FastifyRequest, unitId: number, { files, ...basis }: Basis) => {
    const names =
      guard.allows(request, 'list.view', unitId) && guard.facilities(request, 'list.view', unitId) === null;
    return { ...basis, lists: files.length, files: names ? files : [] };
  };
  const shapeVersion = (
    request: FastifyRequest,
    one: Submission,
    checkers: readonly number[],
    duty: ExpectedDuty,
  ) => {
    const { state, waitingFor } = versionOf(one, checkers);
    const open = mayRead(request, duty);
    return {
      id: one.id,
      version: one.version,
      state,
      waitingFor: waitingFor === null ? null : named(waitingFor, duty.day),
      figures: one.figures,
      counted: one.counted,
      /** Null: not for the asker to read. */
      fields: open ? one.fields : null,
      text: open ? one.text : null,
      zeroReason: one.zeroReason,
      basis: told(request, one.unitId, one.basis),
      completeness: one.completeness,
      sha256: one.sha256,
      fileName: open ? one.fileName : null,
      signatureName: open ? one.signatureName : null,
      signedBy: one.signedBy,
      by: one.by,
      onBehalfOf: one.onBehalfOf,
      recordedAt: one.recordedAt,
      findings: checkAnswer(duty.item.form, one.figures, one.counted, {}, one.zeroReason !== null),
      steps: one.steps.map(({ action, checkerId, by, at, reason }) => ({
        action,
        checker: checkerId === null ? null : named(checkerId, duty.day),
        by,
        at,
        reason,
      })),
    };
  };
  api.get(
    '/duties/:key/difference',
    {
      config: { access: 'duty.view' },
      schema: {
        summary: 'How the register has changed since the answer was sent, by the very rows',
        params: keyParameter,
      },
    },
    async (request) => {
      const duty = await seen(request, request.params.key);
      // Rows speak of people: only who may look them up sees them.
      if (!guard.fields(request, 'person.search', duty.unitId).has('doses'))
        throw new AppError('forbidden', 'forbidden', { action: 'person.search' });
      const chain = await findChain(db, duty.unitId, duty.key);
      const sent = chain.find(({ steps }) => steps.length > 0);
      if (sent === undefined) return { figures: [], added: [], gone: [] };
      return differenceSince(db, units, duty, sent);
    },
  );
  api.post(
    '/duties/:key/answers',
    {
      config: { access: 'duty.answer' },
      schema: {
        summary: 'Answer a duty: keep a draft, or send it',
        params: keyParameter,
        body: answerSchema,
      },
    },
    async (request, reply) => {
      const duty = await seen(request, request.params.key);
      if (!mayAnswer(request, duty)) throw new AppError('forbidden', 'forbidden', { action: 'duty.answer' });
      const actor = guard.actor(request, null, 'duty.answer', duty.unitId);
      const { send, file, signature, ...answer } = request.body;
      await submitDuty(
        db,
        units,
        actor,
        duty,
        {
          ...answer,
          text: answer.text === '' ? null : answer.text,
          file: file && (await getOwnFile(db, actor, file.id)),
          signature:
            signature && (await getSignature(db, actor, signature.id, file?.id ?? null, signingRoots)),
        },
        send,
        clock(),
      );
      return reply.status(201).send(shape(request, await stateOfOne(request, duty)));
    },
  );
  api.post(
    '/duties/:key/check',
    {
      config: { access: 'duty.check' },
      schema: {
        summary: 'Accept the answer that waits for the asker’s unit, or return it with a reason',
        params: keyParameter,
        body: z.object({
          submission: z.uuid(),
          action: z.enum(['accepted', 'returned']),
          reason: z.string().trim().max(500).nullable().default(null),
        }),
      },
    },
    async (request) => {
      const duty = await seen(request, request.params.key);
      const checkers = checkersOf(units, duty);
      const versions = (await findChain(db, duty.unitId, duty.key)).map((one) => versionOf(one, checkers));
      const checkerId = standing(versions)?.waitingFor ?? null;
      if (checkerId === null) throw new AppError('population_step_wrong', 'conflict', {});
      guard.demand(request, 'duty.check', checkerId);
      const { submission, action, reason } = request.body;
      const actor = guard.actor(request, reason, 'duty.check', checkerId);
      await checkDuty(
        db,
        units,
        actor,
        duty,
        { submissionId: submission, action, checkerId, reason },
        clock(),
      );
      return shape(request, await stateOfOne(request, duty));
    },
  );
  api.get(
    '/duties/:key/papers/:id',
    {
      config: { access: 'duty.view' },
      schema: {
        summary: 'The file of a version, or its detached signature',
        params: keyParameter.extend({ id: z.uuid() }),
        querystring: z.object({ signature: z.enum(['true', 'false']).default('false') }),
      },
    },
    async (request, reply) => {
      const duty = await seen(request, request.params.key);
      const version = (await findChain(db, duty.unitId, duty.key)).find(({ id }) => id === request.params.id);
      const signature = request.query.signature === 'true';
      const fileId = signature ? version?.signatureId : version?.fileId;
      if (version === undefined || fileId == null || !mayRead(request, duty))
        throw new AppError('duty_unknown', 'not-found', { key: duty.key });
      return sendFile(
        reply,
        (work) => withStoredFile(db, fileId, work),
        (signature ? version.signatureName : version.fileName)!,
      );
    },
  );
}
