import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { PlainDate } from '../kernel/plain-date.ts';
import { referenceUnits, type UnitVersion } from './units.ts';

const units = referenceUnits();
const then = '2021-12-14' as PlainDate;
const now = '2025-07-01' as PlainDate;
const ofLevel = (date: PlainDate, level: number): UnitVersion[] =>
  units.unitsAt(date).units.filter((unit) => unit.level === level);

test('the maps have the counts of the official lists', () => {
  assert.deepEqual(
    [1, 2, 3].map((level) => ofLevel(then, level).length),
    [63, 705, 10_599],
  );
  assert.deepEqual(
    [1, 2, 3].map((level) => ofLevel(now, level).length),
    [34, 0, 3321],
  );
  const before = units.byCode('22', then);
  assert.deepEqual(
    [before.fullName, units.children(before.id, then).length, units.communesUnder(before.id, then).length],
    ['Tỉnh Quảng Ninh', 13, 177],
  );
  const types = Map.groupBy(units.communesUnder(units.byCode('22', now).id, now), ({ type }) => type);
  assert.deepEqual(
    [types.get('Phường')?.length, types.get('Xã')?.length, types.get('Đặc khu')?.length],
    [30, 22, 2],
  );
  assert.equal(units.byCode('75', '2026-05-01' as PlainDate).fullName, 'Thành phố Đồng Nai');
});

test("a code is read on the date's map: most codes of 2025 were in use before, many under another name", () => {
  const reused = ofLevel(now, 3).filter(
    ({ code }) =>
      units.findByCode(code, then) !== undefined || units.findByCode(code.slice(-3), then)?.code === code,
  );
  assert.ok(reused.length >= 3300, String(reused.length));
  assert.ok(reused.filter(({ code, name }) => units.findByCode(code, then)?.name !== name).length > 1800);
  assert.equal(units.byCode('06970', now).id, units.byCode('06978', now).id);
});

test('every unit of 2021 is somewhere in 2025: in one unit, or unassigned within its province', () => {
  for (const commune of ofLevel(then, 3)) {
    const placed = units.mapTo(commune.id, now);
    const anchor = 'unitId' in placed ? placed.unitId : placed.unassignedWithin;
    assert.ok(anchor !== 0 && units.find(anchor, now) !== undefined, commune.code);
    const kind = units.nowUnit(commune.id, now).kind;
    assert.equal('unitId' in placed, kind === 'same' || kind === 'full' || kind === 'partial', commune.code);
  }
});

test('parents exist and the tree has no circles', () => {
  for (const date of [then, now])
    for (const unit of units.unitsAt(date).units)
      assert.equal(units.ancestors(unit.id, date).at(-1)?.level, 1);
});

test('names are found whatever their prefix, case and accents; two of one name are never guessed', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ofLevel(then, 3).filter(({ code }) => code.startsWith('0'))),
      fc.constantFrom('full', 'upper', 'bare', 'short'),
      (commune, how) => {
        const [, district, province] = units.ancestors(commune.id, then);
        const words = {
          full: commune.fullName,
          upper: commune.fullName.toUpperCase(),
          bare: commune.fullName.normalize('NFD'),
          short: commune.fullName.replace('Phường', 'P.').replace('Thị trấn', 'TT'),
        }[how];
        const found = units.findByName(
          { commune: words, district: district!.fullName, province: province!.fullName },
          then,
        );
        return 'unit' in found && found.unit.id === commune.id;
      },
    ),
  );
  const two = units.findByName({ commune: 'Xã Tân Lập' }, then);
  assert.ok('ambiguous' in two && two.ambiguous.length > 5);
});

test('between two known maps the earlier one, marked so', () => {
  assert.equal(units.unitsAt('2024-01-01' as PlainDate).status, 'earlier_map');
  assert.equal(units.unitsAt('2024-01-01' as PlainDate).units.length, units.unitsAt(then).units.length);
  assert.equal(units.unitsAt('2021-03-08' as PlainDate).status, 'before_first_map');
});
