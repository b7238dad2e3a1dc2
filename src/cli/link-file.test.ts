import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { gzipSync } from 'node:zlib';
import Papa from 'papaparse';
import { toldTwice } from '../../test/support/told-twice.ts';
import { PERSON_FIELDS } from '../linkage/person-schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotiem-link-file-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);
const { records, person } = toldTwice(1_200, 4);
const header = ['Mã', ...PERSON_FIELDS.map(({ name }) => name)];
const lines = records.map(({ id, values }) => [id, ...values.map((value) => value ?? '')]);
writeFileSync(path('all.csv'), `\ufeff${Papa.unparse([header, ...lines])}`);
writeFileSync(path('a.csv'), Papa.unparse([header, ...lines.filter((_, i) => i % 2 === 0)]));
writeFileSync(path('b.csv.gz'), gzipSync(Papa.unparse([header, ...lines.filter((_, i) => i % 2 === 1)])));
const fields = Object.fromEntries(PERSON_FIELDS.map(({ name, kind }) => [name, kind]));
writeFileSync(path('fields.json'), JSON.stringify({ id: 'Mã', fields }));

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const main = join(import.meta.dirname, '../main.ts');
  return spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'link-file', ...args], {
    encoding: 'utf8',
  });
}

type Pair = { left: string; right: string; score: string; band: string };
const read = (name: string): Pair[] =>
  Papa.parse<Pair>(readFileSync(path(name), 'utf8'), { header: true, skipEmptyLines: true }).data;

test('one file: pairs of one person, with score and band, and a summary', () => {
  const { status, stdout, stderr } = run(
    path('all.csv'),
    '--schema',
    path('fields.json'),
    '--out',
    path('out.csv'),
    '--json',
  );
  assert.equal(status, 0, stderr);
  const summary = JSON.parse(stdout);
  const pairs = read('out.csv');
  const same = pairs.filter(({ band }) => band === 'same');
  assert.equal(summary.records, 1_200);
  assert.equal(summary.same, same.length);
  assert.equal(summary.review, pairs.length - same.length);
  assert.ok(same.length > 200);
  assert.deepEqual([...new Set(pairs.map(({ band }) => band))].sort(), ['review', 'same']);
  const wrong = same.filter(({ left, right }) => person.get(left) !== person.get(right));
  assert.ok(wrong.length <= 0.005 * same.length, JSON.stringify(wrong));
  assert.ok(pairs.every(({ score }) => Number.isFinite(Number(score))));
  // All pairs of a group are there: what is the same as the same is the same.
  const partners = new Map<string, Set<string>>();
  for (const { left, right } of same)
    for (const [from, to] of [
      [left, right],
      [right, left],
    ] as const)
      partners.set(from, (partners.get(from) ?? new Set()).add(to));
  for (const { left, right } of same)
    for (const third of partners.get(left)!) assert.ok(third === right || partners.get(right)!.has(third));
});

test('two files, one of them compressed: only pairs across, in words', () => {
  const args = [path('a.csv'), path('b.csv.gz'), '--schema', path('fields.json'), '--out', path('two.csv')];
  const { status, stdout, stderr } = run(...args, '--objective', 'f1');
  assert.equal(status, 0, stderr);
  assert.match(stdout, /bản ghi/);
  assert.match(stdout, /records/);
  const left = new Set(lines.filter((_, i) => i % 2 === 0).map(([id]) => id));
  const pairs = read('two.csv');
  assert.ok(pairs.length > 100);
  for (const pair of pairs) assert.deepEqual([left.has(pair.left), left.has(pair.right)], [true, false]);
});

test('what cannot be read is refused with a code, in both languages, and exit code 2', () => {
  writeFileSync(path('broken.json'), '{');
  writeFileSync(path('kind.json'), JSON.stringify({ id: 'Mã', fields: { name: 'colour' } }));
  writeFileSync(path('column.json'), JSON.stringify({ id: 'Mã', fields: { nickname: 'name' } }));
  writeFileSync(path('quotes.csv'), 'Mã,name\n1,"Nguyễn');
  writeFileSync(path('bytes.csv'), Buffer.from([0x4d, 0xe3, 0x2c, 0xff, 0x0a]));
  writeFileSync(path('twice.csv'), 'Mã,name\n1,An\n1,Hoa\n');
  writeFileSync(path('without.csv'), 'Mã,name\n1,An\n,Hoa\n');
  writeFileSync(path('name.json'), JSON.stringify({ id: 'Mã', fields: { name: 'name' } }));
  const cases: [string, string, string, string?][] = [
    ['all.csv', 'nowhere.json', 'link_schema_unreadable'],
    ['all.csv', 'broken.json', 'link_schema_unreadable'],
    ['all.csv', 'kind.json', 'link_schema_invalid'],
    ['all.csv', 'column.json', 'link_column_missing'],
    ['nowhere.csv', 'name.json', 'link_file_unreadable'],
    ['quotes.csv', 'name.json', 'link_file_unreadable'],
    ['bytes.csv', 'name.json', 'link_file_unreadable'],
    ['twice.csv', 'name.json', 'link_id_repeated'],
    ['without.csv', 'name.json', 'link_id_missing'],
    ['all.csv', 'name.json', 'link_out_unwritable', 'no-folder/out.csv'],
  ];
  for (const [file, schema, code, out = 'none.csv'] of cases) {
    const { status, stdout } = run(path(file), '--schema', path(schema), '--out', path(out), '--json');
    assert.equal(status, 2, code);
    const { error } = JSON.parse(stdout);
    assert.equal(error.code, code);
    assert.ok(error.message.vi !== error.message.en && !error.message.vi.includes('{{'), error.message.vi);
  }
  const wrong = run(
    path('all.csv'),
    '--schema',
    path('name.json'),
    '--out',
    path('x.csv'),
    '--objective',
    'recall',
  );
  assert.equal(wrong.status, 2);
});

test('an empty list gives an empty answer', () => {
  writeFileSync(path('empty.csv'), 'Mã,name\n');
  writeFileSync(path('name.json'), JSON.stringify({ id: 'Mã', fields: { name: 'name' } }));
  const { status } = run(
    path('empty.csv'),
    '--schema',
    path('name.json'),
    '--out',
    path('empty-out.csv'),
    '--json',
  );
  assert.equal(status, 0);
  assert.equal(readFileSync(path('empty-out.csv'), 'utf8'), 'left,right,score,band\n');
});
