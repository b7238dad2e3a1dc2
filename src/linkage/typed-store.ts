/** Growing typed arrays over shared memory, so that worker threads read what one thread has built, without a copy. */

/** A growing list of 32-bit integers. */
export class Ints {
  data: Int32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.data = new Int32Array(new SharedArrayBuffer(capacity * 4));
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const grown = new Int32Array(new SharedArrayBuffer(this.data.length * 8));
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.length++] = value;
  }

  /** The used part; valid until the next push. */
  view(): Int32Array {
    return this.data.subarray(0, this.length);
  }
}

/** Interned texts as UTF-16 code units in one array: text `i` is `chars[starts[i]] … chars[starts[i + 1] - 1]`. */
export class Texts {
  chars: Uint16Array;
  readonly starts = new Ints();
  private readonly known = new Map<string, number>();
  private readonly texts: string[] = [];

  constructor(capacity = 4096) {
    this.chars = new Uint16Array(new SharedArrayBuffer(capacity * 2));
    this.starts.push(0);
  }

  get size(): number {
    return this.texts.length;
  }

  /** The number of this text; equal texts have equal numbers, counted from 0 in order of first sight. */
  intern(text: string): number {
    const found = this.known.get(text);
    if (found !== undefined) return found;
    const id = this.texts.length;
    this.texts.push(text);
    this.known.set(text, id);
    let end = this.starts.data[id]!;
    if (end + text.length > this.chars.length) {
      let capacity = this.chars.length * 2;
      while (capacity < end + text.length) capacity *= 2;
      const grown = new Uint16Array(new SharedArrayBuffer(capacity * 2));
      grown.set(this.chars);
      this.chars = grown;
    }
    for (let i = 0; i < text.length; i++) this.chars[end++] = text.charCodeAt(i);
    this.starts.push(end);
    return id;
  }

  find(text: string): number | undefined {
    return this.known.get(text);
  }

  text(id: number): string {
    return this.texts[id]!;
  }
}
