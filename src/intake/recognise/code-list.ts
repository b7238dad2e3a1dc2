/** Sheets that only say what codes mean, as PL4 of the national form does for facilities. Pure. */
import { foldText, repairText } from '../../kernel/vietnamese-text.ts';
import { cellText } from '../check/read.ts';
import type { SheetRow } from '../workbook.ts';

const CODE = /^\d{4,6}$/;
const FACILITY = /\b(benh vien|tram y te|trung tam|phong kham|diem tiem|co so|\bbv|\btyt|\bttyt|tiem chung)/;

/** Codes of facilities and their names; empty for a sheet that is no such list. */
export function readFacilityCodes(rows: readonly SheetRow[]): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  let others = 0;
  for (const { cells } of rows) {
    const texts = cells.flatMap((cell) => repairText(cellText(cell) ?? '') || []);
    const code = texts.find((text) => CODE.test(text));
    const name = texts.find((text) => !/\d{3}/.test(text) && FACILITY.test(foldText(text)));
    if (code !== undefined && name !== undefined && texts.length <= 4) codes.set(code, name);
    else if (texts.length > 0) others++;
  }
  // A heading or two may stand over them.
  return others <= Math.max(2, codes.size / 4) ? codes : new Map();
}
