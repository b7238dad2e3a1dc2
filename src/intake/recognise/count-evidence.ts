/** How much the cells of a row tell of a person, each by the meaning of its column. Runs for every row: no allocation, few tests. */
import { foldText } from '../../kernel/vietnamese-text.ts';
import type { Field, SheetLayout } from '../layout.ts';
import { isHeaderWord } from './find-header.ts';
import { fieldOfHeader } from './header-words.ts';

type Fits = (text: string) => boolean;
type Test = Readonly<{ column: number; fits: Fits; weight: 'personal' | 'evidence' | 'support' }>;

const filled: Fits = () => true;
const words: Fits = (text) => !/\d/.test(text);
/** A date, a year or a serial, and not "120" or "12 người": counts stand in these columns too. */
const birth: Fits = (text) => text.length <= 40 && /\d{4}|\d\s*[/.-]\s*\d/.test(text);
const part: Fits = (text) => /^\d{1,4}$/.test(text);
const age: Fits = (text) => /^\d{1,3}( ?tu[oổ]i| ?t)?$/iu.test(text);
const sex: Fits = (text) =>
  text.length <= 6 && /^(nam|nữ|nu|n÷|nöõ|m|f|male|female|trai|gái|gai|[012tgx])$/i.test(text);
const mark: Fits = (text) => text.length <= 3 && /^\D/.test(text);
const digits =
  (least: number): Fits =>
  (text) => {
    let count = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 48 && code <= 57 && ++count >= least) return true;
    }
    return false;
  };
const digit = digits(1);

const FITS: Partial<Record<Field, readonly [Test['weight'], Fits]>> = {
  birthDate: ['personal', birth],
  birthDateMale: ['personal', birth],
  birthDateFemale: ['personal', birth],
  birthYear: ['personal', part],
  age: ['personal', age],
  ageMale: ['personal', age],
  ageFemale: ['personal', age],
  sex: ['personal', sex],
  sexMale: ['personal', mark],
  sexFemale: ['personal', mark],
  id: ['personal', digits(8)],
  cccd: ['personal', digits(8)],
  cmnd: ['personal', digits(8)],
  passport: ['personal', digits(5)],
  bhyt: ['evidence', digits(8)],
  phone: ['evidence', digits(8)],
  relation: ['evidence', words],
  doseDate: ['evidence', digit],
  doseVaccine: ['evidence', filled],
  doseLot: ['evidence', digit],
  doseMark: ['evidence', mark],
  address: ['support', filled],
  currentAddress: ['support', filled],
  registeredAddress: ['support', filled],
  hamlet: ['support', filled],
  occupation: ['support', filled],
  residenceKind: ['support', filled],
  residenceMark: ['support', filled],
  communeCode: ['support', filled],
  communeText: ['support', filled],
  ethnic: ['support', filled],
  priorityGroup: ['support', filled],
  note: ['support', filled],
};
const NAMES: readonly Field[] = ['name', 'familyName', 'givenName'];

export type Evidence = Readonly<{ evidence: number; personal: number; support: number }>;

export class EvidenceCounter {
  readonly #tests: readonly Test[];

  constructor(layout: SheetLayout) {
    this.#tests = layout.columns.flatMap(({ column, field }) => {
      const test = FITS[field];
      return test === undefined ? [] : [{ column, weight: test[0], fits: test[1] }];
    });
  }

  count(texts: readonly string[]): Evidence {
    let [evidence, personal, support] = [0, 0, 0];
    for (const { column, fits, weight } of this.#tests) {
      const text = texts[column];
      if (text === undefined || text === '') continue;
      if (weight === 'support') support++;
      else if (fits(text)) {
        evidence++;
        if (weight === 'personal') personal++;
      }
    }
    return { evidence, personal, support };
  }

  /** The second row of a header printed again: only words of headers, no number of a person, nothing under the name. */
  isSubheader(texts: readonly string[], name: string): boolean {
    if (name !== '') return false;
    const filled = texts.filter((text) => text !== '');
    return (
      filled.filter((text) => /\p{L}/u.test(text)).length >= 2 &&
      filled.every((text) => !/\d{3}/.test(text) && isHeaderWord(text))
    );
  }

  /** The header printed again on the next page. */
  isHeader(texts: readonly string[], name: string, ordinal: string): boolean {
    // A numbered row is no header: most rows need not be asked by forty patterns.
    if (/^\d/.test(ordinal) || !/^\W{0,2}[htfn]/i.test(name)) return false;
    const field = fieldOfHeader(foldText(name));
    return (
      field !== null &&
      NAMES.includes(field) &&
      texts.filter((text) => text !== '' && fieldOfHeader(foldText(text)) !== null).length >= 3
    );
  }
}
