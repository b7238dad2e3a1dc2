/** Runs checks and tests one after the other and ends with the one line `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../src/platform/embedded-postgres.ts';

const root = join(import.meta.dirname, '..');
let passed = 0;
let failed = 0;

function run(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (status === 0) passed++;
  else failed++;
}

function test(name: string, files: readonly string[], env: NodeJS.ProcessEnv, concurrency: number): void {
  if (files.length === 0) return;
  console.log(`\n== ${name} (${files.length} files)`);
  const tap = join(mkdtempSync(join(tmpdir(), 'sotiem-tap-')), 'tap');
  const { status } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--test',
      `--test-concurrency=${concurrency}`,
      `--test-reporter=${join(root, 'scripts/report-failures.mjs')}`,
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${tap}`,
      ...files,
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } },
  );
  const report = existsSync(tap) ? readFileSync(tap, 'utf8') : '';
  const count = (word: string): number =>
    Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(report)?.[1] ?? 0);
  passed += count('pass');
  failed += Math.max(count('fail') + count('cancelled'), status === 0 ? 0 : 1);
  console.log(`\n${name}: ${count('pass')} passed, ${count('fail')} failed`);
}

const all = globSync(['src/**/*.test.ts', 'db/**/*.test.ts', 'test/*.test.ts'], { cwd: root }).sort();
const onDatabase = all.filter((file) => file.endsWith('.db.test.ts'));
const journeys = globSync('test/journeys/*.test.ts', { cwd: root }).sort();

if (!process.argv.includes('--no-check')) run('checks', [join(root, 'scripts/check.mjs')]);
test(
  'rules',
  all.filter((file) => !onDatabase.includes(file) && !/architecture|words|lock-file/.test(file)),
  {},
  2,
);

const home = mkdtempSync(join(tmpdir(), 'sotiem-test-'));
const server = await startEmbedded(home);
try {
  test('embedded database', onDatabase, { SOTIEM_TEST_DATABASE_URL: server.url }, 2);
} finally {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}
const debian = '/usr/lib/postgresql/15/bin';
if (existsSync(debian)) onServer(debian);
test('journeys', journeys, {}, 1);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** The same tests on Debian's PostgreSQL 15, in a cluster of its own that is gone afterwards. */
function onServer(bin: string): void {
  const data = mkdtempSync(join(tmpdir(), 'sotiem-pg15-'));
  const isRoot = process.getuid?.() === 0;
  const as = isRoot ? { uid: 65_534, gid: 65_534 } : {};
  if (isRoot) chownSync(data, 65_534, 65_534);
  const pg = (tool: string, ...args: string[]) =>
    spawnSync(join(bin, tool), args, { cwd: '/', stdio: 'ignore', ...as });
  pg('initdb', '-D', join(data, 'pg'), '-U', 'sotiem', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8');
  const port = 20_000 + (process.pid % 20_000);
  pg(
    'pg_ctl',
    '-D',
    join(data, 'pg'),
    '-l',
    join(data, 'log'),
    '-w',
    '-o',
    `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60`,
    'start',
  );
  try {
    test(
      'PostgreSQL 15',
      onDatabase,
      { SOTIEM_TEST_DATABASE_URL: `postgres://sotiem@127.0.0.1:${port}/postgres` },
      2,
    );
  } finally {
    pg('pg_ctl', '-D', join(data, 'pg'), '-m', 'immediate', 'stop');
    rmSync(data, { recursive: true, force: true });
  }
}
