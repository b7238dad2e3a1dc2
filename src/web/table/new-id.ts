let last = 0;
let sequence = 0;

/** A UUID version 7 (RFC 9562) made in the browser: in the order of making, also within a millisecond. */
export function newId(): string {
  const now = Date.now();
  if (now > last) sequence = 0;
  else if (++sequence > 0xfff) {
    last++;
    sequence = 0;
  }
  last = Math.max(last, now);
  const random = crypto.getRandomValues(new Uint8Array(8));
  random[0] = (random[0]! & 0x3f) | 0x80;
  const tail = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const time = last.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence.toString(16).padStart(3, '0')}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
