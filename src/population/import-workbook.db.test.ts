import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import test, { after } from 'node:test';
import { testDatabase, tester } from '../../test/support/database.ts';
import { units } from '../../test/support/lists.ts';
import { communeForm, formFile, textFile } from '../../test/support/population-forms.ts';
import { handBack } from '../intake/hand-back/hand-back.ts';
import { openWorkbook } from '../intake/read/open-workbook.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { DISPATCH_BANDS } from './contract.ts';
import { populationFigures } from './figures.ts';
import { importWorkbook, type WorkbookOptions } from './import-workbook.ts';

const DAY = '2021-12-14' as PlainDate;
const NOW = new Date('2021-12-15T03:00:00Z');
const take = (db: Database, path: string, options: Partial<WorkbookOptions> = {}) =>
  importWorkbook(
    db,
    units,
    async () => [],
    tester,
    { path, name: basename(path), fileId: null },
    { unitCode: '06697', asOf: null, note: null, dryRun: false, submit: true, ...options },
    NOW,
  );
const ask = async (db: Database, code: string, by: 'self' | 'communes' = 'self', date = DAY) =>
  populationFigures(db, units, {
    unitId: units.byCode(code, date).id,
    date,
    mapDate: date,
    by,
    bandSet: DISPATCH_BANDS.id,
  });
const series = (answer: Awaited<ReturnType<typeof ask>>, name: string, row = 0) => {
  const { people, bands, basis } = answer.rows[row]!.series.find((one) => one.series === name)!;
  return { people, bands: bands.map((band) => band.people), state: basis?.state ?? null };
};

const BEFORE = communeForm('30/11/2021', [
  ['Khu phố 1', null, 571, 137, 38, 279, 91, 26, 19, 0, 1, 16, 2, 0],
  ['Khu phố 2', null, 3126, 687, 222, 1543, 480, 194, 38, 2, 2, 31, 2, 1],
  ['Tổng cộng', 23000, 3697, 824, 260, 1822, 571, 220, 57, 2, 3, 47, 4, 1],
]);
const NOW_FORM = communeForm('14/12/2021', [
  ['Khu phố 1', null, 656, 135, 29, 282, 93, 27, 20, 0, 1, 16, 3, 0],
  ['Khu phố 2', null, 3065, 687, 168, 1530, 482, 198, 31, 1, 0, 30, 0, 0],
  ['Tổng cộng', 23000, '3.721', 822, 197, '1.812', 575, 225, 51, 1, 1, 46, 3, 0],
]);

test('the commune form with its report before: figures as they stand, findings on the very cells', async () => {
  const db = await testDatabase();
  const result = await take(db, await formFile([NOW_FORM, BEFORE]));
  assert.deepEqual(
    result.reports.map(({ asOf, previous, state, version }) => [asOf, previous, state, version]),
    [
      ['2021-11-30', true, 'draft', 1],
      ['2021-12-14', false, 'submitted', 2],
    ],
  );
  const found = result.findings.filter(({ code }) => code !== 'population_census_differs');
  assert.deepEqual(
    found.map(({ sheet, row, column, code, suggestion }) => [sheet, row, column, code, suggestion]),
    [
      ['14-12-2021', 9, 'D', 'population_parts_differ', null],
      ['14-12-2021', 9, 'D', 'population_change_large', null],
      ['14-12-2021', 10, 'F', 'population_change_large', null],
      ['14-12-2021', 11, 'D', 'population_number_text', '3721'],
      ['14-12-2021', 11, 'G', 'population_number_text', '1812'],
      ['14-12-2021', 11, 'D', 'population_parts_differ', null],
      ['14-12-2021', 11, 'F', 'population_change_large', null],
    ],
  );
  const answer = await ask(db, '06697');
  assert.deepEqual(series(answer, 'actual'), {
    people: 3721,
    bands: [822, 197, 1812, 575, 225],
    state: 'submitted',
  });
  assert.deepEqual(series(answer, 'transient'), { people: 51, bands: [1, 1, 46, 3, 0], state: 'submitted' });
  assert.equal(series(answer, 'official').people, 23_000);
  assert.ok(
    answer.rows[0]!.series[0]!.bands.every(({ method }) => method === 'district_ages'),
    'official groups are estimates',
  );
});

test('the same file again is no new version; a dry run keeps nothing', async () => {
  const db = await testDatabase();
  const path = await formFile([NOW_FORM]);
  await take(db, path, { dryRun: true });
  assert.deepEqual(await db.query('SELECT 1 FROM app.population_report'), []);
  await take(db, path);
  const again = await take(db, path);
  assert.deepEqual(
    again.reports.map(({ version, unchanged }) => [version, unchanged]),
    [[1, true]],
  );
});

test('the workbook comes back with what was found, its own cells untouched', async () => {
  const db = await testDatabase();
  const path = await formFile([NOW_FORM]);
  const result = await take(db, path);
  const folder = await mkdtemp(join(tmpdir(), 'sotiem-returned-'));
  after(() => rm(folder, { recursive: true, force: true }));
  const target = join(folder, 'back.xlsx');
  await handBack(path, 'bieu.xlsx', target, { ...result, dryRun: false, language: 'vi' });
  const book = await openWorkbook(target, 'back.xlsx');
  const rows = [];
  for await (const batch of book.rows(0)) rows.push(...batch);
  await book.close();
  const nine = rows.find(({ row }) => row === 9)!;
  assert.equal(nine.cells[3], 656);
  assert.match(
    String(nine.cells.at(-1)),
    /b\) Thực tế, tổng số: tổng số ghi 656, cộng các nhóm tuổi là 566, lệch 90/,
  );
});

test('other layouts: text with semicolons and no merges, hamlets without a total', async () => {
  const db = await testDatabase();
  const path = textFile([
    'Phường Hồng Hà - dân số thực tế ngày 14/12/2021;;;;;;',
    'TT;Tổ dân phố;< 12;12 đến 17;18-49;50-65;> 65',
    '1;Tổ 1;100;20;1.200;80;30',
    '2;Tổ 2;90;25;150;70;20',
  ]);
  const { findings } = await take(db, path);
  assert.deepEqual(
    findings.map(({ row, column, code }) => [row, column, code]),
    [
      [3, 'E', 'population_number_text'],
      [3, null, 'population_census_differs'],
    ],
  );
  assert.deepEqual(series(await ask(db, '06697'), 'actual'), {
    people: 1785,
    bands: [190, 45, 1350, 150, 50],
    state: 'submitted',
  });
});

test('other layouts: households and shares beside people, sexes under groups, an overlapping last group, a commune called Cộng Hòa', async () => {
  const db = await testDatabase();
  const path = await formFile([
    {
      name: 'Bieu 02',
      rows: [
        ['UBND thành phố Cẩm Phả: dân số thực tế hiện nay, tính đến ngày 14/12/2021'],
        ['Địa bàn', 'Số hộ', 'Số khẩu', 'Từ 18 đến 49 tuổi', null, '50 - 65', '65 tuổi trở lên', 'Tỷ lệ (%)'],
        [null, null, null, 'Nam', 'Nữ', null, null, null],
        ['Cộng Hòa', 900, '3.200', 700, 720, 400, '180', 5.6],
        ['P. Mông Dương', 1000, 5000, 1100, 1150, 700, 300, 6],
        ['CỘNG', 1900, 8200, 1800, 1870, 1100, 480, 5.9],
      ],
      merges: [{ startRow: 1, startCol: 3, endRow: 1, endCol: 4 }],
    },
  ]);
  const { reports, findings } = await take(db, path, { unitCode: '195' });
  assert.equal(reports.length, 3);
  assert.deepEqual(
    findings.filter(({ severity }) => severity === 'error'),
    [],
  );
  const answer = await ask(db, '195');
  assert.deepEqual(series(answer, 'actual'), {
    people: 8200,
    bands: [null, null, 3670, 1100, 480],
    state: null,
  });
  const { men, women } = answer.rows[0]!.series[1]!.bands[2]!;
  assert.deepEqual([men, women], [1800, 1870]);
});

test('other layouts: groups as rows, series as columns, men and women apart', async () => {
  const db = await testDatabase();
  await take(
    db,
    await formFile([
      {
        name: 'Bieu',
        rows: [
          ['UBND phường Hồng Hà, ngày 14 tháng 12 năm 2021'],
          ['Nhóm tuổi', 'Dân số thực tế', null, 'Vãng lai'],
          [null, 'Nam', 'Nữ', 'Tổng số'],
          ['Dưới 12 tuổi', 410, 412, 1],
          ['Từ 12 đến 17 tuổi', 130, 127, 1],
          ['Từ 18 đến 49 tuổi', 900, 912, 46],
          ['Từ 50 đến 65 tuổi', 280, 295, 3],
          ['Trên 65 tuổi', 100, 125, 0],
        ],
        merges: [{ startRow: 1, startCol: 1, endRow: 1, endCol: 2 }],
      },
    ]),
  );
  const answer = await ask(db, '06697');
  assert.deepEqual(series(answer, 'actual'), {
    people: 3691,
    bands: [822, 257, 1812, 575, 225],
    state: 'submitted',
  });
  assert.deepEqual(answer.rows[0]!.series[1]!.bands.map(({ men, women }) => [men, women])[0], [410, 412]);
  assert.equal(series(answer, 'transient').people, 51);
});

test("a district's file: a version for each commune, its own total beside, a name it does not have is told", async () => {
  const db = await testDatabase();
  const path = await formFile([
    {
      name: 'Ha Long',
      rows: [
        ['BIỂU DÂN SỐ THỰC TẾ THÀNH PHỐ HẠ LONG ĐẾN NGÀY 14/12/2021'],
        ['STT', 'Xã, phường', 'Tổng số', 'Dưới 12', '12-17', '18-49', '50-65', 'Trên 65'],
        [1, 'Phường Hồng Hà', 3691, 822, 257, 1812, 575, 225],
        [2, 'P. Hồng Hải', 1000, 200, 100, 500, 150, 50],
        [3, 'Phường Không Có', 10, 2, 2, 2, 2, 2],
        [null, 'Tổng cộng', 4791, 1022, 357, 2312, 725, 275],
      ],
    },
  ]);
  const { findings, reports } = await take(db, path, { unitCode: '193' });
  assert.equal(reports.length, 3);
  assert.deepEqual(
    findings
      .filter(({ code }) => code === 'population_row_unknown')
      .map(({ row, severity, cell }) => [row, severity, cell]),
    [[5, 'error', 'Phường Không Có']],
  );
  const answer = await ask(db, '193');
  assert.equal(series(answer, 'actual').people, 4691);
  assert.deepEqual([answer.own[0]!.series, answer.own[0]!.people], ['actual', 4791]);
  assert.equal(series(await ask(db, '193', 'communes'), 'actual', 0).people !== undefined, true);
});

test('what is no population form is refused, and a form of another commune is told', async () => {
  const db = await testDatabase();
  await assert.rejects(
    take(
      db,
      await formFile([
        {
          name: 'A',
          rows: [
            // Birth years in the columns of men and women: nearly a form, were it not for the names.
            ['TT', 'Họ và tên', 'Năm sinh', null, 'Địa bàn'],
            [null, null, 'Nam', 'Nữ', null],
            [1, 'Nguyễn Văn An', 1980, null, 'Khu phố 1'],
            [2, 'Trần Thị Bình', null, 1990, 'Khu phố 2'],
          ],
        },
      ]),
    ),
    /population_form_missing/,
  );
  const { findings } = await take(db, await formFile([NOW_FORM]), { unitCode: '06676' });
  assert.ok(findings.some(({ code }) => code === 'population_other_unit'));
  await assert.rejects(
    take(db, textFile(['STT;Thôn;Dưới 7;7-17;18-49', '1;Thôn 1;3;4;5'])),
    /population_bands_unmatched/,
  );
});
