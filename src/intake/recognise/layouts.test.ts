/** The layouts officials really use, each as a small made list with what must be read from it. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { type MadeRows, merged, readMadeList } from '../../../test/support/made-list.ts';
import type { PersonClaim } from '../claim.ts';
import type { Cell } from '../workbook.ts';

const names = (claims: readonly PersonClaim[]) => claims.map(({ name }) => name);
const doses = (claims: readonly PersonClaim[]) =>
  claims.map((claim) =>
    claim.doses.map(({ number, vaccine, on, lot, place }) => [number, vaccine, on, lot, place]),
  );

test('households headed by a name, by "Hộ:", by a number, or by a remark', async () => {
  const header = ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Quan hệ'];
  const family = (first: number, name: string): Cell[][] => [
    [first, name, '01/02/1980', 'Nam', 'Chủ hộ'],
    [first + 1, 'Trần Thị Bình', '03/04/1985', 'Nữ', 'Vợ'],
  ];
  for (const heading of [
    (name: string, i: number): Cell[] => [`Hộ ${i}: ${name}`],
    (name: string): Cell[] => [name.toUpperCase()],
    (name: string, i: number): Cell[] => [null, `${i}. ${name} (chủ hộ)`],
    (name: string): Cell[] => ['I', name.toUpperCase()],
    (name: string, i: number): Cell[] => [i, name],
    (name: string): Cell[] => [null, `Hộ bà: ${name}`, null, null, '4 khẩu'],
  ]) {
    const { claims } = await readMadeList([
      header,
      heading('Tô Văn An', 1),
      ...family(1, 'Tô Văn An'),
      heading('Hồ Thị Ca', 2),
      ...family(1, 'Hồ Thị Ca'),
      heading('Lô Văn Tổng', 3),
      ...family(1, 'Lô Văn Tổng'),
    ]);
    const shown = JSON.stringify(heading('…', 0));
    assert.deepEqual(
      names(claims),
      ['Tô Văn An', 'Trần Thị Bình', 'Hồ Thị Ca', 'Trần Thị Bình', 'Lô Văn Tổng', 'Trần Thị Bình'],
      shown,
    );
    const households = claims.map(({ household }) => household);
    assert.equal(new Set(households).size, 3, shown);
    assert.equal(households[0], households[1], shown);
  }
});

test('household number and address merged down, or written in the first row only', async () => {
  const rows: MadeRows = [
    ['STT', 'Số hộ', 'Địa chỉ', 'Họ và tên', 'Năm sinh', 'Giới tính', 'Quan hệ'],
    [1, 'H1', 'Số 3, Khu phố 2', 'Lý Văn An', 1980, 'Nam', 'Chủ hộ'],
    [2, null, null, 'Trần Thị Bình', 1985, 'Nữ', 'Vợ'],
    [3, null, null, 'Lý Văn Cảnh', 2010, 'Nam', 'Con'],
    [4, 'H2', 'Số 9, Khu phố 4', 'Chu Văn Dậu', 1970, 'Nam', 'Chủ hộ'],
    [5, null, null, 'Đỗ Thị Én', 1972, 'Nữ', 'Vợ'],
  ];
  for (const merges of [
    [],
    [merged(1, 1, 3, 1), merged(1, 2, 3, 2), merged(4, 1, 5, 1), merged(4, 2, 5, 2)],
  ]) {
    const { claims } = await readMadeList(rows, { merges });
    assert.deepEqual(
      claims.map(({ household, hamlet, place }) => [household, hamlet, place?.address]),
      [
        ['H1', 'Khu phố 2', 'Số 3, Khu phố 2'],
        ['H1', 'Khu phố 2', 'Số 3, Khu phố 2'],
        ['H1', 'Khu phố 2', 'Số 3, Khu phố 2'],
        ['H2', 'Khu phố 4', 'Số 9, Khu phố 4'],
        ['H2', 'Khu phố 4', 'Số 9, Khu phố 4'],
      ],
    );
  }
});

test('only the relation tells where a household begins, unless people are sorted by name', async () => {
  const { claims } = await readMadeList([
    ['TT', 'Họ tên', 'Quan hệ với chủ hộ', 'Năm sinh'],
    [1, 'Lý Văn An', 'Chủ hộ', 1980],
    [2, 'Trần Thị Bình', 'Vợ', 1985],
    [1, 'Chu Văn Dậu', 'Chủ hộ', 1970],
    [2, 'Đỗ Thị Én', 'Vợ', 1972],
    [3, 'Chu Văn Giáp', 'Con', 2001],
  ]);
  assert.deepEqual(
    claims.map(({ household }) => household),
    ['Hộ Lý Văn An', 'Hộ Lý Văn An', 'Hộ Chu Văn Dậu', 'Hộ Chu Văn Dậu', 'Hộ Chu Văn Dậu'],
  );
});

test('columns under Nam and Nữ hold dates, ages or marks; one column of marks says both sexes', async () => {
  const list = (head: MadeRows, a: readonly Cell[], b: readonly Cell[]) =>
    readMadeList([...head, [1, 'Lý Văn An', ...a], [2, 'Trần Bình', ...b], [3, 'Chu Văn Tư', ...a]], {
      merges: head.length === 2 ? [merged(0, 2, 0, 3)] : [],
    });
  for (const [head, a, b] of [
    [
      [
        ['STT', 'Họ tên', 'Năm sinh', null],
        [null, null, 'Nam', 'Nữ'],
      ],
      [1980, null],
      [null, '01/02/1990'],
    ],
    [
      [
        ['STT', 'Họ tên', 'Tuổi', null],
        [null, null, 'Nam', 'Nữ'],
      ],
      [41, null],
      [null, 31],
    ],
    [[['STT', 'Họ tên', 'Nam', 'Nữ', 'Năm sinh']], ['x', null, 1980], [null, 'x', 1990]],
    [[['STT', 'Họ tên', 'Nữ', 'Năm sinh']], [null, 1980], ['x', 1990]],
  ] as const) {
    const { claims } = await list(head, a, b);
    assert.deepEqual(
      claims.map(({ sex, birth }) => [sex, birth?.on.slice(0, 4)]),
      [
        ['M', '1980'],
        ['F', '1990'],
        ['M', '1980'],
      ],
      JSON.stringify(head),
    );
  }
});

test('codes of sex mean what the header says, else what the bearers show', async () => {
  const people: readonly (readonly [string, string, string])[] = [
    ['Lý Văn An', '022080111222', 'M'],
    ['Trần Thị Bình', '022190111223', 'F'],
    ['Chu Văn Dậu', '022070111224', 'M'],
    ['Đỗ Thị Én', '022172111225', 'F'],
    ['Lê Hoa', '022165111226', 'F'],
  ];
  for (const [header, man, woman] of [
    ['Giới tính', '1', '0'],
    ['Giới tính', '0', '1'],
    ['Giới tính (1: Nam, 2: Nữ)', '1', '2'],
    ['GT', 'T', 'G'],
    ['Sex', 'M', 'F'],
  ] as const) {
    const { claims } = await readMadeList([
      ['STT', 'Họ và tên', header, 'Số CCCD'],
      ...people.map(([name, id, sex], i): Cell[] => [i + 1, name, sex === 'M' ? man : woman, id]),
    ]);
    assert.deepEqual(
      claims.map(({ sex }) => sex),
      people.map(([, , sex]) => sex),
      header,
    );
  }
});

test('dates written month first, year first, or as numbers are read by the habit of their column', async () => {
  for (const write of [
    (y: string, m: string, d: string): Cell => `${m}/${d}/${y}`,
    (y: string, m: string, d: string): Cell => Number(`${y}${m}${d}`),
    (y: string, m: string, d: string): Cell => `${y}-${m}-${d}`,
  ]) {
    const days = ['1980-05-06', '1990-12-25', '2001-03-17', '1975-08-30', '1988-02-03'];
    const { claims } = await readMadeList([
      ['HO_TEN', 'NGAY_SINH', 'SDT'],
      ...days.map((day, i): Cell[] => {
        const [y, m, d] = day.split('-') as [string, string, string];
        return [`Lý Văn ${['An', 'Ba', 'Tư', 'Sáu', 'Tám'][i]}`, write(y, m, d), '0912345670'];
      }),
    ]);
    assert.deepEqual(
      claims.map(({ birth }) => birth?.on),
      days,
    );
  }
});

test('columns without words over them, and lists without any header', async () => {
  const people: Cell[][] = [
    [1, 'Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', '0912345670'],
    [2, 'Trần Thị Bình', '03/04/1990', 'Nữ', '022190111223', '0912345671'],
    [3, 'Lê Văn Cường', '05/06/1970', 'Nam', '022070111224', '0912345672'],
  ];
  for (const header of [[['STT', 'Họ tên']], [['Danh sách khu phố 4']]] as const) {
    const { claims } = await readMadeList([...header, ...people]);
    assert.deepEqual(
      claims.map(({ name, birth, sex, identifiers, phone }) => [
        name,
        birth?.on,
        sex,
        identifiers[0]?.value,
        phone,
      ]),
      [
        ['Nguyễn Văn An', '1980-02-01', 'M', '022080111222', '0912345670'],
        ['Trần Thị Bình', '1990-04-03', 'F', '022190111223', '0912345671'],
        ['Lê Văn Cường', '1970-06-05', 'M', '022070111224', '0912345672'],
      ],
    );
  }
});

test('several tables on one sheet, each by its own header', async () => {
  const { claims } = await readMadeList([
    ['Nhóm tuổi', 'Số người', 'Nam', 'Nữ'],
    ['Dưới 12', 20, 10, 10],
    ['Tổng', 20, 10, 10],
    ['I. DANH SÁCH THƯỜNG TRÚ'],
    ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính'],
    [1, 'Lý Văn An', '01/02/1980', 'Nam'],
    [2, 'Trần Thị Bình', '03/04/1990', 'Nữ'],
    ['Cộng', 2],
    ['II. DANH SÁCH TẠM TRÚ'],
    ['STT', 'Họ và tên', 'Giới tính', 'Năm sinh', 'SĐT'],
    [1, 'Chu Văn Dậu', 'Nam', 1970, '0912345670'],
    [2, 'Đỗ Thị Én', 'Nữ', 1972, null],
  ]);
  assert.deepEqual(
    claims.map(({ name, sex, birth, residenceKind }) => [name, sex, birth?.on, residenceKind]),
    [
      ['Lý Văn An', 'M', '1980-02-01', 'permanent'],
      ['Trần Thị Bình', 'F', '1990-04-03', 'permanent'],
      ['Chu Văn Dậu', 'M', '1970-01-01', 'temporary'],
      ['Đỗ Thị Én', 'F', '1972-01-01', 'temporary'],
    ],
  );
});

test('title, legal basis, numbering, repeated headers, sums and signatures are nobody', async () => {
  const header = ['STT', 'Họ và tên', 'Năm sinh', 'Giới tính', 'Địa chỉ', 'Ghi chú'];
  const { layout, claims } = await readMadeList([
    ['UBND PHƯỜNG HỒNG HÀ', null, null, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
    [null, null, null, 'Độc lập - Tự do - Hạnh phúc'],
    ['Căn cứ Luật Cư trú ngày 13/11/2020;'],
    ['Căn cứ công văn về việc rà soát họ và tên, ngày sinh, giới tính, số CCCD của nhân dân'],
    ['- Ghi đầy đủ họ và tên, ngày tháng năm sinh'],
    ['DANH SÁCH NHÂN DÂN (tính đến ngày 10/12/2021)'],
    header,
    ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)'],
    ['Tổ 1'],
    [1, 'Tô Văn An', 1980, 'Nam', 'Số 1', null],
    [null, 'Cộng tổ 1', 1, null, null, null],
    [null, null, null, null, 'Trang 1'],
    header,
    ['Tổ 2'],
    [2, 'Tống Thị Công', 1990, 'Nữ', 'Số 2', null],
    ['Tổng cộng', null, 2, null, null, null],
    ['Danh sách trên có 2 người'],
    [null, null, null, null, 'Hồng Hà, ngày 14 tháng 12 năm 2021'],
    [null, 'Người lập biểu', null, null, 'TM. UBND PHƯỜNG'],
    [null, null, null, null, 'KT. CHỦ TỊCH'],
    [null, 'Hoàng Thị Lan', null, null, 'Nguyễn Văn Bình', 'Đã ký'],
    ['Nơi nhận:'],
    ['- Lưu: VT.'],
  ]);
  assert.deepEqual(names(claims), ['Tô Văn An', 'Tống Thị Công']);
  assert.equal(layout.asOf, '2021-12-10');
});

test('doses told once: in the title, in sections, in merged cells, by ditto marks', async () => {
  const person = (i: number, ...rest: Cell[]): Cell[] => [
    i,
    `Lý Văn ${['An', 'Ba', 'Tư'][i - 1]}`,
    1980,
    'Nam',
    ...rest,
  ];
  const header = ['STT', 'Họ và tên', 'Năm sinh', 'Giới tính'];
  const expected = [1, 'astrazeneca', '2021-08-05', 'NJ0342', 'Trường THCS Hồng Hà'];
  const inTitle = await readMadeList([
    ['DANH SÁCH TIÊM VẮC XIN ASTRAZENECA NGÀY 5/8/2021 (MŨI 1)'],
    ['Số lô: NJ0342 - Địa điểm tiêm: Trường THCS Hồng Hà'],
    [...header, 'Ghi chú'],
    person(1, null),
    person(2, 'Hoãn tiêm'),
  ]);
  assert.deepEqual(doses(inTitle.claims), [[expected], []]);
  const planned = await readMadeList([
    ['DANH SÁCH ĐĂNG KÝ TIÊM VẮC XIN PFIZER NGÀY 20/12/2021'],
    header,
    person(1),
    person(2),
  ]);
  assert.deepEqual(doses(planned.claims), [[], []]);
  const inSections = await readMadeList([
    ['KẾT QUẢ TIÊM CHỦNG'],
    [...header, 'Mũi'],
    ['Sáng ngày 05/08/2021: Vắc xin AZ, lô NJ0342'],
    person(1, 1),
    ['Chiều ngày 06/08/2021: Vắc xin Pfizer, lô FK0112'],
    person(2, 2),
    person(3, null),
  ]);
  assert.deepEqual(doses(inSections.claims), [
    [[1, 'astrazeneca', '2021-08-05', 'NJ0342', null]],
    [[2, 'comirnaty', '2021-08-06', 'FK0112', null]],
    [],
  ]);
  const columns = [...header, 'Vắc xin', 'Ngày tiêm', 'Số lô'];
  const facts: Cell[] = ['AZ', '05/08/2021', 'NJ0342'];
  const inMerged = await readMadeList([columns, person(1, ...facts), person(2), person(3)], {
    merges: [4, 5, 6].map((column) => merged(1, column, 3, column)),
  });
  const byDitto = await readMadeList([
    columns,
    person(1, ...facts),
    person(2, '"', '"', '"'),
    person(3, 'nt', '-nt-', '//'),
  ]);
  for (const { claims } of [inMerged, byDitto])
    assert.deepEqual(
      doses(claims),
      [1, 2, 3].map(() => [[null, 'astrazeneca', '2021-08-05', 'NJ0342', null]]),
    );
});

test('doses in groups, repeated columns, one cell, marks, counts, and rows of their own', async () => {
  const who: Cell[] = [1, 'Lý Văn An', '01/02/1980', 'Nam'];
  const header = ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính'];
  const two = [
    [1, 'astrazeneca', '2021-06-05'],
    [2, 'comirnaty', '2021-09-05'],
  ];
  for (const [rows, merges] of [
    [
      [
        [...header, 'THÔNG TIN TIÊM CHỦNG', null, null, null],
        [null, null, null, null, 'Mũi 1', null, 'Mũi 2', null],
        [null, null, null, null, 'Loại VX', 'Ngày', 'Loại VX', 'Ngày'],
        [...who, 'AZ', '05/06/2021', 'Pfizer', '05/09/2021'],
      ],
      [
        merged(0, 4, 0, 7),
        merged(1, 4, 1, 5),
        merged(1, 6, 1, 7),
        ...[0, 1, 2, 3].map((c) => merged(0, c, 2, c)),
      ],
    ],
    [
      [
        [null, null, null, null, 'MŨI 1', null, 'MŨI 2', null],
        [...header, 'Vắc xin', 'Ngày', 'Vắc xin', 'Ngày'],
        [...who, 'AZ', '05/06/2021', 'Pfizer', '05/09/2021'],
      ],
      [],
    ],
    [
      [
        [...header, 'Vắc xin', 'Ngày tiêm', 'Vắc xin', 'Ngày tiêm'],
        [...who, 'AZ', '05/06/2021', 'Pfizer', '05/09/2021'],
      ],
      [],
    ],
    [
      [
        [...header, 'Mũi 1', 'Mũi 2'],
        [...who, 'AZ 05/06/2021', '05/09/2021 (Pfizer)'],
      ],
      [],
    ],
  ] as const) {
    const { claims } = await readMadeList(rows, { merges });
    assert.deepEqual(
      doses(claims).map((all) => all.map((dose) => dose.slice(0, 3))),
      [two],
      JSON.stringify(rows[0]),
    );
  }
  const marks = await readMadeList([
    [...header, 'Mũi 1', 'Mũi 2', 'Mũi 3'],
    [...who, 'x', 'x', null],
    [2, 'Lê Thị Hoa', 1990, 'Nữ', null, null, null],
  ]);
  assert.deepEqual(
    marks.claims.map((claim) => claim.doses.map(({ number }) => number)),
    [[1, 2], []],
  );
  const counts = await readMadeList([
    [...header, 'Số mũi đã tiêm'],
    [...who, 2],
    [2, 'Lê Thị Hoa', 1990, 'Nữ', 0],
  ]);
  assert.deepEqual(
    counts.claims.map((claim) => claim.doses.map(({ number }) => number)),
    [[2], []],
  );
  const ownRows = await readMadeList([
    [...header, 'Mũi', 'Vắc xin', 'Ngày tiêm'],
    [...who, 1, 'AZ', '05/06/2021'],
    [null, null, null, null, 2, 'Pfizer', '05/09/2021'],
  ]);
  assert.deepEqual(names(ownRows.claims), ['Lý Văn An', 'Lý Văn An']);
  assert.deepEqual(
    doses(ownRows.claims).flatMap((all) => all.map((dose) => dose.slice(0, 3))),
    two,
  );
});

test('kind, hamlet and commune told by the name of the sheet or file only', async () => {
  const { layout, claims } = await readMadeList(
    [
      ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính'],
      [1, 'Lý Văn An', '01/02/1980', 'Nam'],
    ],
    { file: 'DS_tam_tru-KP6 phuong Hong Ha.xlsx' },
  );
  assert.equal(layout.unitText, 'phuong Hong Ha');
  assert.deepEqual(
    claims.map(({ residenceKind, hamlet }) => [residenceKind, hamlet]),
    [['temporary', 'Khu phố 6']],
  );
});

test('catalogues, directories, ledgers and lists of households are no lists of people', async () => {
  for (const rows of [
    [
      ['Mã nhóm', 'Tên nhóm đối tượng'],
      [1, 'Người làm việc trong cơ sở y tế'],
      [2, 'Công an'],
    ],
    [
      ['STT', 'Tên tỉnh', 'Mã tỉnh', 'Tên xã', 'Mã xã'],
      [1, 'Quảng Ninh', '22', 'Hà Khánh', '06610'],
      [2, 'Quảng Ninh', '22', 'Cao Xanh', '06613'],
    ],
    [
      ['STT', 'Mã cơ sở', 'Tên cơ sở', 'Địa chỉ', 'Điện thoại'],
      [1, '22101', 'Trạm Y tế Hà Khánh', 'Hà Khánh, Hạ Long', '02033825486'],
    ],
    [
      ['STT', 'Họ và tên', 'Chức vụ', 'Số điện thoại'],
      [1, 'Nguyễn Văn An', 'Tổ trưởng', '0912345670'],
      [2, 'Trần Thị Bình', 'Thành viên', '0912345671'],
    ],
    [
      ['STT', 'Ngày', 'Tên vắc xin', 'Số lô', 'Số lượng', 'Người nhận'],
      [1, '05/06/2021', 'AstraZeneca', 'NJ0342', 100, 'Trần Thị Bình'],
      [2, '06/06/2021', 'AstraZeneca', 'NJ0342', 100, 'Lê Thị Hoa'],
      [3, '07/06/2021', 'AstraZeneca', 'NJ0342', 100, 'Trần Thị Bình'],
    ],
    [
      ['STT', 'Họ tên chủ hộ', 'Địa chỉ', 'Số khẩu'],
      [1, 'Nguyễn Văn An', 'Số 3', 4],
      [2, 'Trần Thị Bình', 'Số 5', 2],
    ],
    [
      ['Tên', 'Mã'],
      ['AstraZeneca', 'AZ'],
    ],
  ] satisfies MadeRows[])
    assert.equal((await readMadeList(rows)).layout.isList, false, JSON.stringify(rows[0]));
});
