/** What the values of a column look like, whatever its header says. Pure. */
import { readCccd } from '../../kernel/identifiers.ts';
import { looksLikePersonName, startsLikePersonName } from '../../kernel/vietnamese-name.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { readRelation } from '../check/relations.ts';
import { readVaccine } from '../check/words.ts';

/** Texts of the first data rows of a sheet, by row and column. */
export class Samples {
  readonly rows: readonly (readonly string[])[];

  /** Rows of one or two texts are headings, not people, and say nothing of columns. */
  constructor(rows: readonly (readonly string[])[]) {
    const wide = rows.filter((row) => row.filter((text) => text !== '').length >= 3);
    this.rows = wide.length > 0 ? wide : rows;
  }

  values(column: number): string[] {
    return this.rows.flatMap((row) => ((row[column] ?? '') === '' ? [] : [row[column]!]));
  }

  /** Share of the filled cells of a column that pass, 0–1; 0 for an empty column. */
  share(column: number, test: (text: string) => boolean): number {
    const values = this.values(column);
    return values.length === 0 ? 0 : values.filter(test).length / values.length;
  }
}

const digits = (text: string): string => text.replace(/[\s.'’\-_()+]/g, '');

export const isMark = (text: string): boolean => /^(x|v|✓|✔|√|1|co|\+|k)$/.test(foldText(text));
export const isDate = (text: string): boolean =>
  /^'?\d{1,2}\s*[/.\-\\ ]\s*\d{1,2}\s*[/.\-\\ ]\s*\d{2,4}\.?( 0?0:00.*)?$|^\d{4}-\d{2}-\d{2}|^(19|20)\d{2}\??$|^[1-4]\d{4}$|^(19|20)\d{6}$|^\d{1,2}[/.-](19|20)\d{2}$|(sinh|nam) (19|20)\d{2}$/.test(
    foldText(text),
  );
export const isFullDate = (text: string): boolean => isDate(text) && !/^\d{4,5}\??$/.test(text.trim());
export const isAge = (text: string): boolean =>
  /^\d{1,3}( ?tuoi| ?t)?$/.test(foldText(text)) && Number.parseInt(text, 10) <= 115;
export const isSexWord = (text: string): boolean => /^(nam|nu|male|female|trai|gai)$/.test(foldText(text));
export const isPhone = (text: string): boolean =>
  /^(0|84)?[35789]\d{8}$|^0?1[26]\d{8}$|^02\d{9}$/.test(digits(text)) && !/^\d{9}$/.test(text.trim());
export const isIdentifier = (text: string): boolean => {
  const compact = digits(text);
  if (/^\d{12}$|^[1-9]\d{10}$/.test(compact)) return readCccd(compact.padStart(12, '0')) !== null;
  return /^[12]\d{8}$/.test(compact);
};
export const isPersonName = (text: string): boolean => looksLikePersonName(text) && / /.test(text.trim());
export const isVietnameseName = (text: string): boolean => isPersonName(text) && startsLikePersonName(text);
export const isOneWord = (text: string): boolean => /^\p{Lu}[\p{L}'’]*$/u.test(text.trim());
export const isRelation = (text: string): boolean => readRelation(text) !== null;
export const isVaccine = (text: string): boolean => readVaccine(text).value !== null;
export const isPlace = (text: string): boolean =>
  /\b(khu|kp|thon|xom|ban|ap|to|tdp|duong|pho|so|ngo|ngach|phuong|xa|huyen|tp|tinh)\b/.test(foldText(text));
