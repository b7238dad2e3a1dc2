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
};
const worker = self as unknown as Worker;

const FILES = globalThis.TABLE_FILES;
const EXTRAS = globalThis.TABLE_EXTRAS;
const CACHE = `table-${globalThis.TABLE_VERSION}`;
const PAGE = '/table';

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([PAGE, ...FILES])));
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

/** One by one, so that a bad link keeps what has come; those already here are not fetched again. */
async function fetchExtras(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const file of EXTRAS)
    if ((await cache.match(file)) === undefined) await cache.add(file).catch(() => {});
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
