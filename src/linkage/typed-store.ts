/** Growing typed arrays over shared memory, so that worker threads read what one thread has built, without a copy. */
import { Chars, textOf } from './chars.ts';
import { hashChars } from './hash.ts';
import { sharedBytes } from './shared-bytes.ts';

/** A growing list of 32-bit integers. */
export class Ints {
  data: Int32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.data = new Int32Array(sharedBytes(capacity * 4));
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
      const grown = new Int32Array(sharedBytes(this.data.length * 8));
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
  /**
   * Slot `s`: the hash of a text at `2 s`, its number + 1 at `2 s + 1`, 0 there for a free slot. Both lie side by side,
   * for of millions of numbers each look costs a wait for memory. A power of two of slots, at most half of them used.
   */
  private slots: Int32Array = new Int32Array(sharedBytes(SLOTS * 8));

  constructor(capacity = 4096) {
    this.chars = new Uint16Array(sharedBytes(capacity * 2));
    this.starts.push(0);
  }

  /** What another thread needs to go on with these texts. */
  state(): TextsState {
    return { chars: this.chars, starts: this.starts.data, slots: this.slots, size: this.size };
  }

  static of({ chars, starts, slots, size }: TextsState): Texts {
    const texts = new Texts(1);
    texts.chars = chars;
    texts.starts = Ints.of(starts, size + 1);
    texts.slots = slots;
    return texts;
  }

  get size(): number {
    return this.starts.length - 1;
  }

  /** The number of this text; equal texts have equal numbers, counted from 0 in order of first sight. */
  intern(text: string): number {
    return this.internChars(scratch.set(text), 0, scratch.length);
  }

  /** The same for code units `from` to `to` of an array. */
  internChars(chars: Uint16Array, from: number, to: number): number {
    const hash = hashChars(chars, from, to) | 0;
    const slot = this.slotOf(chars, from, to, hash);
    const found = this.slots[slot + 1]!;
    return found !== 0 ? found - 1 : this.append(chars, from, to, hash, slot);
  }

  find(text: string): number | undefined {
    const chars = scratch.set(text);
    const hash = hashChars(chars, 0, scratch.length) | 0;
    const found = this.slots[this.slotOf(chars, 0, scratch.length, hash) + 1]!;
    return found === 0 ? undefined : found - 1;
  }

  text(id: number): string {
    return textOf(this.chars, this.starts.data[id]!, this.starts.data[id + 1]!);
  }

  /** Place in `slots` that holds this text, or the free one in which it would stand. */
  private slotOf(chars: Uint16Array, from: number, to: number, hash: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    for (let slot = (hash << 1) & mask; ; slot = (slot + 2) & mask) {
      const id = slots[slot + 1]! - 1;
      if (id < 0 || (slots[slot] === hash && this.holds(id, chars, from, to))) return slot;
    }
  }

  private holds(id: number, chars: Uint16Array, from: number, to: number): boolean {
    const start = this.starts.data[id]!;
    const length = to - from;
    if (this.starts.data[id + 1]! - start !== length) return false;
    const own = this.chars;
    for (let i = 0; i < length; i++) if (own[start + i] !== chars[from + i]) return false;
    return true;
  }

  private append(chars: Uint16Array, from: number, to: number, hash: number, slot: number): number {
    const id = this.size;
    this.slots[slot] = hash;
    this.slots[slot + 1] = id + 1;
    let end = this.starts.data[id]!;
    const length = to - from;
    if (end + length > this.chars.length) {
      const grown = new Uint16Array(sharedBytes(Math.max(this.chars.length, end + length) * 4));
      grown.set(this.chars);
      this.chars = grown;
    }
    const own = this.chars;
    for (let i = from; i < to; i++) own[end++] = chars[i]!;
    this.starts.push(end);
    if (this.size * 4 > this.slots.length) this.rehash();
    return id;
  }

  private rehash(): void {
    const old = this.slots;
    const slots = new Int32Array(sharedBytes(old.length * 16));
    const mask = slots.length - 1;
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] === 0) continue;
      let slot = (old[at]! << 1) & mask;
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
      slots[slot] = old[at]!;
      slots[slot + 1] = old[at + 1]!;
    }
    this.slots = slots;
  }
}

const scratch = new Chars();
