import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import { recordRead } from '../audit/record-read.ts';
import { grantsFor, mask, ROLES, type Role } from '../identity/access.ts';
import { containment } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { sentence } from '../platform/messages.ts';
import {
  findSignedLists,
  getSignedList,
  loadSignedRows,
  type SignedListSummary,
} from './find-signed-lists.ts';
import { loadBasis, loadCurrentList, type SortedPerson } from './load-current-list.ts';
import { findPoliceFigures, proposePoliceFigures } from './police-figures.ts';
import { policeFiguresRoutes } from './police-figures-routes.ts';
import { receiveList } from './receive-list.ts';
import { residentLists } from './resident-lists.ts';
import { communeScope, type Deps, namedUnit, placed, scopeOf, today, XLSX } from './scope.ts';
import { signList } from './sign-list.ts';
import { countList, differenceOf, hashList, type ListedPerson } from './signed-list-rules.ts';
import { shownBirth } from './verification-sheet.ts';

const PAGE = 500;
const dated = { ...placed, date: dateParameter.optional() };
const listId = z.object({ id: z.uuid() });
const note = z.string().trim().max(500).optional();

/** The list of everybody who lives in a commune: signed off, received, compared (dispatch 9035, items 2.2 and 3). */
export function handoverRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, units, guard } = deps;
  const api = withTypes(server);
  const within = containment(units);
  policeFiguresRoutes(server, deps);

  /** Roles in which the asker may acknowledge lists of the unit. */
  const receives = (request: FastifyRequest, unitId: number): Role[] => [
    ...new Set(
      grantsFor(guard.session(request).principal, 'list.receive', unitId, within).map(({ role }) => role),
    ),
  ];
  const told = ({ unitId, ...list }: SignedListSummary) => ({
    ...list,
    unit: namedUnit(units, unitId, list.on),
  });
  const shown = (person: ListedPerson): ListedPerson => ({
    personId: person.personId,
    name: person.name,
    sex: person.sex,
    birth: person.birth,
    nationalId: mask(person.nationalId),
    hamlet: person.hamlet,
    household: person.household,
    kind: person.kind,
  });
  const seesNames = (request: FastifyRequest, unitId: number): boolean =>
    guard.fields(request, 'handover.view', unitId).has('identity');
  /** A list that the asker may see; who may not is not told that it exists. */
  const ownList = async (request: FastifyRequest, id: string, names = false): Promise<SignedListSummary> => {
    const list = await getSignedList(db, id);
    if (!guard.allows(request, 'handover.view', list.unitId))
      throw new AppError('list_unknown', 'not-found', { id });
    if (names && !seesNames(request, list.unitId))
      throw new AppError('forbidden', 'forbidden', { action: 'handover.view' });
    return list;
  };
  /** The hash over the rows that are stored, which must be the one that was signed. */
  const intact = (list: SignedListSummary, people: readonly SortedPerson[]): boolean =>
    hashList(units.get(list.unitId, list.on).code, list.on, people) === list.sha256;
  const recordedIn = async (request: FastifyRequest, unitId: number, on: PlainDate) =>
    (await scopeOf(deps, request, { unit: units.get(unitId, on).code, mapDate: on }, 'handover.view'))
      .recorded;

  api.get(
    '/handover',
    {
      config: { access: 'handover.view' },
      schema: {
        summary: "A commune's list as it stands, the list that was signed last, and how they differ",
        querystring: z.object(dated),
      },
    },
    async (request) => {
      const { query } = request;
      const { unit, recorded } = await communeScope(deps, request, query, 'handover.view');
      const date = query.date ?? today();
      const [people, basis, lists, proposed, submitted] = await Promise.all([
        loadCurrentList(db, recorded, date),
        loadBasis(db, recorded),
        findSignedLists(db, [unit.id]),
        proposePoliceFigures(db, recorded, date),
        findPoliceFigures(db, unit.id),
      ]);
      const latest = lists[0] ?? null;
      const signed = latest === null ? null : await loadSignedRows(db, latest);
      const difference = signed === null ? null : differenceOf(signed, people);
      return {
        unit: { code: unit.code, name: unit.fullName },
        date,
        current: {
          people: people.length,
          sha256: hashList(unit.code, date, people),
          counts: countList(date, people),
          basis,
        },
        signed: latest === null ? null : { ...told(latest), intact: intact(latest, signed!) },
        difference:
          difference === null
            ? null
            : {
                added: difference.added.length,
                left: difference.left.length,
                changed: difference.changed.length,
              },
        lists: lists.map(told),
        police: { proposed, submitted },
        may: {
          sign: guard.allows(request, 'list.sign', unit.id),
          count: guard.allows(request, 'list.count', unit.id),
          receive: receives(request, unit.id),
          names: seesNames(request, unit.id),
        },
      };
    },
  );
  api.post(
    '/handover',
    {
      config: { access: 'list.sign' },
      schema: {
        summary: 'Sign off the list that was seen (by its hash)',
        body: z.object({ ...dated, sha256: z.string().regex(/^[0-9a-f]{64}$/), note }),
      },
    },
    async (request, reply) => {
      const { body } = request;
      const { unit, recorded } = await communeScope(deps, request, body, 'list.sign');
      const signed = await signList(
        db,
        guard.actor(request, 'sign list', 'list.sign', unit.id),
        {
          unit: { id: unit.id, code: unit.code },
          recorded,
          on: body.date ?? today(),
          sha256: body.sha256,
          note: body.note ?? null,
        },
        today(),
        deps.clock(),
      );
      return reply.status(201).send(signed);
    },
  );
  api.get(
    '/handover/overview',
    {
      config: { access: 'handover.view' },
      schema: {
        summary: 'Which communes of a unit have signed and handed over their list',
        querystring: z.object(dated),
      },
    },
    async (request) => {
      const { query } = request;
      const at = query.mapDate ?? today();
      const { unit } = await scopeOf(deps, request, query, 'handover.view');
      const communes = units
        .communesUnder(unit.id, units.find(unit.id, at) === undefined ? unit.from : at)
        .filter(({ id }) => guard.allows(request, 'handover.view', id));
      const latest = new Map(
        (
          await findSignedLists(
            db,
            communes.map(({ id }) => id),
            { latest: true },
          )
        ).map((list) => [list.unitId, list]),
      );
      return {
        communes: communes.map(({ id, code, fullName }) => {
          const list = latest.get(id);
          return {
            unit: { code, name: fullName },
            signed: list === undefined ? null : { ...told(list), basis: undefined, counts: undefined },
          };
        }),
      };
    },
  );
  api.get(
    '/handover/:id',
    {
      config: { access: 'handover.view' },
      schema: {
        summary: 'A signed list with its rows',
        params: listId,
        querystring: z.object({ offset: z.coerce.number().int().min(0).default(0) }),
      },
    },
    async (request) => {
      const list = await ownList(request, request.params.id);
      const people = await loadSignedRows(db, list);
      const { offset } = request.query;
      const names = seesNames(request, list.unitId);
      const actor = guard.actor(request, null, 'handover.view', list.unitId);
      if (names) await recordRead(db, actor, 'view', 'signed_list', list.id, { offset });
      return {
        ...told(list),
        intact: intact(list, people),
        may: { receive: receives(request, list.unitId) },
        rows: names ? people.slice(offset, offset + PAGE).map(shown) : null,
        next: names && offset + PAGE < people.length ? offset + PAGE : null,
      };
    },
  );
  api.get(
    '/handover/:id/difference',
    {
      config: { access: 'handover.view' },
      schema: {
        summary: 'How the list has changed since it was signed, by the very rows',
        params: listId,
        querystring: z.object({ date: dateParameter.optional() }),
      },
    },
    async (request) => {
      const list = await ownList(request, request.params.id, true);
      const date = request.query.date ?? today();
      const [signed, current] = await Promise.all([
        loadSignedRows(db, list),
        recordedIn(request, list.unitId, list.on).then((recorded) => loadCurrentList(db, recorded, date)),
      ]);
      const { added, left, changed } = differenceOf(signed, current);
      const actor = guard.actor(request, null, 'handover.view', list.unitId);
      await recordRead(db, actor, 'view', 'signed_list', list.id, { difference: true, date });
      return {
        totals: { added: added.length, left: left.length, changed: changed.length },
        added: added.slice(0, PAGE).map(shown),
        left: left.slice(0, PAGE).map(shown),
        changed: changed
          .slice(0, PAGE)
          .map(({ before, after, fields }) => ({ before: shown(before), after: shown(after), fields })),
      };
    },
  );
  api.get(
    '/handover/:id/list.xlsx',
    {
      config: { access: 'handover.view' },
      schema: { summary: 'A signed list as a workbook for print', params: listId },
    },
    async (request, reply) => {
      const list = await ownList(request, request.params.id, true);
      const people = await loadSignedRows(db, list);
      const unit = units.get(list.unitId, list.on);
      const t = (key: string, params: Record<string, unknown> = {}): string =>
        sentence(languageOf(request), key, params);
      const book = await residentLists(
        [
          {
            office: unit.fullName,
            title: t('list.signed.title', { unit: unit.fullName.toUpperCase() }),
            notes: [
              t('list.signed.lead', {
                version: list.version,
                people: list.people,
                date: shownBirth(list.on),
                who: list.signedBy,
                at: shownBirth(list.signedAt.slice(0, 10)),
              }),
              t('list.signed.hash', { hash: list.sha256 }),
            ],
            signer: t('list.signed.signer'),
            sheet: t('list.signed.sheet', { version: list.version }),
            people,
          },
        ],
        { byHamlet: false },
        languageOf(request),
      );
      const actor = guard.actor(request, null, 'handover.view', list.unitId);
      await recordRead(db, actor, 'export', 'signed_list', list.id, { people: people.length });
      return reply
        .type(XLSX)
        .header(
          'content-disposition',
          `attachment; filename="danh-sach-da-ky-${unit.code}-${list.version}.xlsx"`,
        )
        .send(Buffer.from(book));
    },
  );
  api.post(
    '/handover/:id/receipts',
    {
      config: { access: 'list.receive' },
      schema: {
        summary: 'Acknowledge a signed list, in a role of the asker',
        params: listId,
        body: z.object({ role: z.enum(ROLES), note }),
      },
    },
    async (request, reply) => {
      const list = await ownList(request, request.params.id);
      const { role } = request.body;
      if (!receives(request, list.unitId).includes(role))
        throw new AppError('forbidden', 'forbidden', { action: 'list.receive' });
      const actor = guard.actor(request, 'receive list', 'list.receive', list.unitId);
      await receiveList(db, actor, list, role, request.body.note ?? null, deps.clock());
      return reply.status(201).send({ done: true });
    },
  );
}
