/** The HTTP server without any domain: problems, security headers, limits, OpenAPI, static files. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import multipart, { type MultipartFile } from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { AppError, type ErrorKind } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Config } from './config.ts';
import { type Language, sentence } from './messages.ts';

const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
};

export const languageOf = (request: FastifyRequest): Language =>
  request.headers['accept-language']?.toLowerCase().startsWith('en') ? 'en' : 'vi';

/** RFC 9457: every refusal has a stable code, and words in the reader's language. */
function problem(
  reply: FastifyReply,
  request: FastifyRequest,
  status: number,
  code: string,
  params: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  const detail = sentence(languageOf(request), `error.${code}`, params);
  return reply
    .status(status)
    .type('application/problem+json')
    .send({
      type: `urn:sotiem:problem:${code}`,
      title: detail,
      status,
      code,
      detail,
      params,
      requestId: request.id,
    });
}

export type Server = FastifyInstance;
export const withTypes = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>();

/** The one file of a multipart request, and its fields that say something. Throws `file_empty` when there is none. */
export async function uploadIn(
  request: FastifyRequest,
): Promise<{ part: MultipartFile; field: (name: string) => string | null }> {
  const part = await request.file();
  if (part === undefined) throw new AppError('file_empty', 'invalid', { file: '' });
  return {
    part,
    field(name) {
      const value = (part.fields[name] as { value?: unknown } | undefined)?.value;
      return typeof value === 'string' && value !== '' ? value : null;
    },
  };
}

// The scanner of the table is WebAssembly served by us; `wasm-unsafe-eval` allows that and no text to be run.
const CSP =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

/** Makes the server; `register` adds the features' routes below /api/v1. */
export async function createServer(
  config: Config,
  register: (api: FastifyInstance) => Promise<void>,
): Promise<FastifyInstance> {
  const server: FastifyInstance = Fastify({
    logger: {
      level: config.SOTIEM_LOG,
      redact: ['req.headers.cookie', 'req.headers.authorization'],
      serializers: {
        req: (request: FastifyRequest) => ({
          method: request.method,
          url: (request.url ?? '').split('?')[0] ?? '',
        }),
      },
    },
    genReqId: () => newId(),
    bodyLimit: 2 * 2 ** 20,
    // The key of a facility's duty carries its name, each accented letter as nine characters.
    routerOptions: { maxParamLength: 500 },
    trustProxy: config.SOTIEM_PUBLIC_URL !== undefined,
  });
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  await server.register(cookie);
  await server.register(compress, { threshold: 1024 });
  await server.register(multipart, {
    limits: { fileSize: 200 * 2 ** 20, files: 20, fields: 20, fieldSize: 4096 },
  });
  await server.register(rateLimit, { global: true, max: 6_000, timeWindow: 60_000 });
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Sổ Tiêm',
        version: '1',
        description: 'Sổ đăng ký và báo cáo tiêm chủng. Vaccination register and reports.',
      },
      servers: [{ url: '/' }],
    },
    transform: jsonSchemaTransform,
  });
  server.addHook('onSend', async (_request, reply) => {
    reply
      .header('content-security-policy', CSP)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'same-origin')
      .header('x-frame-options', 'DENY');
  });
  server.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof AppError)
      return problem(reply, request, STATUS[error.kind], error.code, error.params);
    if (hasZodFastifySchemaValidationErrors(error))
      return problem(reply, request, 422, 'input_invalid', {
        field: error.validation[0]?.instancePath ?? '',
      });
    // A character that is none (U+0000): no database keeps it (SQLSTATE 22021, 22P05).
    if (error.code === '22021' || error.code === '22P05')
      return problem(reply, request, 422, 'input_invalid', { field: '' });
    if (error.statusCode === 429) return problem(reply, request, 429, 'too_many_requests');
    if (error.statusCode === 413 || error.code === 'FST_REQ_FILE_TOO_LARGE')
      return problem(reply, request, 413, 'file_too_large');
    if (error.statusCode !== undefined && error.statusCode < 500)
      return problem(reply, request, error.statusCode, 'input_invalid', { field: '' });
    request.log.error({ err: { message: error.message, stack: error.stack } });
    return problem(reply, request, 500, 'internal_error');
  });
  await server.register(async (api) => register(api), { prefix: '/api/v1' });
  server.get('/healthz', { schema: { hide: true }, config: { access: 'public' } }, async () => ({
    status: 'ok',
  }));
  server.get('/api/v1/openapi.json', { schema: { hide: true }, config: { access: 'public' } }, async () =>
    server.swagger(),
  );
  server.get('/api/docs', { schema: { hide: true }, config: { access: 'public' } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(apiPage(server.swagger() as never)),
  );
  const web = join(import.meta.dirname, '../../dist/web');
  if (existsSync(web))
    await server.register(fastifyStatic, {
      root: web,
      wildcard: false,
      cacheControl: false,
      index: false,
      // The name of a file in assets/ changes with what it holds; the others are looked up anew each time.
      setHeaders: (reply, path) =>
        reply.header(
          'cache-control',
          /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        ),
    });
  server.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/api/') || request.method !== 'GET' || !existsSync(web))
      return problem(reply, request, 404, 'route_unknown');
    // The table is an application of its own: it must open on a bad link, and without one.
    const page = /^\/table(?:[/?]|$)/.test(request.url) ? 'table.html' : 'index.html';
    return reply.sendFile(page, web);
  });
  return server;
}

type OpenApi = {
  paths: Record<
    string,
    Record<string, { summary?: string; parameters?: { name: string; in: string; required?: boolean }[] }>
  >;
};
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** A readable page of the API, without scripts. */
function apiPage(document: OpenApi): string {
  const rows = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) =>
        `<tr><td><code>${method.toUpperCase()}</code></td><td><code>${escapeHtml(path)}</code></td><td>${escapeHtml(operation.summary ?? '')}</td><td>${(operation.parameters ?? []).map(({ name, required }) => `<code>${escapeHtml(name)}${required ? '*' : ''}</code>`).join(' ')}</td></tr>`,
    ),
  );
  return `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Sổ Tiêm API</title><style>body{font:14px/1.5 system-ui;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1f2933}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.4rem;text-align:left;vertical-align:top}h1{color:#0b6e75}</style><h1>Sổ Tiêm API v1</h1><p>OpenAPI 3.1: <a href="/api/v1/openapi.json">/api/v1/openapi.json</a></p><table><tr><th></th><th>Đường dẫn</th><th>Việc</th><th>Tham số</th></tr>${rows.join('')}</table></html>`;
}
