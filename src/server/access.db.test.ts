import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import fc from 'fast-check';
import {
  account,
  address,
  DAY,
  digest,
  emptyWorld,
  fill,
  idle,
  PASSWORD,
  PLACES,
  type Place,
  type Targets,
  upload,
} from '../../test/support/access.ts';
import { unused } from '../../test/support/access-calls/call.ts';
import { CALLS } from '../../test/support/access-calls.ts';
import { INJECTIONS, listFile, RESIDENTS, units } from '../../test/support/lists.ts';
import { ROLES, type Role } from '../identity/access.ts';
import { newId } from '../kernel/ids.ts';

/** What a role may know of people within its scope, as mission.md says; the code under test is not asked. */
const KNOWS: Readonly<Record<Role, { names: boolean; doses: boolean; work: boolean; focal: boolean }>> = {
  'commune-clerk': { names: true, doses: true, work: true, focal: true },
  'commune-police': { names: true, doses: false, work: true, focal: true },
  'health-station': { names: true, doses: true, work: true, focal: true },
  'commune-committee': { names: true, doses: false, work: true, focal: false },
  // Its facility injected none of these people.
  facility: { names: false, doses: false, work: false, focal: false },
  'district-health': { names: true, doses: true, work: true, focal: true },
  'district-committee': { names: false, doses: false, work: true, focal: true },
  'province-health': { names: true, doses: true, work: true, focal: true },
  'information-department': { names: false, doses: false, work: false, focal: true },
  'province-leader': { names: false, doses: false, work: false, focal: true },
  ministry: { names: false, doses: false, work: false, focal: false },
  auditor: { names: false, doses: false, work: true, focal: false },
  administrator: { names: false, doses: false, work: true, focal: true },
};
const CHANGES: readonly Role[] = [
  'commune-clerk',
  'commune-police',
  'health-station',
  'district-health',
  'district-committee',
  'province-health',
  // Enters directives.
  'information-department',
  'administrator',
];
const SCOPES = ['06697', '193', '22', '00001'] as const;
const inside = (place: Place, scope: string): boolean =>
  units.ancestors(place.unitId, DAY).some(({ id }) => id === units.byCode(scope, DAY).id);

test('every route, asked by every role of every scope for every unit, shows and changes nothing outside the scope', async () => {
  const world = await emptyWorld(after);
  const { db, server, cookie } = world;
  await server.ready();
  const routes = Object.entries(
    (server as unknown as { swagger(): { paths: Record<string, object> } }).swagger().paths,
  ).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
  );
  assert.deepEqual(Object.keys(CALLS).sort(), routes.sort(), 'every route is asked');
  const targets = new Map<Place, Targets>();
  for (const place of PLACES) targets.set(place, await fill(world, place));
  for (const role of ROLES)
    for (const scope of SCOPES)
      await account(db, role, scope, role === 'facility' ? { facility: 'Bệnh viện Nơi Khác' } : {});

  const nobody = { ...targets.get(PLACES[0])!, person: newId() };
  const asked = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ROLES),
      fc.constantFrom(...SCOPES),
      fc.constantFrom(...PLACES),
      async (role, scope, place) => {
        const username = `${role}.${scope}`;
        const session = await cookie(username);
        // People of two communes that are both the asker's may become one; that would only blur whose words are whose.
        const own = inside(place, scope) ? null : PLACES.find((one) => inside(one, scope))!;
        const target = {
          ...targets.get(place)!,
          code: place.code,
          mine: own === null ? nobody : targets.get(own)!,
        };
        const foreign = PLACES.filter((one) => !CHANGES.includes(role) || !inside(one, scope));
        const before = await Promise.all(foreign.map(({ unitId }) => digest(db, unitId)));
        const knows = KNOWS[role];
        const hidden = PLACES.flatMap((one) => {
          const within = inside(one, scope);
          return [
            ...(within && knows.names ? [] : one.identity),
            ...(within && knows.doses ? [] : one.doses),
            ...(within && knows.work ? [] : one.files),
            ...(within && knows.focal ? [] : [one.focal]),
            // Who reported a figure is part of it, for everybody who may see the figure.
            ...(within || one.clerk === username ? [] : [one.clerk]),
          ];
        });
        for (const [route, call] of Object.entries(CALLS)) {
          if (call === unused) continue;
          const { url, payload } = call(target);
          const response = await server.inject({
            method: route.split(' ')[0] as 'GET',
            url: `/api/v1${url}`,
            headers: { cookie: session },
            remoteAddress: address(username),
            ...(payload === undefined ? {} : { payload }),
          });
          const where = `${username}: ${route} of ${place.code} → ${response.statusCode}`;
          assert.notEqual(response.statusCode, 500, where);
          assert.notEqual(response.statusCode, 429, where);
          asked.set(
            `${route} ${response.statusCode < 300}`,
            1 + (asked.get(`${route} ${response.statusCode < 300}`) ?? 0),
          );
          for (const word of hidden) assert.ok(!response.body.includes(word), `${where} tells ${word}`);
          // What a workbook or a PDF holds is packed: it must not come at all.
          if (!inside(place, scope) && /xlsx|pdf|returned/.test(route))
            assert.notEqual(response.statusCode, 200, where);
        }
        await idle(db);
        for (const [i, { unitId, code }] of foreign.entries())
          assert.equal(await digest(db, unitId), before[i], `${username} changed something of ${code}`);
      },
    ),
    { numRuns: 50 },
  );
  // The test itself must have seen doors open, or it proves nothing.
  for (const route of [
    'GET /persons',
    'GET /persons/{id}',
    'GET /imports/{id}',
    'GET /audit',
    'GET /accounts',
    'GET /chase',
    'GET /focals',
    'POST /chase',
  ])
    assert.ok((asked.get(`${route} true`) ?? 0) > 0, `${route} was never allowed`);
});

test('a list for a unit outside the scope is refused, whoever brings it', async () => {
  const world = await emptyWorld(after);
  const file = await listFile(RESIDENTS, [
    ['Trần Thị Lạ', '01/02/1990', 'Nữ', null, 'Khu 1', 'Thường trú', null],
  ]);
  for (const role of ROLES) {
    const username = await account(
      world.db,
      role,
      '06697',
      role === 'facility' ? { facility: 'Trạm 1' } : {},
    );
    assert.equal((await upload(world, username, file, { unit: '06676' })).status, 403, role);
    const allowed = [
      'commune-clerk',
      'commune-police',
      'health-station',
      'facility',
      'district-health',
      'province-health',
    ];
    const own = await upload(world, username, file, { unit: '06697', dryRun: 'true' });
    assert.equal(own.status, allowed.includes(role) ? 202 : 403, role);
  }
  await idle(world.db);
  assert.deepEqual(await world.db.query('SELECT 1 FROM app.person'), []);
});

test('a facility sees the people it injected and the lists it brought, and says nothing of who lives where', async () => {
  const world = await emptyWorld(after);
  const { db, server, cookie } = world;
  const clerk = await account(db, 'commune-clerk', '06697');
  const hospital = await account(db, 'facility', '193', { username: 'bv.mot', facility: 'Bệnh viện Một' });
  const other = await account(db, 'facility', '193', { username: 'bv.hai', facility: 'Bệnh viện Hai' });
  const nameless = await account(db, 'facility', '193', { username: 'bv.khong' });
  const header = [...INJECTIONS, 'Cơ sở tiêm'];
  // Nothing about them is alike: matching is not what is tried here.
  const known = [
    ['Nguyễn Văn An', '01/02/1980', '022080111220'],
    ['Trần Đức Bình', '15/07/1966', '022066903457'],
    ['Lê Hữu Châu', '28/11/1993', '022093448816'],
  ] as const;
  const row = (who: 0 | 1, place: string) => [
    ...known[who].slice(0, 2),
    'Nam',
    known[who][2],
    'AZ',
    '05/06/2021',
    'L1',
    1,
    place,
  ];
  await upload(
    world,
    clerk,
    await listFile(
      RESIDENTS,
      known.map(([name, birth, id]) => [name, birth, 'Nam', id, 'Khu 1', 'Thường trú', null]),
    ),
    { unit: '06697' },
  );
  await idle(db);
  // One it injected by the commune's list, one on a list of its own, one of neither.
  await upload(world, clerk, await listFile(header, [row(0, 'Bệnh viện Một')]), {
    unit: '06697',
    kind: 'injections',
  });
  await idle(db);
  const sent = await upload(world, hospital, await listFile(INJECTIONS, [row(1, '').slice(0, 8)]), {
    unit: '06697',
    kind: 'residents',
    completeness: 'complete',
  });
  await idle(db);
  const get = async (username: string, url: string) =>
    server.inject({ method: 'GET', url: `/api/v1${url}`, headers: { cookie: await cookie(username) } });
  const names = async (username: string) =>
    (await get(username, `/persons?unit=06697&mapDate=${DAY}`))
      .json<{ persons: { name: string }[] }>()
      .persons.map(({ name }) => name);
  assert.deepEqual(await names(hospital), ['Nguyễn Văn An', 'Trần Đức Bình']);
  assert.deepEqual(await names(other), []);
  assert.equal((await get(nameless, `/persons?unit=06697&mapDate=${DAY}`)).statusCode, 403);
  const people = await db.query<{ id: string; name: string }>('SELECT id, name FROM app.person');
  const seen = await Promise.all(
    people.map(async ({ id, name }) => [name, (await get(hospital, `/persons/${id}`)).statusCode]),
  );
  assert.deepEqual(Object.fromEntries(seen), {
    'Nguyễn Văn An': 200,
    'Trần Đức Bình': 200,
    'Lê Hữu Châu': 404,
  });
  const runs = async (username: string) =>
    (await get(username, `/imports?unit=193&at=${DAY}`))
      .json<{ runs: { id: string }[] }>()
      .runs.map(({ id }) => id);
  assert.deepEqual(await runs(hospital), [sent.runId]);
  assert.deepEqual(await runs(other), []);
  const [run] = await db.query<{ options: { kind: string; complete: boolean } }>(
    'SELECT options FROM app.import_run WHERE id = $1',
    [sent.runId],
  );
  assert.deepEqual([run!.options.kind, run!.options.complete], ['injections', false]);
});

test('an administrator makes accounts of his own units and of roles that have their seat there', async () => {
  const world = await emptyWorld(after);
  const { db, server, cookie } = world;
  const admin = await cookie(await account(db, 'administrator', '06697'));
  const make = async (role: Role, unit: string, facility?: string) => {
    const username = `moi.${newId().slice(-12)}`;
    const response = await server.inject({
      method: 'POST',
      url: '/api/v1/accounts',
      headers: { cookie: admin },
      payload: {
        username,
        displayName: 'Người mới',
        password: PASSWORD,
        role,
        unit,
        ...(facility && { facility }),
      },
    });
    return response.statusCode === 201 ? 'made' : response.json<{ code: string }>().code;
  };
  assert.equal(await make('commune-police', '06697'), 'made');
  assert.equal(await make('commune-police', '06676'), 'forbidden');
  assert.equal(await make('province-health', '22'), 'forbidden');
  assert.equal(await make('province-health', '06697'), 'role_unfit');
  assert.equal(await make('facility', '06697'), 'facility_needed');
  assert.equal(await make('facility', '06697', 'Trạm Y tế'), 'made');
  // Nor does he take over an account that reaches further than he does.
  await account(db, 'province-health', '22');
  const [{ id }] = (await db.query<{ id: string }>(
    `SELECT id FROM app.account WHERE username = 'province-health.22'`,
  )) as [{ id: string }];
  for (const [verb, payload] of [
    ['reset', { password: 'mat-khau-cua-ke-khac' }],
    ['disable', { disabled: true }],
  ] as const) {
    const response = await server.inject({
      method: 'POST',
      url: `/api/v1/accounts/${id}/${verb}`,
      headers: { cookie: admin },
      payload,
    });
    assert.equal(response.statusCode, 404, verb);
  }
});
