/** The texts of a row, repaired; a cell that alone could be old or new text is read as the rest of its row is. */
import {
  decodeLegacy,
  detectLegacy,
  isModern,
  type LegacyEncoding,
  legacyAmong,
  plausibility,
} from '../../kernel/legacy-text.ts';
import { repairText } from '../../kernel/vietnamese-text.ts';
import type { Cell } from '../workbook.ts';
import { cellText } from './read.ts';

export type TextEncoding = 'unicode' | LegacyEncoding;
export type Texts = Readonly<{
  texts: readonly string[];
  /** The columns whose text was in an old font, and in which; null when none was. */
  decoded: ReadonlyMap<number, LegacyEncoding> | null;
}>;

// How many rows without any sign of their own a font is taken to last.
const LASTING = 20;
// Letters of one old font beyond those of the other from which a row speaks for itself.
const SURE_FROM = 6;

export class RowTexts {
  readonly #sheet: TextEncoding;
  #recent: TextEncoding | null = null;
  #since = 0;

  constructor(sheet: TextEncoding) {
    this.#sheet = sheet;
  }

  read(cells: readonly Cell[]): Texts {
    const texts: string[] = new Array(cells.length);
    const old: number[] = [];
    let modern = false;
    for (let column = 0; column < cells.length; column++) {
      const cell = cells[column]!;
      const raw = typeof cell === 'string' ? cell : cellText(cell);
      if (raw === null) texts[column] = '';
      else {
        texts[column] = repairText(raw);
        if (typeof cell !== 'string') continue;
        const era = eraOf(raw);
        if (era === 'modern') modern = true;
        if (era === 'either') old.push(column);
      }
    }
    if (old.length > 0) return { texts, decoded: this.#decode(cells, texts, old, modern) };
    if (modern) this.#remember('unicode');
    return { texts, decoded: null };
  }

  #decode(
    cells: readonly Cell[],
    texts: string[],
    old: readonly number[],
    mixed: boolean,
  ): ReadonlyMap<number, LegacyEncoding> | null {
    const own = old.map((column) => legacyOf(cells[column] as string));
    const found = majority(cells, old, own);
    if (found !== null) this.#remember(found.encoding);
    else if (mixed) this.#remember('unicode');
    else if (++this.#since > LASTING) this.#recent = null;
    const context = this.#contextOf(found);
    if (context === 'unicode' && found === null) return null;
    const decoded = new Map<number, LegacyEncoding>();
    old.forEach((column, i) => {
      const raw = cells[column] as string;
      let meant: LegacyEncoding | null =
        context === 'unicode' ? (own[i] ?? null) : legacyAmong(raw, own[i] ?? null, context);
      // Beside cells of today's text an old font may be in one cell only: its neighbours that read well stay.
      if (meant !== null && own[i] === null && mixed && !readsBetter(raw, meant)) meant = null;
      if (meant === null) return;
      texts[column] = repairText(decodeLegacy(raw, meant));
      decoded.set(column, meant);
    });
    return decoded;
  }

  #remember(encoding: TextEncoding): void {
    this.#recent = encoding;
    this.#since = 0;
  }

  /** What a cell of the row is that could be either: as its row, else as the rows just above, else as the sheet. */
  #contextOf(found: Majority | null): TextEncoding {
    // One short word of another font says less than the whole sheet.
    if (found !== null && (found.sure || this.#sheet === 'unicode')) return found.encoding;
    if (found !== null) return this.#sheet;
    return this.#recent ?? this.#sheet;
  }
}

type Majority = Readonly<{ encoding: LegacyEncoding; sure: boolean }>;

/** The old font of most of the text of a row: a name of three words says more than "Tî"; `sure` from a word or two on. */
function majority(
  cells: readonly Cell[],
  columns: readonly number[],
  verdicts: readonly (LegacyEncoding | null)[],
): Majority | null {
  let [old, southern] = [0, 0];
  columns.forEach((column, i) => {
    const { length } = cells[column] as string;
    if (verdicts[i] === 'tcvn3') old += length;
    if (verdicts[i] === 'vni') southern += length;
  });
  if (old === 0 && southern === 0) return null;
  return { encoding: old >= southern ? 'tcvn3' : 'vni', sure: Math.abs(old - southern) >= SURE_FROM };
}

const readsBetter = (raw: string, encoding: LegacyEncoding): boolean =>
  plausibility(decodeLegacy(raw, encoding)) > plausibility(raw);

/** Only text of the upper half of Latin-1 without any letter of today's Vietnamese can be in an old font. */
function eraOf(raw: string): 'plain' | 'modern' | 'either' {
  for (let i = 0; i < raw.length; i++)
    if (raw.charCodeAt(i) > 0xa0) return isModern(raw) ? 'modern' : 'either';
  return 'plain';
}

const verdicts = new Map<string, LegacyEncoding | null>();

function legacyOf(raw: string): LegacyEncoding | null {
  const known = verdicts.get(raw);
  if (known !== undefined) return known;
  const verdict = detectLegacy(raw);
  if (verdicts.size > 50_000) verdicts.clear();
  verdicts.set(raw, verdict);
  return verdict;
}
