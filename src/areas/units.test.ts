import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { PlainDate } from '../kernel/plain-date.ts';
import { referenceRows, referenceUnits, Units, type UnitVersion, unitNameKey } from './units.ts';

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

test("a code is read on the date's map: 3,314 of the 3,321 codes of 2025 were in use before, 1,885 under another name", () => {
  const before = new Map(ofLevel(then, 3).map((unit) => [unit.code, unit]));
  const reused = ofLevel(now, 3).filter(({ code }) => before.has(code));
  assert.equal(reused.length, 3314);
  assert.equal(reused.filter(({ code, name }) => before.get(code)!.name !== name).length, 1885);
  for (const { code, id } of reused) {
    assert.equal(units.byCode(code, now).id, id);
    assert.equal(units.byCode(code, then).id, before.get(code)!.id);
  }
});

test('codes are text, short ones are padded, and an alias is the unit itself', () => {
  assert.equal(units.byCode('06970', now).id, units.byCode('06978', now).id);
  assert.equal(units.byCode('06970', now).code, '06978');
  assert.equal(units.byCode(' 1 ', then).fullName, 'Thành phố Hà Nội');
  assert.equal(units.byCode('01', then).level, 1);
  assert.equal(units.byCode('001', then).level, 2);
  assert.equal(units.byCode('00001', then).level, 3);
  assert.throws(() => units.byCode('99999', then), /unit_unknown/);
  assert.throws(() => units.byCode('', then), /unit_unknown/);
});

test('Quảng Ninh: 13 districts and 177 communes become 54 units, and every one of the 177 is somewhere in them', () => {
  const [before, after] = [units.byCode('22', then), units.byCode('22', now)];
  assert.equal(before.id, after.id, 'the province stays itself');
  const today = new Set(units.communesUnder(after.id, now).map(({ id }) => id));
  assert.equal(today.size, 54);
  const kinds = Map.groupBy(units.communesUnder(before.id, then), ({ id }) => units.nowUnit(id, now).kind);
  assert.equal([...kinds.values()].flat().length, 177);
  assert.equal(kinds.get('gone'), undefined);
  for (const { id } of units.communesUnder(before.id, then))
    for (const unit of units.nowUnit(id, now).units) assert.ok(today.has(unit.id));
  for (const { id } of units.children(before.id, then))
    assert.ok(
      units.find(id, now) === undefined || units.find(id, now)!.level === 3,
      'no district is left, but one that became a unit',
    );
});

test('"which unit is it now" tells a merger from a part and from several', () => {
  const kindOf = (relations: readonly string[], count: number): string =>
    count > 1 ? 'several' : relations.every((relation) => relation === 'full') ? 'full' : 'partial';
  const successions = referenceRows('successions.tsv');
  const seen = new Set<string>();
  for (const [from, rows] of Map.groupBy(successions, ([id]) => Number(id))) {
    if (units.find(from, now) !== undefined) continue;
    const targets = new Set(rows.map(([, to]) => to));
    const { kind, units: found } = units.nowUnit(from, now);
    assert.deepEqual(new Set(found.map(({ id }) => String(id))), targets);
    assert.equal(
      kind,
      kindOf(
        rows.map(([, , , relation]) => relation!),
        targets.size,
      ),
      String(from),
    );
    seen.add(kind);
  }
  assert.deepEqual([...seen].sort(), ['full', 'several']);

  // A part of a unit whose rest is not known: its people are there, and the answer says that not all of it is.
  const version = (id: number, from: PlainDate, to: PlainDate | null): UnitVersion => ({
    ...units.byCode('22', then),
    id,
    code: String(id),
    from,
    to,
  });
  const part = new Units(
    [version(1, then, now), version(2, now, null)],
    [{ fromId: 1, toId: 2, on: now, relation: 'partial', method: 'test', areaShare: null, flag: '' }],
    [],
  );
  assert.equal(part.nowUnit(1, now).kind, 'partial');
  assert.equal(part.nowUnit(1, then).kind, 'same');
  assert.equal(part.nowUnit(2, then).kind, 'gone');
});

test('30/04/2026: Đồng Nai is a city and ten of its communes are wards, each still itself', () => {
  const [before, after] = ['2026-04-29', '2026-04-30'] as PlainDate[] as [PlainDate, PlainDate];
  const province = units.byCode('75', before);
  assert.deepEqual(
    [province.fullName, units.byCode('75', after).fullName],
    ['Tỉnh Đồng Nai', 'Thành phố Đồng Nai'],
  );
  const changed = units.communesUnder(province.id, before).filter((unit) => {
    const later = units.get(unit.id, after);
    return later.type !== unit.type;
  });
  assert.equal(changed.length, 10);
  for (const { id, type } of changed) {
    assert.equal(type, 'Xã');
    assert.equal(units.get(id, after).type, 'Phường');
    assert.equal(units.nowUnit(id, after).kind, 'same');
  }
  assert.equal(
    units.communesUnder(province.id, before).length,
    units.communesUnder(province.id, after).length,
  );
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

test('parents, children and ancestors agree on every map, and the communes of a unit are those of its children', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(then, '2024-06-01' as PlainDate, now, '2026-05-01' as PlainDate),
      fc.nat(),
      (date, pick) => {
        const all = units.unitsAt(date).units;
        const unit = all[pick % all.length]!;
        const chain = units.ancestors(unit.id, date);
        assert.equal(chain[0]!.id, unit.id);
        assert.equal(chain.at(-1)!.level, 1);
        for (const [i, one] of chain.entries()) {
          assert.equal(one.parentId, chain[i + 1]?.id ?? null);
          assert.ok(i === 0 || one.level < chain[i - 1]!.level);
          assert.ok(units.isWithin(unit.id, one.id, date));
          if (i > 0) assert.ok(units.children(one.id, date).some(({ id }) => id === chain[i - 1]!.id));
        }
        const below = units.children(unit.id, date).flatMap(({ id }) => units.communesUnder(id, date));
        if (below.length > 0)
          assert.deepEqual(
            units.communesUnder(unit.id, date).map(({ id }) => id),
            below.map(({ id }) => id),
          );
      },
    ),
    { numRuns: 500 },
  );
});

test('people of any place and map are counted once on any other map, those without a sure place in a row of their own', () => {
  const communes = [...ofLevel(then, 3), ...ofLevel(now, 3)];
  const island = ofLevel(then, 2).filter(({ id }) => units.children(id, then).length === 0);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...communes, ...island), fc.integer({ min: 1, max: 5000 })), {
        minLength: 1,
        maxLength: 200,
      }),
      fc.constantFrom(then, now, '2026-05-01' as PlainDate),
      (people, date) => {
        const byProvince = new Map<number, number>();
        let sure = 0;
        let unassigned = 0;
        for (const [{ id }, count] of people) {
          const placed = units.mapTo(id, date);
          const anchor = 'unitId' in placed ? placed.unitId : placed.unassignedWithin;
          // 0 is the country: some communes of 2025 were made of communes of two provinces.
          if (anchor !== 0)
            assert.notEqual(units.find(anchor, date), undefined, 'it stands on the map asked for');
          if ('unitId' in placed) sure += count;
          else unassigned += count;
          const province = anchor === 0 ? 0 : units.ancestors(anchor, date).at(-1)!.id;
          byProvince.set(province, (byProvince.get(province) ?? 0) + count);
        }
        const total = people.reduce((sum, [, count]) => sum + count, 0);
        assert.equal(sure + unassigned, total);
        assert.equal(
          [...byProvince.values()].reduce((sum, count) => sum + count, 0),
          total,
        );
      },
    ),
    { numRuns: 100 },
  );
});

test('a commune made of communes of two provinces stands, on the map before, in neither of them', () => {
  const [across] = ofLevel(now, 3).filter(({ code }) => code === '31232');
  assert.deepEqual(units.mapTo(across!.id, then), { unassignedWithin: 0 });
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

test('a name is the same whatever its tone marks, prefix, case, accents and zeros; accents tell apart where nothing else does', () => {
  const same = [
    ['Phường Hòa Bình', 'P. Hoà Bình', 'phuong hoa binh', 'HÒA BÌNH', 'P.Hoà  Bình'],
    ['Thị trấn Quy Đạt', 'TT Quy Đạt', 'TT. qui dat'],
    ['Xã Mỹ Lộc', 'X. Mĩ Lộc', 'xã MỸ LỘC'],
    ['Phường 1', 'P.01', 'phường 01', 'P 1'],
    ['Thành phố Thủy Nguyên', 'TP. Thuỷ Nguyên', 'TP Thủy Nguyên'],
  ];
  for (const spellings of same)
    assert.equal(new Set(spellings.map(unitNameKey)).size, 1, spellings.map(unitNameKey).join(' / '));
  const within = (commune: string, district: string) =>
    units.findByName({ commune, district, province: 'Quảng Ninh' }, then);
  const hongHa = within('p.hong ha', 'tp ha long');
  assert.ok('unit' in hongHa && hongHa.unit.code === '06697');
  assert.ok('none' in units.findByName({ commune: 'Xã Không Có', province: 'Quảng Ninh' }, then));
});

test('between two known maps the earlier one, marked so', () => {
  assert.equal(units.unitsAt('2024-01-01' as PlainDate).status, 'earlier_map');
  assert.equal(units.unitsAt('2024-01-01' as PlainDate).units.length, units.unitsAt(then).units.length);
  assert.equal(units.unitsAt('2021-03-08' as PlainDate).status, 'before_first_map');
});

test('where to look for the people of a unit is known for every map: each unit of record that maps into it, and no other', () => {
  for (const date of ['2021-12-14', '2025-08-01', '2026-11-25'] as PlainDate[]) {
    const province = units.byCode('22', date);
    for (const unit of [province, ...units.children(province.id, date).slice(0, 4)]) {
      const within = new Set(units.everWithin(unit.id, date));
      for (const id of [...units.everWithin(province.id, '2021-12-14' as PlainDate), 1, 2, 14_000]) {
        const placed = units.mapTo(id, date);
        const anchor = 'unitId' in placed ? placed.unitId : placed.unassignedWithin;
        assert.equal(
          within.has(id),
          anchor !== 0 && units.isWithin(anchor, unit.id, date),
          `${id} in ${unit.name}`,
        );
      }
    }
  }
});
