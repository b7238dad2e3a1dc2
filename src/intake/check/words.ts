/** Columns of words: sex, kind of residence, notes, vaccine, lot, dose number and kind, hamlet. */

import vaccines from '../../../db/reference/vaccines.json' with { type: 'json' };
import {
  decodeLegacy,
  detectLegacy,
  isModern,
  type LegacyEncoding,
  legacyAmong,
} from '../../kernel/legacy-text.ts';
import { oneEdit } from '../../kernel/one-edit.ts';
import { makeDate, type PlainDate } from '../../kernel/plain-date.ts';
import { type ParsedName, parseName } from '../../kernel/vietnamese-name.ts';
import { foldText, isPlainAscii, repairText } from '../../kernel/vietnamese-text.ts';
import type { DoseKind, ResidenceKind, Sex, Whereabouts } from '../claim.ts';
import type { Cell } from '../workbook.ts';
import { cellText, note, type Read, read } from './read.ts';

export type TextContext = Readonly<{ encoding: 'unicode' | LegacyEncoding }>;

/** Unicode text of a cell: legacy encodings undone (the cell's own, else the row's or sheet's), look-alikes and blanks repaired. */
export function readText(cell: Cell | undefined, context: TextContext): Read<string | null> {
  const raw = cellText(cell);
  if (raw === null) return read(null);
  if (isPlainAscii(raw)) return read(raw);
  const old = /[\u00a1-\u00ff]/.test(raw) && !isModern(raw);
  const own = old ? detectLegacy(raw) : null;
  const encoding = old && context.encoding !== 'unicode' ? legacyAmong(raw, own, context.encoding) : own;
  const repaired = repairText(encoding === null ? raw : decodeLegacy(raw, encoding));
  if (repaired === '') return read(null);
  return encoding === null ? read(repaired) : read(repaired, note(`text_${encoding}`, 'info', repaired));
}

/** A name from the repaired text of its cell; `decoded` says of which old font the text was. */
export function readName(text: string, decoded: LegacyEncoding | null): Read<ParsedName | null> {
  if (text === '') return read(null);
  const parsed = parseName(text);
  if (parsed.key === '' || !/\p{L}/u.test(text)) return read(null, note('name_unreadable', 'error'));
  return decoded === null ? read(parsed) : read(parsed, note(`text_${decoded}`, 'info', text));
}

const MALE = new Set(['nam', 'm', 'male', 'trai', 'ong', 'n.', 'nam gioi']);
const FEMALE = new Set(['nu', 'f', 'female', 'gai', 'ba', 'nu gioi', 'nữ.']);

/** Sex as a word, or as a code that this list uses (`codes`, see SheetLayout.sexCodes). */
export function readSex(raw: string, codes: Readonly<Record<string, Sex>>): Read<Sex | null> {
  const text = foldText(raw);
  if (text === '' || text === '-') return read(null);
  const coded = codes[text];
  if (coded !== undefined) return read(coded);
  if (MALE.has(text)) return read('M');
  if (FEMALE.has(text)) return read('F');
  return read(null, note('sex_unreadable', 'warning'));
}

/** Kind of residence: TT is thường trú, TTr tạm trú, KT1/KT2 permanent, KT3/KT4 temporary, TV tạm vắng. */
export function readResidenceKind(raw: string): ResidenceKind | null {
  const text = foldText(raw)
    .replace(/[.\-_]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (/^(tt|hk|hktt|kt1|kt2|co|x)$/.test(text) || /\b(thuong tru|dktt|ho khau)\b/.test(text))
    return 'permanent';
  if (
    /^(ttr|tam|kt3|kt4|t tr|lt|tt tam)$/.test(text) ||
    /\b(tam tru|luu tru|kt3|kt4|thue tro|o tro)\b/.test(text)
  )
    return 'temporary';
  if (/^(tv|vang)$/.test(text) || /\b(tam vang|vang mat)\b/.test(text)) return 'absent';
  if (/^(vl)$/.test(text) || /\bvang lai\b/.test(text)) return 'transient';
  return null;
}

export type NoteReading = Readonly<{
  whereabouts: Whereabouts | null;
  on: PlainDate | null;
  residenceKind: ResidenceKind | null;
}>;

const ARRIVED = /\b(moi chuyen den|chuyen den|chuyen ve|nhap ho khau|nhap khau|moi den|moi ve)\b/;
const DEAD =
  /\b(da chet|chet|da mat|tu tran|tu vong|qua doi|khai tu|hy sinh|mat ngay|mat nam|mat thang)\b|^mat$|^mat \d/;
const LOST_PAPERS = /\bmat (cccd|cmnd|cmt|giay|the|so)\b/;
// "Chồng chết", "con ông Bình (đã mất)": said of somebody else.
const RELATIVE = /\b(chong|vo|bo|cha|me|con)\b[^,;.]*\b(chet|mat|tu tran|qua doi)\b/;
const MOVED =
  /\b(chuyen di|da chuyen|cat khau|da cat|chuyen ho khau|chuyen khau|c\.? ?khau|ck( di|$)|xoa ho khau|xoa khau|xoa ten|chuyen noi khac|chuyen cu tru|khong con o|khong con cu tru|khong o day)\b/;
const AWAY =
  /\b(tam vang|vang mat|di vang|lam an xa|di lam an|di hoc|du hoc|xkld|xuat khau lao dong|di bo doi|bo doi|nghia vu quan su|nvqs|lao dong tai|lam viec (tai|o)|lam cong nhan (tai|o)|di lam xa|lao dong o|di tu|thi hanh an|chap hanh an|o nuoc ngoai|di nuoc ngoai|lay (chong|vo) (xa|noi khac|o|tai)|o voi con|ve que|vang)\b|^vang$/;
const NEGATED = /\b(chua|khong) (bi )?(chuyen|cat|xoa|vang|chet|mat|tam vang)( (di|khau|ho khau|mat))?\b/g;
const LODGER = /^(dien )?(tam tru|kt3|kt4)( (tu|dai han|ngan han|kt3|kt4)\b.*)?$/;

/** What a note says of the person's being here. A stated day ("chết ngày 3/5/2021", "Chết 05/2020") comes along. */
export function readNote(raw: string): NoteReading {
  if (raw === '') return SILENT;
  const text = foldText(raw).replace(NEGATED, '');
  const none: NoteReading = {
    whereabouts: null,
    on: null,
    residenceKind: /\bvang lai\b/.test(text) ? 'transient' : LODGER.test(text.trim()) ? 'temporary' : null,
  };
  if (ARRIVED.test(text)) return none;
  const dead = DEAD.test(text) && !LOST_PAPERS.test(text) && !RELATIVE.test(text);
  const moved = !dead && MOVED.test(text);
  if (!dead && !moved && (none.residenceKind !== null || !AWAY.test(text))) return none;
  const on = dayIn(text);
  return { ...none, whereabouts: dead ? 'dead' : moved ? 'moved_out' : 'absent', on };
}

const SILENT: NoteReading = { whereabouts: null, on: null, residenceKind: null };

function dayIn(text: string): PlainDate | null {
  const date = /(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/.exec(text);
  if (date !== null) return makeDate(Number(date[3]), Number(date[2]), Number(date[1]));
  const month = /\b(\d{1,2})[/.-](\d{4})\b/.exec(text);
  return month === null ? null : makeDate(Number(month[2]), Number(month[1]), 1);
}

const compact = (text: string): string =>
  foldText(text)
    .replace(/covid[- ]?19|vaccine|vacxin|vac xin|vắc xin/g, '')
    .replace(/[^a-z0-9]/g, '');
const VACCINES = new Map(
  vaccines.vaccines.flatMap(({ code, aliases }) =>
    [code, ...aliases].map((alias) => [compact(alias), code] as const),
  ),
);

/** The product code of a vaccine as written; null with `vaccine_unknown` when no product is meant for sure. */
export function readVaccine(raw: string): Read<string | null> {
  const key = compact(raw);
  if (key === '') return read(null);
  const exact = VACCINES.get(key);
  if (exact !== undefined) return read(exact);
  const found = new Set(
    [...VACCINES]
      .filter(
        ([alias]) =>
          alias.length >= 5 &&
          (key.includes(alias) || (key.length >= 5 && alias.includes(key)) || oneEdit(alias, key)),
      )
      .map(([, code]) => code),
  );
  return found.size === 1 ? read([...found][0]!) : read(null, note('vaccine_unknown', 'warning'));
}

/** A lot number in capitals without blanks. */
export function readLot(cell: Cell | undefined): Read<string | null> {
  const raw = cellText(cell);
  const lot = (raw ?? '')
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/^(LO|LÔ|SOLO|SỐLÔ):?/, '');
  if (lot === '' || /^[-.?]+$/.test(lot)) return read(null);
  return lot === raw ? read(lot) : read(lot, note('lot_case_or_blank', 'info', lot));
}

/** Dose number and kind as lists write them: "Mũi 3", "M3", 3, "BS", "Nhắc lại 1". */
export function readDoseNumber(raw: string): Readonly<{ number: number | null; kind: DoseKind | null }> {
  const text = foldText(raw);
  const number = /\d+/.exec(text)?.[0];
  return {
    number: number !== undefined && Number(number) >= 1 && Number(number) <= 9 ? Number(number) : null,
    kind: readDoseKind(raw),
  };
}

export function readDoseKind(raw: string): DoseKind | null {
  const text = foldText(raw);
  if (/\bnhac lai\b|\bnl\d?\b|booster|tang cuong/.test(text)) return 'booster';
  if (/\bbo sung\b|^bs\d?$/.test(text)) return 'additional';
  return /\bco ban\b|^cb\d?$|primary/.test(text) ? 'primary' : null;
}

// Numbered hamlets anywhere; named ones only where a name can stand: "thôn Đông", not "địa bàn phường", "đối tượng".
const HAMLET =
  /\b(khu pho|kp|to dan pho|tdp|khu dan cu|khu|thon|xom|ban|ap|buon)\s*\.?\s*(?:so\s*)?(\d{1,3}[a-z]?)(?![\p{L}\d/])|(?:^|[,;(]\s*|\btai\s+)(thon|xom|ban|ap|buon|khu pho|khu)\s+([a-z][a-z\s]{0,30}?)(?=\s*(?:,|;|\)|$|-|\())/u;
const KINDS: Readonly<Record<string, string>> = {
  'khu pho': 'Khu phố',
  kp: 'Khu phố',
  'to dan pho': 'Tổ dân phố',
  tdp: 'Tổ dân phố',
  'khu dan cu': 'Khu',
  khu: 'Khu',
  thon: 'Thôn',
  xom: 'Xóm',
  ban: 'Bản',
  ap: 'Ấp',
  buon: 'Buôn',
};

/** The hamlet named in a text or address, in one spelling ("KP1", "khu phố 1" → "Khu phố 1"); null when none is. */
export function readHamlet(raw: string): string | null {
  const text = repairText(raw)
    .replace(/\bKP(\d)/i, 'KP $1')
    .replace(/\bkhu\s*phố?\s*0*(\d)/i, 'khu phố $1');
  const folded = foldText(text);
  const match = HAMLET.exec(folded);
  if (match === null) return null;
  const kind = match[1] ?? match[3]!;
  const rest = text
    .slice(match.index + match[0].length - (match[2] ?? match[4]!).length, match.index + match[0].length)
    .trim();
  if (/^(pho|dan|so)$/i.test(foldText(rest))) return null;
  const name = /^\d/.test(rest)
    ? String(Number.parseInt(rest, 10)) + rest.replace(/^\d+/, '').toUpperCase()
    : rest.replace(/(^|\s)\p{L}/gu, (c) => c.toUpperCase());
  return `${KINDS[kind] ?? 'Khu'} ${name}`;
}
