import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { recordRead } from '../audit/record-read.ts';
import { AppError } from '../kernel/app-error.ts';
import { withTypes } from '../platform/http.ts';
import { checkIdentity } from './check-identity.ts';
import {
  countIdentities,
  countIdentitiesByUnit,
  findIdentities,
  findVerifiedHamlets,
  sumStates,
} from './find-identities.ts';
import { findOutdatedRecords } from './find-outdated-records.ts';
import { communeScope, type Deps, namedUnit, placed, scopeOf, today } from './scope.ts';
import { maskedIdentity, questionOf, shownPerson, verificationFilters } from './verification-question.ts';
import { verificationSheetRoutes } from './verification-sheet-routes.ts';

const mark = z.boolean().nullable();
const text = z.string().trim().max(120).nullable();

/** The police verify four fields of everybody (8938/BYT-DP, 9438/BYT-CNTT): on screen, or through a workbook. */
export function verificationRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, units, guard } = deps;
  const api = withTypes(server);
  verificationSheetRoutes(server, deps);

  api.get(
    '/verification',
    {
      config: { access: 'verification.view' },
      schema: {
        summary: 'People of a unit with what the police said of their four fields',
        querystring: z.object({
          ...verificationFilters,
          offset: z.coerce.number().int().min(0).default(0),
          limit: z.coerce.number().int().min(1).max(500).default(50),
        }),
      },
    },
    async (request) => {
      const { query } = request;
      const { unit, recorded } = await communeScope(deps, request, query, 'verification.view');
      const asked = questionOf(query);
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
      return { people: people.map((person) => shownPerson(deps, request, person)), counts, hamlets };
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
      return person === undefined ? { personId: id } : shownPerson(deps, request, person);
    },
  );
  const findPersonUnit = async (id: string): Promise<number | null> =>
    (await db.query<{ unit_id: number | null }>('SELECT unit_id FROM app.person WHERE id = $1', [id]))[0]
      ?.unit_id ?? null;

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
          shown: maskedIdentity(row, false),
        })),
        total,
      };
    },
  );
}
