import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import { recordRead } from '../audit/record-read.ts';
import { mask } from '../identity/access.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { sentence } from '../platform/messages.ts';
import { findUnmatched } from './find-unmatched.ts';
import { loadCurrentList, type SortedPerson } from './load-current-list.ts';
import { type PrintedList, residentLists } from './resident-lists.ts';
import { communeScope, type Deps, type Placed, placed, today, XLSX } from './scope.ts';
import { unmatchedList } from './unmatched-list.ts';
import { shownBirth } from './verification-sheet.ts';

const MOST = 150_000;

/** Lists taken out on paper: for the head of a hamlet, and of people whom only one hand names. Each is written down. */
export function printRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, guard } = deps;
  const api = withTypes(server);
  const ofHamlet = z.object({
    ...placed,
    date: dateParameter.optional(),
    hamlet: z.string().max(80).optional(),
  });

  const exported = async (
    request: FastifyRequest,
    unit: { id: number; code: string },
    subject: string,
    detail: object,
  ): Promise<void> =>
    recordRead(db, guard.actor(request, null, 'list.print', unit.id), 'export', subject, unit.code, detail);

  /** The people of a commune by hamlet, those of one hamlet when it is named. */
  const byHamlet = async (
    request: FastifyRequest,
    query: Placed & { date?: PlainDate | undefined; hamlet?: string | undefined },
  ) => {
    const { unit, recorded } = await communeScope(deps, request, query, 'list.print');
    const date = query.date ?? today();
    const all = await loadCurrentList(db, recorded, date);
    const hamlets = Map.groupBy(all, ({ hamlet }) => hamlet);
    const chosen: [string | null, SortedPerson[]][] =
      query.hamlet === undefined
        ? [...hamlets]
        : [[query.hamlet, hamlets.get(query.hamlet === '' ? null : query.hamlet) ?? []]];
    await exported(request, unit, 'hamlet_list', {
      hamlet: query.hamlet ?? null,
      date,
      people: chosen.reduce((sum, [, people]) => sum + people.length, 0),
    });
    return {
      unit,
      date,
      chosen,
      hamlets: [...hamlets].map(([hamlet, people]) => ({ hamlet, people: people.length })),
    };
  };

  api.get(
    '/lists/hamlet',
    {
      config: { access: 'list.print' },
      schema: { summary: 'Who lives in a hamlet, as a list to print', querystring: ofHamlet },
    },
    async (request) => {
      const { chosen, hamlets } = await byHamlet(request, request.query);
      const people = request.query.hamlet === undefined ? [] : (chosen[0]?.[1] ?? []);
      return {
        hamlets,
        people: people.map(({ sortKey: _, ...person }) => ({
          ...person,
          nationalId: mask(person.nationalId),
        })),
      };
    },
  );
  api.get(
    '/lists/hamlet.xlsx',
    {
      config: { access: 'list.print' },
      schema: { summary: 'The same as a workbook, a sheet for each hamlet', querystring: ofHamlet },
    },
    async (request, reply) => {
      const { unit, date, chosen } = await byHamlet(request, request.query);
      const t = (key: string, params: Record<string, unknown> = {}): string =>
        sentence(languageOf(request), key, params);
      const lists = chosen.map(([hamlet, people]): PrintedList => {
        const name = hamlet === null || hamlet === '' ? t('list.no_hamlet') : hamlet;
        return {
          office: unit.fullName,
          title: t('list.hamlet.title', { hamlet: name.toUpperCase() }),
          notes: [t('list.hamlet.lead', { people: people.length, date: shownBirth(date) })],
          signer: t('list.hamlet.signer'),
          sheet: name,
          people,
        };
      });
      const book = await residentLists(lists, { byHamlet: true }, languageOf(request));
      return reply
        .type(XLSX)
        .header('content-disposition', `attachment; filename="to-dan-pho-${unit.code}-${date}.xlsx"`)
        .send(Buffer.from(book));
    },
  );

  const ofSource = z.object({ ...placed, source: z.enum(['police', 'commune', 'health']) });
  const unmatched = async (request: FastifyRequest, query: z.output<typeof ofSource>, limit: number) => {
    const { unit, recorded } = await communeScope(deps, request, query, 'list.print');
    // Who stands on a health list was injected: that is not for everybody to know.
    if (query.source === 'health' && !guard.fields(request, 'list.print', unit.id).has('doses'))
      throw new AppError('forbidden', 'forbidden', { action: 'doses' });
    const found = await findUnmatched(db, recorded, query.source, limit);
    await exported(request, unit, 'unmatched_list', { source: query.source, people: found.people.length });
    return { unit, ...found };
  };
  api.get(
    '/lists/unmatched',
    {
      config: { access: 'list.print' },
      schema: { summary: 'People whom only the lists of one hand name', querystring: ofSource },
    },
    async (request) => {
      const { people, total } = await unmatched(request, request.query, 500);
      return {
        people: people.map((person) => ({ ...person, nationalId: mask(person.nationalId) })),
        total,
      };
    },
  );
  api.get(
    '/lists/unmatched.xlsx',
    {
      config: { access: 'list.print' },
      schema: { summary: 'The same as a workbook', querystring: ofSource },
    },
    async (request, reply) => {
      const { source } = request.query;
      const { unit, people } = await unmatched(request, request.query, MOST);
      const book = await unmatchedList(
        people,
        { office: unit.fullName, source, date: today() },
        languageOf(request),
      );
      return reply
        .type(XLSX)
        .header('content-disposition', `attachment; filename="chua-khop-${source}-${unit.code}.xlsx"`)
        .send(Buffer.from(book));
    },
  );
}
