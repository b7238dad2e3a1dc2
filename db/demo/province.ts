/**
 * The demonstration province: Quảng Ninh on 14/12/2021, invented people, the files that police, communes and health
 * stations send, with the defects of real ones. Same scale, same bytes of content. docs/demo.md tells the story.
 */
import { writeXlsx } from 'hucre';
import type { Units, UnitVersion } from '../../src/areas/units.ts';
import { toEpochDay } from '../../src/kernel/plain-date.ts';
import { foldText } from '../../src/kernel/vietnamese-text.ts';
import { AS_OF, type DemoPerson, makePeople, random, shown, yearOnly } from './people.ts';

export type DemoFile = Readonly<{
  name: string;
  bytes: Uint8Array;
  source: 'police' | 'commune' | 'health';
  unitCode: string;
  complete: boolean /** Not imported: for the user to upload. */;
  leave: boolean;
}>;

type Value = string | number | null;
type Sheet = Readonly<{
  name: string;
  rows: Value[][];
  merges: { startRow: number; startCol: number; endRow: number; endCol: number }[];
}>;

// Communes that have sent lists by the day of the demonstration; the others still owe theirs.
const DEFAULT_COMMUNES = ['06697', '06676', '06682', '06709', '06712', '06736', '06760', '06769'];
const REAL_PEOPLE_OF_A_COMMUNE = 7_400;

/** The files of the province at a scale: 0.01 is about 13 thousand people in eight communes, 1 is 1.3 million in all 177. */
export async function* demoFiles(units: Units, scale = 0.01): AsyncGenerator<DemoFile> {
  const province = units.byCode('22', AS_OF);
  const all = units.communesUnder(province.id, AS_OF);
  const communes = scale >= 0.5 ? all : all.filter(({ code }) => DEFAULT_COMMUNES.includes(code));
  const people = Math.max(60, Math.round((REAL_PEOPLE_OF_A_COMMUNE * all.length * scale) / communes.length));
  let first = true;
  for (const commune of communes) {
    const seed = Number(commune.code);
    const hamlets = 4 + (seed % 4);
    const list = makePeople(seed, people, hamlets);
    const folder = `${commune.code}-${foldText(commune.name).replaceAll(' ', '-')}`;
    const district = units.get(commune.parentId!, AS_OF);
    const make = async (
      name: string,
      sheets: readonly Sheet[],
      source: DemoFile['source'],
      complete: boolean,
      leave: boolean,
    ): Promise<DemoFile> => ({
      name: `${folder}/${name}.xlsx`,
      bytes: await writeXlsx({
        sheets: sheets.map((sheet) => ({
          ...sheet,
          columns: Array.from({ length: 26 }, (_, i) => ({ width: i === 1 || i === 3 ? 26 : 16 })),
        })),
      } as never),
      source,
      unitCode: commune.code,
      complete,
      leave,
    });
    yield await make(
      'cong-an',
      [policeSheet(list, commune, district, random(seed + 1))],
      'police',
      true,
      false,
    );
    yield await make(
      'phuong-xa',
      communeSheets(list, commune, hamlets, random(seed + 2)),
      'commune',
      true,
      first && scale < 0.5,
    );
    yield await make(
      'tiem-chung',
      [nationalSheet(list, commune, district, random(seed + 3))],
      'health',
      true,
      false,
    );
    if (first && scale < 0.5) {
      yield await make('danh-sach-lon-xon', [messySheet(list.slice(0, 60), commune)], 'commune', false, true);
      yield {
        name: `${folder}/tep-hong.xlsx`,
        bytes: (
          await writeXlsx({
            sheets: [
              {
                name: 'DS',
                rows: [
                  ['Họ và tên', 'Ngày sinh'],
                  ['Nguyễn Văn A', '01/02/1980'],
                ],
              },
            ],
          })
        ).slice(0, 900),
        source: 'commune',
        unitCode: commune.code,
        complete: false,
        leave: true,
      };
    }
    first = false;
  }
}

const serial = (person: DemoPerson): number => toEpochDay(person.birth) + 25_569;
const cell = (rnd: () => number, person: DemoPerson): Value => {
  const how = rnd();
  return how < 0.08
    ? yearOnly(person.birth)
    : how < 0.2
      ? serial(person)
      : how < 0.24
        ? `${shown(person.birth).slice(0, 6)}${person.birth.slice(2, 4)}`
        : shown(person.birth);
};
const number = (rnd: () => number, value: string | null): Value =>
  value === null || rnd() < 0.05
    ? null
    : rnd() < 0.06
      ? Number(value)
      : rnd() < 0.03
        ? value.replace(/(\d{3})(?=\d)/g, '$1 ')
        : value;
const named = (rnd: () => number, name: string): string => {
  const how = rnd();
  return how < 0.05
    ? foldText(name).replace(/(^| )\w/g, (c) => c.toUpperCase())
    : how < 0.08
      ? name.replace(' ', '  ')
      : how < 0.1
        ? name.normalize('NFD')
        : how < 0.12
          ? name.replaceAll('Đ', 'Ð')
          : name;
};

/** The police's list of registered people, household by household. */
export function policeSheet(
  list: readonly DemoPerson[],
  commune: UnitVersion,
  district: UnitVersion,
  rnd: () => number,
): Sheet {
  const rows: Value[][] = [
    [
      `CÔNG AN ${district.fullName.toUpperCase()}`,
      null,
      null,
      null,
      null,
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    ],
    [`CÔNG AN ${commune.fullName.toUpperCase()}`, null, null, null, null, 'Độc lập - Tự do - Hạnh phúc'],
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
        rnd() < 0.5 ? shown(person.birth) : serialText(person),
        person.sex === 'M' ? 'Nam' : 'Nữ',
        number(rnd, person.cccd ?? person.cmnd),
        `Khu phố ${person.hamlet}`,
        `${person.address}, ${commune.fullName}`,
        person.note || null,
      ]);
  }
  rows.push(
    [`Tổng cộng: ${ordinal} nhân khẩu`],
    [],
    [null, null, null, null, null, null, null, 'TRƯỞNG CÔNG AN'],
  );
  return {
    name: 'DS nhan khau',
    rows,
    merges: [3, 4].map((row) => ({ startRow: row, startCol: 0, endRow: row, endCol: 9 })),
  };
}

const serialText = (person: DemoPerson): string => shown(person.birth);

function communeSheets(
  list: readonly DemoPerson[],
  commune: UnitVersion,
  hamlets: number,
  rnd: () => number,
): Sheet[] {
  const sheets: Sheet[] = [];
  for (let hamlet = 1; hamlet <= hamlets; hamlet++) {
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
    ];
    const here = list.filter(
      (person) =>
        person.hamlet === hamlet && person.kind !== 'transient' && person.note !== 'Đã chết' && rnd() > 0.03,
    );
    here.forEach((person, i) => {
      const birth = cell(rnd, person);
      rows.push([
        i + 1,
        named(rnd, person.name),
        person.sex === 'M' ? birth : null,
        person.sex === 'F' ? birth : null,
        number(rnd, person.phone),
        rnd() < 0.5 ? number(rnd, person.cccd ?? person.cmnd) : null,
        'Tự do',
        person.address,
        person.kind === 'permanent' ? 'TT' : 'Tạm trú',
        person.note.startsWith('Đi') || person.note.startsWith('Tạm') ? person.note : null,
      ]);
    });
    rows.push([`Cộng: ${here.length} người`]);
    sheets.push({
      name: `KP${hamlet}`,
      rows,
      merges: [
        { startRow: 3, startCol: 2, endRow: 3, endCol: 3 },
        ...[0, 1, 4, 5, 6, 7, 8, 9].map((column) => ({
          startRow: 3,
          startCol: column,
          endRow: 4,
          endCol: column,
        })),
      ],
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
        cell(rnd, person),
        person.sex === 'M' ? 'Nam' : 'Nữ',
        number(rnd, person.cccd ?? person.cmnd),
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

/** The national form of 26 columns, two doses a row: those who had a dose, or everyone. */
export function nationalSheet(
  list: readonly DemoPerson[],
  commune: UnitVersion,
  district: UnitVersion,
  rnd: () => number,
  everyone = false,
): Sheet {
  const blank = (n: number): null[] => new Array<null>(n).fill(null);
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
  for (const person of list) {
    if (!everyone && (person.doses.length === 0 || rnd() < 0.02)) continue;
    const dose = (n: number): Value[] => {
      const one = person.doses.find(({ number: no }) => no === n);
      return one === undefined
        ? blank(4)
        : [
            rnd() < 0.12 ? one.vaccine.toUpperCase() : one.vaccine,
            rnd() < 0.01 ? '31/02/2021' : shown(one.on),
            rnd() < 0.02 ? null : one.lot,
            rnd() < 0.03 ? null : `Trạm Y tế ${commune.fullName}`,
          ];
    };
    rows.push([
      ++ordinal,
      named(rnd, person.name),
      rnd() < 0.05 ? yearOnly(person.birth) : shown(person.birth),
      person.sex === 'M' ? 0 : 1,
      15,
      null,
      number(rnd, person.phone),
      number(rnd, person.cccd ?? person.cmnd),
      null,
      'Tỉnh Quảng Ninh',
      '22',
      district.fullName,
      district.code,
      commune.fullName,
      commune.code,
      person.address,
      ...dose(1),
      ...dose(2),
    ]);
  }
  return {
    name: 'PL1_Danh sach doi tuong tiem',
    rows,
    merges: [
      { startRow: 6, startCol: 9, endRow: 6, endCol: 15 },
      { startRow: 6, startCol: 16, endRow: 6, endCol: 19 },
      { startRow: 6, startCol: 20, endRow: 6, endCol: 23 },
      ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 24, 25].map((column) => ({
        startRow: 6,
        startCol: column,
        endRow: 7,
        endCol: column,
      })),
    ],
  };
}

/** A list as somebody types it at night: other headings, dates of every kind, a wrong day, lost zeros. */
function messySheet(list: readonly DemoPerson[], commune: UnitVersion): Sheet {
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
