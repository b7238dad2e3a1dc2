import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Guard } from './guard.ts';

const BEAT_MS = 1000;
const RECHECK_BEATS = 15;

/** Server-sent events: tells what `ask` gives whenever it is another than before, for as long as the session stands. */
export async function serveEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  guard: Guard,
  ask: () => Promise<object>,
): Promise<void> {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let last = '';
  try {
    for (let beat = 1; !reply.raw.destroyed && !request.raw.destroyed; beat++) {
      const now = JSON.stringify(await ask());
      if (now !== last) reply.raw.write(`data: ${now}\n\n`);
      last = now;
      if (beat % RECHECK_BEATS === 0) {
        // A session that was ended ends what it still listens to.
        if (!(await guard.stillSignedIn(request))) break;
        reply.raw.write(': alive\n\n');
      }
      await sleep(BEAT_MS);
    }
  } catch {
    // The database was away for a moment: the browser asks anew.
  }
  reply.raw.end();
}
