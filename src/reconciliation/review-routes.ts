import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { countReviews, findReviews, REVIEW_ORDERS, type Review } from './find-reviews.ts';
import { holdReviews } from './hold-reviews.ts';
import { byLikeness, evidenceOf, ReviewDesk } from './review-desk.ts';
import { settleReview, undoReview, VERDICTS } from './settle-review.ts';

const id = z.uuid();

/** The review queue of rows. A decision needs the right to settle on every commune that the rows speak of. */
export function reviewRoutes(
  server: FastifyInstance,
  { db, units, guard }: { db: Database; units: Units; guard: Guard },
): void {
  const api = withTypes(server);
  const desk = new ReviewDesk({ db, units, guard });
  const shown = (request: FastifyRequest, { record, candidate, ...review }: Review) => {
    const rows = byLikeness(record, candidate);
    return {
      recordId: record.recordId,
      ...review,
      record: desk.shown(request, record),
      candidate: rows.map((row) => desk.shown(request, row)),
      evidence: evidenceOf(record, rows[0], languageOf(request)),
      mayDecide: desk.mayDecide(request, [record, ...candidate]),
    };
  };

  api.get(
    '/reviews',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'Rows that look like somebody: what a person must decide, next first',
        querystring: z.object({
          unit: z.string().max(5),
          mapDate: dateParameter.optional(),
          order: z.enum(REVIEW_ORDERS).default('hard'),
          reason: z.string().max(60).optional(),
          limit: z.coerce.number().int().min(1).max(50).default(10),
        }),
      },
    },
    async (request) => {
      const { query } = request;
      const { unitId, code, unitIds } = await desk.scope(request, query);
      const now = new Date();
      const actor = guard.actor(request, 'review', 'list.settle', unitId);
      const [reviews, counts] = await Promise.all([
        findReviews(db, {
          unitIds,
          order: query.order,
          reason: query.reason ?? null,
          accountId: actor.accountId,
          at: now.toISOString(),
          limit: query.limit,
        }),
        countReviews(db, unitIds, now.toISOString(), actor.accountId),
      ]);
      await holdReviews(
        db,
        actor,
        reviews.map(({ record }) => record.recordId),
        now,
      );
      // Numbers stand in clear: comparing them is the duty. That they were seen is written down.
      if (reviews.length > 0)
        await recordRead(db, actor, 'view', 'review', code, {
          records: reviews.map(({ record }) => record.recordId),
        });
      return { reviews: reviews.map((review) => shown(request, review)), counts };
    },
  );

  const verdict = {
    candidateId: id,
    verdict: z.enum(VERDICTS),
    otherId: id.optional(),
    note: z.string().max(500).optional(),
  };
  const settle = async (
    request: FastifyRequest,
    recordId: string,
    body: z.output<z.ZodObject<typeof verdict>>,
  ) => {
    const unitId = await desk.demandPeople(request, [
      body.candidateId,
      ...(body.otherId === undefined ? [] : [body.otherId]),
    ]);
    return settleReview(db, guard.actor(request, body.note ?? 'review', 'list.settle', unitId), {
      recordId,
      candidateId: body.candidateId,
      verdict: body.verdict,
      otherId: body.otherId ?? null,
      note: body.note ?? null,
    });
  };
  api.post(
    '/reviews/:id',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'Decide a row: same, different, unsure',
        params: z.object({ id }),
        body: z.object(verdict),
      },
    },
    async (request) => settle(request, request.params.id, request.body),
  );
  api.post(
    '/reviews',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'Decide many rows of one kind alike',
        body: z.object({
          verdict: z.enum(VERDICTS),
          rows: z
            .array(z.object({ recordId: id, candidateId: id }))
            .min(1)
            .max(200),
        }),
      },
    },
    async (request) => {
      const settled = [];
      for (const { recordId, candidateId } of request.body.rows)
        settled.push(await settle(request, recordId, { candidateId, verdict: request.body.verdict }));
      return { settled };
    },
  );
  api.post(
    '/reviews/:id/undo',
    {
      config: { access: 'list.settle' },
      schema: { summary: 'Take a decision back', params: z.object({ id }) },
    },
    async (request) => {
      const { rows } = await db.pool.query<{ person_id: string }>(
        'SELECT person_id FROM app.person_link WHERE record_id = $1 AND superseded_at IS NULL',
        [request.params.id],
      );
      if (rows[0] === undefined) throw new AppError('review_unknown', 'not-found', { id: request.params.id });
      const unitId = await desk.demandPeople(request, [rows[0].person_id]);
      const candidateId = await undoReview(
        db,
        guard.actor(request, 'undo', 'list.settle', unitId),
        request.params.id,
      );
      return { recordId: request.params.id, candidateId };
    },
  );
}
