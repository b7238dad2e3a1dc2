import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { findFacilities } from '../duties/directive-store.ts';
import { findAccountUnits } from '../identity/accounts.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { findContact, findFocals, putContact, putFocal } from './contact-store.ts';
import { unitsWithin } from './find-chase-list.ts';
import { loadRules, provinceOf, putRule, ruleSchema } from './rule-store.ts';

const phone = z.string().trim().min(8).max(30);
const contactSchema = z.object({
  email: z.email().max(200).nullable(),
  phone: phone.nullable(),
  byEmail: z.boolean(),
  bySms: z.boolean(),
  information: z.boolean(),
});
const idParameter = z.object({ id: z.uuid() });
const placed = { unit: z.string().max(5), date: dateParameter.optional() };

/** How accounts are reached, whom to telephone in a unit, and by which rules a province reminds. */
export function contactRoutes(
  server: FastifyInstance,
  { db, units, guard, clock }: { db: Database; units: Units; guard: Guard; clock: Clock },
): void {
  const api = withTypes(server);
  const today = () => dayInVietnam(clock());
  /** An account all of whose rights lie within the administrator's units. */
  const managed = async (request: FastifyRequest, id: string): Promise<number> => {
    const of = await findAccountUnits(db, id);
    if (of[0] === undefined || !of.every((unitId) => guard.allows(request, 'account.manage', unitId)))
      throw new AppError('account_unknown', 'not-found', { id });
    return of[0];
  };

  api.get(
    '/contact',
    { config: { access: 'signed-in' }, schema: { summary: 'How the asker is reached' } },
    (request) => findContact(db, guard.session(request).account.id),
  );
  api.put(
    '/contact',
    {
      config: { access: 'signed-in' },
      schema: { summary: 'Say how the asker is reached; returns are told always', body: contactSchema },
    },
    async (request) => {
      const { id } = guard.session(request).account;
      await putContact(db, guard.actor(request, 'contact'), id, request.body);
      return findContact(db, id);
    },
  );
  api.get(
    '/accounts/:id/contact',
    {
      config: { access: 'account.manage' },
      schema: { summary: 'How an account is reached', params: idParameter },
    },
    async (request) => {
      await managed(request, request.params.id);
      return findContact(db, request.params.id);
    },
  );
  api.put(
    '/accounts/:id/contact',
    {
      config: { access: 'account.manage' },
      schema: { summary: 'Say how an account is reached', params: idParameter, body: contactSchema },
    },
    async (request) => {
      const unitId = await managed(request, request.params.id);
      await putContact(
        db,
        guard.actor(request, 'contact', 'account.manage', unitId),
        request.params.id,
        request.body,
      );
      return findContact(db, request.params.id);
    },
  );

  api.get(
    '/focals',
    {
      // Whoever names his own focal person sees those of his units; the chase list shows them to who calls.
      config: { access: 'focal.edit' },
      schema: {
        summary: 'Focal persons of a unit, its facilities and all within it',
        querystring: z.object(placed),
      },
    },
    async (request) => {
      const day = request.query.date ?? today();
      const unit = units.byCodeOrEarlier(request.query.unit, day);
      guard.demand(request, 'focal.edit', unit.id);
      const all = unitsWithin(units, unit.id, day);
      const own = guard.facilities(request, 'focal.edit', unit.id);
      const ids = all.map(({ id }) => id);
      const [focals, facilities] = await Promise.all([findFocals(db, ids), findFacilities(db)]);
      const rows = all.flatMap((one) => [
        { of: one, facility: null as string | null },
        ...facilities
          .filter(
            ({ unitId, openedOn, closedOn }) =>
              unitId === one.id && openedOn <= day && (closedOn === null || closedOn > day),
          )
          .map(({ name }) => ({ of: one, facility: name as string | null })),
      ]);
      return {
        focals: rows
          .filter(({ facility }) => own === null || (facility !== null && own.includes(facility)))
          .map(({ of, facility }) => {
            const focal = focals.find((one) => one.unitId === of.id && one.facility === facility);
            return {
              unit: of.code,
              unitName: of.fullName,
              parentName: units.ancestors(of.id, day)[1]?.fullName ?? null,
              facility,
              focal:
                focal === undefined ? null : { name: focal.name, phone: focal.phone, hours: focal.hours },
              recordedAt: focal?.recordedAt ?? null,
            };
          }),
      };
    },
  );
  api.put(
    '/focals',
    {
      config: { access: 'focal.edit' },
      schema: {
        summary: 'Name the focal person of a unit or facility, or none',
        body: z.object({
          unit: z.string().max(5),
          facility: z.string().trim().min(3).max(120).nullable().default(null),
          focal: z
            .object({
              name: z.string().trim().min(2).max(120),
              phone,
              hours: z.string().trim().max(120).nullable().default(null),
            })
            .nullable(),
        }),
      },
    },
    async (request) => {
      const { unit: code, facility, focal } = request.body;
      const unit = units.byCodeOrEarlier(code, today());
      guard.demand(request, 'focal.edit', unit.id);
      const own = guard.facilities(request, 'focal.edit', unit.id);
      if (own !== null && (facility === null || !own.includes(facility)))
        throw new AppError('forbidden', 'forbidden', { action: 'focal.edit' });
      if (
        facility !== null &&
        !(await findFacilities(db)).some(({ unitId, name }) => unitId === unit.id && name === facility)
      )
        throw new AppError('focal_facility_unknown', 'invalid', { facility });
      await putFocal(
        db,
        guard.actor(request, 'contact', 'focal.edit', unit.id),
        { unitId: unit.id, facility },
        focal,
        new Date(),
      );
      return { done: true };
    },
  );

  const ofProvince = (request: FastifyRequest, code: string): number => {
    const province = provinceOf(units, units.byCodeOrEarlier(code, today()).id, today());
    guard.demand(request, 'urging.rule', province);
    return province;
  };
  api.get(
    '/urging-rule',
    {
      config: { access: 'urging.rule' },
      schema: {
        summary: 'By which rule a province reminds',
        querystring: z.object({ unit: z.string().max(5) }),
      },
    },
    async (request) => {
      const province = ofProvince(request, request.query.unit);
      return (await loadRules(db, units, today()))(province);
    },
  );
  api.put(
    '/urging-rule',
    {
      config: { access: 'urging.rule' },
      schema: {
        summary: 'Set time of sending, quiet hours and escalation of a province',
        body: z.object({ unit: z.string().max(5), rule: ruleSchema }),
      },
    },
    async (request) => {
      const province = ofProvince(request, request.body.unit);
      await putRule(
        db,
        guard.actor(request, 'reminder rules', 'urging.rule', province),
        province,
        request.body.rule,
        new Date(),
      );
      return request.body.rule;
    },
  );
}
