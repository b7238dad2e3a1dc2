/** What one row of a sheet is: a person, a heading that says something for the rows below, a sum, a signature. */
import { looksLikePersonName } from '../../kernel/vietnamese-name.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';

export type RowKind =
  | 'person'
  | 'waiting'
  | 'header'
  | 'section'
  | 'subtotal'
  | 'household'
  | 'footer'
  | 'blank'
  | 'note';

export type RowFacts = Readonly<{
  /** Texts of all cells, repaired; empty strings for empty cells. */
  texts: readonly string[];
  /** Text of the name column(s). */
  name: string;
  ordinal: string;
  /** Filled columns that tell of a person: birth, sex, numbers, phone, dose … */
  evidence: number;
  /** Filled weaker columns: address, hamlet, note, occupation. */
  support: number;
  /** Name cell repeats the header's words. */
  isHeader: boolean;
  /** After the total or the signatures. */
  closing: boolean;
}>;

const SUM = /^(tong( cong| so)?|cong( tong)?|tc)\b(?! (nhan|chuc|ty|an|tac|dong)\b)(?!.*\b(van|thi)\b)/;
const HOUSEHOLD = /^(ho( gia dinh| ong| ba| so)?|chu ho|so ho|ho khau)\b/;
const SIGNATURE =
  /^(nguoi (lap|tong hop)|can bo|truong (cong an|tram|thon|khu|ban)|(pho )?(chu tich|giam doc|truong)|tm\b|kt\b|tl\b|thu truong|xac nhan|ky ten|\(?ky|noi nhan|to truong|bi thu|dai dien|cong an vien|canh sat|lap bieu|ubnd|uy ban|ngay\b.*\bnam\b)/;
const SIGNATURE_DATE = /,? ?ngay ?\d{0,2}.{0,3} ?thang ?\d{0,2}.{0,3} ?nam ?\d{0,4}/;
const SECTION =
  /^(([a-z]|[ivx]+|\d{1,2})\s*[.)\-/:]\s*)?(nhan khau|khu pho|kp|khu|thon|xom|ban|ap|buon|lang|to|to dan pho|tdp|doi|khu dan cu|tam tru|thuong tru|vang lai|tam vang|dien|danh sach|ngay|buoi|ca|dot|nhom|doi tuong|phan|muc|xa|phuong|cum|hktt|mui)\b/;

export function classifyRow(facts: RowFacts): RowKind {
  const filled = facts.texts.filter((text) => text !== '');
  if (filled.length === 0) return 'blank';
  if (facts.isHeader) return 'header';
  const distinct = new Set(filled);
  const first = foldText(filled[0]!);
  const leading = filled.slice(0, 3).map(foldText);
  const numbered = /^\d{1,6}\.?$/.test(facts.ordinal.trim());
  const named = facts.name !== '' && looksLikePersonName(facts.name);

  if (leading.some((text) => SUM.test(text)) && !(named && (numbered || facts.evidence >= 2)))
    return 'subtotal';
  if (
    filled.length >= 3 &&
    filled.every((text) => /^\(?[a-z\d]{1,2}\)?$/i.test(text.trim())) &&
    facts.evidence < 3 &&
    !named
  )
    return 'header';
  // One text across the row, or a heading letter beside it.
  if (distinct.size <= 2 && facts.evidence === 0) {
    if (SIGNATURE.test(first) || SIGNATURE_DATE.test(first))
      return facts.closing || !SECTION.test(first) ? 'footer' : 'section';
    if (HOUSEHOLD.test(first) && !numbered) return 'household';
    if (
      SECTION.test(first) ||
      (filled.length === 2 && /^([a-z]|[ivx]+)\.?$/.test(first) && SECTION.test(foldText(filled[1]!)))
    )
      return 'section';
  }
  if (facts.evidence === 0 && leading.some((text) => SIGNATURE.test(text)) && !numbered) return 'footer';
  if (facts.name !== '') {
    if (HOUSEHOLD.test(foldText(facts.name)) && facts.evidence <= 1 && !numbered) return 'household';
    if (facts.evidence >= 1 && (named || facts.evidence >= 2 || numbered)) return 'person';
    if (numbered && (named || facts.support > 0)) return 'person';
    if (named && facts.support >= 2 && !facts.closing) return 'person';
    if (facts.closing) return 'footer';
    if (SECTION.test(foldText(facts.name))) return 'section';
    // A name that stands alone, without number, date or address, heads the rows of its household.
    return named ? 'household' : 'note';
  }
  if (facts.evidence >= 2 || (numbered && facts.evidence >= 1)) return 'waiting';
  if (facts.closing || SIGNATURE.test(first)) return 'footer';
  if (HOUSEHOLD.test(first)) return 'household';
  return SECTION.test(first) ? 'section' : 'note';
}
