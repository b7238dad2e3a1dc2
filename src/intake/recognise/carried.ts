/** What headings, and the first row of a household, say for the rows below them. */
import type { PlainDate } from '../../kernel/plain-date.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { readDoseDate } from '../check/dates.ts';
import { readDoseHints, tellsOfInjections } from '../check/dose-hints.ts';
import { readHamlet } from '../check/words.ts';
import type { ResidenceKind } from '../claim.ts';
import type { DoseHints, Field, SheetLayout } from '../layout.ts';
import type { RowKind } from './classify-row.ts';
import { doseOfHeader } from './header-words.ts';

const CLOSING_SUM = /^\W*(tong|cong\b(?!.*\b(to|thon|khu|kp|ho|ngay)\b)|danh sach (tren|nay))/;

export class Carried {
  kind: ResidenceKind | null;
  hamlet: string | null;
  household: string | null = null;
  /** After the total or the signatures. */
  closing = false;
  /** The day a section gives to the doses below it. */
  day: PlainDate | null = null;
  /** Households have heading rows: no first row of people begins one. */
  headed = false;
  #doses: DoseHints | null;
  /** Texts of the household's first row, by field. */
  readonly #home = new Map<Field, string>();
  readonly #days: Readonly<{ asOf: PlainDate; firstPossible: PlainDate }>;

  constructor(layout: SheetLayout, days: Readonly<{ asOf: PlainDate; firstPossible: PlainDate }>) {
    this.kind = layout.residenceKind;
    this.hamlet = layout.hamlet;
    this.#doses = layout.doses;
    this.#days = days;
  }

  /** Goes on into the next table of the sheet: sections stay in force, households and totals end. */
  nextTable(layout: SheetLayout): void {
    this.kind = layout.residenceKind ?? this.kind;
    this.hamlet = layout.hamlet ?? this.hamlet;
    this.#doses = layout.doses ?? this.#doses;
    this.household = null;
    this.headed = false;
    this.closing = false;
    this.#home.clear();
  }

  /** What titles and sections say of the doses of the rows that follow. */
  get doses(): DoseHints | null {
    return this.#doses;
  }

  /** Takes note of a row that is no person. */
  heading(kind: RowKind, text: string): void {
    if (kind === 'footer' || (kind === 'subtotal' && CLOSING_SUM.test(foldText(text)))) this.closing = true;
    if (kind === 'household') {
      this.startHousehold(text);
      this.headed = true;
    }
    if (kind === 'section') this.#section(text);
  }

  startHousehold(name: string): void {
    this.household = name;
    this.#home.clear();
    this.closing = false;
  }

  /** The text of a column written once for a household: its own, or that of the household's first row. */
  ofHousehold(field: Field, own: string | null): string | null {
    if (this.household === null) return own;
    if (own !== null) {
      this.#home.set(field, own);
      return own;
    }
    return this.#home.get(field) ?? null;
  }

  #section(text: string): void {
    this.closing = false;
    this.household = null;
    this.#home.clear();
    const folded = foldText(text);
    const kind = sectionKind(folded);
    if (kind !== null) this.kind = kind;
    const hamlet = readHamlet(text);
    if (hamlet !== null && !/^to\s/.test(folded)) this.hamlet = hamlet;
    const said = readDoseHints(text, doseOfHeader(folded)?.dose ?? null);
    const on = said.on === null ? null : readDoseDate(said.on, this.#days).value;
    if (on !== null) this.day = on;
    if (
      on !== null ||
      said.vaccine !== null ||
      said.lot !== null ||
      (said.number !== null && tellsOfInjections(text)) ||
      said.place !== null
    ) {
      const before = this.#doses;
      // A day named anew keeps product and place of the titles; a product named anew has a lot of its own.
      this.#doses = {
        number: said.number ?? before?.number ?? null,
        kind: said.kind ?? before?.kind ?? null,
        vaccine: said.vaccine ?? before?.vaccine ?? null,
        vaccineText: said.vaccineText ?? before?.vaccineText ?? null,
        lot: said.lot ?? (said.vaccine === null ? (before?.lot ?? null) : null),
        on: on ?? before?.on ?? null,
        place: said.place ?? before?.place ?? null,
      };
    }
  }
}

const sectionKind = (folded: string): ResidenceKind | null =>
  /vang lai/.test(folded)
    ? 'transient'
    : /tam vang/.test(folded)
      ? 'absent'
      : /tam tru/.test(folded) && !/thuong tru/.test(folded)
        ? 'temporary'
        : /thuong tru|hktt/.test(folded)
          ? 'permanent'
          : null;
