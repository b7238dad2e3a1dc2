/**
 * Developer's tool: makes db/reference/linkage/person-model.json from the rows of a database, without labels.
 *   node_modules/.bin/node scripts/train-person-model.ts DATA_DIRECTORY
 * The made lists are cleaner than real ones: m is halfway between what they show and the priors of the field.
 * Only frequent names are kept with their shares: numbers, phones and houses of the training lists are nobody else's.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { linkRecords } from '../src/linkage/link-records.ts';
import { priorOf } from '../src/linkage/model.ts';
import { PEOPLE_IN_BLOCK, PERSON_FIELDS, PERSON_RULES } from '../src/linkage/person-schema.ts';
import { readConfig } from '../src/platform/config.ts';
import { openConfiguredDatabase } from '../src/platform/open-database.ts';
import { linkageValues } from '../src/residents/linkage-values.ts';
import { type FiledClaim, sightOf } from '../src/residents/sight.ts';

const SHARED_FIELDS = new Set(['name', 'sex', 'birth', 'hamlet']);
/** Of these every place has its own few values, all about equally common: two agree by chance as often as here. */
const LOCAL_FIELDS = new Set(['unit', 'household']);
/** A key this many times as frequent as a rare one says so much less that it is worth its place in the file. */
const TIMES_AS_FREQUENT = 4;

const { db, stop } = await openConfiguredDatabase(readConfig(), process.argv[2]);
const rows = await db.query<{ id: string; unit_id: number; claim: FiledClaim }>(
  `SELECT id, unit_id, claim FROM app.source_record WHERE replaced_by IS NULL AND claim ->> 'name' IS NOT NULL`,
);
await stop();
const { model } = await linkRecords(
  PERSON_FIELDS,
  rows.map(({ id, unit_id, claim }) => ({ id, values: linkageValues(sightOf(claim, unit_id)) })),
  { rules: PERSON_RULES, mostInBlock: PEOPLE_IN_BLOCK },
);
const rounded = (n: number): number => Number(n.toPrecision(4));
const pinned = {
  ...model,
  // Which blocks were crowded in the training lists says nothing of others.
  hotKeys: [],
  fields: model.fields.map((field, f) => ({
    ...field,
    m: field.m.map((chance, level) => rounded((chance + priorOf(PERSON_FIELDS[f]!)[level]!) / 2)),
    u: field.u.map(rounded),
    rareShare: rounded(LOCAL_FIELDS.has(field.name) ? field.u[0]! : field.rareShare),
    shares: Object.fromEntries(
      Object.entries(field.shares)
        .filter(([, share]) => SHARED_FIELDS.has(field.name) && share > TIMES_AS_FREQUENT * field.rareShare)
        .map(([key, share]) => [key, rounded(share)]),
    ),
  })),
};
mkdirSync('db/reference/linkage', { recursive: true });
writeFileSync('db/reference/linkage/person-model.json', `${JSON.stringify(pinned, null, 1)}\n`);
console.log(`${rows.length} rows`, model.calibration);
