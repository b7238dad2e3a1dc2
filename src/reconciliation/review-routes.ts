import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import { mask } from '../identity/access.ts';
import type { Guard } from '../identity/guard.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import { AppError } from '../kernel/app-error.ts';
import { type PlainDate, yearOf } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { compareSights, type Evidence, explainSights } from '../residents/compare-sights.ts';
import { type Sight, sightOf } from '../residents/sight.ts';
import {
  countReviews,
  findReviews,
  findRows,
  REVIEW_ORDERS,
  type Review,
  type ReviewedRow,
} from './find-reviews.ts';
import { holdReviews } from './hold-reviews.ts';
import { mergePeople } from './merge-people.ts';
import { settleReview, undoReview, VERDICTS } from './settle-review.ts';
import { unmergePeople } from './unmerge-people.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;
const id = z.uuid();
const reason = z.string().trim().min(5).max(500);

/** The review queue, and merging by hand. A decision needs the right to settle on every commune that the rows speak of. */
export function reviewRoutes(
  server: FastifyInstance,
  { db, units, guard }: { db: Database; units: Units; guard: Guard },
): void {
  const api = withTypes(server);
  const settles = (request: FastifyRequest, unitId: number): boolean =>
    guard.allows(request, 'list.settle', unitId);
  const name = (unitId: number) => {
    const unit = units.get(unitId, today());
    return { code: unit.code, name: unit.fullName };
  };

  /** A row of another's commune shows enough to recognise the person and not more. */
  const shownRow = (request: FastifyRequest, row: ReviewedRow) => {
    const own = settles(request, row.unitId);
    const fields = guard.fields(request, 'list.settle', row.unitId);
    const { claim } = row;
    return {
      recordId: row.recordId,
      unit: name(row.unitId),
      own,
      file: own ? row.file : null,
      sheet: own ? row.sheet : null,
      row: own ? row.row : null,
      source: row.source,
      asOf: row.asOf,
      name: own ? claim.name : initials(claim.name),
      sex: claim.sex,
      birth:
        own || claim.birth === null
          ? claim.birth
          : { on: `${yearOf(claim.birth.on)}-01-01`, precision: 'year' },
      identifiers: claim.identifiers.map(({ kind, value, sound }) => ({
        kind,
        value: own ? value : mask(value),
        sound,
      })),
      phone: own ? claim.phone : mask(claim.phone),
      hamlet: own ? claim.hamlet : null,
      household: own ? claim.household : null,
      relation: own ? claim.relation : null,
      address: own ? (claim.place?.address ?? null) : null,
      residenceKind: claim.residenceKind,
      whereabouts: claim.whereabouts,
      note: own ? claim.note : null,
      doses: own && fields.has('doses') ? claim.doses : null,
    };
  };
  const shown = (request: FastifyRequest, review: Review) => ({
    recordId: review.record.recordId,
    candidateId: review.candidateId,
    reason: review.reason,
    score: review.score,
    since: review.since,
    unsure: review.unsure,
    record: shownRow(request, review.record),
    candidate: byLikeness(review).map((row) => shownRow(request, row)),
    evidence: evidenceOf(review),
    mayDecide: [review.record, ...review.candidate].every(({ unitId }) => settles(request, unitId)),
  });

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
      const at = query.mapDate ?? today();
      const unit = units.byCodeOrEarlier(query.unit, at);
      guard.demand(request, 'list.settle', unit.id);
      const day = units.find(unit.id, at) === undefined ? unit.from : at;
      const unitIds = (await recordedWithin(db, units, unit.id, day)).filter((one) => settles(request, one));
      const now = new Date();
      const actor = guard.actor(request, 'review', 'list.settle', unit.id);
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
        await recordRead(db, actor, 'view', 'review', unit.code, {
          records: reviews.map(({ record }) => record.recordId),
        });
      return { reviews: reviews.map((review) => shown(request, review)), counts };
    },
  );

  /** Throws `forbidden` unless the asker may settle on every commune that speaks of these people. */
  const demandPeople = async (request: FastifyRequest, personIds: readonly string[]): Promise<number> => {
    const rows = await findRows(db, personIds);
    if (rows.length === 0) throw new AppError('person_unknown', 'not-found', { id: personIds.join() });
    for (const { unitId } of rows) guard.demand(request, 'list.settle', unitId);
    return rows[0]!.unitId;
  };
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
    const unitId = await demandPeople(request, [
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
      const unitId = await demandPeople(request, [rows[0].person_id]);
      const candidateId = await undoReview(
        db,
        guard.actor(request, 'undo', 'list.settle', unitId),
        request.params.id,
      );
      return { recordId: request.params.id, candidateId };
    },
  );
  api.post(
    '/persons/:id/merge',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'Say that two people are one',
        params: z.object({ id }),
        body: z.object({ goneId: id, reason }),
      },
    },
    async (request) => {
      const { goneId } = request.body;
      const unitId = await demandPeople(request, [request.params.id, goneId]);
      return mergePeople(db, guard.actor(request, request.body.reason, 'list.settle', unitId), {
        keptId: request.params.id,
        goneId,
      });
    },
  );
  api.post(
    '/persons/:id/unmerge',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'Undo the latest merge of a person',
        params: z.object({ id }),
        body: z.object({ reason }),
      },
    },
    async (request) => {
      const unitId = await demandPeople(request, [request.params.id]);
      return unmergePeople(
        db,
        guard.actor(request, request.body.reason, 'list.settle', unitId),
        request.params.id,
      );
    },
  );
}

const sight = ({ claim, unitId }: ReviewedRow): Sight => sightOf(claim, unitId);
const likeness = (a: ReviewedRow, b: ReviewedRow): number => compareSights(sight(a), sight(b)).score;

/** The rows of the candidate, that which is most like the row in review first: it is the one to look at. */
const byLikeness = ({ record, candidate }: Review): ReviewedRow[] =>
  [...candidate].sort((a, b) => likeness(record, b) - likeness(record, a));

function evidenceOf(review: Review): Evidence[] {
  const [best] = byLikeness(review);
  return best === undefined ? [] : explainSights(sight(review.record), sight(best));
}

const initials = (name: string | null): string | null =>
  name === null
    ? null
    : name
        .split(' ')
        .map((word) => `${word[0]}.`)
        .join(' ');
