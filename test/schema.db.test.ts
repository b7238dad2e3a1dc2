import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { migrate } from '../src/platform/migrate.ts';
import { testDatabase } from './support/database.ts';

/**
 * The rules of design.md section 4 by which one schema is valid on PostgreSQL 15, 18 and Citus. Citus is not there to be
 * asked in tests: what it refuses is looked for in the files, and what it needs in the catalogue.
 */
const folder = join(import.meta.dirname, '../db/migrations');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .sort();
/** Without comments and the bodies of functions, which run on the coordinator. */
const statements = files.map((name) => ({
  name,
  sql: readFileSync(join(folder, name), 'utf8')
    .replace(/--.*$/gm, '')
    .replace(/\$\$[\s\S]*?\$\$/g, "''"),
}));
const all = statements.map(({ sql }) => sql).join('\n');
const tables = [...all.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?app\.(\w+)/g)].map((match) => match[1]!);

test('no construct that another of the three servers refuses or does otherwise', () => {
  const refused: readonly RegExp[] = [
    /\bROLLUP\b|\bCUBE\b|\bGROUPING SETS\b/i,
    /\bMERGE INTO\b/i,
    /ON DELETE SET NULL/i,
    /\bNULLS NOT DISTINCT\b.*\bNULLS NOT DISTINCT\b/i,
    /\bWITHOUT OVERLAPS\b|\buuidv7\(\)|\bVIRTUAL\b/i,
    /\bSERIAL\b/i,
    /\bINHERITS\b|PARTITION OF/i,
    // Unnamed constraints are not validated, nor found again, on a distributed table.
    /ADD (?:PRIMARY|FOREIGN|UNIQUE|CHECK)\b/i,
    /\bREFERENCES app\./,
    // One subcommand for each ALTER.
    /ALTER TABLE [^;]*,\s*(?:ADD|DROP|ALTER)\b/i,
  ];
  for (const { name, sql } of statements)
    for (const pattern of refused) assert.doesNotMatch(sql, pattern, `${name}: ${pattern}`);
});

test('every table says once how it is distributed', () => {
  assert.equal(new Set(tables).size, tables.length, 'a table is made once');
  for (const table of tables) {
    const told = [...all.matchAll(new RegExp(`app\\.distribute\\('app\\.${table}'`, 'g'))].length;
    assert.equal(told, 1, table);
  }
});

test('every table has a named primary key, named constraints, and keys that sort by bytes', async () => {
  const db = await testDatabase();
  const known = await db.query<{ table: string }>(
    `SELECT relname AS table FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'r'`,
  );
  const constraints = await db.query<{ table: string; name: string; type: string }>(
    `SELECT r.relname AS table, c.conname AS name, c.contype AS type FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
     WHERE c.connamespace = 'app'::regnamespace AND c.contype IN ('p', 'u', 'c', 'f')`,
  );
  assert.deepEqual(
    known
      .map(({ table }) => table)
      .filter((table) => !constraints.some((one) => one.table === table && one.type === 'p')),
    [],
    'a primary key',
  );
  const suffix: Readonly<Record<string, string>> = { p: 'pk', u: 'uq', c: 'ck', f: 'fk' };
  assert.deepEqual(
    constraints.filter(({ table, name, type }) => !new RegExp(`^${table}\\w*_${suffix[type]}$`).test(name)),
    [],
    'constraints are named for their table',
  );
  const keys = await db.query<{ index: string; column: string; collation: string | null }>(
    `SELECT i.relname AS index, a.attname AS column, c.collname AS collation
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
     CROSS JOIN LATERAL unnest(x.indkey::int2[], x.indcollation::oid[]) WITH ORDINALITY k(attnum, coll, n)
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum JOIN pg_type y ON y.oid = a.atttypid
     LEFT JOIN pg_collation c ON c.oid = k.coll
     WHERE t.relnamespace = 'app'::regnamespace AND y.typname IN ('text', 'varchar') AND k.n <= x.indnkeyatts`,
  );
  assert.ok(keys.length > 10);
  assert.deepEqual(
    keys.filter(({ collation }) => collation !== 'C'),
    [],
    'COLLATE "C" on keys',
  );
});

/** Derived from audited tables by one statement, or of machinery: what changes in them is no act of anybody. */
const NOT_AUDITED: Readonly<Record<string, string>> = {
  finding: 'made anew from records at each import',
  injected_beside: 'projected from records',
  vaccination_status: 'projected from records',
  person_merge_record: 'the rows of a person_merge, which is',
  signed_list_row: 'the rows of a signed_list, which is, and never changed',
  duty_submission_row: 'the rows of a duty_submission, which is, and never changed',
  table_event:
    'what devices said, never changed; the records, doses and conflicts made of it are under audit',
  review_item: 'who looks at which row now; what he decides is a person_link, which is',
};

test('every table that speaks of a person or an account is under audit', async () => {
  const db = await testDatabase();
  const rows = await db.query<{ table: string; triggers: number }>(
    `SELECT t.relname AS table, count(g.oid) FILTER (WHERE g.tgname LIKE 'audit\\_%')::int AS triggers
     FROM pg_class t LEFT JOIN pg_trigger g ON g.tgrelid = t.oid
     WHERE t.relnamespace = 'app'::regnamespace AND t.relkind = 'r' AND (t.relname IN ('person', 'account') OR EXISTS (
       SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname IN ('person_id', 'person_a', 'record_id')))
     GROUP BY t.relname ORDER BY t.relname`,
  );
  assert.ok(rows.length > 8);
  assert.deepEqual(
    rows.filter(({ table, triggers }) => triggers < 3 && !(table in NOT_AUDITED)).map(({ table }) => table),
    [],
  );
});

test('a migration that ran is not changed, and a database of a newer version is left alone', async () => {
  const db = await testDatabase();
  assert.deepEqual(await migrate(db), [], 'a second time changes nothing');
  const [{ hash }] = (await db.query<{ hash: string }>('SELECT hash FROM app.migration WHERE name = $1', [
    files[0],
  ])) as [{ hash: string }];
  await db.query(`UPDATE app.migration SET hash = 'other' WHERE name = $1`, [files[0]]);
  await assert.rejects(migrate(db), /migration_changed/);
  await db.query('UPDATE app.migration SET hash = $2 WHERE name = $1', [files[0], hash]);
  await db.query(`INSERT INTO app.migration (name, hash) VALUES ('999_of_tomorrow.sql', 'x')`);
  await assert.rejects(migrate(db), /database_newer/);
});

test('what the audit writes stays, has a unit where there is one, and holds no secret', async () => {
  const db = await testDatabase();
  const actor = {
    accountId: null,
    name: 'ai-do',
    onBehalfOf: 'ubnd',
    requestId: 'r',
    reason: 'vì sao',
    unitId: 7,
  };
  await db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.account (id, username, display_name, password_hash, must_change_password, created_at, totp_secret)
       VALUES (gen_random_uuid(), 'ai', 'Ai', 'bam-mat-khau', false, now(), 'bi-mat')`,
    ),
  );
  await db.transaction(actor, (tx) =>
    tx.query(`UPDATE app.account SET password_hash = 'bam-khac', display_name = 'Ai đó'`),
  );
  const events = await db.query<{
    action: string;
    unit_id: number;
    on_behalf_of: string;
    detail: object | null;
  }>(
    `SELECT action, unit_id, on_behalf_of, detail FROM app.audit_event WHERE subject = 'account' ORDER BY id`,
  );
  assert.deepEqual(
    events.map(({ action, unit_id, on_behalf_of }) => [action, unit_id, on_behalf_of]),
    [
      ['insert', 7, 'ubnd'],
      ['update', 7, 'ubnd'],
    ],
  );
  assert.deepEqual(events[1]!.detail, { display_name: ['Ai', 'Ai đó'] });
  assert.doesNotMatch(JSON.stringify(events), /bam-|bi-mat/);
  for (const change of [
    `UPDATE app.audit_event SET actor = 'khác'`,
    'DELETE FROM app.audit_event',
    'TRUNCATE app.audit_event',
  ])
    await assert.rejects(db.query(change), /audit_append_only/);
});
