import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { writeXlsx } from 'hucre';

type Value = string | number | null;
type Merge = { startRow: number; startCol: number; endRow: number; endCol: number };
export type FormSheet = Readonly<{ name: string; rows: Value[][]; merges?: Merge[] }>;

const folder = mkdtempSync(join(tmpdir(), 'sotiem-forms-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

export async function formFile(sheets: readonly FormSheet[], name = 'bieu-dan-so'): Promise<string> {
  const path = join(folder, `${files++}-${name}.xlsx`);
  writeFileSync(path, await writeXlsx({ sheets } as never));
  return path;
}

export function textFile(lines: readonly string[], name = 'bieu.csv'): string {
  const path = join(folder, `${files++}-${name}`);
  writeFileSync(path, lines.join('\n'));
  return path;
}

const GROUPS = ['Tổng số', 'Dưới 12 tuổi', '12 - 17 tuổi', '18 - 49 tuổi', '50 - 65 tuổi', 'Trên 65 tuổi'];
const nothing = (n: number): null[] => new Array<null>(n).fill(null);

/** The commune form of the dispatch: a, b by groups, c by groups; hamlet rows and a total row; merged headings. */
export function communeForm(
  day: string,
  rows: readonly (readonly [hamlet: string, official: Value, ...people: Value[]])[],
  unit = 'PHƯỜNG HỒNG HÀ',
): FormSheet {
  return {
    name: day.replaceAll('/', '-'),
    rows: [
      [`UBND ${unit}`],
      [],
      ['BIỂU TỔNG HỢP SỐ LIỆU DÂN SỐ PHỤC VỤ TIÊM CHỦNG VẮC XIN PHÒNG COVID-19'],
      [`(Tính đến ngày ${day}; đơn vị tính: người)`],
      [],
      [
        'STT',
        'Thôn, khu phố',
        'a) Dân số theo Tổng cục Thống kê',
        'b) Dân số thực tế hiện tại',
        ...nothing(5),
        'c) Dân cư vãng lai',
        ...nothing(5),
        'Ghi chú',
      ],
      [null, null, null, ...GROUPS, ...GROUPS, null],
      Array.from({ length: 16 }, (_, i) => `(${i + 1})`),
      ...rows.map((row, i): Value[] => [row[0] === 'Tổng cộng' ? null : i + 1, ...row]),
      [],
      [...nothing(10), 'TM. ỦY BAN NHÂN DÂN'],
    ],
    merges: [
      { startRow: 5, startCol: 3, endRow: 5, endCol: 8 },
      { startRow: 5, startCol: 9, endRow: 5, endCol: 14 },
      ...[0, 1, 2, 15].map((column) => ({ startRow: 5, startCol: column, endRow: 6, endCol: column })),
    ],
  };
}
