/**
 * How the lists of police, commune and health station tell of the same people, each with the habits and slips that real
 * ones have (domain notes 2.1 and 7; docs/demo.md lists them). Each list errs by its own seed, so that none can be read
 * off another.
 */
import type { UnitVersion } from '../../src/areas/units.ts';
import { toEpochDay } from '../../src/kernel/plain-date.ts';
import { foldText } from '../../src/kernel/vietnamese-text.ts';
import { type DemoDose, type DemoPerson, shown, yearOnly } from './people.ts';
import { asTcvn3 } from './tcvn3.ts';

export type Value = string | number | null;
export type Sheet = Readonly<{
  name: string;
  rows: Value[][];
  merges: { startRow: number; startCol: number; endRow: number; endCol: number }[];
}>;

type Rnd = () => number;

const capitals = (text: string): string => text.replace(/(^| )\p{L}/gu, (c) => c.toUpperCase());
const blank = (n: number): null[] => new Array<null>(n).fill(null);
const down = (columns: readonly number[], row: number) =>
  columns.map((column) => ({ startRow: row, startCol: column, endRow: row + 1, endCol: column }));

/** A birth date as clerks type it: a real date, a text, two digits of the year, the year alone. */
function birthCell(rnd: Rnd, person: DemoPerson): Value {
  const how = rnd();
  if (how < 0.08) return yearOnly(person.birth);
  if (how < 0.2) return toEpochDay(person.birth) + 25_569;
  if (how < 0.24) return `${shown(person.birth).slice(0, 6)}${person.birth.slice(2, 4)}`;
  if (how < 0.26) return shown(person.birth).replaceAll('/', '.');
  return shown(person.birth);
}

/** Digits as cells hold them: as a number (the leading zero is lost), in groups, with a slip, or as they are. */
function digitsCell(rnd: Rnd, value: string | null): Value {
  if (value === null || rnd() < 0.05) return null;
  const how = rnd();
  if (how < 0.06) return Number(value);
  if (how < 0.09) return value.replace(/(\d{3})(?=\d)/g, '$1 ');
  if (how < 0.091) return Number(value).toExponential(4).replace('e', 'E');
  if (how < 0.094) return value.slice(0, -1);
  if (how < 0.097) return value.replace(/0/g, 'O');
  return value;
}

/** A name as it is typed: without accents, in capitals, with two blanks, decomposed, with Ð for Đ, with a title. */
function nameCell(rnd: Rnd, name: string): string {
  const how = rnd();
  if (how < 0.05) return capitals(foldText(name));
  if (how < 0.08) return name.replace(' ', '  ');
  if (how < 0.1) return name.normalize('NFD');
  if (how < 0.14) return name.replaceAll('Đ', 'Ð');
  if (how < 0.17) return name.toUpperCase();
  if (how < 0.18) return name.replace('òa', 'oà').replace('ủy', 'uỷ').replace('Mỹ', 'Mĩ');
  if (how < 0.185 && name.split(' ').length > 3) return name.replace(/ \S+(?= \S+$)/, '');
  return name;
}

/** The number that this list happens to show: the new card's or the former one's. */
const numberOf = (rnd: Rnd, person: DemoPerson, former: number): string | null =>
  person.cmnd !== null && (person.cccd === null || rnd() < former) ? person.cmnd : person.cccd;

/** The police's list of registered people, household by household. */
export function policeSheet(
  list: readonly DemoPerson[],
  commune: UnitVersion,
  district: UnitVersion,
  rnd: Rnd,
): Sheet {
  const rows: Value[][] = [
    [`CÔNG AN ${district.fullName.toUpperCase()}`, ...blank(4), 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
    [`CÔNG AN ${commune.fullName.toUpperCase()}`, ...blank(4), 'Độc lập - Tự do - Hạnh phúc'],
    [],
    [`DANH SÁCH NHÂN KHẨU ĐANG CƯ TRÚ TRÊN ĐỊA BÀN ${commune.fullName.toUpperCase()}`],
    ['(Số liệu tính đến ngày 14/12/2021)'],
    [],
    [
      'STT',
      'Số hộ',
      'Quan hệ với chủ hộ',
      'Họ và tên',
      'Ngày, tháng, năm sinh',
      'Giới tính',
      'Số CCCD/CMND',
      'Khu phố',
      'Địa chỉ thường trú',
      'Ghi chú',
    ],
  ];
  let ordinal = 0;
  for (const [kind, title] of [
    ['permanent', 'A. NHÂN KHẨU THƯỜNG TRÚ'],
    ['temporary', 'B. NHÂN KHẨU TẠM TRÚ'],
  ] as const) {
    rows.push([title]);
    for (const person of list
      .filter((one) => one.kind === kind)
      .sort((a, b) => a.hamlet - b.hamlet || a.household - b.household))
      rows.push([
        ++ordinal,
        String(10_000 + person.household),
        person.relation,
        person.name.toUpperCase(),
        shown(person.birth),
        person.sex === 'M' ? 'Nam' : 'Nữ',
        digitsCell(rnd, numberOf(rnd, person, 0.05)),
        `Khu phố ${person.hamlet}`,
        `${person.address}, ${commune.fullName}`,
        person.note || null,
      ]);
  }
  rows.push([`Tổng cộng: ${ordinal} nhân khẩu`], [], [...blank(7), 'TRƯỞNG CÔNG AN']);
  return {
    name: 'DS nhan khau',
    rows,
    merges: [3, 4].map((row) => ({ startRow: row, startCol: 0, endRow: row, endCol: 9 })),
  };
}

/** The commune's list: a sheet for each hamlet, made by its head, one of them in a font of the years before Unicode. */
export function communeSheets(
  list: readonly DemoPerson[],
  commune: UnitVersion,
  hamlets: number,
  rnd: Rnd,
): Sheet[] {
  const sheets: Sheet[] = [];
  for (let hamlet = 1; hamlet <= hamlets; hamlet++) {
    // Three in a hundred are forgotten, one in a hundred stands twice, one in two hundred in the neighbour's sheet too.
    const here = list.flatMap((person) => {
      const mine = person.hamlet === hamlet || (person.hamlet === hamlet - 1 && rnd() < 0.005);
      if (!mine || person.kind === 'transient' || /chết/i.test(person.note) || rnd() < 0.03) return [];
      return rnd() < 0.01 ? [person, person] : [person];
    });
    const rows: Value[][] = [
      [`UBND ${commune.fullName}`],
      [`Danh sách nhân dân đang cư trú tại Khu phố ${hamlet} (không phân biệt tuổi)`],
      [],
      [
        'TT',
        'Họ và tên',
        'Năm sinh',
        null,
        'Số điện thoại',
        'CMND/CCCD',
        'Nghề nghiệp',
        'Địa chỉ',
        'HK',
        'Ghi chú',
      ],
      [null, null, 'Nam', 'Nữ'],
      ...here.map((person, i): Value[] => {
        const birth = birthCell(rnd, person);
        return [
          i + 1,
          nameCell(rnd, person.name),
          person.sex === 'M' ? birth : null,
          person.sex === 'F' ? birth : null,
          digitsCell(rnd, person.phone),
          rnd() < 0.5 ? digitsCell(rnd, numberOf(rnd, person, 0.4)) : null,
          'Tự do',
          person.address,
          person.kind === 'permanent' ? 'TT' : 'Tạm trú',
          /chết/i.test(person.note) ? null : person.note || null,
        ];
      }),
      [`Cộng: ${here.length} người`],
    ];
    const old = hamlet === hamlets && Math.floor(Number(commune.code) / 3) % 3 === 0;
    sheets.push({
      name: `KP${hamlet}`,
      rows: old
        ? rows.map((row) => row.map((value) => (typeof value === 'string' ? asTcvn3(value) : value)))
        : rows,
      merges: [{ startRow: 3, startCol: 2, endRow: 3, endCol: 3 }, ...down([0, 1, 4, 5, 6, 7, 8, 9], 3)],
    });
  }
  const transient = list.filter(({ kind }) => kind === 'transient');
  sheets.push({
    name: 'VANG LAI',
    merges: [],
    rows: [
      [`UBND ${commune.fullName}`],
      ['DANH SÁCH NGƯỜI VÃNG LAI TRÊN ĐỊA BÀN'],
      [],
      ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'CMND/CCCD', 'SĐT', 'Nơi lưu trú'],
      ...transient.map((person, i): Value[] => [
        i + 1,
        person.name,
        birthCell(rnd, person),
        person.sex === 'M' ? 'Nam' : 'Nữ',
        digitsCell(rnd, person.cccd ?? person.cmnd),
        person.phone,
        person.address,
      ]),
    ],
  });
  return sheets;
}

const NATIONAL = [
  '#',
  'Họ và tên (*)',
  'Ngày sinh (*)\ndạng dd/mm/yyyy',
  'Giới tính (*)\n(0: nam, 1: nữ)',
  'Mã nhóm đối tượng ưu tiên (*)\n(PL2)',
  'Đơn vị công tác',
  'Số điện thoại (*)\n(tối thiểu 10 số)',
  'Số CMT/CCCD\n(loại 8/9/12 số)',
  'Số thẻ bảo hiểm y tế\n(mã thẻ 10/15 ký tự)',
];
const PLACE = [
  'Tỉnh/Thành phố',
  'Mã tỉnh (*)',
  'Quận/Huyện',
  'Mã huyện (*)',
  'Xã/Phường',
  'Mã xã (*)',
  'Địa chỉ chi tiết',
];
const DOSE = [
  'Tên vắc xin (*)\n(PL5)',
  'Ngày tiêm (*)\ndd/mm/yyyy',
  'Lô vắc xin (*)',
  'Địa điểm tiêm (*)\n(PL4)',
];
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  AstraZeneca: ['COVID-19 Vaccine AstraZeneca', 'ASTRAZENECA', 'Astra Zeneca', 'AZ'],
  Comirnaty: ['Pfizer', 'PFIZER', 'Comirnaty (Pfizer)'],
  Spikevax: ['Moderna', 'MODERNA'],
  'Vero Cell': ['VERO CELL', 'Vero-Cell', 'Sinopharm'],
};

function doseCells(rnd: Rnd, dose: DemoDose | undefined, place: string): Value[] {
  if (dose === undefined) return blank(4);
  const spellings = SPELLINGS[dose.vaccine] ?? [dose.vaccine];
  const how = rnd();
  const [d, m, y] = shown(dose.on).split('/') as [string, string, string];
  return [
    rnd() < 0.15 ? spellings[Math.floor(rnd() * spellings.length)]! : dose.vaccine,
    how < 0.004
      ? '31/02/2021'
      : how < 0.007
        ? `${d}/${m}/2012`
        : how < 0.012
          ? `${m}/${d}/${y}`
          : `${d}/${m}/${y}`,
    rnd() < 0.02 ? null : rnd() < 0.03 ? dose.lot.toLowerCase() : dose.lot,
    rnd() < 0.03 ? null : place,
  ];
}

export type Guests = Readonly<{ commune: UnitVersion; district: UnitVersion; people: readonly DemoPerson[] }>;

/** The national form of 26 columns, two doses a row: those who had a dose (or everyone), and guests from another commune. */
export function nationalSheet(
  list: readonly DemoPerson[],
  commune: UnitVersion,
  district: UnitVersion,
  rnd: Rnd,
  { everyone = false, guests = null }: { everyone?: boolean; guests?: Guests | null } = {},
): Sheet {
  const rows: Value[][] = [
    ['DANH SÁCH ĐỐI TƯỢNG TIÊM CHỦNG VẮC XIN COVID-19'],
    ['- Các cột có hoa thị (*) là bắt buộc nhập'],
    ['- Địa điểm tiêm: nhập Mã cơ sở KCB, tham khảo PL4'],
    ['- Các cột không có thông tin thì KHÔNG NHẬP'],
    ['- Bỏ bộ lọc (Filter) trước khi tải lên hệ thống'],
    [],
    [
      ...NATIONAL,
      'Nơi ở tạm trú (hiện tại) (*) (PL3)',
      ...blank(6),
      'Mũi 1',
      ...blank(3),
      'Mũi 2',
      ...blank(3),
      'Ghi chú',
      'Kết quả import\n(không điền ô này)',
    ],
    [...blank(9), ...PLACE, ...DOSE, ...DOSE],
  ];
  let ordinal = 0;
  const station = `Trạm Y tế ${commune.fullName}`;
  const hospital = `TTYT ${district.fullName}`;
  const lived = { commune, district };
  const add = (
    person: DemoPerson,
    name: string,
    phone: Value,
    id: Value,
    doses: Value[],
    home = lived,
  ): void => {
    // The wrong sex is ticked now and then; the number tells the right one.
    const sex = (person.sex === 'M') !== rnd() < 0.004 ? 0 : 1;
    const birth = rnd() < 0.05 ? yearOnly(person.birth) : shown(person.birth);
    rows.push([
      ++ordinal,
      name,
      birth,
      sex,
      15,
      null,
      phone,
      id,
      null,
      'Tỉnh Quảng Ninh',
      '22',
      home.district.fullName,
      home.district.code,
      home.commune.fullName,
      home.commune.code,
      person.address,
      ...doses,
    ]);
  };
  for (const person of list) {
    if (!everyone && (person.doses.length === 0 || rnd() < 0.02)) continue;
    const [first, second] = [1, 2].map((n) => person.doses.find(({ number }) => number === n));
    const here = second?.elsewhere ? undefined : second;
    // The first dose of one in two hundred was never entered: the second stands alone.
    const lost = here !== undefined && rnd() < 0.005;
    add(
      person,
      nameCell(rnd, person.name),
      digitsCell(rnd, person.phone),
      digitsCell(rnd, numberOf(rnd, person, 0.2)),
      [...doseCells(rnd, lost ? undefined : first, station), ...doseCells(rnd, here, station)],
    );
    // Given elsewhere and typed there from what the person said: no accents, no number.
    if (second?.elsewhere)
      add(person, capitals(foldText(person.name)), null, null, [
        ...blank(4),
        ...doseCells(rnd, second, hospital),
      ]);
  }
  for (const guest of guests?.people ?? []) {
    const first = doseCells(rnd, guest.doses[0], station);
    if (first[0] !== null) add(guest, guest.name, guest.phone, guest.cccd, [...first, ...blank(4)], guests!);
  }
  return {
    name: 'PL1_Danh sach doi tuong tiem',
    rows,
    merges: [
      { startRow: 6, startCol: 9, endRow: 6, endCol: 15 },
      { startRow: 6, startCol: 16, endRow: 6, endCol: 19 },
      { startRow: 6, startCol: 20, endRow: 6, endCol: 23 },
      ...down([0, 1, 2, 3, 4, 5, 6, 7, 8, 24, 25], 6),
    ],
  };
}

/** A list as somebody types it at night: other headings, dates of every kind, a wrong day, lost zeros. */
export function messySheet(list: readonly DemoPerson[], commune: UnitVersion): Sheet {
  const rows: Value[][] = [
    [null, `Danh sách bổ sung ${commune.fullName} ngày 13/12/2021`],
    [],
    [null, 'Họ tên', 'NS', 'Nam/Nữ', 'Giấy tờ tùy thân', 'ĐT', 'chỗ ở', 'ghi chú'],
  ];
  list.forEach((person, i) => {
    rows.push([
      null,
      i % 9 === 0 ? person.name.toUpperCase() : person.name,
      i % 17 === 3
        ? '31/02/1985'
        : i % 5 === 0
          ? yearOnly(person.birth)
          : shown(person.birth).replaceAll('/', i % 3 === 0 ? '.' : '/'),
      i % 11 === 2 ? null : person.sex === 'M' ? 'nam' : 'nữ',
      person.cccd === null ? (person.cmnd ?? null) : i % 7 === 1 ? Number(person.cccd) : person.cccd,
      person.phone === null ? null : Number(person.phone),
      person.address,
      i % 20 === 4 ? 'tạm vắng' : null,
    ]);
  });
  return { name: 'Sheet1', rows, merges: [] };
}
