/**
 * What is practised: invented people of a unit with slips in their list, what their papers say, and figures to report. Each
 * unit has its own, made from its code alone, so that nobody of one practice is claimed by another. Pure.
 */
import { seededRandom } from '../kernel/seeded-random.ts';

export type PracticePerson = Readonly<{
  name: string;
  sex: 'M' | 'F';
  /** YYYY-MM-DD */
  birth: string;
  nationalId: string;
  hamlet: string;
}>;
export type Cells = readonly (string | number | null)[];
export type PracticeFigures = Readonly<
  Record<'actual' | 'transient', readonly number[]> & { official: number }
>;

export const HEADER: Cells = [
  'TT',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Số CCCD',
  'Thôn/khu',
  'Diện cư trú',
];
const FAMILIES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đỗ', 'Bùi', 'Đặng', 'Ngô', 'Dương', 'Lý'];
const MEN = ['Văn Tập', 'Đức Luyện', 'Minh Khảo', 'Quang Thử', 'Hữu Nháp', 'Xuân Mẫu'];
const WOMEN = ['Thị Học', 'Thu Hỏi', 'Ngọc Đọc', 'Thanh Viết', 'Minh Nhớ', 'Hồng Hiểu'];
/** First row of people in the workbook, as the spreadsheet program counts. */
const FIRST_ROW = 2;

const two = (n: number): string => String(n).padStart(2, '0');
const shown = (birth: string): string => birth.split('-').reverse().join('/');
const between = (rnd: () => number, from: number, to: number): number =>
  from + Math.floor(rnd() * (to - from + 1));

/** Twelve people who live nowhere. */
export function practicePeople(unitCode: string): PracticePerson[] {
  const rnd = seededRandom(Number(unitCode) || 1);
  return FAMILIES.map((family, i) => {
    const sex = i % 2 === 0 ? 'M' : 'F';
    const year = between(rnd, 1950, 1999);
    return {
      name: `${family} ${(sex === 'M' ? MEN : WOMEN)[i >> 1]}`,
      sex,
      birth: `${year}-${two(between(rnd, 1, 12))}-${two(between(rnd, 13, 28))}`,
      // Place, sex and century, year; then the unit and which man or woman of it, so that no two are alike.
      nationalId: `022${sex === 'M' ? 0 : 1}${two(year % 100)}${unitCode.padStart(5, '0')}${i >> 1}`,
      hamlet: `Khu ${1 + (i % 3)}`,
    };
  });
}

type Slip = Readonly<{ column: number; cell: string | null }>;

/** Who has a slip in his row, by the place among the people; each is found by another rule. */
const SLIPS: Readonly<Record<number, (person: PracticePerson) => Slip>> = {
  // No month has so many days.
  2: ({ birth }) => ({ column: 2, cell: `31/02/${birth.slice(0, 4)}` }),
  // One digit was lost while typing.
  5: ({ nationalId }) => ({ column: 4, cell: nationalId.slice(0, -1) }),
  // The number says otherwise.
  7: ({ sex }) => ({ column: 3, cell: sex === 'M' ? 'Nữ' : 'Nam' }),
  // Nobody knows who it is.
  9: () => ({ column: 1, cell: null }),
};

/** The list to load: a header and twelve rows, four of them with a slip. */
export function practiceList(unitCode: string): Cells[] {
  return [
    HEADER,
    ...practicePeople(unitCode).map((person, i): Cells => {
      const slip = SLIPS[i]?.(person);
      const row: (string | number | null)[] = [
        i + 1,
        person.name,
        shown(person.birth),
        person.sex === 'M' ? 'Nam' : 'Nữ',
        person.nationalId,
        person.hamlet,
        'Thường trú',
      ];
      return slip === undefined ? row : row.with(slip.column, slip.cell);
    }),
  ];
}

export type Paper = Readonly<{
  row: number;
  name: string;
  birth: string;
  sex: 'M' | 'F';
  nationalId: string;
}>;

/** What the papers of the people with a slip say. */
export const practicePapers = (unitCode: string): Paper[] =>
  practicePeople(unitCode).flatMap(({ name, sex, birth, nationalId }, i) =>
    SLIPS[i] ? [{ row: FIRST_ROW + i, name, sex, birth: shown(birth), nationalId }] : [],
  );

export const PRACTICE_BANDS = ['0-11', '12-17', '18-49', '50-65', '66+'] as const;
const SHARES = [0.19, 0.08, 0.47, 0.17, 0.09];

/** Injections of a station or facility on the day of practice, by the number of the dose. */
export function practiceDoses(unitCode: string): Readonly<{ dose1: number; dose2: number; dose3: number }> {
  const rnd = seededRandom(Number(unitCode) + 11);
  return { dose1: between(rnd, 3, 20), dose2: between(rnd, 21, 60), dose3: between(rnd, 5, 40) };
}

/** Figures to report: a total by the statistics office, and people present and passing through by the five groups. */
export function practiceFigures(unitCode: string): PracticeFigures {
  const rnd = seededRandom(Number(unitCode) + 7);
  const people = between(rnd, 1800, 2600);
  return {
    official: people + between(rnd, 20, 90),
    actual: SHARES.map((part) => Math.round(people * part) + between(rnd, 0, 9)),
    transient: SHARES.map((part) => Math.round(90 * part) + between(rnd, 0, 3)),
  };
}
