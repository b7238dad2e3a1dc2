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
  /** Cells whose value tells of a person as their column says: a date of birth, a sex, a number, a dose. */
  evidence: number;
  /** Of these, the ones no heading has: birth, sex, identity number. */
  personal: number;
  /** Filled weaker columns: address, hamlet, note, occupation. */
  support: number;
  /** Name cell repeats the header's words. */
  isHeader: boolean;
  /** After the total or the signatures. */
  closing: boolean;
  /** In this list a running number beside a bare name counts a household. */
  numberedHouseholds: boolean;
}>;

/**
 * Words of headings, spelled with accents and without: "Tổ 1" heads a list, "Tô Văn An" is a person, and "Hộ" is a
 * household where "Hồ" is a family. Only a text that has no accents at all is held against the bare spelling.
 */
type Words = Readonly<{ accented: RegExp; bare: RegExp }>;
const says = (text: string, { accented, bare }: Words): boolean =>
  /[^\x20-\x7e]/.test(text) ? accented.test(text.toLowerCase()) : bare.test(text.toLowerCase());

const MARK = String.raw`^\W{0,3}(?:(?:[a-z]|[ivx]+|\d{1,3}(?:\.\d{1,2})?)\s*[.)\-/:]\s*|[-+*•]\s*)?`;

const SUM: Words = {
  accented:
    /^\W{0,3}(?:tổng(?: cộng| số| hợp)?|cộng(?: tổng| dồn)?|tc|toàn (?:khu|thôn|xã|phường)|lũy kế|luỹ kế|(?:danh sách|bảng) (?:này|trên)|số (?:hộ|khẩu|nhân khẩu)\s*:)(?!\p{L})(?!.*(?:\s|^)(?:văn|thị)(?!\p{L}))/u,
  bare: /^\W{0,3}(?:(?:tong|cong)(?: (?:tong|cong|so|hop|don|to|tdp|thon|xom|ban|khu|kp|ho|xa|phuong|trang|nam|nu|nhan khau)\b|\s*[:\d]|$)|tc$|toan (?:khu|thon|xa|phuong)\b|luy ke\b|(?:danh sach|bang) (?:nay|tren)\b|so (?:ho|khau|nhan khau)\s*:)(?!.*\b(?:van|thi)\b)/,
};
const HOUSEHOLD: Words = {
  accented: new RegExp(
    `${MARK}(?:hộ(?: gia đình| ông| bà| số| khẩu)?|chủ hộ|số hộ|họ tên chủ hộ|gia đình(?: ông| bà)?)(?!\\p{L})`,
    'u',
  ),
  bare: new RegExp(
    `${MARK}(?:(?:ho (?:gia dinh|ong|ba|so|khau)|chu ho|so ho|ho ten chu ho|gia dinh)\\b|ho\\s*(?:\\d|:))`,
  ),
};
const SECTION: Words = {
  accented: new RegExp(
    `${MARK}(?:nhân khẩu|khu phố|kp|khu|thôn|xóm|bản|ấp|buôn|làng|tổ|tdp|đội|tạm trú|thường trú|vãng lai|tạm vắng|diện|danh sách|ngày|buổi|ca (?:\\d|sáng|chiều)|đợt|nhóm|đối tượng|phần|mục|xã|phường|cụm|hktt|mũi|liều|vắc ?xin|vacxin|vaccine|lô(?: số|:| [a-z]*\\d)|số lô|điểm tiêm|nơi tiêm|bàn tiêm|sáng|chiều|lớp|trường|công ty|đơn vị)(?!\\p{L})`,
    'u',
  ),
  bare: new RegExp(
    `${MARK}(?:nhan khau|khu (?:pho|dan cu|\\d)|kp|(?:thon|xom|ap) \\S+|(?:to|ban|doi|lang|ca|dot|xa|cum|lop)\\s+(?:so\\s*)?\\d|to dan pho|tdp|tam tru|thuong tru|vang lai|tam vang|dien (?:thuong|tam)|danh sach|ngay|buoi (?:sang|chieu)|nhom \\S+|doi tuong|(?:phan|muc|mui) (?:thu )?[\\divx]|phuong|hktt|vac ?xin|vaccine|so lo|diem tiem|noi tiem)\\b`,
  ),
};
const SIGNATURE =
  /^(nguoi (lap|tong hop|ghi|kiem tra)|can bo|truong (cong an|tram|thon|khu|ban)|(pho |p\. ?)?(chu tich|giam doc|truong|tram truong|hieu truong|bi thu)\b(?! \w+ \w+$)|tm\b|kt\b|tl\b|tuq\b|thu truong|xac nhan|ky ten|\(?ky\b|\(?da ky|noi nhan|to truong|dai dien|cong an (vien|phuong|xa)|canh sat|lap bieu|ubnd|uy ban|(trung|thuong|dai|thieu) (ta|uy)\b|- ?(nhu tren|luu)|ngay\b.*\bnam\b)/;
const SIGNATURE_DATE = /,? ?ngay ?\d{0,2}.{0,8} ?thang ?\d{0,2}.{0,8} ?nam ?\d{0,4}/;
const NUMBERED = /^\d{1,6}(?:[.)]|[.\-/]\d{1,4}|[a-z])?$/i;

export function classifyRow(facts: RowFacts): RowKind {
  const filled = facts.texts.filter((text) => text !== '');
  if (filled.length === 0) return 'blank';
  if (facts.isHeader) return 'header';
  const numbered = NUMBERED.test(facts.ordinal);
  // Most rows are people, and say so twice over.
  if (facts.name !== '' && facts.personal >= 1 && facts.evidence >= 2 && (numbered || facts.personal >= 2))
    return says(facts.name, SUM) && !looksLikePersonName(facts.name) ? 'subtotal' : 'person';
  const named = facts.name !== '' && looksLikePersonName(facts.name);
  const leading = filled.slice(0, 3);
  if (leading.some((text) => says(text, SUM)) && !(named && (numbered || facts.personal >= 2)))
    return 'subtotal';
  if (
    filled.length >= 3 &&
    filled.every((text) => /^\(?[a-z\d]{1,2}\)?$/i.test(text)) &&
    facts.personal < 3 &&
    !named
  )
    return 'header';
  if (facts.personal === 0) {
    const heading = asHeading(facts, filled, named, numbered);
    if (heading !== null) return heading;
  }
  if (facts.name !== '') return asNamed(facts, named, numbered);
  if (facts.evidence >= 2 || (numbered && facts.evidence >= 1))
    return facts.closing && facts.personal < 2 ? 'footer' : 'waiting';
  return asText(facts, filled);
}

/** Rows without birth, sex or number of a person, if their words are those of a heading, a household or a signature. */
function asHeading(
  facts: RowFacts,
  filled: readonly string[],
  named: boolean,
  numbered: boolean,
): RowKind | null {
  const first = filled[0]!;
  const alone = new Set(filled).size <= 2;
  const said = facts.name !== '' ? facts.name : first;
  if (alone || facts.evidence === 0) {
    const folded = foldText(first);
    if (alone && (SIGNATURE.test(folded) || SIGNATURE_DATE.test(folded)))
      return facts.closing || !says(first, SECTION) ? 'footer' : 'section';
    if (
      facts.evidence === 0 &&
      !numbered &&
      filled.slice(0, 3).some((text) => SIGNATURE.test(foldText(text)))
    )
      return 'footer';
  }
  if (says(said, HOUSEHOLD) || says(first, HOUSEHOLD) || /\(chủ hộ\)|\(chu ho\)/i.test(said))
    return 'household';
  if (facts.evidence === 0) {
    if (
      says(first, SECTION) ||
      (!named && says(said, SECTION)) ||
      (filled.length >= 2 && isMarker(first) && says(filled[1]!, SECTION))
    )
      return 'section';
    if (facts.numberedHouseholds && named && numbered) return 'household';
  }
  return null;
}

const isMarker = (text: string): boolean => /^(?:[a-z]|[ivx]+|\d{1,2})[.)]?$/i.test(text);

function asNamed(facts: RowFacts, named: boolean, numbered: boolean): RowKind {
  if (facts.evidence >= 1 && (named || facts.evidence >= 2 || numbered))
    return facts.closing && facts.personal === 0 && !numbered ? 'footer' : 'person';
  if (numbered && (named || facts.support > 0)) return 'person';
  if (named && facts.support >= 2 && !facts.closing) return 'person';
  if (facts.closing) return 'footer';
  if (says(facts.name, SECTION)) return 'section';
  // A name that stands alone, without number, date or address, heads the rows of its household.
  return named ? 'household' : 'note';
}

/** Rows with nothing under the names: a heading across the sheet. */
function asText(facts: RowFacts, filled: readonly string[]): RowKind {
  const first = filled[0]!;
  if (facts.closing || SIGNATURE.test(foldText(first))) return 'footer';
  if (says(first, HOUSEHOLD)) return 'household';
  if (says(first, SECTION)) return 'section';
  return filled.length <= 2 && looksLikePersonName(first) && /\s/.test(first) ? 'household' : 'note';
}
