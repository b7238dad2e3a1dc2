import assert from 'node:assert/strict';
import test from 'node:test';
import { readMadeList as read } from '../../../test/support/made-list.ts';
import type { MergedRange } from '../workbook.ts';

const merge = (firstRow: number, firstColumn: number, lastRow: number, lastColumn: number): MergedRange => ({
  firstRow,
  firstColumn,
  lastRow,
  lastColumn,
});
const names = (people: readonly { claim: { name: string | null } }[]) =>
  people.map(({ claim }) => claim.name);

test('a police list with sections of residence and hamlet, a total and a signature', async () => {
  const { people, layout, skipped } = await read([
    ['CÔNG AN PHƯỜNG HỒNG HÀ'],
    ['(Số liệu tính đến ngày 14/12/2021)'],
    [null],
    ['STT', 'Họ và tên', 'Ngày, tháng, năm sinh', 'Giới tính', 'Số CCCD/CMND', 'Ghi chú'],
    ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)'],
    ['A. NHÂN KHẨU THƯỜNG TRÚ'],
    ['KHU PHỐ 1'],
    [1, 'MAI VĂN TUẤN', '13/01/1954', 'Nam', '022054657838', null],
    ['B. NHÂN KHẨU TẠM TRÚ'],
    ['KHU PHỐ 2'],
    [2, 'LÊ THỊ LAN', 1988, 'Nữ', null, 'Tạm vắng'],
    ['Tổng cộng: 2 nhân khẩu'],
    [null, null, null, 'TRƯỞNG CÔNG AN'],
    [null, null, null, 'Trần Văn Dũng'],
  ]);
  assert.equal(layout.asOf, '2021-12-14');
  assert.equal(layout.source, 'police');
  assert.deepEqual(
    people.map(({ claim }) => [claim.name, claim.residenceKind, claim.hamlet, claim.whereabouts]),
    [
      ['Mai Văn Tuấn', 'permanent', 'Khu phố 1', null],
      ['Lê Thị Lan', 'temporary', 'Khu phố 2', 'absent'],
    ],
  );
  assert.ok(skipped.some(({ reason }) => reason === 'subtotal'));
});

test('birth date in a column for men or for women, one sheet for a hamlet', async () => {
  const { people } = await read(
    [
      ['UBND Phường Hồng Hà'],
      ['TT', 'Họ và tên', 'Năm sinh', null, 'HK'],
      [null, null, 'Nam', 'Nữ'],
      ['TỔ 1'],
      [1, 'Phạm Quang Minh', '29/6/08', null, 'TT'],
      [2, 'Trần Thị Thanh', null, '1962', 'TT'],
      ['Cộng tổ 1: 2 người'],
    ],
    { sheet: 'KP3', merges: [merge(2, 2, 2, 3), merge(2, 0, 3, 0), merge(2, 1, 3, 1), merge(2, 4, 3, 4)] },
  );
  assert.deepEqual(
    people.map(({ claim }) => [claim.sex, claim.birth?.on, claim.hamlet]),
    [
      ['M', '2008-06-29', 'Khu phố 3'],
      ['F', '1962-01-01', 'Khu phố 3'],
    ],
  );
});

test('family and given name apart, CCCD and CMND apart, sex as an x', async () => {
  const { people } = await read([
    ['TT', 'Họ đệm', 'Tên', 'Nam', 'Nữ', 'Ngày sinh', 'Số CMND', 'Số CCCD'],
    [1, 'Nguyễn Văn', 'An', 'x', null, '01/02/1980', '101605151', null],
    [2, 'Trần Thị', 'Bình', null, 'x', '03/04/1990', null, '022190111222'],
  ]);
  assert.deepEqual(
    people.map(({ claim }) => [claim.name, claim.sex, claim.identifiers[0]?.kind]),
    [
      ['Nguyễn Văn An', 'M', 'cmnd'],
      ['Trần Thị Bình', 'F', 'cccd'],
    ],
  );
});

test('"Họ và tên" merged over two columns', async () => {
  const { people } = await read(
    [
      ['STT', 'Họ và tên', null, 'Năm sinh', 'Giới tính'],
      [1, 'Nguyễn Văn', 'An', 1980, 'Nam'],
      [2, 'Trần Thị', 'Bình', 1990, 'Nữ'],
      [3, 'Lê', 'Hoa', 1991, 'Nữ'],
    ],
    { merges: [merge(1, 1, 1, 2)] },
  );
  assert.deepEqual(names(people), ['Nguyễn Văn An', 'Trần Thị Bình', 'Lê Hoa']);
});

test('day, month and year in three columns', async () => {
  const { people } = await read([
    ['STT', 'Họ tên', 'Ngày', 'Tháng', 'Năm', 'Giới tính'],
    [1, 'Nguyễn Văn An', 5, 3, 1980, 'Nam'],
    [2, 'Trần Thị Bình', null, null, 1990, 'Nữ'],
  ]);
  assert.deepEqual(
    people.map(({ claim }) => claim.birth),
    [
      { on: '1980-03-05', precision: 'day' },
      { on: '1990-01-01', precision: 'year' },
    ],
  );
});

test('household headings that look like names are no people', async () => {
  const { people, skipped } = await read([
    ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Quan hệ'],
    [null, 'Hộ ông: Nguyễn Văn An'],
    [1, 'Nguyễn Văn An', '01/02/1980', 'Nam', 'Chủ hộ'],
    [2, 'Trần Thị Bình', '03/04/1990', 'Nữ', 'Vợ'],
    [null, 'Lê Văn Cường'],
    [3, 'Lê Văn Cường', '1970', 'Nam', 'Chủ hộ'],
  ]);
  assert.deepEqual(names(people), ['Nguyễn Văn An', 'Trần Thị Bình', 'Lê Văn Cường']);
  assert.equal(skipped.filter(({ reason }) => reason === 'household').length, 2);
});

test('headers repeated at page breaks are no people', async () => {
  const header = ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Địa chỉ'];
  const { people } = await read([
    header,
    [1, 'Nguyễn Văn An', '01/02/1980', 'Nam', 'Thôn Đông'],
    header,
    [2, 'Trần Thị Bình', '03/04/1990', 'Nữ', 'Thôn Đoài'],
  ]);
  assert.deepEqual(
    people.map(({ claim }) => claim.hamlet),
    ['Thôn Đông', 'Thôn Đoài'],
  );
});

test('a whole sheet in TCVN3', async () => {
  const { people, layout } = await read([
    ['STT', 'Hä vµ tªn', 'Ngµy sinh', 'Giíi tÝnh', 'Th«n'],
    [1, 'TrÇn ThÞ Anh', '1/7/95', 'N÷', 'Th«n §«ng'],
    [2, 'Lª §øc Khiªm', '06/08/1997', 'Nam', 'Th«n §«ng'],
    [3, 'Hoa V¨n Long', '1990', 'Nam', 'Th«n §«ng'],
  ]);
  assert.equal(layout.encoding, 'tcvn3');
  assert.deepEqual(
    people.map(({ claim }) => [claim.name, claim.sex, claim.hamlet]),
    [
      ['Trần Thị Anh', 'F', 'Thôn Đông'],
      ['Lê Đức Khiêm', 'M', 'Thôn Đông'],
      ['Hoa Văn Long', 'M', 'Thôn Đông'],
    ],
  );
});

test('a list without any header', async () => {
  const { people } = await read([
    [1, 'Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222'],
    [2, 'Trần Thị Bình', '03/04/1990', 'Nữ', '022190111223'],
    [3, 'Lê Văn Cường', '05/06/1970', 'Nam', '101605151'],
  ]);
  assert.deepEqual(
    people.map(({ claim }) => [claim.name, claim.sex, claim.identifiers.length]),
    [
      ['Nguyễn Văn An', 'M', 1],
      ['Trần Thị Bình', 'F', 1],
      ['Lê Văn Cường', 'M', 1],
    ],
  );
});

test('doses in groups of columns, and a booster list with number and kind', async () => {
  const injected = await read(
    [
      ['STT', 'Họ và tên', 'Ngày sinh', 'Mũi 1', null, null, 'Mũi 2', null, null],
      [null, null, null, 'Vắc xin', 'Ngày tiêm', 'Số lô', 'Vắc xin', 'Ngày tiêm', 'Số lô'],
      [1, 'Nguyễn Văn An', '01/02/1980', 'AZ', '05/06/2021', 'NJ0342', 'AZ', '05/09/2021', 'nk0139'],
      [2, 'Trần Thị Bình', 1990, null, null, null, 'Pfizer', '09/10/2021', 'FK1'],
    ],
    {
      merges: [merge(1, 3, 1, 5), merge(1, 6, 1, 8), merge(1, 0, 2, 0), merge(1, 1, 2, 1), merge(1, 2, 2, 2)],
    },
  );
  assert.equal(injected.layout.kind, 'injections');
  assert.deepEqual(
    injected.people.map(({ claim }) =>
      claim.doses.map(({ number, vaccine, on, lot }) => [number, vaccine, on, lot]),
    ),
    [
      [
        [1, 'astrazeneca', '2021-06-05', 'NJ0342'],
        [2, 'astrazeneca', '2021-09-05', 'NK0139'],
      ],
      [[2, 'comirnaty', '2021-10-09', 'FK1']],
    ],
  );
  assert.ok(injected.people[1]!.findings.some(({ code }) => code === 'dose2_without_dose1_in_row'));
  const booster = await read([
    ['STT', 'Họ và tên', 'Ngày sinh', 'Tên vắc xin', 'Số lô', 'Ngày tiêm', 'Mũi số', 'Loại liều'],
    ['Ngày 27/11/2021'],
    [1, 'Nguyễn Văn An', '01/02/1980', 'Abdala', '21ABD011', '27/11/2021', 'Mũi 3', 'Cơ bản'],
    [2, 'Lê Thị Hoa', '1970', 'AZ', 'X1', null, 3, 'Nhắc lại'],
  ]);
  assert.deepEqual(
    booster.people.map(({ claim }) => [claim.doses[0]?.number, claim.doses[0]?.kind, claim.doses[0]?.on]),
    [
      [3, 'primary', '2021-11-27'],
      [3, 'booster', '2021-11-27'],
    ],
  );
});

test('a row without a readable name waits; a bad cell costs only the cell', async () => {
  const { people } = await read([
    ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Số CCCD'],
    [1, null, '01/02/1980', 'Nam', '022080111222'],
    [2, 'Trần Thị Bình', '31/02/1985', 'Nữ', '12'],
  ]);
  assert.deepEqual(
    people.map(({ waiting }) => waiting),
    [true, false],
  );
  assert.deepEqual(
    people[1]!.findings.map(({ code, column }) => [code, column]),
    [
      ['dob_impossible', 'C'],
      ['id_digit_missing', 'E'],
    ],
  );
});

test("the row's hash forgets its running number and nothing else", async () => {
  const header = ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính'];
  const [a, b, c] = (
    await read([
      header,
      [1, 'Nguyễn Văn An', 1980, 'Nam'],
      [7, 'Nguyễn Văn An', 1980, 'Nam'],
      [1, 'Nguyễn Văn An', 1981, 'Nam'],
    ])
  ).people;
  assert.equal(a!.hash, b!.hash);
  assert.notEqual(a!.hash, c!.hash);
});
