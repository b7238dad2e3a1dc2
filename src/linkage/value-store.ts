/** The distinct values of one or more fields of a kind, read once and laid out for comparison in typed arrays. */
import { type DateOrder, readValue } from './read-value.ts';
import type { FieldKind } from './schema.ts';
import { Ints, Texts, type TextsState } from './typed-store.ts';

/** What comparisons read; plain typed arrays over shared memory, so a worker thread gets them as they are. */
export type ValueView = Readonly<{
  kind: FieldKind;
  /** Value → its key. */
  keyOf: Int32Array;
  keyChars: Uint16Array;
  keyStarts: Int32Array;
  number: Int32Array;
  flags: Int32Array;
  /** Words of value `v`: `words[wordStarts[v]] … words[wordStarts[v + 1] - 1]`. */
  wordStarts: Int32Array;
  words: Int32Array;
  wordChars: Uint16Array;
  wordTextStarts: Int32Array;
}>;

/** A store of numbers or dates, which have no keys and words of their own, as another thread hands it over. */
export type NumberState = Readonly<{
  kind: FieldKind;
  order: DateOrder;
  texts: TextsState;
  keyOf: Int32Array;
  number: Int32Array;
  flags: Int32Array;
  wordStarts: Int32Array;
}>;

export class ValueStore {
  readonly kind: FieldKind;
  readonly order: DateOrder;
  texts = new Texts();
  /** Only names have keys of their own: elsewhere a value is its key. */
  keys: Texts;
  readonly words = new Texts();
  private keyOf = new Ints();
  private number = new Ints();
  private flags = new Ints();
  private wordStarts = new Ints();
  private readonly wordList = new Ints();
  private current: ValueView | null = null;
  private readonly raws = new Texts();
  private readonly valueOfRaw = new Ints();

  constructor(kind: FieldKind, order: DateOrder = 'day_first') {
    this.kind = kind;
    this.order = order;
    this.keys = kind === 'name' ? new Texts() : this.texts;
    this.wordStarts.push(0);
  }

  /** Only for kinds without words: `id`, `phone`, `date`. */
  numberState(): NumberState {
    const { kind, order, keyOf, number, flags, wordStarts } = this;
    return {
      kind,
      order,
      texts: this.texts.state(),
      keyOf: keyOf.data,
      number: number.data,
      flags: flags.data,
      wordStarts: wordStarts.data,
    };
  }

  static ofNumbers(state: NumberState): ValueStore {
    const store = new ValueStore(state.kind, state.order);
    store.texts = Texts.of(state.texts);
    store.keys = store.texts;
    const { size } = state.texts;
    store.keyOf = Ints.of(state.keyOf, size);
    store.number = Ints.of(state.number, size);
    store.flags = Ints.of(state.flags, size);
    store.wordStarts = Ints.of(state.wordStarts, size + 1);
    return store;
  }

  /** The number of a cell's value, -1 when it says nothing. */
  add(raw: string | null): number {
    if (raw === null || raw === '') return -1;
    // Numbers are nearly all different: to remember each as written would cost more than to read it again.
    if (this.kind === 'id' || this.kind === 'phone') return this.read(raw);
    const seen = this.raws.intern(raw);
    if (seen === this.valueOfRaw.length) this.valueOfRaw.push(this.read(raw));
    return this.valueOfRaw.data[seen]!;
  }

  private read(raw: string): number {
    const read = readValue(this.kind, raw, this.order);
    if (read === null) return -1;
    const value = this.texts.intern(read.text);
    if (value === this.keyOf.length) {
      this.current = null;
      this.keyOf.push(this.kind === 'name' ? this.keys.intern(read.key) : value);
      this.number.push(read.number);
      this.flags.push(read.flags);
      for (const word of read.words) this.wordList.push(this.words.intern(word));
      this.wordStarts.push(this.wordList.length);
    }
    return value;
  }

  get size(): number {
    return this.keyOf.length;
  }

  key(value: number): string {
    return this.keys.text(this.keyOf.data[value]!);
  }

  wordsOf(value: number): string[] {
    const words: string[] = [];
    for (let i = this.wordStarts.data[value]!; i < this.wordStarts.data[value + 1]!; i++)
      words.push(this.words.text(this.wordList.data[i]!));
    return words;
  }

  numberOf(value: number): number {
    return this.number.data[value]!;
  }

  /** Valid until a value is added. */
  view(): ValueView {
    this.current ??= this.makeView();
    return this.current;
  }

  private makeView(): ValueView {
    return {
      kind: this.kind,
      keyOf: this.keyOf.data,
      keyChars: this.keys.chars,
      keyStarts: this.keys.starts.data,
      number: this.number.data,
      flags: this.flags.data,
      wordStarts: this.wordStarts.data,
      words: this.wordList.data,
      wordChars: this.words.chars,
      wordTextStarts: this.words.starts.data,
    };
  }
}
