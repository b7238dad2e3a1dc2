/** The ids of records as bytes: a string each would cost more than all that is known of its record. */
import { Chars, textOf } from './chars.ts';
import { Ints } from './typed-store.ts';

export type IdsState = Readonly<{ bytes: Uint8Array; starts: Int32Array; count: number }>;

// UTF-8 orders as code points do, strings as their code units: there the pairs of surrogates come before U+E000.
const SURROGATES = 0xf0;
const BEFORE_E000 = 0xed;
const rank = (byte: number): number => (byte < SURROGATES ? byte : BEFORE_E000 + (byte - 0xef) / 16);

const chars = new Chars();

export class RecordIds {
  private bytes: Uint8Array = new Uint8Array(new SharedArrayBuffer(1 << 16));
  private starts = new Ints();
  private order: Int32Array | null = null;

  constructor() {
    this.starts.push(0);
  }

  get length(): number {
    return this.starts.length - 1;
  }

  push(from: Uint8Array, start: number, end: number): void {
    let used = this.starts.data[this.length]!;
    if (used + end - start > this.bytes.length) {
      const grown = new Uint8Array(
        new SharedArrayBuffer(Math.max(this.bytes.length * 4, (used + end - start) * 2)),
      );
      grown.set(this.bytes);
      this.bytes = grown;
    }
    const { bytes } = this;
    for (let at = start; at < end; at++) bytes[used++] = from[at]!;
    this.starts.push(used);
  }

  state(): IdsState {
    return { bytes: this.bytes, starts: this.starts.data, count: this.length };
  }

  static of({ bytes, starts, count }: IdsState): RecordIds {
    const ids = new RecordIds();
    ids.bytes = bytes;
    ids.starts = Ints.of(starts, count + 1);
    return ids;
  }

  /** The same ids, numbered so that `i` is what `order[i]` was. */
  inOrder(order: Int32Array): RecordIds {
    const ids = RecordIds.of(this.state());
    ids.order = order;
    return ids;
  }

  /** Bytes of an id in UTF-8. */
  byteLength(i: number): number {
    const at = this.order === null ? i : this.order[i]!;
    return this.starts.data[at + 1]! - this.starts.data[at]!;
  }

  /** Writes an id in UTF-8 from `at` on; returns where it ends. */
  write(i: number, into: Uint8Array, at: number): number {
    const own = this.order === null ? i : this.order[i]!;
    let to = at;
    for (let from = this.starts.data[own]!; from < this.starts.data[own + 1]!; from++)
      into[to++] = this.bytes[from]!;
    return to;
  }

  text(i: number): string {
    const at = this.order === null ? i : this.order[i]!;
    const data = chars.decode(this.bytes, this.starts.data[at]!, this.starts.data[at + 1]!);
    return textOf(data, 0, chars.length);
  }

  *[Symbol.iterator](): Generator<string> {
    for (let i = 0; i < this.length; i++) yield this.text(i);
  }

  /** Which comes first as a string: below 0 the first, above 0 the second. Of ids in the order they were pushed. */
  compare(a: number, b: number): number {
    const { bytes } = this;
    const { data } = this.starts;
    const [p, q] = [data[a]!, data[b]!];
    const [n, m] = [data[a + 1]! - p, data[b + 1]! - q];
    for (let i = 0; i < n && i < m; i++) {
      const difference = rank(bytes[p + i]!) - rank(bytes[q + i]!);
      if (difference !== 0) return difference;
    }
    return n - m;
  }
}
