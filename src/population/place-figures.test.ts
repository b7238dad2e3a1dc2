import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type Succession, Units, type UnitVersion } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Figure } from './contract.ts';
import { type PlacedFigures, placeFigures } from './place-figures.ts';
import type { Placement } from './store.ts';

const [OLD, NEW] = ['2021-11-01', '2025-07-01'] as PlainDate[] as [PlainDate, PlainDate];
const LATER = '2025-08-01' as PlainDate;
const DISTRICTS = 2;

const unit = (
  id: number,
  level: 1 | 2 | 3,
  parentId: number | null,
  from: PlainDate,
  to: PlainDate | null,
): UnitVersion => ({
  id,
  code: String(id).padStart(level === 1 ? 2 : level === 2 ? 3 : 5, '0'),
  name: `U${id}`,
  fullName: `Xã U${id}`,
  type: 'Xã',
  level,
  parentId,
  from,
  to,
});

// Any old communes in two districts of a province, each going whole or in parts to any of the new communes.
const world = fc
  .record({
    old: fc.integer({ min: 1, max: 8 }),
    fresh: fc.integer({ min: 1, max: 5 }),
    goes: fc.array(fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }), { minLength: 8, maxLength: 8 }),
  })
  .map(({ old, fresh, goes }) => {
    const versions = [unit(1, 1, null, OLD, null)];
    for (let d = 0; d < DISTRICTS; d++) versions.push(unit(10 + d, 2, 1, OLD, NEW));
    for (let n = 0; n < fresh; n++) versions.push(unit(200 + n, 3, 1, NEW, null));
    const successions: Succession[] = [];
    for (let n = 0; n < old; n++) {
      versions.push(unit(100 + n, 3, 10 + (n % DISTRICTS), OLD, NEW));
      const targets = [...new Set(goes[n]!.map((to) => 200 + (to % fresh)))];
      for (const toId of targets)
        successions.push({
          fromId: 100 + n,
          toId,
          on: NEW,
          relation: targets.length === 1 ? 'full' : 'partial',
          method: 'resolution',
          areaShare: null,
          flag: '',
        });
    }
    return { units: new Units(versions, successions, []), old };
  });

const bands = ['total', '0-11', '12-17', '18+'];
const report = fc
  .record({
    whole: fc.array(fc.nat(90_000), { minLength: 4, maxLength: 4 }),
    cuts: fc.array(fc.double({ min: 0, max: 0.6, noNaN: true }), { minLength: 2, maxLength: 2 }),
  })
  .map(({ whole, cuts }): Figure[] =>
    bands.flatMap((band, i) => {
      const shared = { series: 'actual', sex: 'all', band, method: null } as const;
      return [
        { ...shared, hamlet: '', people: whole[i]! },
        ...cuts.map((cut, n) => ({
          ...shared,
          hamlet: `Thôn ${n + 1}`,
          people: Math.floor((whole[i]! * cut) / 1.3),
        })),
      ];
    }),
  );

const people = (placed: readonly PlacedFigures[], band: string): number =>
  placed
    .flatMap(({ figures }) => figures)
    .filter((figure) => figure.band === band)
    .reduce((sum, figure) => sum + figure.people, 0);

test('whatever the successions, hamlets and shares: nobody is lost, nobody is counted twice, nobody is guessed', () => {
  fc.assert(
    fc.property(
      world,
      fc.array(report, { minLength: 8, maxLength: 8 }),
      fc.array(
        fc.record({
          from: fc.nat(7),
          to: fc.nat(4),
          hamlet: fc.constantFrom('', 'thon 1', 'Thôn 2'),
          share: fc.double({ min: 0.05, max: 0.33, noNaN: true }),
        }),
        { maxLength: 12 },
      ),
      ({ units, old }, reports, stated) => {
        const unique = new Map(
          stated.map((one) => [
            one.hamlet === '' ? `${one.from} share ${one.to}` : `${one.from} ${one.hamlet}`,
            one,
          ]),
        );
        const placements = [...unique.values()].map(
          ({ from, to, hamlet, share }): Placement => ({
            fromId: 100 + from,
            toId: 200 + to,
            hamlet,
            share: hamlet === '' ? share : 1,
          }),
        );
        for (let n = 0; n < old; n++) {
          const figures = reports[n]!;
          const placed = placeFigures(units, 100 + n, figures, LATER, placements);
          for (const figure of figures.filter(({ hamlet }) => hamlet === ''))
            assert.equal(people(placed, figure.band), figure.people, figure.band);
          assert.ok(
            placed.every((part) =>
              part.figures.every((figure) => figure.people >= 0 && figure.hamlet === ''),
            ),
          );
          // Without a word from anybody a divided unit stays together in its row of the unplaced.
          const silent = placeFigures(units, 100 + n, figures, LATER, []);
          assert.ok(silent.length <= 1);
          if (silent.length === 1)
            assert.equal('within' in silent[0]!.place, units.nowUnit(100 + n, LATER).units.length > 1);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('hamlets go where they went, a share of the rest is marked as such, what is over stays unplaced', () => {
  const units = new Units(
    [
      unit(1, 1, null, OLD, null),
      unit(100, 3, 1, OLD, NEW),
      unit(200, 3, 1, NEW, null),
      unit(201, 3, 1, NEW, null),
    ],
    [200, 201].map(
      (toId) =>
        ({
          fromId: 100,
          toId,
          on: NEW,
          relation: 'partial',
          method: 'resolution',
          areaShare: null,
          flag: '',
        }) as const,
    ),
    [],
  );
  const total = (hamlet: string, count: number): Figure => ({
    series: 'actual',
    hamlet,
    sex: 'all',
    band: 'total',
    people: count,
    method: null,
  });
  const placed = placeFigures(
    units,
    100,
    [total('', 1000), total('Thôn 1', 300), total('Thôn 2', 200)],
    LATER,
    [
      { fromId: 100, hamlet: 'Thôn 1', toId: 200, share: 1 },
      { fromId: 100, hamlet: '', toId: 201, share: 0.5 },
    ],
  );
  assert.deepEqual(
    placed.map(({ place, figures }) => [place, figures[0]!.people, figures[0]!.method]),
    [
      [{ unit: 200 }, 300, null],
      [{ unit: 201 }, 350, 'stated_share'],
      [{ within: 1 }, 350, null],
    ],
  );
});
