/**
 * Lets the table open and work without a network. Pages and files come from the cache of one version, so that no page
 * ever runs with the files of another; a new version waits until the vaccinator says so, or until the table is closed.
 * Nothing of the API passes here: what was recorded lies in the page's own store and is not touched by an update.
 */

// Written by offline-table.ts when the application is built.
declare global {
  var TABLE_FILES: readonly string[];
  var TABLE_EXTRAS: readonly string[];
  var TABLE_VERSION: string;
}

type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Extendable & { request: Request; respondWith(answer: Promise<Response>): void };
type Worker = {
  addEventListener(type: 'install' | 'activate', listen: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listen: (event: Fetching) => void): void;
  addEventListener(type: 'message', listen: (event: Extendable & { data: unknown }) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: { origin: string };
  registration: { active: unknown };
};
const worker = self as unknown as Worker;

const FILES = globalThis.TABLE_FILES;
const EXTRAS = globalThis.TABLE_EXTRAS;
const CACHE = `table-${globalThis.TABLE_VERSION}`;
const PAGE = '/table';

worker.addEventListener('install', (event) => {
  event.waitUntil(install());
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('table-') && name !== CACHE)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(worker.skipWaiting());
  if (event.data === 'fetch-extras') event.waitUntil(fetchExtras());
});

/**
 * The first version opens with what the first page needs. A later one is offered when it has everything, for it may be
 * taken up where there is no line.
 */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  const files = worker.registration.active === null ? FILES : [...FILES, ...EXTRAS];
  await Promise.all([cache.add(PAGE), ...files.map((file) => take(cache, file))]);
}

/** The name of a file in assets/ changes with what it holds: what another version has is not fetched again. */
async function take(cache: Cache, file: string): Promise<void> {
  const known = file.startsWith('/assets/') ? await caches.match(file) : undefined;
  await (known === undefined ? cache.add(file) : cache.put(file, known));
}

/** One by one, so that a bad link keeps what has come; those already here are not fetched again. */
async function fetchExtras(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const file of EXTRAS)
    if ((await cache.match(file)) === undefined) await take(cache, file).catch(() => {});
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin || url.pathname.startsWith('/api/'))
    return;
  event.respondWith(fromCache(request.mode === 'navigate' ? PAGE : url.pathname, request));
});

async function fromCache(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

export {};
