/** Growing typed arrays over shared memory, so that worker threads read what one thread has built, without a copy. */

import { hashText } from './hash.ts';

/** A growing list of 32-bit integers. */
export class Ints {
  data: Int32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.data = new Int32Array(new SharedArrayBuffer(capacity * 4));
  }

  /** A list that another thread has built. */
  static of(data: Int32Array, length: number): Ints {
    const list = new Ints(1);
    list.data = data;
    list.length = length;
    return list;
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

const SLOTS = 2048;

export type TextsState = Readonly<{
  chars: Uint16Array;
  starts: Int32Array;
  hashes: Int32Array;
  slots: Int32Array;
  size: number;
}>;

/**
 * Interned texts as UTF-16 code units in one array: text `i` is `chars[starts[i]] … chars[starts[i + 1] - 1]`. The
 * hash table lies in typed arrays too: a Map of millions of strings costs twice as much, and the collector more.
 */
export class Texts {
  chars: Uint16Array;
  starts = new Ints();
  private hashes = new Ints();
  /** Number of a text + 1, 0 for a free slot; the size is a power of two, at most half of it used. */
  private slots: Int32Array = new Int32Array(SLOTS);

  constructor(capacity = 4096) {
    this.chars = new Uint16Array(new SharedArrayBuffer(capacity * 2));
    this.starts.push(0);
  }

  /** What another thread needs to go on with these texts. */
  state(): TextsState {
    const { chars, starts, hashes, slots } = this;
    return { chars, starts: starts.data, hashes: hashes.data, slots, size: this.size };
  }

  static of({ chars, starts, hashes, slots, size }: TextsState): Texts {
    const texts = new Texts(1);
    texts.chars = chars;
    texts.starts = Ints.of(starts, size + 1);
    texts.hashes = Ints.of(hashes, size);
    texts.slots = slots;
    return texts;
  }

  get size(): number {
    return this.hashes.length;
  }

  /** The number of this text; equal texts have equal numbers, counted from 0 in order of first sight. */
  intern(text: string): number {
    const hash = hashText(text) | 0;
    const slot = this.slotOf(text, hash);
    const found = this.slots[slot]!;
    return found !== 0 ? found - 1 : this.append(text, hash, slot);
  }

  find(text: string): number | undefined {
    const found = this.slots[this.slotOf(text, hashText(text) | 0)]!;
    return found === 0 ? undefined : found - 1;
  }

  text(id: number): string {
    return String.fromCharCode.apply(
      null,
      this.chars.subarray(this.starts.data[id]!, this.starts.data[id + 1]!) as unknown as number[],
    );
  }

  /** The slot that holds this text, or the free one in which it would stand. */
  private slotOf(text: string, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot]! - 1;
      if (id < 0 || (this.hashes.data[id] === hash && this.holds(id, text))) return slot;
    }
  }

  private holds(id: number, text: string): boolean {
    const start = this.starts.data[id]!;
    if (this.starts.data[id + 1]! - start !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.chars[start + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  private append(text: string, hash: number, slot: number): number {
    const id = this.size;
    this.slots[slot] = id + 1;
    this.hashes.push(hash);
    let end = this.starts.data[id]!;
    if (end + text.length > this.chars.length) {
      const grown = new Uint16Array(
        new SharedArrayBuffer(Math.max(this.chars.length * 4, (end + text.length) * 4)),
      );
      grown.set(this.chars);
      this.chars = grown;
    }
    for (let i = 0; i < text.length; i++) this.chars[end++] = text.charCodeAt(i);
    this.starts.push(end);
    if (this.size * 2 > this.slots.length) this.rehash();
    return id;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 4);
    const mask = slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = this.hashes.data[id]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.slots = slots;
  }
}
