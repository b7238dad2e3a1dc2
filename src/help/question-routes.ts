import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { answerQuestion, withdrawEntry } from './answer-question.ts';
import { askQuestion } from './ask-question.ts';
import { findQuestions, type Question, unitsThatAsked } from './find-questions.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;
const words = (most: number) => z.string().trim().min(3).max(most);

/** Questions of units to the focal point: one's own, and for the focal point those of its units. */
export function questionRoutes(
  server: FastifyInstance,
  { db, units, guard }: { db: Database; units: Units; guard: Guard },
): void {
  const api = withTypes(server);
  const actorOf = <UnitId extends number>(request: FastifyRequest, unitId: UnitId) => ({
    ...guard.actor(request, 'question', 'question.ask', unitId),
    accountId: guard.session(request).account.id,
    unitId,
  });
  /** The question, for whoever answers it; who may not does not learn that it exists. */
  const toAnswer = async (request: FastifyRequest, id: string): Promise<Question> => {
    const [question] = await findQuestions(db, { id });
    if (question === undefined || !guard.allows(request, 'question.answer', question.unitId))
      throw new AppError('question_unknown', 'not-found', { id });
    return question;
  };
  const shown = ({ unitId, accountId: _, ...question }: Question) => ({
    ...question,
    unit: units.get(unitId, today()).fullName,
  });

  api.get(
    '/questions',
    {
      config: { access: 'question.ask' },
      schema: { summary: "The asker's own questions, with their answers" },
    },
    async (request) => ({
      questions: (await findQuestions(db, { accountId: guard.session(request).account.id })).map(shown),
    }),
  );
  api.post(
    '/questions',
    {
      config: { access: 'question.ask' },
      schema: {
        summary: 'Ask the focal point something',
        body: z.object({
          unit: z.string().max(5),
          question: words(2000),
          route: z.string().max(100).nullable().default(null),
        }),
      },
    },
    async (request, reply) => {
      const { unit, question, route } = request.body;
      const { id: unitId } = units.byCodeOrEarlier(unit, today());
      guard.demand(request, 'question.ask', unitId);
      return reply
        .status(201)
        .send({ id: await askQuestion(db, actorOf(request, unitId), { question, route }) });
    },
  );
  api.get(
    '/questions/of-units',
    {
      config: { access: 'question.answer' },
      schema: {
        summary: 'Questions of the units of the focal point: those that wait, or those answered',
        querystring: z.object({ answered: z.enum(['true', 'false']).default('false') }),
      },
    },
    async (request) => {
      const unitIds = (await unitsThatAsked(db)).filter((id) => guard.allows(request, 'question.answer', id));
      const answered = request.query.answered === 'true';
      return { questions: (await findQuestions(db, { unitIds, answered })).map(shown) };
    },
  );
  api.post(
    '/questions/:id/answer',
    {
      config: { access: 'question.answer' },
      schema: {
        summary: 'Answer a question; with a title the answer becomes part of the guide',
        params: z.object({ id: z.uuid() }),
        body: z.object({ answer: words(4000), title: words(200).nullable().default(null) }),
      },
    },
    async (request) => {
      const question = await toAnswer(request, request.params.id);
      await answerQuestion(db, actorOf(request, question.unitId), question, request.body);
      return { done: true };
    },
  );
  api.post(
    '/questions/:id/withdraw',
    {
      config: { access: 'question.answer' },
      schema: { summary: 'Take an answer out of the guide', params: z.object({ id: z.uuid() }) },
    },
    async (request) => {
      const question = await toAnswer(request, request.params.id);
      await withdrawEntry(db, actorOf(request, question.unitId), question);
      return { done: true };
    },
  );
}
