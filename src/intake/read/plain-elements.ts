import { isUtf8 } from 'node:buffer';
import { AppError } from '../../kernel/app-error.ts';
import { MAX_ELEMENT } from './xml.ts';

const [LESS, SLASH, GREATER] = [60, 47, 62] as const;
const HEAD = 65_536;
const TAIL = 256;
const NOT_PLAIN = -1;
// Zeros after the bytes, so that a scanner may look a few places ahead without leaving the buffer (which costs it half its speed).
const PADDING = Buffer.alloc(16);

export type ElementReader = Readonly<{
  /**
   * Reads an element whose start tag begins at `start` and whose inside begins at `from`, and returns where its end tag
   * stands (the bytes end in 16 zeros, which belong to nothing); -1 when it is cut off or not of the shape it knows: then nothing of it may have been taken.
   */
  scan: (bytes: Buffer, start: number, from: number) => number;
  /** Takes an element that `scan` could not read and that is whole: its inside lies between `from` and `to`. */
  take: (bytes: Buffer, start: number, from: number, to: number) => void;
}>;

/**
 * Finds the elements of one name in a part that arrives in chunks of bytes, without making text of it. Only for plain
 * parts: an unprefixed root, no comments, no CDATA; others are the business of `elements` in xml.ts.
 */
export class PlainElements {
  readonly #part: string;
  readonly #open: Buffer;
  readonly #close: Buffer;
  readonly #root: string;
  readonly #reader: ElementReader;
  #rooted = false;
  #rest: Buffer = Buffer.alloc(0);
  #tail = '';

  constructor(tag: string, root: string, part: string, reader: ElementReader) {
    this.#part = part;
    this.#open = Buffer.from(`<${tag}`);
    this.#close = Buffer.from(`</${tag}>`);
    this.#root = root;
    this.#reader = reader;
  }

  /** Reads what is whole so far; false when the part is not plain. Throws `file_damaged` where it is not UTF-8. */
  push(chunk: Buffer): boolean {
    const bytes = Buffer.concat([this.#rest, chunk, PADDING]);
    this.#tail = (this.#tail + chunk.toString('latin1', Math.max(0, chunk.length - TAIL))).slice(-TAIL);
    if (!this.#rooted) {
      const head = bytes.toString('latin1', 0, HEAD);
      if (head.includes('<!') || !new RegExp(`<${this.#root}[\\s>]`).test(head)) return false;
      this.#rooted = true;
    }
    const done = this.#readAll(bytes);
    if (done === NOT_PLAIN) return this.#giveUp();
    if (!isUtf8(bytes.subarray(0, done))) throw new AppError('file_damaged', 'invalid', { part: this.#part });
    // A copy: a view would keep the whole chunk alive.
    this.#rest = Buffer.from(bytes.subarray(done, bytes.length - PADDING.length));
    if (this.#rest.length > MAX_ELEMENT)
      throw new AppError('file_too_large', 'too-large', { part: this.#part });
    return true;
  }

  /** After the last chunk: true when the part was plain and seen to its closing tag, so that nothing was cut off. */
  whole(): boolean {
    return (
      this.#rooted &&
      isUtf8(this.#rest) &&
      !this.#rest.includes('<!') &&
      this.#tail.includes(`</${this.#root}>`)
    );
  }

  #giveUp(): false {
    this.#rooted = false;
    return false;
  }

  /** Returns the place up to which all is read: always the place of a `<`, or the end of an element. */
  #readAll(bytes: Buffer): number {
    let at = 0;
    for (;;) {
      const start = this.#nextStart(bytes, at);
      const gap = start < 0 ? Math.max(at, bytes.lastIndexOf(LESS)) : start;
      if (gap > at && bytes.subarray(at, gap).includes('<!')) return NOT_PLAIN;
      if (start < 0) return gap;
      const end = bytes.indexOf(GREATER, start);
      if (end < 0) return start;
      if (bytes[end - 1] === SLASH) {
        this.#reader.take(bytes, start, end + 1, end + 1);
        at = end + 1;
        continue;
      }
      let close = this.#reader.scan(bytes, start, end + 1);
      if (close < 0) {
        close = bytes.indexOf(this.#close, end);
        if (close < 0) return start;
        if (bytes.subarray(start, close).includes('<!')) return NOT_PLAIN;
        this.#reader.take(bytes, start, end + 1, close);
      }
      at = close + this.#close.length;
    }
  }

  /** The next start tag of that very name: `<row ` or `<row>`, not `<rowBreaks`. */
  #nextStart(bytes: Buffer, from: number): number {
    for (let at = bytes.indexOf(this.#open, from); at >= 0; at = bytes.indexOf(this.#open, at + 1)) {
      const after = bytes[at + this.#open.length];
      if (after === undefined || after <= 32 || after === GREATER || after === SLASH) return at;
    }
    return -1;
  }
}
