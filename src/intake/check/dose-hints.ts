/** Doses told once for many rows: "DANH SÁCH TIÊM VẮC XIN ASTRAZENECA NGÀY 5/8/2021, lô NJ0342, tại Trường THCS …". */
import vaccines from '../../../db/reference/vaccines.json' with { type: 'json' };
import { makeDate, type PlainDate } from '../../kernel/plain-date.ts';
import { foldText, repairText } from '../../kernel/vietnamese-text.ts';
import type { DoseHints } from '../layout.ts';
import { readDoseKind, readVaccine } from './words.ts';

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const NAMES = vaccines.vaccines
  .flatMap(({ code, aliases }) => [code, ...aliases])
  .map((alias) => foldText(alias))
  .sort((a, b) => b.length - a.length)
  .map(literal);
const VACCINE = new RegExp(`(?<![a-z0-9])(?:${NAMES.join('|')})(?![a-z0-9])`);
const LOT =
  /(?:số\s*lô|so\s*lo|\blô|\blot|\bbatch)(?:\s*(?:vắc xin|vx|sx|số|no|number))?\s*[.:]?\s*([A-Z0-9][A-Z0-9-]{3,19})(?![\p{L}\d])/iu;
const PLACE =
  /(?:(?:địa điểm|điểm|nơi|cơ sở)(?:\s+tiêm(?:\s+chủng)?)?\s*:\s*|\btại\s+(?=trạm|trường|nhà văn hóa|nhà văn hoá|bệnh viện|trung tâm|ubnd|hội trường|điểm|sân))([^;|\n]+?)(?=\s*(?:$|[;|\n(]|\s[-–]\s|,?\s+(?:ngày|số lô|lô|vắc xin|buổi)\b))/iu;
const DAY_IN_WORDS = /(\d{1,2}) thang (\d{1,2}) nam (\d{4})/;
const DAY = /(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)/;

/** The first day named in a text, two-digit years in this century; null when there is none. */
export function findDay(text: string): PlainDate | null {
  const folded = foldText(text);
  const match = DAY_IN_WORDS.exec(folded) ?? DAY.exec(folded);
  if (match === null) return null;
  const year = Number(match[3]);
  return makeDate(year < 100 ? 2000 + year : year, Number(match[2]), Number(match[1]));
}

/** The vaccine named anywhere in a text, as written; null when no product is named. */
export function findVaccine(text: string): string | null {
  return VACCINE.exec(foldText(text))?.[0] ?? null;
}

/** What a heading says of the doses below it; parts it does not name are null. The number of the dose is the caller's to read. */
export function readDoseHints(raw: string, number: number | null): DoseHints {
  const text = repairText(raw);
  const vaccineText = findVaccine(text);
  const lot = LOT.exec(text)?.[1]?.toUpperCase() ?? null;
  return {
    number,
    kind: readDoseKind(text),
    vaccine: vaccineText === null ? null : readVaccine(vaccineText).value,
    vaccineText,
    lot: lot !== null && /\d/.test(lot) ? lot : null,
    on: findDay(text),
    place: PLACE.exec(text)?.[1]?.replace(/[\s,.]+$/, '') ?? null,
  };
}

const PLANNED =
  /\b(dang ky|du kien|ke hoach|nhu cau|chua tiem|chua duoc|de nghi|moi tiem|du dieu kien|can tiem|se tiem|cho tiem|hoan tiem|tri hoan|chong chi dinh|tu choi|khong tiem|phuong an|ra soat)\b/;

/** Does a text tell of injections that took place, and not of ones planned, wanted or put off? */
export function tellsOfInjections(raw: string): boolean {
  const text = foldText(raw);
  return /\btiem\b|vac ?xin|vaccin|\bmui [1-4]\b/.test(text) && !PLANNED.test(text);
}

const NOT_DONE =
  /\b(hoan|tri hoan|khong tiem|chua tiem|chong chi dinh|tu choi|khong du dieu kien|khong den|bo tiem|chuyen vien|khong tiem duoc)\b/;

/** Does a note say that this person was not injected after all? */
export const saysNotInjected = (note: string): boolean => NOT_DONE.test(foldText(note));
