import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import fc from 'fast-check';
import { testDatabase, tester } from '../../test/support/database.ts';
import { INJECTIONS, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import type { Role } from '../identity/access.ts';
import { createAccount } from '../identity/accounts.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { readConfig } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { serve } from '../server/serve.ts';
import { checkReport } from './check-report.ts';
import { DISPATCH_BANDS, type Figure } from './contract.ts';
import { populationFigures } from './figures.ts';
import { placeDividedUnit } from './place-divided-unit.ts';
import { recordOneReport } from './record-report.ts';

const PASSWORD = 'mot-mat-khau-dai';
const DAY = '2021-12-14' as PlainDate;
const REFORM = '2025-08-01' as PlainDate;
const NOW = new Date('2021-12-15T03:00:00Z');
const idOf = (code: string, on = DAY): number => units.byCode(code, on).id;
const total = (people: number, hamlet = '', series: Figure['series'] = 'actual'): Figure => ({
  series,
  hamlet,
  sex: 'all',
  band: 'total',
  people,
  method: null,
});

async function send(db: Database, code: string, figures: readonly Figure[], on = DAY): Promise<string> {
  const { id, unchanged } = await recordOneReport(
    db,
    units,
    tester,
    {
      unitId: idOf(code, on),
      effectiveOn: on,
      bandSet: DISPATCH_BANDS.id,
      source: 'api',
      note: null,
      figures,
    },
    NOW,
  );
  if (unchanged) return id;
  await checkReport(db, units, tester, id, { action: 'submitted', checkerId: null, reason: null }, NOW);
  return id;
}
const ask = (
  db: Database,
  code: string,
  by: 'self' | 'children' | 'communes' = 'self',
  date = DAY,
  mapDate = date,
) =>
  populationFigures(db, units, {
    unitId: idOf(code, mapDate),
    date,
    mapDate,
    by,
    bandSet: DISPATCH_BANDS.id,
  });
const actual = (answer: Awaited<ReturnType<typeof ask>>, unit?: string) =>
  answer.rows
    .find((row) => unit === undefined || row.unit === unit)!
    .series.find(({ series }) => series === 'actual')!;

/** The server with an account of each role that is named, and a way to ask as them. */
async function running() {
  // Stopped before the database closes: hooks run in the order in which they are set.
  let stop = async () => {};
  after(() => stop());
  const db = await testDatabase();
  const serving = await serve(readConfig({ SOTIEM_SECOND_FACTOR: 'off', SOTIEM_LOG: 'silent' }), db, units);
  stop = () => serving.stop();
  const cookies = new Map<string, string>();
  const as = async (role: Role, code: string, method: 'GET' | 'POST', url: string, payload?: object) => {
    const username = `${role}.${code}`;
    if (!cookies.has(username)) {
      await createAccount(db, tester, {
        username,
        displayName: username,
        password: PASSWORD,
        mustChange: false,
        grants: [{ role, unitId: idOf(code) }],
      });
      const signed = await serving.server.inject({
        method: 'POST',
        url: '/api/v1/sign-in',
        payload: { username, password: PASSWORD },
      });
      cookies.set(username, String(signed.headers['set-cookie']).split(';')[0]!);
    }
    const response = await serving.server.inject({
      method,
      url: `/api/v1${url}`,
      headers: { cookie: cookies.get(username)! },
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: response.statusCode, body: JSON.parse(response.body) };
  };
  return { db, as };
}

const form = (people: number, note: string | null = null) => ({
  source: 'form',
  submit: true,
  reports: [
    {
      unit: '06697',
      effectiveOn: DAY,
      note,
      figures: [
        { series: 'actual', band: 'total', people },
        { series: 'actual', band: '0-11', people: 20 },
      ],
    },
  ],
});

test('the way of a report: submitted, returned with a reason, corrected, accepted twice, locked; nothing is overwritten', async () => {
  const { db, as } = await running();
  const first = (await as('commune-clerk', '06697', 'POST', '/population/reports', form(100))).body
    .reports[0];
  assert.deepEqual([first.state, first.version, first.waitingFor.code], ['submitted', 1, '193']);
  const check = (role: Role, unit: string, id: string, action: string, reason?: string) =>
    as(role, unit, 'POST', `/population/reports/${id}/check`, {
      action,
      ...(reason === undefined ? {} : { reason }),
    });
  assert.equal((await check('commune-clerk', '06697', first.id, 'accepted')).status, 403);
  assert.equal(
    (await check('district-committee', '193', first.id, 'returned')).body.code,
    'population_reason_needed',
  );
  assert.equal(
    (await check('district-committee', '193', first.id, 'returned', 'thiếu khu phố 3')).body.state,
    'returned',
  );
  const second = (
    await as('commune-clerk', '06697', 'POST', '/population/reports', form(120, 'đã thêm khu phố 3'))
  ).body.reports[0];
  assert.deepEqual([second.version, second.replaces], [2, first.id]);
  const seen = (await as('district-committee', '193', 'GET', `/population/reports/${second.id}`)).body;
  assert.deepEqual(
    seen.changes.map((change: { before: number; now: number }) => [change.before, change.now]),
    [[100, 120]],
  );
  assert.equal(
    (await as('district-committee', '193', 'GET', `/population/reports?unit=193&mapDate=${DAY}&waiting=true`))
      .body.reports.length,
    1,
  );
  assert.equal((await check('district-committee', '193', second.id, 'accepted')).body.state, 'accepted');
  assert.equal(
    (await check('district-committee', '193', second.id, 'accepted')).status,
    403,
    'the province is next',
  );
  assert.equal((await check('province-health', '22', second.id, 'accepted')).body.state, 'locked');
  const third = (await as('commune-clerk', '06697', 'POST', '/population/reports', form(130))).body
    .reports[0];
  assert.equal(third.version, 3);
  const versions = (
    await as('commune-clerk', '06697', 'GET', `/population/reports?unit=06697&mapDate=${DAY}`)
  ).body.reports;
  assert.deepEqual(
    versions.map((one: { version: number; state: string }) => [one.version, one.state]),
    [
      [3, 'submitted'],
      [2, 'locked'],
      [1, 'returned'],
    ],
  );
  for (const statement of [
    'UPDATE app.population_figure SET people = 1',
    'DELETE FROM app.population_report',
    'TRUNCATE app.population_event',
  ])
    await assert.rejects(db.query(statement), /population_append_only/);
});

test('who sent the figures does not check them; other units are not seen; every step is in the audit', async () => {
  const { db, as } = await running();
  const grid = {
    source: 'grid',
    submit: true,
    reports: ['06697', '06676'].map((unit) => ({
      unit,
      effectiveOn: DAY,
      figures: [{ series: 'actual', band: 'total', people: 50 }],
    })),
  };
  const sent = (await as('district-committee', '193', 'POST', '/population/reports', grid)).body.reports;
  assert.equal(sent.length, 2);
  assert.equal(
    (
      await as('district-committee', '193', 'POST', `/population/reports/${sent[0].id}/check`, {
        action: 'accepted',
      })
    ).body.code,
    'population_own_report',
  );
  assert.equal(
    (
      await as('district-health', '193', 'POST', `/population/reports/${sent[0].id}/check`, {
        action: 'accepted',
      })
    ).body.state,
    'accepted',
  );
  assert.equal((await as('commune-clerk', '06697', 'GET', `/population/reports/${sent[1].id}`)).status, 404);
  assert.equal((await as('commune-clerk', '06697', 'GET', `/population?unit=193&date=${DAY}`)).status, 403);
  assert.equal(
    (
      await as('commune-clerk', '06697', 'POST', '/population/reports', {
        ...grid,
        reports: grid.reports.slice(1),
      })
    ).status,
    403,
  );
  assert.equal(
    (await as('commune-police', '06697', 'GET', `/population?unit=06697&date=${DAY}`)).status,
    403,
  );
  const audit = await db.query<{ subject: string; actor: string }>(
    `SELECT subject, actor FROM app.audit_event WHERE subject IN ('population_report', 'population_event') ORDER BY id`,
  );
  assert.ok(
    audit.some(({ subject, actor }) => subject === 'population_event' && actor === 'district-health.193'),
  );
});

test('two levels after 01/07/2025: the province alone accepts', async () => {
  const db = await testDatabase();
  const commune = units.communesUnder(idOf('22', REFORM), REFORM)[0]!;
  const { id } = await recordOneReport(
    db,
    units,
    tester,
    {
      unitId: commune.id,
      effectiveOn: REFORM,
      bandSet: DISPATCH_BANDS.id,
      source: 'form',
      note: null,
      figures: [total(10)],
    },
    NOW,
  );
  const sent = await checkReport(
    db,
    units,
    tester,
    id,
    { action: 'submitted', checkerId: null, reason: null },
    NOW,
  );
  assert.equal(sent.waitingFor, idOf('22', REFORM));
  const done = await checkReport(
    db,
    units,
    tester,
    id,
    { action: 'accepted', checkerId: idOf('22', REFORM), reason: null },
    NOW,
  );
  assert.equal(done.state, 'locked');
});

test('sums: drafts and returned versions do not count above, the completeness says who is missing', async () => {
  const db = await testDatabase();
  await send(db, '06697', [total(100)]);
  await send(db, '06676', [total(50)]);
  await recordOneReport(
    db,
    units,
    tester,
    {
      unitId: idOf('06682'),
      effectiveOn: DAY,
      bandSet: DISPATCH_BANDS.id,
      source: 'form',
      note: null,
      figures: [total(999)],
    },
    NOW,
  );
  const district = actual(await ask(db, '193'));
  assert.deepEqual([district.people, district.reported, district.expected], [150, 2, 33]);
  assert.equal(actual(await ask(db, '06682')).people, 999, 'the unit itself sees its draft');
  assert.equal(actual(await ask(db, '22', 'children'), '193').people, 150);
  assert.equal(
    actual(await ask(db, '22', 'children'), '194').people,
    null,
    'nobody reported: unknown, not zero',
  );
});

test('any figures of any communes on either map: the province has the same people, completeness stays within all', async () => {
  const db = await testDatabase();
  const communes = units.communesUnder(idOf('22'), DAY);
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat(communes.length - 1), { minLength: 1, maxLength: 12 }),
      fc.nat(90_000),
      async (chosen, people) => {
        for (const [i, index] of chosen.entries()) await send(db, communes[index]!.code, [total(people + i)]);
        const sum = (answer: Awaited<ReturnType<typeof ask>>) =>
          answer.rows.reduce(
            (all, { series }) => all + (series.find((one) => one.series === 'actual')!.people ?? 0),
            0,
          );
        const [old, fresh] = [await ask(db, '22', 'communes'), await ask(db, '22', 'communes', DAY, REFORM)];
        assert.equal(sum(fresh), sum(old));
        assert.equal(sum(await ask(db, '22', 'self', DAY, REFORM)), sum(old));
        assert.equal(sum(await ask(db, '22', 'children')), sum(old));
        for (const { series } of [...old.rows, ...fresh.rows])
          for (const { reported, expected } of series)
            assert.ok(reported >= 0 && reported <= Math.max(expected, 0));
      },
    ),
    { numRuns: 12 },
  );
  const census = (await ask(db, '22', 'self', DAY, REFORM)).rows[0]!.series[0]!;
  assert.equal(census.people, 1_320_324, 'the census adds up on the new map too');
});

test('a divided commune: unplaced until its hamlets or shares are said; its successor’s own report replaces it', async () => {
  const db = await testDatabase();
  const divided = units
    .communesUnder(idOf('22'), DAY)
    .find(({ id }) => units.nowUnit(id, REFORM).kind === 'several')!;
  const [one, two] = units.nowUnit(divided.id, REFORM).units.map(({ id, code }) => ({ id, code }));
  assert.ok(one !== undefined && two !== undefined);
  await send(db, divided.code, [total(100), total(30, 'Thôn Đông'), total(70, 'Thôn Tây')]);
  const before = await ask(db, '22', 'communes', DAY, REFORM);
  assert.deepEqual(
    before.unplaced
      .filter(({ unit }) => unit === divided.code)
      .map(({ people, hamlets }) => [people, hamlets]),
    [[100, ['Thôn Đông', 'Thôn Tây']]],
  );
  assert.equal(actual(before, 'unassigned').people, 100);
  const parts = [
    { toId: one.id, hamlet: 'Thôn Đông', share: 1 },
    { toId: two.id, hamlet: '', share: 0.5 },
  ];
  await assert.rejects(
    placeDividedUnit(
      db,
      units,
      tester,
      { fromId: divided.id, on: REFORM, reason: 'thử', parts: [{ toId: divided.id, hamlet: '', share: 1 }] },
      NOW,
    ),
    /population_successor_wrong/,
  );
  await placeDividedUnit(
    db,
    units,
    tester,
    { fromId: divided.id, on: REFORM, reason: 'theo nghị quyết', parts },
    NOW,
  );
  const placed = await ask(db, '22', 'communes', DAY, REFORM);
  assert.deepEqual(
    [actual(placed, one.code).people, actual(placed, two.code).people, actual(placed, 'unassigned').people],
    [30, 35, 35],
  );
  await send(db, one.code, [total(500)], REFORM);
  const later = await ask(db, '22', 'communes', REFORM);
  assert.deepEqual([actual(later, one.code).people, actual(later, two.code).people], [500, 35]);
});

test('other age groups: counted ones as they are, cut ones marked; a new set can be defined', async () => {
  const { as } = await running();
  await as('commune-clerk', '06697', 'POST', '/population/reports', form(20));
  const six = (
    await as('commune-clerk', '06697', 'GET', `/population?unit=06697&date=${DAY}&bands=children-5-11`)
  ).body;
  const bands = six.rows[0].series[1].bands.map(
    (one: { band: string; people: number | null; method: string | null }) => [
      one.band,
      one.people,
      one.method,
    ],
  );
  assert.deepEqual(bands.slice(0, 3), [
    ['0-4', 8, 'split_group'],
    ['5-11', 12, 'split_group'],
    ['12-17', 0, null],
  ]);
  const made = await as('province-health', '22', 'POST', '/population/band-sets', {
    id: 'tieu-hoc',
    label: 'Tiểu học',
    starts: [0, 6, 11],
  });
  assert.equal(made.status, 201);
  assert.equal(
    (
      await as('province-health', '22', 'POST', '/population/band-sets', {
        id: 'sai',
        label: 'Sai thứ tự',
        starts: [0, 11, 6],
      })
    ).body.code,
    'population_band_set_invalid',
  );
});

test('the register proposes figures, and says when a report has fewer people than are vaccinated', async () => {
  const { db, as } = await running();
  const given = ['An', 'Bình', 'Châu', 'Dũng', 'Giang', 'Hải', 'Khoa', 'Long', 'Minh', 'Phúc'];
  const people = ['Nguyễn Văn', 'Trần Đức', 'Phạm Quang'].flatMap((family, f) =>
    given.map((name, g) => {
      const year = 1975 + g + f;
      const id = `0220${String(year).slice(2)}${String((f * 10 + g + 1) * 31_337).padStart(6, '0')}`;
      return [
        `${family} ${name}`,
        `${String(f * 9 + g + 1).padStart(2, '0')}/09/${year}`,
        'Nam',
        id,
      ] as const;
    }),
  );
  const home = (i: number): string => (i < 28 ? 'Thường trú' : 'Vãng lai');
  await load(
    db,
    await listFile(
      RESIDENTS,
      people.map((person, i) => [...person, 'Khu phố 1', home(i), null]),
    ),
  );
  await load(
    db,
    await listFile(
      INJECTIONS,
      people.slice(0, 20).map((person) => [...person, 'AZ', '05/06/2021', 'L1', 1]),
    ),
  );
  const known = (await as('commune-clerk', '06697', 'GET', `/population/known?unit=06697&on=${DAY}`)).body;
  const figure = (series: string, band: string) =>
    known.proposal.find((one: Figure) => one.series === series && one.band === band && one.sex === 'all')
      ?.people;
  assert.deepEqual(
    [figure('actual', 'total'), figure('actual', '18-49'), figure('transient', 'total')],
    [28, 28, 2],
  );
  const draft = (
    await as('commune-clerk', '06697', 'POST', '/population/proposals', {
      unit: '06697',
      on: DAY,
      note: 'theo danh sách đã ký',
    })
  ).body;
  assert.deepEqual([draft.state, draft.source], ['draft', 'register']);
  const low = (
    await as('commune-clerk', '06697', 'POST', '/population/reports', {
      reports: [
        { unit: '06697', effectiveOn: DAY, figures: [{ series: 'actual', band: '18-49', people: 12 }] },
      ],
    })
  ).body.reports[0];
  const { findings } = (await as('commune-clerk', '06697', 'GET', `/population/reports/${low.id}`)).body;
  assert.ok(
    findings.some(
      ({ code, params }: { code: string; params: { vaccinated: number } }) =>
        code === 'population_below_vaccinated' && params.vaccinated === 20,
    ),
  );
});
