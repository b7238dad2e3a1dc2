/** Invented people of one commune: households, names by frequency, numbers by their rules, doses by the chronology of 2021. */
import { addDays, fromEpochDay, type PlainDate, toEpochDay, yearOf } from '../../src/kernel/plain-date.ts';

/** A small seeded generator (sfc32): the same seed gives the same province, on every machine. */
export function random(seed: number): () => number {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, seed | 1];
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

// Shares of family names in the north, in per cent (public statistics); the rest spread evenly.
const FAMILIES: readonly (readonly [string, number])[] = [
  ['Nguyễn', 31],
  ['Trần', 10.9],
  ['Lê', 8.9],
  ['Phạm', 5.9],
  ['Hoàng', 5.1],
  ['Vũ', 4.9],
  ['Phan', 2.8],
  ['Đặng', 2.4],
  ['Bùi', 2.5],
  ['Đỗ', 2.8],
  ['Hồ', 1.5],
  ['Ngô', 1.5],
  ['Dương', 1.3],
  ['Đinh', 1.2],
  ['Đoàn', 1.1],
  ['Trịnh', 1],
  ['Lương', 1],
  ['Tô', 0.8],
  ['Mai', 0.8],
  ['Chu', 0.7],
  ['Bế', 0.4],
  ['Lý', 0.7],
  ['Tạ', 0.6],
  ['Cao', 0.6],
  ['Vương', 0.5],
  ['Hà', 0.6],
  ['Lưu', 0.5],
  ['Tống', 0.4],
];
const MEN =
  'Văn Hùng|Văn Tuấn|Đức Anh|Minh Quân|Văn Nam|Quang Huy|Văn Dũng|Mạnh Cường|Tiến Đạt|Văn Thắng|Gia Bảo|Hữu Phúc|Văn Bình|Xuân Trường|Đình Trung|Văn Hải|Ngọc Sơn|Thành Long|Văn Khôi|Tuấn Kiệt|Văn Lợi|Công Minh|Bá Thành|Hoàng Việt|Trọng Nghĩa|Duy Khánh'.split(
    '|',
  );
const WOMEN =
  'Thị Lan|Thị Hương|Thu Hà|Thị Hoa|Ngọc Anh|Thị Mai|Thanh Thủy|Thị Hằng|Phương Linh|Thị Nga|Khánh Chi|Thị Huệ|Minh Tâm|Thị Thảo|Bích Ngọc|Thị Đào|Thị Vân|Hồng Nhung|Thị Yến|Quỳnh Trang|Thị Liên|Thu Phương|Thị Bé|Hải Yến|Thị Tươi|Tuyết Mai'.split(
    '|',
  );
const STREETS =
  'Trần Hưng Đạo|Lê Thánh Tông|Hạ Long|Nguyễn Văn Cừ|Cao Thắng|Kênh Liêm|Vườn Đào|Bạch Đằng|Ngô Quyền|Tô Hiệu|Lý Thường Kiệt|Hai Bà Trưng'.split(
    '|',
  );
const VACCINES: readonly (readonly [string, string, number, PlainDate])[] = [
  ['AstraZeneca', 'COVID-19 Vaccine AstraZeneca', 63, '2021-05-03' as PlainDate],
  ['Vero Cell', 'Vero Cell', 24, '2021-08-10' as PlainDate],
  ['Comirnaty', 'Comirnaty', 24, '2021-09-01' as PlainDate],
  ['Spikevax', 'Spikevax', 30, '2021-08-20' as PlainDate],
];

export type DemoDose = Readonly<{ number: number; vaccine: string; lot: string; on: PlainDate }>;
export type DemoPerson = Readonly<{
  name: string;
  sex: 'M' | 'F';
  birth: PlainDate;
  cccd: string | null;
  cmnd: string | null;
  phone: string | null;
  household: number;
  relation: string;
  hamlet: number;
  address: string;
  kind: 'permanent' | 'temporary' | 'transient';
  note: string;
  doses: readonly DemoDose[];
}>;

export const AS_OF = '2021-12-14' as PlainDate;

/** People of one commune, household by household, about `count` of them. */
export function makePeople(seed: number, count: number, hamlets: number): DemoPerson[] {
  const rnd = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(rnd() * list.length)]!;
  const family = (): string => {
    let left = rnd() * FAMILIES.reduce((sum, [, share]) => sum + share, 0);
    for (const [name, share] of FAMILIES) {
      left -= share;
      if (left < 0) return name;
    }
    return 'Nguyễn';
  };
  const born = (age: number): PlainDate =>
    fromEpochDay(toEpochDay(AS_OF) - Math.round((age + rnd()) * 365.25));
  const digits = (n: number): string => Array.from({ length: n }, () => Math.floor(rnd() * 10)).join('');
  const people: DemoPerson[] = [];
  for (let household = 1; people.length < count; household++) {
    const [name, hamlet] = [family(), 1 + Math.floor(rnd() * hamlets)];
    const address = `Số ${1 + Math.floor(rnd() * 240)}, tổ ${1 + Math.floor(rnd() * 8)}, đường ${pick(STREETS)}, Khu phố ${hamlet}`;
    const phone = `0${pick(['3', '7', '8', '9'])}${digits(8)}`;
    const lodger = rnd() < 0.08;
    const parent = 24 + rnd() * 46;
    const plan: [string, 'M' | 'F', number][] = lodger
      ? [['Ở trọ', rnd() < 0.6 ? 'M' : 'F', 18 + rnd() * 25]]
      : [
          ['Chủ hộ', 'M', parent],
          ['Vợ', 'F', parent - 3 + rnd() * 4],
        ];
    if (!lodger) {
      for (let child = Math.floor(rnd() * 3.2); child > 0; child--)
        plan.push(['Con', rnd() < 0.52 ? 'M' : 'F', Math.max(0, parent - 25 - rnd() * 12)]);
      if (rnd() < 0.25) plan.push(['Mẹ', 'F', parent + 22 + rnd() * 6]);
    }
    for (const [relation, sex, age] of plan) {
      const birth = born(Math.min(98, age));
      const years = yearOf(AS_OF) - yearOf(birth);
      const century = yearOf(birth) >= 2000 ? 2 : 0;
      const cccd =
        years >= 14 && rnd() < 0.72
          ? `${pick(['022', '022', '022', '022', '031', '034', '036'])}${century + (sex === 'M' ? 0 : 1)}${String(yearOf(birth) % 100).padStart(2, '0')}${digits(6)}`
          : null;
      const kind = lodger ? (rnd() < 0.7 ? 'temporary' : 'transient') : 'permanent';
      const fate = rnd();
      const note =
        fate < 0.003
          ? 'Đã chết'
          : fate < 0.008
            ? 'Đã chuyển đi'
            : fate < 0.022 && years > 17
              ? pick(['Tạm vắng', 'Đi làm ăn xa', 'Đi học Hà Nội'])
              : '';
      people.push({
        name: `${relation === 'Vợ' || relation === 'Mẹ' || lodger ? family() : name} ${pick(sex === 'M' ? MEN : WOMEN)}`,
        sex,
        birth,
        cccd,
        cmnd: cccd === null && years >= 15 && rnd() < 0.8 ? `10${digits(7)}` : null,
        phone:
          years > 10 && rnd() < 0.8
            ? rnd() < 0.5
              ? phone
              : `0${pick(['3', '7', '8', '9'])}${digits(8)}`
            : null,
        household,
        relation,
        hamlet,
        address,
        kind,
        note,
        doses: note === 'Đã chết' ? [] : makeDoses(rnd, years),
      });
    }
  }
  return people;
}

function makeDoses(rnd: () => number, years: number): DemoDose[] {
  const chance = years >= 18 ? 0.96 : years >= 12 ? 0.9 : 0;
  if (rnd() > chance) return [];
  const [, label, gap, start] = years < 18 ? VACCINES[2]! : VACCINES[Math.floor(rnd() * VACCINES.length)]!;
  const first = addDays(years < 18 ? ('2021-11-05' as PlainDate) : start, Math.floor(rnd() * 40));
  const lot = (n: number): string =>
    `${label
      .slice(-4, -1)
      .toUpperCase()
      .replace(/[^A-Z]/g, 'X')}${100 + n}${Math.floor(rnd() * 4)}`;
  const doses: DemoDose[] = [{ number: 1, vaccine: label, lot: lot(1), on: first }];
  const second = addDays(first, gap + Math.floor(rnd() * 8));
  if (second <= AS_OF && rnd() < 0.96) doses.push({ number: 2, vaccine: label, lot: lot(2), on: second });
  return doses;
}

export const shown = (date: PlainDate): string => date.split('-').reverse().join('/');
export const yearOnly = (date: PlainDate): number => Number(date.slice(0, 4));
