import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(16 * 256);
let used = pool.length;
let lastMs = 0;
let sequence = 0;
let prefix = '';

/**
 * A UUID version 7 (RFC 9562): time-ordered, so that bulk inserts append to their index; rows made in the same
 * millisecond by this process keep their order through the 12 bits after the time.
 */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const now = Date.now();
  if (now > lastMs || ++sequence > 0xfff) {
    lastMs = Math.max(now, lastMs + 1);
    sequence = 0;
    const time = lastMs.toString(16).padStart(12, '0');
    prefix = `${time.slice(0, 8)}-${time.slice(8)}-7`;
  }
  const tail = pool.toString('hex', used + 8, used + 16);
  used += 16;
  const variant = ((Number.parseInt(tail[0]!, 16) & 0x3) | 0x8).toString(16);
  return `${prefix}${sequence.toString(16).padStart(3, '0')}-${variant}${tail.slice(1, 4)}-${tail.slice(4)}`;
}
