import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import { type Action, mask } from '../identity/access.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import { paperPdf } from '../papers/paper-pdf.ts';
import { paperWorkbook } from '../papers/paper-workbook.ts';
import { slipsPdf } from '../papers/slips.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { INVITATION_STATES, type VaccinationSession } from './contract.ts';
import { findSessionPeople } from './find-people.ts';
import { answerInvitation, invitePeople } from './invite-people.ts';
import { correctMessages, queueMessages, refuseMessages } from './send-invitations.ts';
import { invitationSlips, sessionPaper } from './session-papers.ts';
import { reaches } from './session-routes.ts';
import { findSession } from './session-store.ts';

const params = z.object({ id: z.uuid() });
/** On one paper; a session of more is several. */
const MOST_ON_PAPER = 2_000;

/** Who is expected at a session, invited, printed and sent. Everything here names people. */
export function peopleRoutes(
  server: FastifyInstance,
  { db, units, guard, gateway }: { db: Database; units: Units; guard: Guard; gateway: boolean },
): void {
  const api = withTypes(server);

  /** The session of the path, if the asker may do one of these to its people and know of their doses. */
  const reached = async (
    request: FastifyRequest,
    id: string,
    ...actions: readonly Action[]
  ): Promise<VaccinationSession> => {
    const session = await findSession(db, id);
    if (session === undefined) throw new AppError('session_unknown', 'not-found', { id });
    const allowed = actions.some(
      (action) =>
        reaches(guard, request, action, session) &&
        guard.fields(request, action, session.unitId).has('doses'),
    );
    if (!allowed) throw new AppError('forbidden', 'forbidden', { action: actions[0]! });
    return session;
  };

  api.get(
    '/vaccination-sessions/:id/people',
    {
      config: { access: 'person.search' },
      schema: { summary: 'Who is invited to a session, and who came to it', params },
    },
    async (request) => {
      const session = await reached(request, request.params.id, 'person.search');
      const people = await findSessionPeople(db, session.id);
      return { people: people.map((person) => ({ ...person, phone: mask(person.phone) })) };
    },
  );
  api.post(
    '/vaccination-sessions/:id/invitations',
    {
      config: { access: 'session.plan' },
      schema: {
        summary: 'Ask people who are due to a session, as many as it has free places, spread over its hours',
        params,
        body: z.object({
          /** Of these hamlets alone (null: people without one); left out: of the session's own, or of all. */
          hamlets: z.array(z.string().max(80).nullable()).max(200).nullable().default(null),
        }),
      },
    },
    async (request) => {
      const session = await reached(request, request.params.id, 'session.plan');
      // A facility knows whom it injected, not who lives around it.
      for (const unitId of session.serves)
        if (
          !guard.allows(request, 'session.plan', unitId) ||
          guard.facilities(request, 'session.plan', unitId) !== null
        )
          throw new AppError('forbidden', 'forbidden', { action: 'session.plan' });
      const hamlets = request.body.hamlets ?? (session.hamlet === null ? null : [session.hamlet]);
      const actor = guard.actor(request, null, 'session.plan', session.unitId);
      return invitePeople(db, units, actor, session.id, hamlets, new Date());
    },
  );
  api.put(
    '/vaccination-sessions/:id/people/:person',
    {
      config: { access: 'session.plan' },
      schema: {
        summary: 'Say that somebody declined, take his invitation back, or send him no messages',
        params: params.extend({ person: z.uuid() }),
        body: z.object({
          state: z.enum(INVITATION_STATES),
          noMessages: z.boolean().nullable().default(null),
        }),
      },
    },
    async (request) => {
      const { id, person } = request.params;
      const session = await reached(request, id, 'session.plan');
      const { state, noMessages } = request.body;
      const actor = guard.actor(request, null, 'session.plan', session.unitId);
      await db.transaction(actor, async (tx) => {
        await answerInvitation(tx, session, person, state);
        if (noMessages !== null) await refuseMessages(tx, person, noMessages, actor.name, new Date());
      });
      await correctMessages(db, units, actor, session, new Date());
      return { done: true };
    },
  );
  api.post(
    '/vaccination-sessions/:id/messages',
    {
      config: { access: 'session.plan' },
      schema: {
        summary: 'Write a short message to everybody who stands invited and has a telephone',
        params,
      },
    },
    async (request) => {
      const session = await reached(request, request.params.id, 'session.plan');
      const actor = guard.actor(request, null, 'session.plan', session.unitId);
      return queueMessages(db, units, actor, session, gateway, new Date());
    },
  );

  const printed = async (request: FastifyRequest, id: string, what: string) => {
    // A facility prints the list of its own session, though it exports nobody else.
    const session = await reached(request, id, 'person.export', 'dose.record');
    const people = await findSessionPeople(db, session.id);
    if (people.length > MOST_ON_PAPER)
      throw new AppError('export_too_large', 'too-large', { most: MOST_ON_PAPER, people: people.length });
    const actor = guard.actor(request, null, undefined, session.unitId);
    await recordRead(db, actor, 'export', what, session.id, { people: people.length });
    return { session, people, language: languageOf(request) };
  };
  const file = (session: VaccinationSession, what: string, extension: string): string =>
    `attachment; filename="${what}-${session.on}-${session.from.replace(':', 'h')}.${extension}"`;
  api.get(
    '/vaccination-sessions/:id/people.xlsx',
    {
      config: { access: 'person.search' },
      schema: { summary: 'The list of a session as a workbook', params },
    },
    async (request, reply) => {
      const { session, people, language } = await printed(request, request.params.id, 'session');
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', file(session, 'buoi-tiem', 'xlsx'))
        .send(Buffer.from(await paperWorkbook([sessionPaper(session, people, language)], language)));
    },
  );
  api.get(
    '/vaccination-sessions/:id/people.pdf',
    {
      config: { access: 'person.search' },
      schema: { summary: 'The list of a session on paper', params },
    },
    async (request, reply) => {
      const { session, people, language } = await printed(request, request.params.id, 'session');
      return reply
        .type('application/pdf')
        .header('content-disposition', file(session, 'buoi-tiem', 'pdf'))
        .send(Buffer.from(await paperPdf(sessionPaper(session, people, language), language)));
    },
  );
  api.get(
    '/vaccination-sessions/:id/invitations.pdf',
    {
      config: { access: 'person.search' },
      schema: {
        summary: 'Slips to be handed to everybody who stands invited, each with its QR code',
        params,
      },
    },
    async (request, reply) => {
      const { session, people, language } = await printed(request, request.params.id, 'invitations');
      const slips = invitationSlips(session, people, language);
      if (slips.length === 0) throw new AppError('nobody_invited', 'conflict');
      return reply
        .type('application/pdf')
        .header('content-disposition', file(session, 'giay-moi', 'pdf'))
        .send(Buffer.from(await slipsPdf(`giay-moi-${session.on}`, slips, language)));
    },
  );
}
