/**
 * Names of plain words, put together from their words: these come from a few thousand syllables, the names from
 * millions. No string is made.
 */
import { parseName } from '../kernel/vietnamese-name.ts';
import { foldText, repairText } from '../kernel/vietnamese-text.ts';
import { Chars } from './chars.ts';
import { MOST_WORDS, spelledAs } from './read-value.ts';
import { Texts } from './typed-store.ts';

type KnownWord = Readonly<{
  toneKey: Uint16Array;
  key: Uint16Array;
  /** Its number among the words of the store; and the number of the spelling it counts as when it comes first. */
  word: number;
  firstWord: number;
  accented: boolean;
  /** A name that begins so has to be read as a whole: behind a title, or no name at all. */
  opensOther: boolean;
}>;

const OPENS_OTHER = new Set(
  'ong ba anh chi co chu bac em chau cu be bs ths ts mr mrs ms null none nan na unknown khong ko chua'.split(
    ' ',
  ),
);
const BLANK = 32;

/** Reads one name after the other into its own fields, which hold until the next. */
export class NameWords {
  readonly toneKey = new Chars();
  readonly key = new Chars();
  readonly words = new Int32Array(MOST_WORDS);
  wordCount = 0;
  accented = false;
  private readonly store: Texts;
  private readonly raws = new Texts();
  private readonly known: (KnownWord | null)[] = [];

  /** `store` takes the words. */
  constructor(store: Texts) {
    this.store = store;
  }

  /** False where the name has to be read as a whole (titles, initials, marks). */
  read(chars: Uint16Array, length: number): boolean {
    const { toneKey, key, words } = this;
    toneKey.length = key.length = this.wordCount = 0;
    this.accented = false;
    let first: KnownWord | null = null;
    for (let from = 0; from <= length; ) {
      let to = from;
      while (to < length && chars[to] !== BLANK) to++;
      if (to === from) return false;
      const word = this.wordOf(chars, from, to);
      if (word === null) return false;
      if (first === null) {
        if (word.opensOther) return false;
        first = word;
      } else {
        toneKey.push(BLANK);
        key.push(BLANK);
      }
      for (let i = 0; i < word.toneKey.length; i++) toneKey.push(word.toneKey[i]!);
      for (let i = 0; i < word.key.length; i++) key.push(word.key[i]!);
      if (this.wordCount < MOST_WORDS) words[this.wordCount++] = word.word;
      if (word.accented) this.accented = true;
      from = to + 1;
    }
    if (this.wordCount > 1) words[0] = first!.firstWord;
    return true;
  }

  private wordOf(chars: Uint16Array, from: number, to: number): KnownWord | null {
    const raw = this.raws.internChars(chars, from, to);
    if (raw === this.known.length) this.known.push(this.learn(this.raws.text(raw)));
    return this.known[raw]!;
  }

  private learn(raw: string): KnownWord | null {
    if (!/^\p{L}+$/u.test(raw) || repairText(raw) !== raw) return null;
    const { toneKey, key } = parseName(raw);
    if (key === '' || /[\s,]/.test(key)) return null;
    const units = (text: string): Uint16Array => Uint16Array.from(text, (char) => char.charCodeAt(0));
    return {
      toneKey: units(toneKey),
      key: units(key),
      word: this.store.intern(key),
      firstWord: this.store.intern(spelledAs(key)),
      accented: /[^\x20-\x7e]/.test(raw),
      opensOther: OPENS_OTHER.has(key) || OPENS_OTHER.has(foldText(raw)),
    };
  }
}
