/** The distinct values of one or more fields of a kind, read once and laid out for comparison in typed arrays. */
import { repairText } from '../kernel/vietnamese-text.ts';
import { Chars, textOf } from './chars.ts';
import { NameWords } from './name-words.ts';
import { NOT_PLAIN, plainIdFlags, plainPhoneFlags } from './plain-numbers.ts';
import { ACCENTED, type DateOrder, type ReadValue, readValue } from './read-value.ts';
import type { FieldKind } from './schema.ts';
import { Ints, Texts, type TextsState } from './typed-store.ts';

/** What comparisons read; plain typed arrays over shared memory, so a worker thread gets them as they are. */
export type ValueView = Readonly<{
  kind: FieldKind;
  /** How many values there are. */
  size: number;
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

/** A store as another thread hands it over. */
export type StoreState = Readonly<{
  kind: FieldKind;
  order: DateOrder;
  texts: TextsState;
  keys: TextsState;
  words: TextsState;
  keyOf: Int32Array;
  number: Int32Array;
  flags: Int32Array;
  wordStarts: Int32Array;
  wordList: Int32Array;
}>;

export class ValueStore {
  readonly kind: FieldKind;
  readonly order: DateOrder;
  texts = new Texts();
  /** Only names have keys of their own: elsewhere a value is its key. */
  keys: Texts;
  words = new Texts();
  private keyOf = new Ints();
  private number = new Ints();
  private flags = new Ints();
  private wordStarts = new Ints();
  private wordList = new Ints();
  private current: ValueView | null = null;
  /** Cells as written that were read before, and their values. */
  private readonly raws = new Texts();
  private readonly valueOfRaw = new Ints();
  private readonly chars = new Chars();
  private readonly names: NameWords;

  constructor(kind: FieldKind, order: DateOrder = 'day_first') {
    this.kind = kind;
    this.order = order;
    this.keys = kind === 'name' ? new Texts() : this.texts;
    this.wordStarts.push(0);
    this.names = new NameWords(this.words);
  }

  state(): StoreState {
    const { kind, order, texts, keys, words, keyOf, number, flags, wordStarts, wordList } = this;
    return {
      kind,
      order,
      texts: texts.state(),
      keys: keys.state(),
      words: words.state(),
      keyOf: keyOf.data,
      number: number.data,
      flags: flags.data,
      wordStarts: wordStarts.data,
      wordList: wordList.data,
    };
  }

  static of(state: StoreState): ValueStore {
    const store = new ValueStore(state.kind, state.order);
    const { size } = state.texts;
    store.texts = Texts.of(state.texts);
    store.keys = state.kind === 'name' ? Texts.of(state.keys) : store.texts;
    store.words = Texts.of(state.words);
    store.keyOf = Ints.of(state.keyOf, size);
    store.number = Ints.of(state.number, size);
    store.flags = Ints.of(state.flags, size);
    store.wordStarts = Ints.of(state.wordStarts, size + 1);
    store.wordList = Ints.of(state.wordList, state.wordStarts[size]!);
    return store;
  }

  /** The number of a cell's value, -1 when it says nothing. */
  add(raw: string | null): number {
    if (raw === null) return -1;
    return this.addChars(this.chars.set(raw), raw.length);
  }

  /** The same for the first `length` of some code units. */
  addChars(chars: Uint16Array, length: number): number {
    if (length === 0) return -1;
    switch (this.kind) {
      case 'name':
        return this.addName(chars, length);
      case 'id':
        return this.addNumber(chars, length, plainIdFlags(chars, length));
      case 'phone':
        return this.addNumber(chars, length, plainPhoneFlags(chars, length));
      default:
        return this.addRemembered(chars, length);
    }
  }

  private addName(chars: Uint16Array, length: number): number {
    const { names } = this;
    if (!names.read(chars, length)) {
      const raw = textOf(chars, 0, length);
      const repaired = repairText(raw);
      if (repaired === raw || !names.read(this.chars.set(repaired), repaired.length))
        return this.addRead(readValue('name', raw, this.order));
    }
    const { toneKey, key, words, wordCount, accented } = names;
    const value = this.texts.internChars(toneKey.data, 0, toneKey.length);
    if (value === this.keyOf.length) {
      this.append(this.keys.internChars(key.data, 0, key.length), 0, accented ? ACCENTED : 0);
      for (let i = 0; i < wordCount; i++) this.wordList.push(words[i]!);
      this.wordStarts.push(this.wordList.length);
    }
    return value;
  }

  /** Numbers are nearly all different: to remember each as written would cost more than to read it again. */
  private addNumber(chars: Uint16Array, length: number, flags: number): number {
    if (flags === NOT_PLAIN) return this.addRead(readValue(this.kind, textOf(chars, 0, length), this.order));
    const value = this.texts.internChars(chars, 0, length);
    if (value === this.keyOf.length) {
      this.append(value, 0, flags);
      this.wordStarts.push(this.wordList.length);
    }
    return value;
  }

  private addRemembered(chars: Uint16Array, length: number): number {
    const raw = this.raws.internChars(chars, 0, length);
    if (raw === this.valueOfRaw.length)
      this.valueOfRaw.push(this.addRead(readValue(this.kind, textOf(chars, 0, length), this.order)));
    return this.valueOfRaw.data[raw]!;
  }

  private addRead(read: ReadValue | null): number {
    if (read === null) return -1;
    const value = this.texts.intern(read.text);
    if (value === this.keyOf.length) {
      this.append(this.kind === 'name' ? this.keys.intern(read.key) : value, read.number, read.flags);
      for (const word of read.words) this.wordList.push(this.words.intern(word));
      this.wordStarts.push(this.wordList.length);
    }
    return value;
  }

  private append(key: number, number: number, flags: number): void {
    this.current = null;
    this.keyOf.push(key);
    this.number.push(number);
    this.flags.push(flags);
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
      size: this.size,
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
