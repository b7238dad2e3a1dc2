const SLOTS = 1 << 12;
const LONGEST = 48;

/**
 * Texts made lately, found again by their bytes: in a list "Nam", a street or a vaccine stands thousands of times, and
 * making it anew costs more than comparing a few bytes. One text for all of them also spares memory.
 */
export class TextCache {
  readonly #bytes = Buffer.alloc(SLOTS * LONGEST);
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #texts: string[] = new Array<string>(SLOTS).fill('');

  /** The text of the UTF-8 bytes between `from` and `to`; `hash` is any hash of them. */
  text(bytes: Buffer, from: number, to: number, hash: number): string {
    const length = to - from;
    if (length > LONGEST) return bytes.toString('utf8', from, to);
    const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
    const place = slot * LONGEST;
    if (this.#lengths[slot] === length) {
      let same = 0;
      while (same < length && this.#bytes[place + same] === bytes[from + same]) same++;
      if (same === length) return this.#texts[slot]!;
    }
    for (let i = 0; i < length; i++) this.#bytes[place + i] = bytes[from + i]!;
    this.#lengths[slot] = length;
    const text = bytes.toString('utf8', from, to);
    this.#texts[slot] = text;
    return text;
  }
}
