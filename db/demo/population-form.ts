/** The population form of a commune as an official fills it in: a total with two digits changed, a number typed as text, a group that fell. */
import { writeXlsx } from 'hucre';
import { apportion } from '../../src/population/estimate-bands.ts';

export type FormCounts = Readonly<{ actual: readonly number[]; transient: readonly number[] }>;

const GROUPS = ['Tổng số', 'Dưới 12 tuổi', '12 - 17 tuổi', '18 - 49 tuổi', '50 - 65 tuổi', 'Trên 65 tuổi'];
const ADOLESCENTS = 1;
const HAMLETS = 5;
const blanks = (n: number): null[] => new Array<null>(n).fill(null);
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** People of the five groups, hamlet by hamlet. */
function byHamlet(counts: readonly number[]): number[][] {
  const parts = counts.map((count) => apportion(count, new Array<number>(HAMLETS).fill(1)));
  return Array.from({ length: HAMLETS }, (_, hamlet) => parts.map((part) => part[hamlet]!));
}

export async function populationForm(
  unitName: string,
  official: number,
  counts: FormCounts,
): Promise<Uint8Array> {
  // A quarter of the adolescents is forgotten: fewer than were there two weeks ago, and than are vaccinated.
  const actual = counts.actual.map((count, group) =>
    group === ADOLESCENTS ? Math.floor(count * 0.72) : count,
  );
  const [hamlets, visitors] = [byHamlet(actual), byHamlet(counts.transient)];
  const rows = hamlets.map((groups, i) => {
    const whole = sum(groups);
    // 254 becomes 524: parts and whole no longer agree.
    const typed = i === 1 ? Number(String(whole).replace(/^(\d)(\d)/, '$2$1')) : whole;
    return [i + 1, `Khu phố ${i + 1}`, null, typed, ...groups, sum(visitors[i]!), ...visitors[i]!, null];
  });
  const totals = [sum(rows.map((row) => row[3] as number)), ...actual];
  const rowsOfSheet = [
    [`UBND ${unitName.toUpperCase()}`],
    [],
    ['BIỂU TỔNG HỢP SỐ LIỆU DÂN SỐ PHỤC VỤ TIÊM CHỦNG VẮC XIN PHÒNG COVID-19'],
    ['(Tính đến ngày 14/12/2021; đơn vị tính: người)'],
    [],
    [
      'STT',
      'Thôn, khu phố',
      'a) Dân số theo Tổng cục Thống kê',
      'b) Dân số thực tế hiện tại',
      ...blanks(5),
      'c) Dân cư vãng lai',
      ...blanks(5),
      'Ghi chú',
    ],
    [null, null, null, ...GROUPS, ...GROUPS, null],
    ...rows,
    [
      null,
      'Tổng cộng',
      official,
      totals[0]!.toLocaleString('vi-VN'),
      ...totals.slice(1),
      sum(counts.transient),
      ...counts.transient,
      null,
    ],
    [],
    [...blanks(10), 'TM. ỦY BAN NHÂN DÂN'],
  ];
  return writeXlsx({
    sheets: [
      {
        name: 'Bieu dan so',
        rows: rowsOfSheet,
        columns: Array.from({ length: 16 }, (_, i) => ({ width: i === 1 ? 22 : 13 })),
        merges: [
          { startRow: 5, startCol: 3, endRow: 5, endCol: 8 },
          { startRow: 5, startCol: 9, endRow: 5, endCol: 14 },
          ...[0, 1, 2, 15].map((column) => ({ startRow: 5, startCol: column, endRow: 6, endCol: column })),
        ],
      },
    ],
  } as never);
}
