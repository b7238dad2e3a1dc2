/** Random combinations of what lists are made of: whatever the layout, everybody on it is read and nobody else. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { merged, readMadeList } from '../../../test/support/made-list.ts';
import type { Cell, MergedRange } from '../workbook.ts';

/** Features of a list in any combination; each changes the shape of the sheet, never who stands on it. */
const shapes = fc.record({
  ordinal: fc.constantFrom('running', 'restarting', 'none'),
  household: fc.constantFrom('none', 'column', 'merged', 'heading', 'name'),
  sections: fc.boolean(),
  birth: fc.constantFrom('one', 'menAndWomen', 'parts'),
  name: fc.constantFrom('one', 'two'),
  titles: fc.integer({ min: 0, max: 9 }),
  numbering: fc.boolean(),
  repeat: fc.boolean(),
  total: fc.boolean(),
  signed: fc.boolean(),
  seed: fc.nat(),
});
type Shape = typeof shapes extends fc.Arbitrary<infer T> ? T : never;

const FAMILIES = ['Nguyễn', 'Trần', 'Hồ', 'Tô', 'Lô', 'Tống', 'Vàng', 'Đỗ'];
const GIVEN = ['An', 'Bình', 'Công', 'Khu', 'Ngày', 'Sáu', 'Hoa', 'Yến', 'Mỹ'];

function layOut(shape: Shape): { rows: Cell[][]; merges: MergedRange[]; people: Map<number, string> } {
  const rows: Cell[][] = [];
  const merges: MergedRange[] = [];
  const people = new Map<number, string>();
  const parts = { one: ['Ngày sinh'], menAndWomen: ['Năm sinh', null], parts: ['Ngày', 'Tháng', 'Năm'] }[
    shape.birth
  ];
  const header: Cell[] = [
    ...(shape.ordinal === 'none' ? [] : ['STT']),
    ...(shape.household === 'column' || shape.household === 'merged' ? ['Số hộ'] : []),
    ...(shape.name === 'one' ? ['Họ và tên'] : ['Họ đệm', 'Tên']),
    ...parts,
    ...(shape.birth === 'menAndWomen' ? [] : ['Giới tính']),
    'Quan hệ',
  ];
  const addHeader = (): void => {
    rows.push(header);
    if (shape.birth !== 'menAndWomen') return;
    const at = header.indexOf('Năm sinh');
    merges.push(merged(rows.length - 1, at, rows.length - 1, at + 1));
    rows.push(header.map((_, column) => (column === at ? 'Nam' : column === at + 1 ? 'Nữ' : null)));
  };
  const nameAt = header.findIndex((word) => word === 'Họ và tên' || word === 'Họ đệm');
  for (let i = 0; i < shape.titles; i++)
    rows.push([i === 0 ? 'DANH SÁCH NHÂN KHẨU' : `- Hướng dẫn ${'i'.repeat(i)}: ghi rõ họ tên`]);
  addHeader();
  if (shape.numbering) rows.push(header.map((_, i) => `(${i + 1})`));
  let [running, seed] = [0, shape.seed];
  const next = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  for (let house = 0; house < 12; house++) {
    if (shape.sections && house % 4 === 0) rows.push([`KHU PHỐ ${1 + house / 4}`]);
    if (shape.repeat && house === 6) addHeader();
    const family = FAMILIES[next(FAMILIES.length)]!;
    const members = Array.from({ length: 2 + next(3) }, (_, i) => ({
      family: `${family} ${i % 2 === 0 ? 'Văn' : 'Thị'}`,
      given: GIVEN[next(GIVEN.length)]!,
      man: i % 2 === 0,
      year: 1950 + next(60),
      relation: ['Chủ hộ', 'Vợ', 'Con', 'Con'][i]!,
    }));
    const head = `${members[0]!.family} ${members[0]!.given}`;
    if (shape.household === 'heading') rows.push([`Hộ ông: ${head}`]);
    if (shape.household === 'name')
      rows.push(header.map((_, column) => (column === nameAt ? head.toUpperCase() : null)));
    const first = rows.length;
    members.forEach((one, i) => {
      running++;
      const date = `0${1 + next(9)}/0${1 + next(9)}/${one.year}`;
      const born: Cell[] = {
        one: [date],
        menAndWomen: one.man ? [date, null] : [null, one.year],
        parts: [5, 6, one.year],
      }[shape.birth];
      rows.push([
        ...(shape.ordinal === 'none' ? [] : [shape.ordinal === 'running' ? running : i + 1]),
        ...(shape.household === 'column' || (shape.household === 'merged' && i === 0)
          ? [`H${house}`]
          : shape.household === 'merged'
            ? [null]
            : []),
        ...(shape.name === 'one' ? [`${one.family} ${one.given}`] : [one.family, one.given]),
        ...born,
        ...(shape.birth === 'menAndWomen' ? [] : [one.man ? 'Nam' : 'Nữ']),
        one.relation,
      ]);
      people.set(rows.length, `${one.family} ${one.given}|${one.man ? 'M' : 'F'}|${one.year}|${house}`);
    });
    if (shape.household === 'merged')
      merges.push(merged(first, header.indexOf('Số hộ'), rows.length - 1, header.indexOf('Số hộ')));
  }
  if (shape.total) rows.push([null, `Tổng cộng: ${running} người`]);
  if (shape.signed)
    rows.push(
      [null, null, 'Hồng Hà, ngày 14 tháng 12 năm 2021'],
      [null, 'NGƯỜI LẬP', null, 'TRƯỞNG KHU PHỐ'],
      [null, 'Nguyễn Thị Hạnh', null, 'Trần Văn Dũng'],
    );
  return { rows, merges, people };
}

test('whatever the layout, every person is found with name, sex and year, and nobody is invented', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async (shape) => {
      const { rows, merges, people } = layOut(shape);
      const { people: found } = await readMadeList(rows, { merges });
      assert.deepEqual(
        found.map(({ row, claim }) => [row, `${claim.name}|${claim.sex}|${claim.birth?.on.slice(0, 4)}`]),
        [...people].map(([row, told]) => [row, told.slice(0, told.lastIndexOf('|'))]),
      );
      // Neighbours share a household exactly if they live in one, in whatever way the list tells it.
      found.forEach(({ row, claim }, i) => {
        if (i === 0 || shape.household === 'none') return;
        const house = (at: number): string => people.get(at)!.split('|').at(-1)!;
        const before = found[i - 1]!.row;
        const same = claim.household === found[i - 1]!.claim.household;
        // Two neighbouring households whose heads have one name cannot be told apart by headings of names.
        const namesakes =
          !same ||
          house(row) === house(before) ||
          shape.household === 'heading' ||
          shape.household === 'name';
        assert.ok(house(row) !== house(before) ? namesakes : same);
      });
    }),
    { numRuns: 120 },
  );
});
