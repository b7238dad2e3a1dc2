/** Names of people in Vietnam: family, middle and given name; keys for comparison; order by given name. Pure. */
import { foldText, foldTonePlacement, repairText } from './vietnamese-text.ts';

export type ParsedName = Readonly<{
  /** Proper case, NFC, without title. */
  name: string;
  family: string;
  middle: string;
  given: string;
  /** Accentless, y/i folded: what two spellings of one name share. */
  key: string;
  /** With accents, tone placement and y/i folded: equal only if spelled the same. */
  toneKey: string;
  /** Given name first, then family and middle, accentless: the order of every list of people. */
  sortKey: string;
  title: string | null;
  /** What stands behind the name in the same cell: "(con)", "- chết"; without its brackets. */
  aside: string | null;
  /** The family name is cut to its first letters ("Ng. Văn A"). */
  abbreviated: boolean;
}>;

// With their accents: "Chú" is a title, "Chu" a family; "Bé" and "Bế", "Cháu" and "Châu" likewise.
const TITLES = new Set([
  'ông',
  'bà',
  'anh',
  'chị',
  'cô',
  'chú',
  'bác',
  'em',
  'cháu',
  'cụ',
  'bé',
  'ô',
  'đ/c',
  'gs',
  'bs',
  'ths',
  'ts',
  'ông/bà',
  'mr',
  'mrs',
  'ms',
]);
const BARE_TITLES = new Set([...TITLES].map(foldText));
// First words of names: only before one of these is a title taken for a title.
const FAMILIES = new Set(
  'nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dao doan vuong trinh truong dinh lam phung mai to ta ha luu cao luong tong thai chu quach la dam kieu nghiem vi lo tang chiu ly lu phoong chau mac ninh khuc bach ong cu than thieu khong ung hua diep mau tiep loc sam hau hy bang ban trieu linh voong chenh nong be chuong du giap nham nguy quang sy tu ton tuong sung giang vang thao chang lau ma mua tan sin phun cam deo quan chau hua lieu le luc mong nguyen tieu trac vien ksor rcom siu rmah kpa nay rah puih rochom nie ayun'.split(
    ' ',
  ),
);

const lowerFirst = /(^|[\s'’-])(\p{L})/gu;

/** Shouting and whispering are repaired; other mixed case is the writer's own (Y Êban, H'Hen Niê), but a name begins with a capital. */
function properCase(text: string): string {
  const letters = text.replace(/[^\p{L}]/gu, '');
  if (letters === letters.toUpperCase() || letters === letters.toLowerCase())
    return text
      .toLowerCase()
      .replace(lowerFirst, (_, before: string, letter: string) => before + letter.toUpperCase());
  return text
    .split(' ')
    .map((word) => {
      // "NGUYễN": capitals of an old font, whose accented letters have only one case.
      const ascii = word.replace(/[^A-Za-z]/g, '');
      const shouted = ascii.length >= 1 && ascii === ascii.toUpperCase() && /^\p{L}{2,}$/u.test(word);
      const rest = shouted ? word.slice(1).toLowerCase() : word.slice(1);
      return word.charAt(0).toUpperCase() + rest;
    })
    .join(' ');
}

// Mỹ and Mĩ, Quý and Quí; but Thúy is not Thúi.
const I_FINAL = /(^|[^aeou\s]|qu)y(?=\s|$)/g;
const I_FINAL_TONED = /(^|[^aeou\s\p{M}]|qu)y(\p{M}*)(?=\s|$)/gu;
const cache = new Map<string, ParsedName>();

/** Reads a name as written. Never fails: a text without letters gives empty parts. */
export function parseName(raw: string): ParsedName {
  const known = cache.get(raw);
  if (known !== undefined) return known;
  const parsed = parse(raw);
  if (cache.size > 200_000) cache.clear();
  cache.set(raw, parsed);
  return parsed;
}

// Behind a name: a relation or a remark in brackets, or behind a dash or comma ("Smith, John" is a whole name).
const IN_BRACKETS = /^(.*?\S)\s*[([{]([^)\]}]*)[)\]}]?\s*$/u;
const BEHIND_DASH = /^(\S+ .*?\S)(?:\s[-–]+\s*|[-–]\s+|\s*[,;]\s*)(\S.*)$/u;
// Names that hardly anybody bears as a second family name: before them "Ong" and "Ba" without accents are titles.
const COMMON_FAMILIES = new Set(
  'nguyen tran le pham hoang huynh phan vu vo dang bui do ngo duong'.split(' '),
);

function parse(raw: string): ParsedName {
  let text = repairText(raw.replace(/_/g, ' ').replace(/(?<=\p{L})[’ʼ‘`´]/gu, "'"))
    .replace(/^[-–*+•.\d\s)/:"“”']+(?=\p{L})/u, '')
    .replace(/[\s,;:*."“”]+$/, '');
  let aside: string | null = null;
  const behind = IN_BRACKETS.exec(text) ?? BEHIND_DASH.exec(text);
  if (behind !== null && /\p{L}/u.test(behind[1]!)) {
    text = behind[1]!.replace(/[,;:*.]+$/, '');
    aside = behind[2]!.trim() || null;
  }
  let title: string | null = null;
  const parts = text.split(' ');
  const first = (parts[0] ?? '').toLowerCase().replace(/[.:]/g, '');
  const bare = !/[^\x20-\x7e]/.test(text);
  const second = foldText(parts[1] ?? '');
  const titled = bare
    ? BARE_TITLES.has(first) && (!FAMILIES.has(first) || (parts.length >= 4 && COMMON_FAMILIES.has(second)))
    : TITLES.has(first);
  if (parts.length >= 3 && titled && FAMILIES.has(second)) {
    title = parts[0]!;
    text = parts.slice(1).join(' ');
  }
  const name = properCase(text);
  const words = name.split(' ').filter((word) => word !== '');
  const abbreviated =
    words.length > 1 && (/^\p{L}{1,2}\./u.test(words[0]!) || /^(ng|tr|ph|h)$/i.test(words[0]!));
  // "H'Hen", "H' Hen" and "H Hen" are one name; so are "Tôn-Nữ" and "Tôn Nữ".
  const folded = foldText(name)
    .replace(/[^\p{L}\p{N} ]/gu, (c) => (c === '.' || c === '-' || c === "'" ? ' ' : ''))
    .replace(/\s+/g, ' ')
    .trim();
  const key = folded.replace(I_FINAL, '$1i');
  const toneKey = foldTonePlacement(
    name.toLowerCase().replace(/[.'-]/g, ' ').replace(/\s+/g, ' ').trim(),
  ).replace(I_FINAL_TONED, '$1i$2');
  const keyWords = key.split(' ');
  return {
    name,
    family: words.length > 1 ? words[0]! : '',
    middle: words.slice(1, -1).join(' '),
    given: words.at(-1) ?? '',
    key,
    toneKey,
    sortKey: [keyWords.at(-1), ...keyWords.slice(0, -1)].join(' '),
    title,
    aside,
    abbreviated,
  };
}

const collator = new Intl.Collator('vi', { sensitivity: 'variant' });

/** Order of Vietnamese lists: given name, then family name, then middle name, by Vietnamese collation. */
export function compareByGivenName(a: string, b: string): number {
  const [x, y] = [parseName(a), parseName(b)];
  return (
    collator.compare(x.given, y.given) ||
    collator.compare(x.family, y.family) ||
    collator.compare(x.middle, y.middle)
  );
}

const NOT_NAMES =
  /\b(tong|cong|tong cong|tong so|danh sach|khu pho|khu|thon|xom|to dan pho|ban|ap|phuong|xa|huyen|tinh|thanh pho|ubnd|cong an|tram y te|nguoi lap|truong|pho|can bo|chu tich|ho gia dinh|ngay|thang|nam|nhan khau|ho so|so ho|stt|ho va ten|ghi chu|xac nhan|ky ten|lap bieu|cong hoa|doc lap|tu do)\b/;

/** Does the text begin as names of people in Vietnam do: with a family name, or a particle of the highlands (Y, H', K')? */
export function startsLikePersonName(text: string): boolean {
  const first = foldText(text).split(/[ _]/, 1)[0]!.replace(/[.,]$/, '');
  return FAMILIES.has(first) || /^(y|a|h|k|[hk]['’]\p{L}+)$/u.test(first);
}

/** Could this text be the name of one person? Headings, totals and hamlets are not; short and ethnic names are. */
export function looksLikePersonName(text: string): boolean {
  const repaired = repairText(text);
  if (repaired.length < 2 || repaired.length > 60 || /\d/.test(repaired) || /[:;@?!/\\=+_]/.test(repaired))
    return false;
  const words = repaired.split(' ');
  if (words.length > 7 || !/\p{L}/u.test(repaired)) return false;
  const folded = foldText(repaired);
  // "Tống" is a family, "Tổng cộng" a sum.
  if (/^(tong (cong|so)|cong (to|thon|khu|hamlet)?)\b/.test(folded)) return false;
  if (FAMILIES.has(folded.split(' ')[0]!) && words.length >= 2 && words.length <= 5)
    return !/\b(cong hoa|truong cong an|truong tram)\b/.test(folded);
  return !NOT_NAMES.test(folded);
}
