/** The words of stock books: what a header says a column is, what a title says a sheet is, where doses went. Pure. */
import { foldText, repairText } from '../kernel/vietnamese-text.ts';

export const BOOK_COLUMNS = [
  'ordinal',
  'kind',
  'day',
  'slip',
  'item',
  'lot',
  'expiry',
  'unit',
  'vials',
  'perVial',
  'doses',
  'from',
  'to',
  'opening',
  'received',
  'issued',
  'session',
  'transferred',
  'labelled',
  'injected',
  // Doses used: injected, unless another column tells that.
  'used',
  'wasted',
  'closing',
  'reason',
  'note',
  'result',
] as const;
export type BookColumn = (typeof BOOK_COLUMNS)[number];

/** A column of amounts: in doses, or in vials where its header says so. */
export type ColumnMeaning = Readonly<{ field: BookColumn; inVials: boolean }>;

// In order: the first that fits. What is spent of a vial is told before what merely speaks of doses.
const WORDS: readonly (readonly [RegExp, BookColumn])[] = [
  [/^(stt|tt|so tt|so thu tu|no|#)$/, 'ordinal'],
  [/ket qua import|ket qua kiem tra/, 'result'],
  [/^(loai (phieu|nghiep vu|giao dich)|nghiep vu|nhap ?\/ ?xuat|n ?\/ ?x)$/, 'kind'],
  [/han (su )?dung|^hsd|^han$|^hd$|han sd|ngay het han|exp/, 'expiry'],
  [/^(don vi tinh|dvt|dv tinh)$/, 'unit'],
  [/ly do/, 'reason'],
  [/ghi chu|luu y|^note/, 'note'],
  [/lieu ?(\/|tren|moi|trong( moi)?) ?(1 )?(lo|ong|hop)|quy cach|dong goi/, 'perVial'],
  [/(so|ma|chung tu|ct|phieu).*(phieu|chung tu|\bct\b|hoa don|px|pn)|^phieu|^so ct|chung tu/, 'slip'],
  [/noi (cap|giao|xuat|gui)|don vi (cap|giao|xuat|gui)|nguon|nhan tu|ben giao|nha cung cap/, 'from'],
  [
    /noi (nhan|den|su dung)|don vi (nhan|linh)|xuat (cho|den)$|nguoi nhan|ben nhan|muc dich|dien giai|noi dung/,
    'to',
  ],
  [/theo nhan|nhan lo|lieu mo|tong lieu.*mo/, 'labelled'],
  [/\bhuy\b|hao phi|bo di|\bhong\b|lang phi/, 'wasted'],
  [/(mui|nguoi|doi tuong|luot).*tiem|da tiem|tiem duoc|duoc tiem|thuc tiem/, 'injected'],
  [/lieu.*tiem|(da )?su dung(?! trong buoi)|tieu hao/, 'used'],
  [/ton dau|dau (ky|ngay|thang)|ky truoc/, 'opening'],
  [/dieu chuyen|chuyen (di|cho|den)|tra lai|hoan tra/, 'transferred'],
  [/(xuat|cap|phat).*(buoi|tiem|su dung|ban tiem)/, 'session'],
  [/\bton\b|con lai|so du|hien co/, 'closing'],
  [/^ngay\b|thoi gian|buoi tiem|^date/, 'day'],
  [/vac ?xin|vaccine|\bvx\b|ten (hang|thuoc|vat tu|san pham)|biet duoc|san pham|mat hang/, 'item'],
  [/^(tong )?(so luong |sl |so lieu )?nhap\b|thuc nhap|nhap (trong|kho)/, 'received'],
  [/^(tong )?(so luong |sl |so lieu )?xuat\b|thuc xuat|xuat (trong|kho)/, 'issued'],
  [/\blieu\b|so luong|^sl$/, 'doses'],
];

// A word's end is told by letters: \b knows those of English only.
const VIALS = /(?<!\p{L})(lọ|ống|hộp)(?!\p{L})/iu;
const LOT = /(?<!\p{L})(lô|lot|batch)(?!\p{L})/iu;

/**
 * What a header means; null for one that no book of stock has. "Số lô" and "Số lọ" differ in a tone mark only, so the
 * words are read with their accents first; without any, `vialsToo` tells which of two "So lo" it is.
 */
export function meaningOf(header: string, ofNumbers: boolean): ColumnMeaning | null {
  const text = repairText(header);
  const folded = foldText(text)
    .replace(/[*:.]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (folded === '' || /^\(?\d+\)?$|san xuat$|^nsx$/.test(folded)) return null;
  if (LOT.test(text)) return { field: 'lot', inVials: false };
  const inVials = VIALS.test(text) || (ofNumbers && /\b(so )?(lo|ong)\b/.test(folded));
  for (const [pattern, field] of WORDS)
    if (pattern.test(folded))
      return {
        field: (field === 'doses' || field === 'used') && inVials && !/lieu/.test(folded) ? 'vials' : field,
        inVials: inVials && !/lieu/.test(folded),
      };
  if (inVials) return { field: 'vials', inVials: true };
  return /^(so )?lo\b/.test(folded) ? { field: 'lot', inVials: false } : null;
}

export type SheetRole = 'receipts' | 'issues' | 'use' | 'balance' | 'card';

/** What a sheet is, by its columns first and its title where they leave it open; null when it is none of a book. `headed`: a heading tells the lot. */
export function roleOf(fields: ReadonlySet<BookColumn>, title: string, headed: boolean): SheetRole | null {
  const has = (...some: BookColumn[]): boolean => some.some((field) => fields.has(field));
  if (!headed && !has('lot', 'item')) return null;
  const words = foldText(title);
  if (has('injected') && has('day') && !has('received', 'closing')) return 'use';
  if (has('closing') && !has('day')) return 'balance';
  if (has('day') && (has('received', 'issued', 'closing') || has('kind'))) return 'card';
  if (!has('day') || !has('doses', 'vials')) return null;
  if (has('from') && !has('to')) return 'receipts';
  if (has('to') && !has('from')) return 'issues';
  if (/\bnhap\b|tiep nhan/.test(words)) return 'receipts';
  return /\bxuat\b|cap phat/.test(words) ? 'issues' : null;
}

export type Destination = 'session' | 'transfer' | 'write_off';

/** Where issued doses went: to a session of injections, to another store, or to nobody any more. */
export function destinationOf(...texts: readonly (string | null)[]): Destination {
  const words = foldText(texts.filter((text) => text !== null).join(' '));
  if (/\bhuy\b|hong|vo\b|het han|that lac|\bmat\b/.test(words)) return 'write_off';
  if (/dieu chuyen|chuyen (ve|den|cho|sang|kho)|tra (lai|ve)|hoan tra|thu hoi/.test(words)) return 'transfer';
  return words === '' || /buoi|tiem(?! te)|ban tiem|su dung|diem tiem/.test(words) ? 'session' : 'transfer';
}

/** The reason of a loss, in one word. */
export function lossOf(reason: string | null): 'expired' | 'broken' | 'spoilt' | 'lost' | 'other' {
  const words = foldText(reason ?? '');
  if (/het han|qua han/.test(words)) return 'expired';
  if (/\bvo\b|nut|be\b/.test(words)) return 'broken';
  if (/nhiet|vvm|hong|dong bang|bao quan/.test(words)) return 'spoilt';
  return /\bmat\b|that lac|thieu/.test(words) ? 'lost' : 'other';
}

export const isTotalRow = (texts: readonly string[]): boolean =>
  texts.some((text) => /^(tong( cong| so)?|cong( don)?|luy ke)\b(?!.*\blo\b)/.test(foldText(text)));

const FACILITY =
  /((?:trạm y tế|tyt|bệnh viện|bv|trung tâm (?:y tế|tiêm chủng|kiểm soát)|ttyt|ttkst|cdc|phòng khám|điểm tiêm|kho|tram y te|benh vien|trung tam y te|phong kham|diem tiem)\s[^|\n]*)/iu;

/** The facility that a title names ("Đơn vị: Trạm Y tế phường Hồng Hà"); null when none is. */
export const facilityIn = (title: string): string | null =>
  FACILITY.exec(title)?.[1]
    ?.replace(/\s+/g, ' ')
    .replace(/[\s,;.–-]+$/, '')
    .trim() ?? null;

/** Product, lot and expiry that a heading over rows tells ("Vắc xin: Comirnaty – Số lô: FF2832 – HSD: 29/01/2022"). */
export function headingFacts(
  text: string,
): Readonly<{ item: string | null; lot: string | null; expiry: string | null }> {
  const words = repairText(text);
  return {
    item:
      /(?:vắc\s?xin|vaccine|vx|tên thuốc|sản phẩm)\s*:?\s+([^|:–]{2,40}?)\s*(?=$|[|:–(;,]|-\s|số lô|lô\b|hsd|hạn)/iu.exec(
        words,
      )?.[1] ?? null,
    lot: /(?:số lô|lô(?: sx| số)?|lot|batch)\s*:?\s*([A-Z0-9][A-Z0-9./-]{2,19})/iu.exec(words)?.[1] ?? null,
    expiry:
      /(?:hạn (?:sử )?dùng|hsd|hạn|exp)\s*:?\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}[/.-]\d{4})/iu.exec(
        words,
      )?.[1] ?? null,
  };
}
