/**
 * Text in the fonts of the years before Unicode, as it appears when its bytes are read as windows-1252: TCVN3
 * (.VnTime, TCVN 5712:1993) and VNI (VNI-Times: a base letter followed by a mark letter). Detection is careful:
 * correct Vietnamese is never touched, and what could be either stays as it is.
 */
const TCVN3_BYTES =
  'µà ¸á ¶ả ·ã ¹ạ ¨ă »ằ ¾ắ ¼ẳ ½ẵ Æặ ©â Çầ Êấ Èẩ Éẫ Ëậ ®đ Ìè Ðé Îẻ Ïẽ Ñẹ ªê Òề Õế Óể Ôễ Öệ ×ì Ýí Øỉ Üĩ Þị ßò ãó áỏ âõ äọ «ô åồ èố æổ çỗ éộ ¬ơ êờ íớ ëở ìỡ îợ ïù óú ñủ òũ ôụ \u00adư õừ øứ öử ÷ữ ùự úỳ ýý ûỷ üỹ þỵ ¡Ă ¢Â £Ê ¤Ô ¥Ơ ¦Ư §Đ';
const TCVN3 = new Map(TCVN3_BYTES.split(' ').map((pair) => [pair[0]!, pair.slice(1)]));

const VNI_MARKS: Readonly<Record<string, string>> = {
  ø: '\u0300',
  ù: '\u0301',
  û: '\u0309',
  õ: '\u0303',
  ï: '\u0323',
  â: '\u0302',
  ê: '\u0306',
  à: '\u0302\u0300',
  á: '\u0302\u0301',
  å: '\u0302\u0309',
  ã: '\u0302\u0303',
  ä: '\u0302\u0323',
  è: '\u0306\u0300',
  é: '\u0306\u0301',
  ú: '\u0306\u0309',
  ü: '\u0306\u0303',
  ë: '\u0306\u0323',
};
const VNI_SINGLES: Readonly<Record<string, string>> = {
  ñ: 'đ',
  ô: 'ơ',
  ö: 'ư',
  ì: 'ì',
  í: 'í',
  æ: 'ỉ',
  ó: 'ĩ',
  ò: 'ị',
  î: 'ỵ',
};

export type LegacyEncoding = 'tcvn3' | 'vni';

const isUpper = (c: string): boolean => c !== c.toLowerCase() && c === c.toUpperCase();

/** TCVN3 text to Unicode; other characters stay. The capital fonts (.VnTimeH) use the codes of small letters: case is the caller's. */
export const decodeTcvn3 = (text: string): string =>
  text.replace(/[\u0080-\uffff]/g, (c) => TCVN3.get(c) ?? c).normalize('NFC');

/** VNI text to Unicode; other characters stay. */
export function decodeVni(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    const lower = c.toLowerCase();
    const mark = VNI_MARKS[lower];
    const before = out.normalize('NFC').at(-1) ?? '';
    if (mark !== undefined && i > 0 && /[aeiouyơưêôâă]/i.test(before)) out += mark;
    else if (lower in VNI_SINGLES)
      out += isUpper(c) ? VNI_SINGLES[lower]!.toUpperCase() : VNI_SINGLES[lower]!;
    else out += c;
  }
  return out.normalize('NFC');
}

// A Vietnamese syllable: optional initial, vowels, optional final. Enough to tell words from wreckage.
const SYLLABLE =
  /^(ngh|ng|nh|ph|th|tr|ch|kh|gh|gi|qu|[bcdđghklmnpqrstvx])?(uyê|uya|uyu|uye|iêu|yêu|oai|oay|oeo|uây|uôi|ươi|ươu|uêu|uâ|uơ|uê|uy|oa|oă|oe|oo|iê|yê|ia|ya|ua|ưa|uô|ươ|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|ue|[aăâeêioôơuưy])(ch|nh|ng|[cmnptiyu])?$/;
const stripTones = (word: string): string =>
  word
    .normalize('NFD')
    .replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '')
    .normalize('NFC');

const isSyllable = (word: string): boolean => SYLLABLE.test(stripTones(word.toLowerCase()));
const words = (text: string): string[] =>
  text.split(/[^\p{L}\u00a1-\u00ff\u00ad]+/u).filter((word) => word !== '');

/** Share of words that are Vietnamese syllables, 0–1. */
export function plausibility(text: string): number {
  const all = words(text);
  return all.length === 0 ? 0 : all.filter(isSyllable).length / all.length;
}

// Characters that modern Vietnamese text has no use for, but which both old encodings are full of.
const SUSPECT_TCVN3 = /[µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢£¤¥¦§]/;
const SUSPECT_VNI = /[aeiouyơưAEIOUYôöÔÖ][øùûõïâêàáåãäèéúüëØÙÛÕÏÂÊÀÁÅÃÄÈÉÚÜË]|[ñæñÑÆöÖ]/;
const MODERN =
  /[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]|\p{M}/u;

/** Has the text a letter that only today's Vietnamese has? Then it is in no old font. */
export const isModern = (text: string): boolean => MODERN.test(text);

export const decodeLegacy = (text: string, encoding: LegacyEncoding): string =>
  encoding === 'tcvn3' ? decodeTcvn3(text) : decodeVni(text);

/** Which old encoding the text is in, or null when it is Unicode, plain ASCII, or undecidable. */
export function detectLegacy(text: string): LegacyEncoding | null {
  if (!/[\u00a1-\u00ff\u00ad]/.test(text) || MODERN.test(text)) return null;
  const now = plausibility(text);
  const tcvn3 = SUSPECT_TCVN3.test(text) ? plausibility(decodeTcvn3(text)) : 0;
  const vni = SUSPECT_VNI.test(text) ? plausibility(decodeVni(text)) : 0;
  const best = Math.max(tcvn3, vni);
  if (best < 0.75) return null;
  if (best > now && tcvn3 !== vni) return tcvn3 > vni ? 'tcvn3' : 'vni';
  return best >= now ? byCommonWords(text, tcvn3 === best, vni === best) : null;
}

// Words of nearly every list. "Khu phè 5" could be modern; "Khu phố 5" is what lists say.
const COMMON = new Set(
  'khu phố thôn xóm bản tổ ấp số hộ chủ tạm trú thường vắng lại tổng cộng người họ tên ngày tháng năm sinh nữ vợ chồng cháu mẹ bố nguyễn trần lê phạm hoàng vũ võ đặng bùi đỗ hồ ngô dương đinh đoàn trịnh thị văn đức'.split(
    ' ',
  ),
);
const commonWords = (text: string): number =>
  words(text).filter((word) => COMMON.has(word.toLowerCase())).length;

/** Which reading, if one, has more of the words that lists are full of than the text as it stands. */
function byCommonWords(text: string, tcvn3: boolean, vni: boolean): LegacyEncoding | null {
  const now = commonWords(text);
  const old = tcvn3 ? commonWords(decodeTcvn3(text)) : 0;
  const southern = vni ? commonWords(decodeVni(text)) : 0;
  if (Math.max(old, southern) <= now || old === southern) return null;
  return old > southern ? 'tcvn3' : 'vni';
}

// Words of headers whose letters both old fonts use for others: "Tên" is no "Tờn" even in a sheet full of TCVN3.
const AS_IT_STANDS =
  /(?<!\p{L})(?:[Tt]ên|[Tt]hôn|[Xx]ã|[Tt]háng|[Gg]hi chú|GHI CHÚ|TÊN|THÔN|XÃ|THÁNG)(?!\p{L})/u;

/**
 * The old encoding of a text that stands among others of `context`: its own only where that reads far better ("SĐT"
 * is no word in any), none where the text as it stands has words of lists that would be lost ("Tên").
 */
export function legacyAmong(
  text: string,
  own: LegacyEncoding | null,
  context: LegacyEncoding,
): LegacyEncoding | null {
  if (own === null) return AS_IT_STANDS.test(text) ? null : context;
  if (own === context) return context;
  const gain = plausibility(decodeLegacy(text, own)) - plausibility(decodeLegacy(text, context));
  return gain > 0.5 && words(text).length > 1 ? own : context;
}

/** Decides for a whole column or sheet: then cells that alone could be either are decoded too. */
export function detectLegacyOfColumn(samples: readonly string[]): LegacyEncoding | null {
  const votes = { tcvn3: 0, vni: 0, modern: 0 };
  for (const sample of samples) {
    const legacy = detectLegacy(sample);
    if (legacy !== null) votes[legacy]++;
    else if (MODERN.test(sample)) votes.modern++;
  }
  const best = votes.tcvn3 >= votes.vni ? 'tcvn3' : 'vni';
  return votes[best] > 0 &&
    votes[best] > 2 * votes.modern &&
    votes[best] > 2 * votes[best === 'tcvn3' ? 'vni' : 'tcvn3']
    ? best
    : null;
}
