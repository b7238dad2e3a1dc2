import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { testDatabase, tester } from '../../test/support/database.ts';
import { day, INJECTIONS, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { checkReport } from '../population/check-report.ts';
import { DISPATCH_BANDS, type Figure } from '../population/contract.ts';
import { recordOneReport } from '../population/record-report.ts';
import { ANNEX_FIGURES, type AnnexQuery, annexOf } from './annex.ts';
import { coverage } from './coverage.ts';

const [THEN, NOW] = [day('2021-12-14'), day('2025-07-01')];
const HOME = '06697';
const idOf = (code: string): number => units.byCode(code, THEN).id;
const province = units.communesUnder(idOf('22'), THEN);
const divided = province.find(({ id }) => 'unassignedWithin' in units.mapTo(id, NOW))!.code;
const ask = (db: Database, code: string, by: AnnexQuery['by'], mapDate: PlainDate = THEN) =>
  annexOf(db, units, { unitId: units.byCode(code, mapDate).id, by, date: THEN, mapDate });

// Far from each other: nobody here is to be taken for somebody else.
const NAMES = [
  'Nguyễn Văn An',
  'Trần Đức Bình',
  'Lê Minh Châu',
  'Phạm Quang Dũng',
  'Hoàng Gia Khoa',
  'Vũ Long',
];
const person = (n: number) => [NAMES[n]!, `1${n}/0${n + 1}/${1950 + 9 * n}`, 'Nam', null] as const;
const lives = (n: number, kind: string) => [...person(n), 'Khu 1', kind, null];

async function report(
  db: Database,
  code: string,
  figures: readonly Pick<Figure, 'series' | 'band' | 'people'>[],
) {
  const { id } = await recordOneReport(
    db,
    units,
    tester,
    {
      unitId: idOf(code),
      effectiveOn: day('2021-12-10'),
      bandSet: DISPATCH_BANDS.id,
      source: 'form',
      note: null,
      figures: figures.map((figure) => ({ ...figure, hamlet: '', sex: 'all', method: null })),
    },
    new Date(),
  );
  await checkReport(
    db,
    units,
    tester,
    id,
    { action: 'submitted', checkerId: null, reason: null },
    new Date(),
  );
}

/** A commune with every residence kind, one that the reform divided; one of them reported b and c. */
async function furnished(): Promise<Database> {
  const db = await testDatabase();
  const kinds = ['Thường trú', 'Tạm trú', 'Tạm vắng', 'Vãng lai'];
  await load(
    db,
    await listFile(
      RESIDENTS,
      kinds.map((kind, n) => lives(n, kind)),
    ),
    { unitCode: HOME },
  );
  await load(db, await listFile(RESIDENTS, [lives(4, 'Thường trú'), lives(5, 'Tạm trú')]), {
    unitCode: divided,
  });
  await load(
    db,
    await listFile(
      INJECTIONS,
      [0, 2, 3].map((n) => [...person(n), 'AZ', '05/06/2021', 'L1', 1]),
    ),
    { unitCode: HOME },
  );
  await report(db, HOME, [
    { series: 'actual', band: 'total', people: 30 },
    { series: 'actual', band: '18-49', people: 12 },
    { series: 'transient', band: 'total', people: 0 },
  ]);
  return db;
}

test('the rows of every level and map add up to the unit, figure by figure, and are those of coverage', async () => {
  const db = await furnished();
  for (const mapDate of [THEN, NOW]) {
    const self = await ask(db, '22', 'self', mapDate);
    for (const by of ['self', 'children', 'communes'] as const) {
      const annex = await ask(db, '22', by, mapDate);
      assert.deepEqual(annex.total, self.total, `${by} on the map of ${mapDate}`);
      const { rows } = await coverage(db, units, { unitCode: '22', by, date: THEN, mapDate });
      for (const row of annex.rows) {
        if (row.ageBand === 'total' || row.residenceKind === 'present') continue;
        const same = rows.find(
          (one) =>
            one.unit === row.unit && one.residenceKind === row.residenceKind && one.ageBand === row.ageBand,
        );
        assert.deepEqual([row.listed ?? 0, row.dose1 ?? 0], [same?.residents ?? 0, same?.dose1 ?? 0]);
      }
    }
  }
  const { rows } = await ask(db, '22', 'communes', NOW);
  const unassigned = rows.filter(({ unit }) => unit === 'unassigned');
  assert.equal(unassigned.find(({ residenceKind }) => residenceKind === 'present')!.listed, 2);
  assert.deepEqual(rows.slice(-unassigned.length), unassigned, 'the last row of the annex');
});

const KINDS = ['Thường trú', 'Tạm trú', 'Tạm vắng', 'Vãng lai'];
/** Anybody, anywhere: a divided commune in every list, so that its people stand in none of its successors. */
const anybody = fc.record({
  commune: fc.integer({ min: 0, max: province.length }).map((n) => province[n]?.code ?? divided),
  kind: fc.constantFrom(...KINDS),
  year: fc.integer({ min: 1925, max: 2021 }),
  doses: fc.integer({ min: 0, max: 3 }),
});
const DOSE_DAYS = ['05/06/2021', '05/08/2021', '10/12/2021'];

test('whoever lives wherever: communes, districts and the province add up on every map, kinds and groups within each', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anybody, { minLength: 5, maxLength: 40 }), async (people) => {
      const db = await testDatabase();
      const numbered = people.map((one, n) => {
        const century = one.year < 2000 ? 0 : 2;
        const id = `022${century}${String(one.year).slice(-2)}${String(7_919 * (n + 1)).padStart(6, '0')}`;
        return { ...one, who: [NAMES[n % NAMES.length]!, `15/06/${one.year}`, 'Nam', id] as const };
      });
      for (const [unitCode, own] of Map.groupBy(numbered, ({ commune }) => commune))
        await load(
          db,
          await listFile(
            RESIDENTS,
            own.map(({ who, kind }) => [...who, 'Khu 1', kind, null]),
          ),
          { unitCode },
        );
      const injected = numbered.flatMap(({ who, doses }) =>
        DOSE_DAYS.slice(0, doses).map((on, i) => [...who, 'AstraZeneca', on, 'L1', i + 1] as const),
      );
      if (injected.length > 0) await load(db, await listFile(INJECTIONS, injected));
      const whole = (await ask(db, '22', 'self')).total;
      for (const mapDate of [THEN, NOW, day('2026-05-01')])
        for (const by of ['self', 'children', 'communes'] as const) {
          const { rows, total } = await ask(db, '22', by, mapDate);
          assert.deepEqual(
            total.map(({ listed, dose1, none }) => [listed, dose1, none]),
            whole.map(({ listed, dose1, none }) => [listed, dose1, none]),
            `${by} on the map of ${mapDate}`,
          );
          for (const figure of ['listed', 'dose1', 'dose2', 'dose3', 'none'] as const)
            for (const { residenceKind, ageBand, [figure]: sum } of total) {
              const alike = rows.filter(
                (row) => row.residenceKind === residenceKind && row.ageBand === ageBand,
              );
              assert.equal(
                alike.reduce((added, row) => added + (row[figure] ?? 0), 0),
                sum ?? 0,
                `${figure} of ${residenceKind} ${ageBand} by ${by} on the map of ${mapDate}`,
              );
            }
        }
      const present = people.filter(({ kind }) => kind !== 'Tạm vắng');
      const found = whole.find(
        ({ residenceKind, ageBand }) => residenceKind === 'present' && ageBand === 'total',
      );
      assert.deepEqual(
        [found?.listed ?? 0, found?.dose1 ?? 0],
        [present.length, present.filter(({ doses }) => doses > 0).length],
      );
    }),
    { numRuns: 3 },
  );
});

test('within a unit kinds and groups add up; the absent are counted where they are', async () => {
  const db = await furnished();
  const { rows } = await ask(db, HOME, 'self');
  const find = (kind: string, band: string) =>
    rows.find(({ residenceKind, ageBand }) => residenceKind === kind && ageBand === band)!;
  for (const figure of ANNEX_FIGURES.filter((one) => !['official', 'actual', 'transient'].includes(one))) {
    const kinds = ['permanent', 'temporary', 'transient'].map((kind) => find(kind, 'total')[figure]!);
    assert.equal(
      find('present', 'total')[figure],
      kinds.reduce((sum, value) => sum + value, 0),
    );
    const bands = rows.filter(
      ({ residenceKind, ageBand }) => residenceKind === 'present' && ageBand !== 'total',
    );
    assert.equal(
      find('present', 'total')[figure],
      bands.reduce((sum, row) => sum + row[figure]!, 0),
    );
  }
  const present = find('present', 'total');
  assert.deepEqual([present.listed, present.dose1, present.none], [3, 2, 1]);
  assert.deepEqual([find('absent', 'total').listed, find('absent', 'total').dose1], [1, 1]);
});

test('what nobody reported is blank, a reported nought is 0, and the completeness says who is missing', async () => {
  const db = await furnished();
  const annex = await ask(db, '22', 'communes');
  const at = (code: string, kind: string, band = 'total') =>
    annex.rows.find(
      ({ unit, residenceKind, ageBand }) => unit === code && residenceKind === kind && ageBand === band,
    )!;
  const home = at(HOME, 'present');
  assert.deepEqual([home.actual, home.transient, home.dose3], [30, 0, 0]);
  assert.equal(at(HOME, 'transient').transient, 0, 'c stands beside the transient too');
  assert.deepEqual([at(HOME, 'present', '18-49').actual, at(HOME, 'present', '12-17').actual], [12, null]);
  assert.equal(at(HOME, 'permanent').actual, null, 'b knows no residence kind');
  assert.deepEqual(home.estimated, []);
  assert.deepEqual(at(HOME, 'present', '18-49').estimated, ['official'], 'census of the district, by age');
  const blank = annex.rows.filter(
    ({ residenceKind, ageBand, listed }) =>
      residenceKind === 'present' && ageBand === 'total' && listed === null,
  );
  const { communes, listed, population } = annex.completeness;
  assert.equal(communes, province.length);
  assert.equal(listed, 2);
  assert.equal(blank.length, communes - listed, 'who handed in nothing is blank');
  assert.deepEqual([population.actual.reported, population.actual.states], [1, { submitted: 1 }]);
  const empty = at(blank[0]!.unit, 'present');
  assert.deepEqual([empty.actual, empty.transient, empty.dose1, empty.none], [null, null, null, null]);
});
