/**
 * Invented people of one commune, household by household: names by frequency, numbers by their rules, doses by the
 * chronology of 2021. What is made here is the truth; how lists tell it, and where they err, is in lists.ts.
 */
import { addDays, fromEpochDay, type PlainDate, toEpochDay, yearOf } from '../../src/kernel/plain-date.ts';
import { seededRandom } from '../../src/kernel/seeded-random.ts';
import { FAMILIES, givenName, HILL_FAMILIES, HILL_GIVENS, pick } from './names.ts';

const STREETS =
  'Trần Hưng Đạo|Lê Thánh Tông|Hạ Long|Nguyễn Văn Cừ|Cao Thắng|Kênh Liêm|Vườn Đào|Bạch Đằng|Ngô Quyền|Tô Hiệu|Lý Thường Kiệt|Hai Bà Trưng'.split(
    '|',
  );

type Product = Readonly<{ label: string; lot: string; gap: number; from: PlainDate }>;
const day = (text: string): PlainDate => text as PlainDate;
const PRODUCTS: readonly Product[] = [
  { label: 'AstraZeneca', lot: 'ABX', gap: 63, from: day('2021-05-03') },
  { label: 'Vero Cell', lot: 'SIN', gap: 24, from: day('2021-08-10') },
  { label: 'Comirnaty', lot: 'FF', gap: 24, from: day('2021-09-01') },
  { label: 'Spikevax', lot: 'MOD', gap: 30, from: day('2021-08-20') },
];
const PFIZER = PRODUCTS[2]!;

export type DemoDose = Readonly<{
  number: number;
  vaccine: string;
  lot: string;
  on: PlainDate;
  /** Given at another facility, which tells of it in a row of its own. */
  elsewhere: boolean;
}>;
export type DemoPerson = Readonly<{
  name: string;
  sex: 'M' | 'F';
  birth: PlainDate;
  /** Twelve digits, if the new card has been issued. */
  cccd: string | null;
  /** Nine digits of the former card: many bear both, and lists show the one or the other. */
  cmnd: string | null;
  /** Half of a family shows one phone. */
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

type Rnd = () => number;
const oneOf = <T>(rnd: Rnd, list: readonly T[]): T => list[Math.floor(rnd() * list.length)]!;
const digits = (rnd: Rnd, n: number): string =>
  Array.from({ length: n }, () => Math.floor(rnd() * 10)).join('');
const phoneNumber = (rnd: Rnd): string => `0${oneOf(rnd, ['3', '7', '8', '9'])}${digits(rnd, 8)}`;

type Member = { relation: string; sex: 'M' | 'F'; birth: PlainDate; name: string };

const bornAt = (rnd: Rnd, age: number): PlainDate => {
  const on = fromEpochDay(toEpochDay(AS_OF) - Math.round((Math.min(98, age) + rnd()) * 365.25));
  // The old know their year; the day was made up when the papers were.
  return age > 60 && rnd() < 0.35 ? day(`${on.slice(0, 4)}-01-01`) : on;
};

/** Father, mother, children (twins now and then), a grandmother; or one lodger. */
function membersOf(rnd: Rnd, hill: boolean): { members: Member[]; lodger: boolean } {
  const family = (): string => pick(rnd, hill ? HILL_FAMILIES : FAMILIES);
  const named = (surname: string, sex: 'M' | 'F', age: number): string =>
    `${surname} ${hill && rnd() < 0.6 ? pick(rnd, HILL_GIVENS) : givenName(rnd, sex, age)}`;
  const surname = family();
  const member = (relation: string, sex: 'M' | 'F', age: number, own = surname): Member => ({
    relation,
    sex,
    birth: bornAt(rnd, age),
    name: named(own, sex, age),
  });
  if (rnd() < 0.08) {
    const sex = rnd() < 0.6 ? 'M' : 'F';
    return { members: [member('Ở trọ', sex, 18 + rnd() * 25)], lodger: true };
  }
  const age = 24 + rnd() * 46;
  const father = member('Chủ hộ', 'M', age);
  const members = [father, member('Vợ', 'F', age - 3 + rnd() * 4, family())];
  for (let left = Math.floor(rnd() * 3.2); left > 0; left--) {
    const sex = rnd() < 0.52 ? 'M' : 'F';
    const child = member('Con', sex, Math.max(0, age - 25 - rnd() * 12));
    // A son of his father's very name, one in some hundreds.
    if (sex === 'M' && rnd() < 0.004) child.name = father.name;
    members.push(child);
    if (rnd() < 0.012) {
      const twin = member('Con', sex, 5);
      members.push({ ...twin, birth: child.birth });
    }
  }
  if (rnd() < 0.25) members.push(member('Mẹ', 'F', age + 22 + rnd() * 6, family()));
  return { members, lodger: false };
}

function numbersOf(rnd: Rnd, member: Member, age: number): { cccd: string | null; cmnd: string | null } {
  const year = yearOf(member.birth);
  const century = (year >= 2000 ? 2 : 0) + (member.sex === 'M' ? 0 : 1);
  const province = oneOf(rnd, ['022', '022', '022', '022', '022', '031', '034', '036', '030', '001']);
  return {
    cccd:
      age >= 14 && rnd() < 0.72
        ? `${province}${century}${String(year % 100).padStart(2, '0')}${digits(rnd, 6)}`
        : null,
    cmnd: age >= 18 && rnd() < 0.8 ? `10${digits(rnd, 7)}` : null,
  };
}

function noteOf(rnd: Rnd, age: number): string {
  const fate = rnd();
  if (fate < 0.003)
    return rnd() < 0.5
      ? 'Đã chết'
      : `Chết ngày ${1 + Math.floor(rnd() * 28)}/0${1 + Math.floor(rnd() * 9)}/2021`;
  if (fate < 0.008) return oneOf(rnd, ['Đã chuyển đi', 'Cắt khẩu', 'Chuyển khẩu đi Hải Phòng']);
  if (fate < 0.022 && age > 17)
    return oneOf(rnd, ['Tạm vắng', 'Đi làm ăn xa', 'Đi học Hà Nội', 'Nghĩa vụ quân sự']);
  return '';
}

/** People of one commune, household by household, about `count` of them; `hill` for the communes of the hill peoples. */
export function makePeople(seed: number, count: number, hamlets: number, hill = false): DemoPerson[] {
  const rnd = seededRandom(seed);
  const people: DemoPerson[] = [];
  for (let household = 1; people.length < count; household++) {
    const hamlet = 1 + Math.floor(rnd() * hamlets);
    const place = hill
      ? `Thôn ${hamlet}`
      : `Số ${1 + Math.floor(rnd() * 240)}, tổ ${1 + Math.floor(rnd() * 8)}, đường ${oneOf(rnd, STREETS)}, Khu phố ${hamlet}`;
    const phone = phoneNumber(rnd);
    const { members, lodger } = membersOf(rnd, hill && rnd() < 0.75);
    const kind = lodger ? (rnd() < 0.7 ? 'temporary' : 'transient') : 'permanent';
    for (const member of members) {
      const age = yearOf(AS_OF) - yearOf(member.birth);
      const note = noteOf(rnd, age);
      people.push({
        ...member,
        ...numbersOf(rnd, member, age),
        phone: age > 10 && rnd() < 0.8 ? (rnd() < 0.5 ? phone : phoneNumber(rnd)) : null,
        household,
        hamlet,
        address: place,
        kind,
        note,
        doses: note.startsWith('Đã chết') || note.startsWith('Chết') ? [] : makeDoses(rnd, age),
      });
    }
  }
  return people;
}

function makeDoses(rnd: Rnd, age: number): DemoDose[] {
  const chance = age >= 65 ? 0.9 : age >= 18 ? 0.965 : age >= 12 ? 0.9 : 0;
  if (rnd() > chance) return [];
  const minor = age < 18;
  const product = minor ? PFIZER : oneOf(rnd, PRODUCTS);
  const start = minor ? day('2021-11-05') : product.from;
  // AstraZeneca first, then what there was: Pfizer or Moderna (7548/BYT-DP).
  const next = product.label === 'AstraZeneca' && rnd() < 0.2 ? PFIZER : product;
  // Stations use one lot of a product up before the next: two weeks of doses have the same.
  const lot = ({ lot: mark, from }: Product, on: PlainDate): string => {
    rnd();
    return `${mark}${100 + Math.floor((toEpochDay(on) - toEpochDay(from)) / 14)}`;
  };
  const first = addDays(start, Math.floor(rnd() * 40));
  const doses: DemoDose[] = [
    { number: 1, vaccine: product.label, lot: lot(product, first), on: first, elsewhere: false },
  ];
  const early = rnd() < 0.01 ? 12 : 0;
  const second = addDays(first, product.gap + Math.floor(rnd() * 8) - early);
  if (second <= AS_OF && rnd() < 0.96)
    doses.push({
      number: 2,
      vaccine: next.label,
      lot: lot(next, second),
      on: second,
      elsewhere: rnd() < 0.05,
    });
  const third = addDays(second, 185);
  if (doses.length === 2 && third <= AS_OF && rnd() < 0.3)
    doses.push({ number: 3, vaccine: PFIZER.label, lot: lot(PFIZER, third), on: third, elsewhere: false });
  return doses;
}

export const shown = (date: PlainDate): string => date.split('-').reverse().join('/');
export const yearOnly = (date: PlainDate): number => Number(date.slice(0, 4));
