import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import type { Guard } from '../identity/guard.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { calibrationOf } from './calibration.ts';
import { findMerges } from './find-merges.ts';
import { findProposals } from './find-proposals.ts';
import { mergePeople } from './merge-people.ts';
import { byLikeness, evidenceOf, ReviewDesk } from './review-desk.ts';
import { settleProposal } from './settle-proposal.ts';
import { VERDICTS } from './settle-review.ts';
import { unmergePeople } from './unmerge-people.ts';

const id = z.uuid();
const reason = z.string().trim().min(5).max(500);

/** People who are one: proposed by the linkage, merged by hand, and taken apart again. */
export function mergeRoutes(
  server: FastifyInstance,
  { db, units, guard }: { db: Database; units: Units; guard: Guard },
): void {
  const api = withTypes(server);
  const desk = new ReviewDesk({ db, units, guard });
  api.get(
    '/proposals',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'Two people of the register who look like one, the likeliest first',
        querystring: z.object({
          unit: z.string().max(5),
          mapDate: dateParameter.optional(),
          limit: z.coerce.number().int().min(1).max(50).default(10),
        }),
      },
    },
    async (request) => {
      const { unitId, code, unitIds } = await desk.scope(request, request.query);
      const { proposals, waiting } = await findProposals(db, unitIds, request.query.limit);
      if (proposals.length > 0)
        await recordRead(db, guard.actor(request, 'review', 'list.settle', unitId), 'view', 'review', code, {
          people: proposals.flatMap(({ personA, personB }) => [personA, personB]),
        });
      return {
        waiting,
        proposals: proposals.map(({ rowsA, rowsB, ...proposal }) => {
          const [first, ...others] = rowsB;
          const rows = first === undefined ? [...rowsA] : byLikeness(first, rowsA);
          return {
            ...proposal,
            record: first === undefined ? null : desk.shown(request, first),
            others: others.length,
            candidate: rows.map((row) => desk.shown(request, row)),
            evidence: first === undefined ? null : evidenceOf(first, rows[0], languageOf(request)),
            mayDecide: desk.mayDecide(request, [...rowsA, ...rowsB]),
          };
        }),
      };
    },
  );
  api.post(
    '/proposals',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'Decide on two people: same, different, unsure',
        body: z.object({ personA: id, personB: id, verdict: z.enum(VERDICTS) }),
      },
    },
    async (request) => {
      const { personA, personB } = request.body;
      const unitId = await desk.demandPeople(request, [personA, personB]);
      await settleProposal(db, guard.actor(request, 'review', 'list.settle', unitId), request.body);
      return { done: true };
    },
  );
  api.get(
    '/calibration',
    {
      config: { access: 'list.settle', rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: {
        summary: 'How sure the linkage is on the rows of a unit',
        querystring: z.object({ unit: z.string().max(5), mapDate: dateParameter.optional() }),
      },
    },
    async (request) => calibrationOf(db, (await desk.scope(request, request.query)).unitIds),
  );
  api.get(
    '/persons/:id/merges',
    {
      config: { access: 'list.settle' },
      schema: { summary: 'Merges of a person that still hold', params: z.object({ id }) },
    },
    async (request) => {
      await desk.demandPeople(request, [request.params.id]);
      return { merges: await findMerges(db, request.params.id) };
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
      const unitId = await desk.demandPeople(request, [request.params.id, goneId]);
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
        summary: 'Undo a merge of a person: the one named, or the latest',
        params: z.object({ id }),
        body: z.object({ mergeId: id.optional(), reason }),
      },
    },
    async (request) => {
      const unitId = await desk.demandPeople(request, [request.params.id]);
      const { mergeId, reason: why } = request.body;
      const own = (await findMerges(db, request.params.id)).some((merge) => merge.id === mergeId);
      return unmergePeople(
        db,
        guard.actor(request, why, 'list.settle', unitId),
        mergeId !== undefined && own ? mergeId : request.params.id,
      );
    },
  );
}
