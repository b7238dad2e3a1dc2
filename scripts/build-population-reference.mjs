// Developer's tool: makes db/reference/population from the census exports of the statistics office as CSV.
//   node scripts/build-population-reference.mjs FOLDER PROVINCE_CODE
// Communes that were merged between the census and the map of 2021 are added up; ages are known by district only.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, province] = process.argv.slice(2);
const out = new URL('../db/reference/population/', import.meta.url).pathname;

function csv(name) {
  const [header, ...lines] = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/);
  const keys = header.split(',');
  return lines
    .map((line) => Object.fromEntries(line.split(',').map((cell, i) => [keys[i], cell])))
    .filter(({ province_code }) => province_code === province);
}

/** Adds the numbers of rows that share a key; rows in the order of the key. */
function sums(rows, key, columns) {
  const found = new Map();
  for (const row of rows) {
    const sum = found.get(row[key]) ?? columns.map(() => 0);
    found.set(
      row[key],
      columns.map((column, i) => sum[i] + Number(row[column])),
    );
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function write(name, header, rows) {
  mkdirSync(out, { recursive: true });
  const lines = [header, ...rows.map(([code, values]) => [code, ...values])].map((row) => row.join('\t'));
  writeFileSync(join(out, name), `${lines.join('\n')}\n`);
}

const communes = csv('census-2019-communes.csv');
const lost = communes.filter(({ commune_code_2021 }) => commune_code_2021 === '');
if (lost.length > 0) throw new Error(`communes without a code of 2021: ${lost.map((c) => c.commune_name)}`);
const place = ['population', 'urban', 'rural'];
write('census-2019-communes.tsv', ['commune', ...place], sums(communes, 'commune_code_2021', place));
const districts = csv('census-2019-districts-age.csv');
const ages = Object.keys(districts[0]).filter((key) => key.startsWith('age_'));
write(
  'census-2019-ages.tsv',
  [
    'district',
    ...ages.map((age) =>
      age
        .slice(4)
        .replace('_plus', '+')
        .replace(/_0?/, '-')
        .replace(/^0(?=[1-9])/, ''),
    ),
  ],
  sums(districts, 'district_code_2021_main', ages),
);
