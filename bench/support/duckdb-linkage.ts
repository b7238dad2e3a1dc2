/**
 * The peer of the linkage: the same model and the same blocking as SQL, run by DuckDB on the same rows. It is written
 * as its friend would write it: keys are hashed once, a pair is joined under the first rule it meets, and the slow
 * distance is asked only where the fast one leaves it open. Clusters are connected components.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { FieldModel, Model } from '../../src/linkage/model.ts';
import { LEVELS } from '../../src/linkage/schema.ts';
import { exactBits } from '../../src/linkage/scorer.ts';

/** Columns of `raw`: `rid` and the fields of a person, as written, NULL where nothing is said. */
const FOLD = (column: string): string => `replace(strip_accents(lower(${column})), 'đ', 'd')`;

/** Expressions over the prepared table, in the order of `PERSON_RULES`; and what refines each. */
const RULES: readonly (readonly [key: string, ...refine: string[]])[] = [
  ['cccd'],
  ['cmnd'],
  ["name || '|' || year", 'unit', 'hamlet'],
  ["day || '|' || given", 'family', 'unit'],
  ["phone || '|' || given", 'family'],
  ["name || '|' || unit || '|' || hamlet", 'house'],
  ["day || '|' || unit || '|' || house"],
  ["day || '|' || unit || '|' || family", 'hamlet'],
  ["left(cccd, 8) || '|' || given"],
  ["right(cccd, 6) || '|' || given"],
  ["name || '|' || monthday", 'unit'],
];

export type PeerResult = Readonly<{ pairs: number; cluster: Map<string, number> }>;

const count = async (db: DuckDBConnection, sql: string): Promise<number> =>
  Number((await db.runAndReadAll(sql)).getRows()[0]![0]);

/** From the rows as written to clusters. */
export async function linkInDuckDB(db: DuckDBConnection, model: Model): Promise<void> {
  await db.run(`CREATE TABLE people AS
    SELECT *, split_part(name, ' ', -1) AS given, split_part(name, ' ', 1) AS family, left(birth, 4) AS year,
      CASE WHEN length(birth) = 10 THEN birth END AS day,
      CASE WHEN length(birth) = 10 AND right(birth, 5) <> '01-01' THEN right(birth, 5) END AS monthday
    FROM (SELECT rid, name AS tone, ${FOLD('name')} AS name, name <> strip_accents(name) AS accented, sex, birth,
      cccd, cmnd, phone, unit, hamlet, house FROM raw)`);
  await db.run(
    `CREATE TABLE keyed AS SELECT *, ${RULES.map(
      ([key], r) => `CASE WHEN (${key}) IS NULL THEN NULL ELSE hash(${key}) END AS k${r}`,
    ).join(', ')} FROM people`,
  );
  const hot = (r: number): string =>
    `k${r} IN (SELECT k${r} FROM keyed WHERE k${r} IS NOT NULL GROUP BY 1 HAVING count(*) > ${model.mostInBlock})`;
  for (const [r, [, ...refine]] of RULES.entries()) {
    for (const part of refine)
      await db.run(
        `UPDATE keyed SET k${r} = CASE WHEN ${part} IS NULL THEN NULL ELSE hash(k${r}, ${part}) END WHERE ${hot(r)}`,
      );
    await db.run(`UPDATE keyed SET k${r} = NULL WHERE ${hot(r)}`);
  }
  const joins = RULES.map((_, r) => {
    const earlier = Array.from({ length: r }, (__, e) => `AND (a.k${e} = b.k${e}) IS NOT TRUE`).join(' ');
    return `SELECT a.rid AS i, b.rid AS j FROM keyed a JOIN keyed b ON a.k${r} = b.k${r} AND a.rid < b.rid ${earlier}`;
  });
  await db.run(`CREATE TABLE pairs AS ${joins.join(' UNION ALL ')}`);
  await score(db, model);
  await components(db);
}

const field = (model: Model, name: string): FieldModel => model.fields.find((one) => one.name === name)!;
const bitsOf = ({ kind, m, u }: FieldModel, level: string): string => {
  const at = (LEVELS[kind] as readonly string[]).indexOf(level);
  return Math.log2(m[at]! / u[at]!).toFixed(4);
};

async function score(db: DuckDBConnection, model: Model): Promise<void> {
  // Bits of "the same value" by how common it is, as in the model.
  const common = ['name', 'birth', 'unit', 'hamlet', 'house'];
  for (const name of common) {
    const one = field(model, name);
    await db.run(`CREATE TABLE bits_${name} AS SELECT ${name} AS value,
      log2(${one.m[0]} / (count(*) / (SELECT count(${name}) FROM keyed))) AS bits FROM keyed GROUP BY 1`);
  }
  const near = (name: string): string =>
    `levenshtein(a.${name}, b.${name}) <= 2 AND damerau_levenshtein(a.${name}, b.${name}) <= 1`;
  const number = (name: string): string => {
    const one = field(model, name);
    const differ = name === 'cccd' ? 'conflict' : 'differ';
    return `CASE WHEN a.${name} IS NULL OR b.${name} IS NULL THEN 0 WHEN a.${name} = b.${name} THEN ${exactBits(one, one.rareShare)}
      WHEN ${near(name)} THEN ${bitsOf(one, 'near')} ELSE ${bitsOf(one, differ)} END`;
  };
  const category = (name: string): string => {
    const one = field(model, name);
    const same = common.includes(name) ? `b${name}.bits` : `${exactBits(one, 0.5)}`;
    return `CASE WHEN a.${name} IS NULL OR b.${name} IS NULL THEN 0 WHEN a.${name} = b.${name} THEN ${same} ELSE ${bitsOf(one, 'differ')} END`;
  };
  const [name, birth] = [field(model, 'name'), field(model, 'birth')];
  const nameBits = `CASE WHEN a.tone = b.tone THEN bname.bits
    WHEN a.name = b.name THEN CASE WHEN a.accented AND b.accented THEN ${bitsOf(name, 'accents')} ELSE ${bitsOf(name, 'respelled')} END
    WHEN ${near('name')} THEN ${bitsOf(name, 'near')}
    WHEN a.given = b.given OR a.family = b.family THEN ${bitsOf(name, 'part')} ELSE ${bitsOf(name, 'differ')} END`;
  const birthBits = `CASE WHEN a.birth IS NULL OR b.birth IS NULL THEN 0 WHEN a.birth = b.birth THEN bbirth.bits
    WHEN a.year = b.year AND (a.monthday IS NULL OR b.monthday IS NULL) THEN ${bitsOf(birth, 'partial')}
    WHEN a.year = b.year AND left(a.monthday, 2) = right(b.monthday, 2) AND right(a.monthday, 2) = left(b.monthday, 2) THEN ${bitsOf(birth, 'swapped')}
    WHEN ${near('birth')} THEN ${bitsOf(birth, 'near')}
    WHEN a.year = b.year THEN ${bitsOf(birth, 'same_year')} ELSE ${bitsOf(birth, 'differ')} END`;
  const sum = [
    nameBits,
    birthBits,
    ...['cccd', 'cmnd', 'phone'].map(number),
    ...['sex', 'unit', 'hamlet', 'house'].map(category),
  ];
  await db.run(`CREATE TABLE edges AS SELECT i, j FROM (
    SELECT i, j, ${sum.join('\n + ')} AS bits, ${GUARD} AS guarded
    FROM pairs JOIN keyed a ON a.rid = i JOIN keyed b ON b.rid = j
    ${common.map((one) => `LEFT JOIN bits_${one} b${one} ON b${one}.value = a.${one}`).join('\n')})
    WHERE bits >= ${model.calibration.sameBits} AND guarded`);
}

/**
 * What may be joined without asking, as `guards.ts` has it: never two numbers; without a number in common only one
 * name, however spelled, and birth dates less than a generation and no more than a slip apart.
 */
const GUARD = `coalesce(a.cccd = b.cccd, true) AND (
    coalesce(a.cccd = b.cccd, false) OR coalesce(a.cmnd = b.cmnd, false)
    OR (a.name = b.name AND NOT (a.accented AND b.accented AND a.tone <> b.tone)
      AND (a.birth IS NULL OR b.birth IS NULL OR a.birth = b.birth
        OR (a.year = b.year AND (a.monthday IS NULL OR b.monthday IS NULL))
        OR (a.year = b.year AND left(a.monthday, 2) = right(b.monthday, 2) AND right(a.monthday, 2) = left(b.monthday, 2))
        OR (abs(a.year::INTEGER - b.year::INTEGER) < 14 AND levenshtein(a.birth, b.birth) <= 1))))`;

/** Label propagation until nothing moves. */
async function components(db: DuckDBConnection): Promise<void> {
  await db.run('CREATE TABLE label AS SELECT rid, rid AS c FROM keyed');
  for (;;) {
    await db.run(`CREATE TABLE next AS SELECT rid, least(c, coalesce(m, c)) AS c FROM label LEFT JOIN (
      SELECT x, min(c) AS m FROM (SELECT i AS x, c FROM edges JOIN label ON rid = j
        UNION ALL SELECT j AS x, c FROM edges JOIN label ON rid = i) GROUP BY x) ON x = rid`);
    const moved = await count(db, 'SELECT count(*) FROM next n JOIN label l USING (rid) WHERE n.c <> l.c');
    await db.run('DROP TABLE label');
    await db.run('ALTER TABLE next RENAME TO label');
    if (moved === 0) return;
  }
}

/** What the peer found: read after the clock has stopped. */
export async function peerResult(db: DuckDBConnection, ids: readonly string[]): Promise<PeerResult> {
  const reader = await db.runAndReadAll('SELECT rid, c FROM label');
  const cluster = new Map(reader.getRows().map(([rid, c]) => [ids[Number(rid)]!, Number(c)] as const));
  return { pairs: await count(db, 'SELECT count(*) FROM pairs'), cluster };
}
