/** A small country for tests of access: four communes near and far, each with people, lists and secrets of its own. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { dutyKey } from '../../src/duties/expand-duties.ts';
import { saveDirective } from '../../src/duties/save-directive.ts';
import { contentSchema } from '../../src/duties/schema.ts';
import type { Role } from '../../src/identity/access.ts';
import { createAccount } from '../../src/identity/accounts.ts';
import { newId } from '../../src/kernel/ids.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Database } from '../../src/platform/database.ts';
import { type Serving, serve } from '../../src/server/serve.ts';
import { putFocal } from '../../src/urging/contact-store.ts';
import { testDatabase, tester } from './database.ts';
import { day, INJECTIONS, listFile, RESIDENTS, units } from './lists.ts';

export const DAY = day('2021-12-14');
export const PASSWORD = 'mot-mat-khau-dai';

export type Place = Readonly<{
  code: string;
  unitId: number;
  /** What names somebody or tells of his home here, and stands nowhere else. */
  identity: readonly string[];
  doses: readonly string[];
  files: readonly string[];
  /** Telephone of the focal person. */
  focal: string;
  /** The account that does the work here. */
  clerk: string;
}>;

const place = (code: string, given: string, number: number): Place => ({
  code,
  unitId: units.byCode(code, DAY).id,
  identity: [`Nguyễn Văn ${given}`, `02208011${number}22`, `02208011${number}33`, `Khu ${given}`],
  doses: [`ABX${number}`],
  files: [`cu-tru-${number}`, `mui-tiem-${number}`],
  focal: `09123456${number}`,
  clerk: `clerk.${code}`,
});
const elsewhere = units
  .communesUnder(units.byCode('22', DAY).id, DAY)
  .find(({ parentId }) => parentId !== units.byCode('193', DAY).id)!;

/** Two neighbours of one district, one of another district, one of another province. */
export const PLACES = [
  place('06697', 'Xoan', 31),
  place('06676', 'Quỳnh', 32),
  place(elsewhere.code, 'Thược', 33),
  place('00001', 'Dược', 34),
] as const;

export type World = { db: Database; server: FastifyInstance; cookie(username: string): Promise<string> };

/** A running server on an empty database. */
export async function emptyWorld(after: (stop: () => Promise<void>) => void): Promise<World> {
  let serving: Serving | null = null;
  // Before the database says so too: it is closed after the server has ended.
  after(async () => serving?.stop());
  const db = await testDatabase();
  serving = await serve(readConfig({ SOTIEM_SECOND_FACTOR: 'off', SOTIEM_LOG: 'silent' }), db, units);
  const cookies = new Map<string, string>();
  const { server } = serving;
  return {
    db,
    server,
    cookie: async (username) => {
      let cookie = cookies.get(username);
      if (cookie === undefined) {
        const response = await server.inject({
          method: 'POST',
          url: '/api/v1/sign-in',
          payload: { username, password: PASSWORD },
          remoteAddress: address(username),
        });
        cookie = String(response.headers['set-cookie']).split(';')[0]!;
        cookies.set(username, cookie);
      }
      return cookie;
    },
  };
}

/** An address for each account, so that the limit for one address does not end a test of many. */
export const address = (username: string): string => {
  let hash = 0;
  for (const char of username) hash = (hash * 31 + char.codePointAt(0)!) % 60_000;
  return `10.7.${Math.floor(hash / 250)}.${1 + (hash % 250)}`;
};

export async function account(
  db: Database,
  role: Role,
  code: string,
  more: { username?: string; facility?: string } = {},
): Promise<string> {
  const username = more.username ?? `${role}.${code}`;
  const [known] = await db.query('SELECT 1 FROM app.account WHERE username = $1', [username]);
  if (known === undefined)
    await createAccount(db, tester, {
      username,
      displayName: username,
      password: PASSWORD,
      mustChange: false,
      grants: [{ role, unitId: units.byCode(code, DAY).id, facility: more.facility ?? null }],
    });
  return username;
}

/** A multipart upload, as a browser sends it. */
export async function upload(
  { server, cookie }: World,
  username: string,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<{ status: number; runId: string | undefined }> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ asOf: DAY, ...fields })) form.set(name, value);
  form.set('files', new Blob([await readFile(path)]), basename(path));
  const body = new Response(form);
  const response = await server.inject({
    method: 'POST',
    url: '/api/v1/imports',
    headers: { cookie: await cookie(username), 'content-type': body.headers.get('content-type')! },
    payload: Buffer.from(await body.arrayBuffer()),
    remoteAddress: address(username),
  });
  return {
    status: response.statusCode,
    runId: response.statusCode === 202 ? response.json<{ runs: { id: string }[] }>().runs[0]!.id : undefined,
  };
}

/** Waits until no list is being read. */
export async function idle(db: Database): Promise<void> {
  for (;;) {
    const [open] = await db.query(
      `SELECT 1 FROM app.import_run WHERE state IN ('waiting', 'reading', 'matching') LIMIT 1`,
    );
    if (open === undefined) return;
    await new Promise((done) => setTimeout(done, 15));
  }
}

export type Targets = Readonly<
  Record<
    | 'person'
    | 'sheet'
    | 'record'
    | 'run'
    | 'dryRun'
    | 'absence'
    | 'account'
    | 'grant'
    | 'report'
    | 'question'
    | 'directive'
    | 'duty'
    | 'submission'
    | 'session'
    | 'planned'
    | 'campaign'
    | 'conflict'
    | 'alarm',
    string
  >
>;

/** Fills a place by the hands of its own clerk; gives ids of what is there. */
export async function fill(
  world: World,
  { code, unitId, identity, doses, files, focal, clerk: username }: Place,
): Promise<Targets> {
  const { db } = world;
  const clerk = await account(db, 'commune-clerk', code, { username });
  const [name, first, second, hamlet] = identity as [string, string, string, string];
  const who = (id: string, given = name) => [given, '01/02/1980', 'Nam', id, hamlet, 'Thường trú', null];
  const residents = await listFile(RESIDENTS, [who(first), who(second, `${name} Em`)], files[0]!);
  const shorter = await listFile(RESIDENTS, [who(first)], files[0]!);
  const injections = await listFile(
    INJECTIONS,
    [[name, '01/02/1980', 'Nam', first, 'AZ', '05/06/2021', doses[0]!, 1]],
    files[1]!,
  );
  const here = { unit: code };
  const complete = { ...here, source: 'commune', kind: 'residents', completeness: 'complete' };
  await upload(world, clerk, residents, complete);
  await idle(db);
  const { runId: run } = await upload(world, clerk, injections, here);
  await idle(db);
  const { runId: dryRun } = await upload(world, clerk, injections, { ...here, dryRun: 'true' });
  await upload(world, clerk, shorter, { ...complete, asOf: '2021-12-15' });
  await idle(db);
  const reported = await world.server.inject({
    method: 'POST',
    url: '/api/v1/population/reports',
    headers: { cookie: await world.cookie(clerk) },
    payload: {
      submit: true,
      reports: [
        { unit: code, effectiveOn: DAY, figures: [{ series: 'official', band: 'total', people: 9 }] },
      ],
    },
  });
  const grant = newId();
  await db.query(
    `INSERT INTO app.role_grant (account_id, id, role, unit_id, valid_from, valid_to, on_behalf_of, granted_by)
     SELECT id, $2, 'commune-clerk', $3, now() - interval '1 day', now() + interval '9 days', 'ubnd', 'tester' FROM app.account WHERE username = $1`,
    [clerk, grant, unitId],
  );
  await putFocal(
    db,
    tester,
    { unitId, facility: null },
    { name: 'Đầu mối', phone: focal, hours: null },
    new Date(),
  );
  const sheet = newId();
  await db.transaction({ ...tester, unitId }, async (tx) => {
    await tx.query(
      `INSERT INTO app.backlog_sheet (unit_id, id, facility, title, opened_by, opened_at, changed_at) VALUES ($1, $2, 'Trạm', 'Sổ', $3, now(), now())`,
      [unitId, sheet, clerk],
    );
    await tx.query(
      'INSERT INTO app.backlog_row (unit_id, sheet_id, row_no, cells, version) VALUES ($1, $2, 1, $3, 1)',
      [unitId, sheet, [name, '01/02/1980', 'Nam', first, hamlet, '', '2', 'AZ', doses[0]!, '05/09/2021', '']],
    );
  });
  const owed = await owing(world, { code, unitId }, clerk);
  const one = async (sql: string): Promise<string> => (await db.query<{ id: string }>(sql, [unitId]))[0]!.id;
  const asked = await world.server.inject({
    method: 'POST',
    url: '/api/v1/questions',
    headers: { cookie: await world.cookie(clerk) },
    payload: { unit: code, question: `Xã ${code} ghi thôn vào cột nào?` },
  });
  return {
    question: asked.json<{ id: string }>().id,
    person: await one(
      `SELECT p.id FROM app.person p JOIN app.injection i ON i.person_id = p.id WHERE p.unit_id = $1`,
    ),
    record: await one('SELECT id FROM app.source_record WHERE unit_id = $1 AND replaced_by IS NULL LIMIT 1'),
    run: run!,
    dryRun: dryRun!,
    absence: await one('SELECT id FROM app.absence_proposal WHERE unit_id = $1'),
    account: await one('SELECT account_id AS id FROM app.role_grant WHERE unit_id = $1 LIMIT 1'),
    grant,
    ...owed,
    ...(await atTable(db, unitId)),
    ...(await planned(db, unitId)),
    sheet,
    report: reported.json<{ reports: { id: string }[] }>().reports[0]!.id,
  };
}

/** A session with something to decide and something to report. */
async function atTable(
  db: Database,
  unitId: number,
): Promise<Pick<Targets, 'session' | 'conflict' | 'alarm'>> {
  const [session, conflict, alarm] = [newId(), newId(), newId()];
  await db.query(
    `INSERT INTO app.table_session (unit_id, id, facility, name, on_day, shift, vaccines, opened_by, opened_at)
     VALUES ($1, $2, 'Trạm Y tế', 'Buổi sáng', $3, 'sáng', '{}', 'tester', now())`,
    [unitId, session, DAY],
  );
  const person = `(SELECT p.id FROM app.person p JOIN app.injection i ON i.person_id = p.id WHERE p.unit_id = $1 LIMIT 1)`;
  await db.query(
    `INSERT INTO app.table_conflict (unit_id, id, kind, person_id, session_id, event_id, opened_at)
     SELECT $1, $2, 'double_dose', ${person}, $3, $2, now()`,
    [unitId, conflict, session],
  );
  await db.query(
    `INSERT INTO app.adverse_event (person_id, id, session_id, unit_id, facility, type, severity, onset_at, outcome, recorded_by, recorded_at)
     SELECT ${person}, $2, $3, $1, 'Trạm Y tế', 'anaphylaxis', 'severe', now(), 'recovering', 'tester', now()`,
    [unitId, alarm, session],
  );
  return { session, conflict, alarm };
}

/** A campaign with a session to which somebody is invited. */
async function planned(db: Database, unitId: number): Promise<Pick<Targets, 'planned' | 'campaign'>> {
  const [session, campaign] = [newId(), newId()];
  await db.query(
    `INSERT INTO app.campaign (id, unit_id, name, disease, target, from_on, to_on, opened_by, opened_at)
     VALUES ($1, $2, 'Chiến dịch', 'covid-19', '{"bands":[],"doses":[]}', $3, $3, 'tester', now())`,
    [campaign, unitId, DAY],
  );
  await db.query(
    `INSERT INTO app.vaccination_session (unit_id, id, campaign_id, facility, on_day, from_time, to_time, capacity, walk_ins, vaccines, serves, state, planned_by, planned_at)
     VALUES ($1, $2, $3, 'Trạm Y tế', $4, '07:30', '11:00', 50, 5, '[]', ARRAY[$1::int], 'planned', 'tester', now())`,
    [unitId, session, campaign, DAY],
  );
  await db.query(
    `INSERT INTO app.session_invitation (session_id, person_id, from_time, to_time, code, state, invited_by, invited_at)
     SELECT $1, id, '07:30', '08:30', left(replace(upper(id::text), '-', ''), 12), 'invited', 'tester', now() FROM app.person WHERE unit_id = $2`,
    [session, unitId],
  );
  return { planned: session, campaign };
}

/** A directive by which a commune owes one report. */
export const directiveOf = (summary: string) => ({
  number: '1/CĐ',
  issuedOn: DAY,
  issuer: 'UBND',
  signer: 'Chủ tịch',
  summary,
  events: [{ key: 'huong-dan', label: 'Có hướng dẫn' }],
  items: [
    {
      id: 'bao-cao',
      number: '1',
      title: 'Báo cáo',
      owners: { levels: ['commune'], roles: ['commune-clerk', 'health-station', 'district-committee'] },
      form: 'free_text',
      schedule: { kind: 'once', on: DAY, time: '16:00' },
      from: DAY,
    },
  ],
});

/** A directive of the place itself, with one report that its clerk has sent. */
async function owing(
  { db, server, cookie }: World,
  { code, unitId }: Pick<Place, 'code' | 'unitId'>,
  clerk: string,
): Promise<Pick<Targets, 'directive' | 'duty' | 'submission'>> {
  const directive = `thu-${code}`;
  const content = contentSchema.parse(directiveOf('Báo cáo thử'));
  await saveDirective(db, units, tester, { id: directive, unitId, content, file: null }, new Date());
  const duty = encodeURIComponent(dutyKey(directive, 'bao-cao', unitId, 'once', null));
  await server.inject({
    method: 'POST',
    url: `/api/v1/duties/${duty}/answers`,
    headers: { cookie: await cookie(clerk) },
    payload: { text: `Báo cáo của ${clerk}` },
  });
  const [sent] = await db.query<{ id: string }>('SELECT id FROM app.duty_submission WHERE unit_id = $1', [
    unitId,
  ]);
  return { directive, duty, submission: sent!.id };
}

/** Everything that stands under a unit, as one value to compare. */
export async function digest(db: Database, unitId: number): Promise<string> {
  const [row] = await db.query<{ all: string }>(
    `SELECT concat_ws('|',
       (SELECT md5(string_agg(concat_ws(',', id, name, birth_on, sex, national_id, hamlet, residence_kind, whereabouts, rows_in_review), ';' ORDER BY id)) FROM app.person WHERE unit_id = $1),
       (SELECT md5(string_agg(concat_ws(',', id, superseded_by), ';' ORDER BY id)) FROM app.list_edition WHERE unit_id = $1),
       (SELECT md5(string_agg(concat_ws(',', id, state, cancel_requested), ';' ORDER BY id)) FROM app.import_run WHERE unit_id = $1),
       (SELECT md5(string_agg(concat_ws(',', l.id, l.person_id, l.status, l.superseded_at), ';' ORDER BY l.id)) FROM app.person_link l JOIN app.source_record r ON r.id = l.record_id WHERE r.unit_id = $1),
       (SELECT md5(string_agg(concat_ws(',', id, decision), ';' ORDER BY id)) FROM app.absence_proposal WHERE unit_id = $1),
       (SELECT md5(string_agg(concat_ws(',', r.id, e.action), ';' ORDER BY r.id, e.id)) FROM app.population_report r LEFT JOIN app.population_event e ON e.report_id = r.id WHERE r.unit_id = $1),
       (SELECT md5(string_agg(concat_ws(',', s.id, e.action), ';' ORDER BY s.id, e.id)) FROM app.duty_submission s LEFT JOIN app.duty_step e ON e.submission_id = s.id WHERE s.unit_id = $1),
       (SELECT md5(string_agg(concat_ws(',', d.id, d.version), ';' ORDER BY d.id, d.version)) FROM app.directive d WHERE d.unit_id = $1),
       (SELECT count(*) FROM app.directive_event e JOIN app.directive d ON d.id = e.directive_id WHERE d.unit_id = $1 OR e.unit_id = $1),
       (SELECT md5(string_agg(concat_ws(',', name, opened_on, closed_on), ';' ORDER BY name)) FROM app.reporting_facility WHERE unit_id = $1),
       (SELECT md5(string_agg(concat_ws(',', a.id, e.id, e.withdrawn_at), ';' ORDER BY a.id, e.id)) FROM app.help_answer a LEFT JOIN app.help_entry e ON e.question_id = a.question_id WHERE a.unit_id = $1),
       (SELECT md5(string_agg(concat_ws(',', facility, name, phone, hours), ';' ORDER BY facility)) FROM app.unit_focal WHERE unit_id = $1),
       (SELECT count(*) FROM app.chase_entry WHERE unit_id = $1), (SELECT count(*) FROM app.urging_rule WHERE unit_id = $1),
       (SELECT md5(string_agg(c::text, ';' ORDER BY c.account_id)) FROM app.account_contact c JOIN app.role_grant g ON g.account_id = c.account_id WHERE g.unit_id = $1),
       (SELECT count(*) FROM app.gap_settlement WHERE unit_id = $1),
       (SELECT md5(string_agg(concat_ws(',', sheet_id, row_no, version), ';' ORDER BY sheet_id, row_no)) FROM app.backlog_row WHERE unit_id = $1),
       (SELECT count(*) FROM app.table_session WHERE unit_id = $1), (SELECT md5(string_agg(concat_ws(',', id, decision), ';' ORDER BY id)) FROM app.table_conflict WHERE unit_id = $1),
       (SELECT count(*) FROM app.adverse_event WHERE unit_id = $1 AND corrected_to IS NULL),
       (SELECT count(*) FROM app.table_event e JOIN app.table_session s ON s.id = e.session_id WHERE s.unit_id = $1),
       (SELECT count(*) FROM app.population_placement WHERE from_id = $1),
       (SELECT md5(string_agg(columns::text, ';' ORDER BY kind, signature)) FROM app.layout_memory WHERE unit_id = $1),
       (SELECT md5(string_agg(concat_ws(',', g.id, g.role, g.valid_to, a.disabled, a.password_hash), ';' ORDER BY g.id)) FROM app.role_grant g JOIN app.account a ON a.id = g.account_id WHERE g.unit_id = $1)
     ) AS all`,
    [unitId],
  );
  return row!.all;
}
