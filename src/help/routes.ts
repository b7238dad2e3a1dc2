import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { type Language, sentence, sentenceKeys } from '../platform/messages.ts';
import { findEntries, type PublishedAnswer } from './find-entries.ts';
import { FINDING_GROUPS, findFindingHelp, findingCodes } from './finding-help.ts';
import { type GuidePage, glossary, guidePages } from './read-guide.ts';
import { type Entry, type Index, indexOf, search } from './search.ts';

const other = (language: Language): Language => (language === 'vi' ? 'en' : 'vi');

const shown = ({ slug, title, summary, roles }: GuidePage, language: Language) => ({
  slug,
  title: title[language],
  summary: summary[language],
  roles,
});

/** Everything that stands in files: the guide, the findings, the glossary. */
function entries(language: Language): Entry[] {
  return [
    ...guidePages().map(
      ({ slug, title, summary, text }): Entry => ({
        kind: 'guide',
        id: slug,
        title: title[language],
        also: `${title[other(language)]} ${summary.vi} ${summary.en}`,
        text,
      }),
    ),
    ...findingCodes().map((code): Entry => {
      const [own, foreign] = [findFindingHelp(code, language)!, findFindingHelp(code, other(language))!];
      return {
        kind: 'finding',
        id: code,
        title: own.title,
        also: `${foreign.title} ${code}`,
        text: `${own.why} ${own.remedy}`,
      };
    }),
    ...glossary().map(
      ({ vietnamese, english, meaning, identifier }): Entry => ({
        kind: 'term',
        id: identifier,
        title: vietnamese,
        also: english,
        text: meaning,
      }),
    ),
  ];
}

const asEntry = ({ id, title, answer }: PublishedAnswer): Entry => ({
  kind: 'answer',
  id,
  title,
  also: '',
  text: answer,
});

/** Help for everybody who is signed in: the guide, the glossary, what findings mean; it names no person and no unit. */
export function helpRoutes(server: FastifyInstance, db: Database): void {
  const api = withTypes(server);
  const known = new Map<Language, Readonly<{ answers: string; index: Index }>>();
  /** The index of files and published answers, made anew when an answer came or went. */
  const indexFor = async (language: Language): Promise<Index> => {
    const published = await findEntries(db);
    const answers = published.map(({ id }) => id).join();
    const before = known.get(language);
    if (before?.answers === answers) return before.index;
    const index = indexOf([...entries(language), ...published.map(asEntry)]);
    known.set(language, { answers, index });
    return index;
  };
  const config = { access: 'signed-in' } as const;

  api.get('/help', { config, schema: { summary: 'Contents of the user guide' } }, async (request) => ({
    guide: guidePages().map((page) => shown(page, languageOf(request))),
    answers: (await findEntries(db)).map(({ id, title }) => ({ id, title })),
  }));
  api.get(
    '/help/search',
    {
      config,
      schema: {
        summary: 'Search the guide, the findings and the glossary; accents are not needed',
        querystring: z.object({ q: z.string().max(200) }),
      },
    },
    async (request) => ({ hits: search(await indexFor(languageOf(request)), request.query.q) }),
  );
  api.get(
    '/help/beside',
    {
      config,
      schema: {
        summary: 'What helps on a page of the web application, named by its route',
        querystring: z.object({ route: z.string().max(100) }),
      },
    },
    async (request) => {
      const { route } = request.query;
      const language = languageOf(request);
      const key = `help.page.${route}`;
      return {
        lines: sentenceKeys().includes(key) ? sentence(language, key).split('\n') : [],
        guide: guidePages()
          .filter(({ routes }) => routes.includes(route))
          .map((page) => shown(page, language)),
      };
    },
  );
  api.get(
    '/help/guide/:slug',
    { config, schema: { summary: 'A page of the guide', params: z.object({ slug: z.string().max(60) }) } },
    async (request) => {
      const page = guidePages().find(({ slug }) => slug === request.params.slug);
      if (page === undefined) throw new AppError('help_unknown', 'not-found', { page: request.params.slug });
      return { ...shown(page, languageOf(request)), html: page.html };
    },
  );
  api.get(
    '/help/findings',
    { config, schema: { summary: 'Every finding with its explanation and remedy, by kind' } },
    async (request) => {
      const language = languageOf(request);
      const all = findingCodes().map((code) => findFindingHelp(code, language)!);
      return {
        groups: FINDING_GROUPS.map((group) => ({
          group,
          title: sentence(language, `finding_group.${group}`),
          findings: all.filter((one) => one.group === group),
        })),
      };
    },
  );
  api.get(
    '/help/findings/:code',
    {
      config,
      schema: {
        summary: 'What a finding means, and the remedy',
        params: z.object({ code: z.string().max(80) }),
      },
    },
    async (request) => {
      const help = findFindingHelp(request.params.code, languageOf(request));
      if (help === undefined) throw new AppError('help_unknown', 'not-found', { page: request.params.code });
      return help;
    },
  );
  api.get(
    '/help/answers/:id',
    {
      config,
      schema: { summary: 'An answer that became part of the guide', params: z.object({ id: z.uuid() }) },
    },
    async (request) => {
      const entry = (await findEntries(db)).find(({ id }) => id === request.params.id);
      if (entry === undefined) throw new AppError('help_unknown', 'not-found', { page: request.params.id });
      return entry;
    },
  );
  api.get('/help/glossary', { config, schema: { summary: 'The glossary' } }, async () => ({
    terms: glossary(),
  }));
}
