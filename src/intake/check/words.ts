/** Columns of words: sex, kind of residence, notes, vaccine, lot, dose number and kind, hamlet. */

import vaccines from '../../../db/reference/vaccines.json' with { type: 'json' };
import { decodeTcvn3, decodeVni, detectLegacy } from '../../kernel/legacy-text.ts';
import { oneEdit } from '../../kernel/one-edit.ts';
import { makeDate, type PlainDate } from '../../kernel/plain-date.ts';
import { type ParsedName, parseName } from '../../kernel/vietnamese-name.ts';
import { foldText, isPlainAscii, repairText } from '../../kernel/vietnamese-text.ts';
import type { DoseKind, ResidenceKind, Sex, Whereabouts } from '../claim.ts';
import type { Cell } from '../workbook.ts';
import { cellText, note, type Read, read } from './read.ts';

export type TextContext = Readonly<{ encoding: 'unicode' | 'tcvn3' | 'vni' }>;

/** Unicode text of a cell: legacy encodings undone (the cell's own, else the sheet's), look-alikes and blanks repaired. */
export function readText(cell: Cell | undefined, context: TextContext): Read<string | null> {
  const raw = cellText(cell);
  if (raw === null) return read(null);
  if (isPlainAscii(raw)) return read(raw);
  const own = detectLegacy(raw);
  // In a sheet that is TCVN3 throughout, a cell of plain ASCII or already modern text needs nothing.
  const encoding =
    own ??
    (context.encoding !== 'unicode' &&
    /[\u00a1-\u00ff\u00ad]/.test(raw) &&
    !/[\u0102\u0103\u0110\u0111\u01a0-\u01b0\u1ea0-\u1ef9]/.test(raw)
      ? context.encoding
      : null);
  const decoded = encoding === 'tcvn3' ? decodeTcvn3(raw) : encoding === 'vni' ? decodeVni(raw) : raw;
  const repaired = repairText(decoded);
  if (repaired === '') return read(null);
  return encoding === null ? read(repaired) : read(repaired, note(`text_${encoding}`, 'info', repaired));
}

export function readName(cell: Cell | undefined, context: TextContext): Read<ParsedName | null> {
  const text = readText(cell, context);
  if (text.value === null || !/\p{L}{1}/u.test(text.value))
    return read(null, ...(text.value === null ? [] : [note('name_unreadable', 'error')]));
  const parsed = parseName(text.value);
  return parsed.key === ''
    ? read(null, note('name_unreadable', 'error'))
    : { value: parsed, notes: text.notes };
}

const MALE = new Set(['nam', 'm', 'male', 'trai', 'ong', 'n.']);
const FEMALE = new Set(['nu', 'f', 'female', 'gai', 'ba', 'nư']);

/** Sex as word or code; the national form writes 0 for male and 1 for female. */
export function readSex(cell: Cell | undefined, context: { coding: 'national' | 'text' }): Read<Sex | null> {
  const text = foldText(cellText(cell) ?? '');
  if (text === '' || text === '-') return read(null);
  if (MALE.has(text)) return read('M');
  if (FEMALE.has(text)) return read('F');
  if (context.coding === 'national' && (text === '0' || text === '1')) return read(text === '0' ? 'M' : 'F');
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

const ARRIVED = /\b(moi chuyen den|chuyen den|chuyen ve|nhap ho khau|nhap khau|moi den)\b/;
const DEAD = /\b(da chet|chet|da mat|tu tran|tu vong|qua doi|khai tu|mat ngay|mat nam)\b|^mat$/;
const LOST_PAPERS = /\bmat (cccd|cmnd|cmt|giay|the|so)\b/;
const MOVED =
  /\b(chuyen di|da chuyen|cat khau|da cat|chuyen ho khau|chuyen khau|xoa ho khau|xoa khau|xoa ten|chuyen noi khac|chuyen cu tru)\b/;
const AWAY =
  /\b(tam vang|vang mat|di vang|di lam an xa|lam an xa|di hoc|du hoc|xkld|xuat khau lao dong|di bo doi|bo doi|nghia vu quan su|nvqs|lao dong tai|lam viec tai|di lam xa|lao dong o|di tu|thi hanh an|o nuoc ngoai|di nuoc ngoai|vang)\b|^vang$/;

/** What a note says of the person's being here. A stated day ("chết ngày 3/5/2021", "Chết 05/2020") comes along. */
export function readNote(raw: string): NoteReading {
  const text = foldText(raw);
  const none: NoteReading = {
    whereabouts: null,
    on: null,
    residenceKind: /\bvang lai\b/.test(text) ? 'transient' : null,
  };
  if (ARRIVED.test(text)) return none;
  const date = /(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/.exec(text);
  const month = date === null ? /\b(\d{1,2})[/.-](\d{4})\b/.exec(text) : null;
  const on =
    date !== null
      ? makeDate(Number(date[3]), Number(date[2]), Number(date[1]))
      : month !== null
        ? makeDate(Number(month[2]), Number(month[1]), 1)
        : null;
  if (DEAD.test(text) && !LOST_PAPERS.test(text)) return { ...none, whereabouts: 'dead', on };
  if (MOVED.test(text)) return { ...none, whereabouts: 'moved_out', on };
  if (none.residenceKind === null && AWAY.test(text)) return { ...none, whereabouts: 'absent', on };
  return none;
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
