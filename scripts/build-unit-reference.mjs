// Developer's tool: makes db/reference/units from a folder of CSV copies of the official lists.
//   node scripts/build-unit-reference.mjs FOLDER
// A unit keeps its id over a mere change of name, type, code or parent; a merger or split makes new units and
// successions (docs/decisions/units.md).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const out = new URL('../db/reference/units/', import.meta.url).pathname;
const MAPS = { first: '2021-11-01', reform: '2025-07-01', dongNai: '2026-04-30' };

function csv(name) {
  const [header, ...lines] = readFileSync(join(folder, name), 'utf8')
    .replace(/^\ufeff/, '')
    .trim()
    .split(/\r?\n/);
  const keys = header.split(',');
  return lines.map((line) => {
    const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) =>
      m[1].replace(/^"|"$/g, '').replace(/""/g, '"'),
    );
    return Object.fromEntries(keys.map((key, i) => [key, cells[i] ?? '']));
  });
}

const versions = []; // id, code, name, type, level, parent, from, to
const successions = []; // from, to, on, relation, method, share, flag
let nextId = 1;
const old = new Map(); // 2021 code by level → id
const add = (id, code, name, type, level, parent, from) =>
  versions.push({ id, code, name, type, level, parent, from, to: '' });

for (const p of csv('provinces-2021.csv')) {
  old.set(`1${p.code}`, nextId);
  add(nextId++, p.code, p.name, p.type, 1, '', MAPS.first);
}
for (const d of csv('districts-2021.csv')) {
  old.set(`2${d.code}`, nextId);
  add(nextId++, d.code, d.name, d.type, 2, old.get(`1${d.province_code}`), MAPS.first);
}
for (const c of csv('communes-2021.csv')) {
  old.set(`3${c.code}`, nextId);
  add(nextId++, c.code, c.name, c.type, 3, old.get(`2${c.district_code}`), MAPS.first);
}

const byId = new Map(versions.map((v) => [v.id, v]));
const close = (id, on) => {
  const v = byId.get(id);
  v.to = on;
};
const renew = (id, code, name, type, level, parent, from) => {
  close(id, from);
  const v = { id, code, name, type, level, parent, from, to: '' };
  versions.push(v);
  byId.set(id, v);
};

const now = new Map();
for (const p of csv('provinces-2025-07.csv')) {
  const olds = p.old_province_codes.split(' ').filter(Boolean);
  const same = olds.length === 1 ? old.get(`1${olds[0]}`) : undefined;
  if (same !== undefined) {
    now.set(`1${p.code}`, same);
    const v = byId.get(same);
    if (v.name !== p.name || v.type !== p.type || v.code !== p.code)
      renew(same, p.code, p.name, p.type, 1, '', MAPS.reform);
  } else {
    const id = nextId++;
    now.set(`1${p.code}`, id);
    add(id, p.code, p.name, p.type, 1, '', MAPS.reform);
    byId.set(id, versions.at(-1));
    for (const code of olds) {
      successions.push([old.get(`1${code}`), id, MAPS.reform, 'full', 'resolution', '', '']);
      close(old.get(`1${code}`), MAPS.reform);
    }
  }
}
for (const v of versions) if (v.level === 2) v.to = MAPS.reform;

const cross = csv('crosswalk-communes-2021-to-2025.csv');
const into = Map.groupBy(cross, (r) => r.new_code);
const outOf = Map.groupBy(cross, (r) => r.old_code);
const oldId = (code) => old.get(`3${code}`) ?? old.get(`2${code}`);
const communes = csv('communes-2025-07.csv');
const province = (c) => now.get(`1${c.province_code}`);
for (const c of communes) {
  const sources = into.get(c.code) ?? [];
  const only =
    sources.length === 1 && sources[0].relation === 'full' && outOf.get(sources[0].old_code).length === 1
      ? oldId(sources[0].old_code)
      : undefined;
  if (only !== undefined && byId.get(only).level === 3) {
    now.set(`3${c.code}`, only);
    renew(only, c.code, c.name, c.type, 3, province(c), MAPS.reform);
    continue;
  }
  const id = nextId++;
  now.set(`3${c.code}`, id);
  add(id, c.code, c.name, c.type, 3, province(c), MAPS.reform);
  byId.set(id, versions.at(-1));
  for (const s of sources) {
    successions.push([oldId(s.old_code), id, MAPS.reform, s.relation, s.method, s.area_share, s.flag]);
    const v = byId.get(oldId(s.old_code));
    if (v.to === '') v.to = MAPS.reform;
  }
}
for (const v of versions)
  if (v.level === 3 && v.from === MAPS.first && v.to === '') throw new Error(`no successor for ${v.code}`);
for (const change of csv('changes-2026-04-30.csv')) {
  const level = change.level === 'province' ? 1 : 3;
  const v = byId.get(now.get(`${level}${change.code}`));
  renew(
    v.id,
    change.code,
    v.name,
    change.full_name_2026_04_30.slice(0, -v.name.length - 1),
    level,
    v.parent,
    MAPS.dongNai,
  );
}

mkdirSync(out, { recursive: true });
const tsv = (rows) => `${rows.map((row) => row.join('\t')).join('\n')}\n`;
writeFileSync(
  join(out, 'versions.tsv'),
  tsv([
    ['id', 'code', 'name', 'type', 'level', 'parent', 'from', 'to'],
    ...versions
      .sort((a, b) => a.id - b.id || (a.from < b.from ? -1 : 1))
      .map((v) => [v.id, v.code, v.name, v.type, v.level, v.parent, v.from, v.to]),
  ]),
);
writeFileSync(
  join(out, 'successions.tsv'),
  tsv([['from', 'to', 'on', 'relation', 'method', 'area_share', 'flag'], ...successions]),
);
writeFileSync(
  join(out, 'aliases.tsv'),
  tsv([
    ['code', 'unit', 'from', 'to'],
    ['06970', now.get('306978'), MAPS.reform, ''],
    ['23737', now.get('323938'), MAPS.reform, ''],
  ]),
);
console.log({ versions: versions.length, successions: successions.length, next: nextId });
