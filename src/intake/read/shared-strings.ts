import { AppError } from '../../kernel/app-error.ts';
import { PlainElements } from './plain-elements.ts';
import { elements } from './xml.ts';

const SLAB = 1 << 20;
// Far above any list (a million people's rows hold about 60 MB of text), far below what would press on the machine.
const MAX_SLABS = 256;
const MAX_STRINGS = 8_000_000;
const OTHER = 0xffff;
const CACHED = 1 << 12;
const CLOSING = '</t></si>';
const [LESS, AMPERSAND, UNDERSCORE, GREATER, SLASH, SPACE, T] = [60, 38, 95, 62, 47, 32, 116] as const;

const tooLarge = (): AppError => new AppError('file_too_large', 'too-large', { part: 'sharedStrings' });

/**
 * The shared strings of a workbook, kept as the bytes they came in and made text when a cell asks: a million names as
 * JavaScript strings would take several times the room. The strings asked for lately are kept as text.
 */
export class SharedStrings {
  readonly #slabs: Buffer[] = [];
  #used = SLAB;
  #places = new Uint32Array(1024);
  #lengths = new Uint16Array(1024);
  /** Strings with entities, runs or great length: few. */
  readonly #others = new Map<number, string>();
  readonly #cachedIndex = new Int32Array(CACHED).fill(-1);
  readonly #cachedText: string[] = new Array<string>(CACHED).fill('');
  #count = 0;

  /** The text of a string; undefined when there is no such string. */
  text(index: number): string | undefined {
    if (!(index >= 0 && index < this.#count)) return undefined;
    const slot = index & (CACHED - 1);
    if (this.#cachedIndex[slot] === index) return this.#cachedText[slot];
    const length = this.#lengths[index]!;
    if (length === OTHER) return this.#others.get(index);
    const place = this.#places[index]!;
    const offset = place & (SLAB - 1);
    const text = length === 0 ? '' : this.#slabs[place >>> 20]!.toString('utf8', offset, offset + length);
    this.#cachedIndex[slot] = index;
    this.#cachedText[slot] = text;
    return text;
  }

  addText(text: string): void {
    this.#others.set(this.#next(OTHER), text);
  }

  addBytes(bytes: Buffer, from: number, to: number): void {
    const length = to - from;
    if (length >= OTHER) {
      this.addText(bytes.toString('utf8', from, to));
      return;
    }
    if (this.#used + length > SLAB) {
      if (this.#slabs.length === MAX_SLABS) throw tooLarge();
      this.#slabs.push(Buffer.allocUnsafe(SLAB));
      this.#used = 0;
    }
    // In a statement of its own: `next` may put a longer array in the place of the one this would write to.
    const index = this.#next(length);
    this.#places[index] = ((this.#slabs.length - 1) << 20) | this.#used;
    bytes.copy(this.#slabs.at(-1)!, this.#used, from, to);
    this.#used += length;
  }

  clear(): void {
    this.#slabs.length = 0;
    this.#used = SLAB;
    this.#others.clear();
    this.#count = 0;
  }

  #next(length: number): number {
    if (this.#count === MAX_STRINGS) throw tooLarge();
    if (this.#count === this.#lengths.length) {
      const [places, lengths] = [new Uint32Array(this.#count * 2), new Uint16Array(this.#count * 2)];
      places.set(this.#places);
      lengths.set(this.#lengths);
      this.#places = places;
      this.#lengths = lengths;
    }
    this.#lengths[this.#count] = length;
    return this.#count++;
  }
}

/** Reads the part of shared strings; `textOf` reads the inside of a string that is more than plain text. */
export async function readSharedStrings(
  bytes: () => AsyncIterable<Buffer>,
  part: string,
  textOf: (inner: string) => string,
): Promise<SharedStrings> {
  const strings = new SharedStrings();
  const plain = new PlainElements('si', 'sst', part, {
    scan(source, _, from) {
      const found = plainText(source, from);
      if (found === null) return -1;
      strings.addBytes(source, found.from, found.to);
      return found.end;
    },
    take: (source, _, from, to) => strings.addText(textOf(source.toString('utf8', from, to))),
  });
  for await (const chunk of bytes()) if (!plain.push(chunk)) return carefully(strings, bytes(), part, textOf);
  return plain.whole() ? strings : carefully(strings, bytes(), part, textOf);
}

async function carefully(
  strings: SharedStrings,
  chunks: AsyncIterable<Buffer>,
  part: string,
  textOf: (inner: string) => string,
): Promise<SharedStrings> {
  strings.clear();
  for await (const [, inner] of elements(chunks, 'si', 'sst', part)) strings.addText(textOf(inner));
  return strings;
}

/** The text of `<t>…</t></si>` when nothing else stands there and nothing in it needs decoding; `end` is at `</si>`. */
function plainText(bytes: Buffer, at: number): { from: number; to: number; end: number } | null {
  if (bytes[at] !== LESS || bytes[at + 1] !== T) return null;
  let from = at + 2;
  if (bytes[from] === SPACE) from = bytes.indexOf(GREATER, from);
  if (bytes[from] !== GREATER || bytes[from - 1] === SLASH) return null;
  from++;
  let to = from;
  for (; bytes[to] !== LESS; to++) {
    const code = bytes[to];
    if (code === 0 || code === AMPERSAND || code === UNDERSCORE) return null;
  }
  const closing = bytes.toString('latin1', to, to + CLOSING.length);
  return closing === CLOSING ? { from, to, end: to + CLOSING.length - '</si>'.length } : null;
}
