import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { type Command, InvalidArgumentError } from 'commander';
import Papa from 'papaparse';
import { z } from 'zod';
import { AppError } from '../kernel/app-error.ts';
import { DEFAULT_OBJECTIVE, type Objective } from '../linkage/calibrate.ts';
import { groupsOf, type LinkResult, linkRecords } from '../linkage/link-records.ts';
import { FIELD_KINDS, type FieldSpec, type LinkRecord } from '../linkage/schema.ts';
import { sentence } from '../platform/messages.ts';
import { fail, print } from './context.ts';

type Options = { schema: string; out: string; objective: Objective; json?: boolean };

const fileSchema = z.strictObject({
  id: z.string().min(1),
  fields: z.record(z.string().min(1), z.enum(FIELD_KINDS)).refine((fields) => Object.keys(fields).length > 0),
});
type FileSchema = z.infer<typeof fileSchema>;

export function register(program: Command): void {
  program
    .command('link-file')
    .description('who is who in a file, or across two files; needs no database')
    .argument('<a.csv>', 'file of records (.csv, .csv.gz)')
    .argument('[b.csv]', 'second file: then only pairs across the two')
    .requiredOption(
      '--schema <fields.json>',
      '{"id": column, "fields": {column: name|date|id|phone|text|category}}',
    )
    .requiredOption('--out <pairs.csv>', 'left,right,score,band: score in bits, 0 is even odds')
    .option('--objective <objective>', 'precision=0.995, or f1', readObjective, DEFAULT_OBJECTIVE)
    .option('--json', 'machine-readable summary')
    .action(async (a: string, b: string | undefined, options: Options) => {
      try {
        await linkFiles(b === undefined ? [a] : [a, b], options);
      } catch (error) {
        fail(error, options.json ?? false);
      }
    });
}

function readObjective(text: string): Objective {
  if (text === 'f1') return { kind: 'f1' };
  const precision = Number(/^precision=(0?\.\d+)$/.exec(text)?.[1]);
  if (!(precision > 0 && precision < 1)) throw new InvalidArgumentError('f1 | precision=0.995');
  return { kind: 'precision', precision };
}

async function linkFiles(paths: readonly string[], options: Options): Promise<void> {
  const started = performance.now();
  const schema = await readSchema(options.schema);
  const fields = Object.entries(schema.fields).map(([name, kind]): FieldSpec => ({ name, kind }));
  const records: LinkRecord[] = [];
  for (const [side, path] of paths.entries())
    for (const record of await readRecords(path, schema))
      records.push(paths.length === 1 ? record : { ...record, side: side as 0 | 1 });
  const result = await linkRecords(fields, records, { objective: options.objective });
  const counts = await writePairs(result, options.out);
  const summary = {
    records: records.length,
    pairsScored: result.scan.pairs,
    clusters: groupsOf(result.clusters).length,
    ...counts,
    expectedPrecision: round(result.model.calibration.expectedPrecision),
    expectedRecall: round(result.model.calibration.expectedRecall),
    seconds: round((performance.now() - started) / 1000),
  };
  if (options.json) print(summary);
  else
    for (const language of ['vi', 'en'] as const)
      process.stdout.write(`${sentence(language, 'linkage.summary', { ...summary, file: options.out })}\n`);
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/** Throws `link_schema_unreadable`, `link_schema_invalid`. */
async function readSchema(path: string): Promise<FileSchema> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new AppError('link_schema_unreadable', 'invalid', { file: path }, { cause: error });
  }
  const parsed = fileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new AppError('link_schema_invalid', 'invalid', { file: path, place: place === '' ? '–' : place });
}

/** Throws `link_file_unreadable`, `link_column_missing`, `link_id_missing`, `link_id_repeated`. */
async function readRecords(path: string, schema: FileSchema): Promise<LinkRecord[]> {
  let rows: string[][];
  try {
    const bytes = await readFile(path);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(
      path.endsWith('.gz') ? gunzipSync(bytes) : bytes,
    );
    const parsed = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' });
    if (parsed.errors.some(({ type }) => type === 'Quotes')) throw new Error(parsed.errors[0]!.message);
    rows = parsed.data;
  } catch (error) {
    throw new AppError('link_file_unreadable', 'invalid', { file: path }, { cause: error });
  }
  const header = (rows[0] ?? []).map((name) => name.trim());
  const columnOf = (name: string): number => {
    const column = header.indexOf(name.trim());
    if (column < 0) throw new AppError('link_column_missing', 'invalid', { file: path, column: name });
    return column;
  };
  const idColumn = columnOf(schema.id);
  const columns = Object.keys(schema.fields).map(columnOf);
  const seen = new Set<string>();
  return rows.slice(1).map((row, index) => {
    const id = row[idColumn]?.trim() ?? '';
    if (id === '') throw new AppError('link_id_missing', 'invalid', { file: path, row: index + 2 });
    if (seen.has(id)) throw new AppError('link_id_repeated', 'invalid', { file: path, id });
    seen.add(id);
    return { id, values: columns.map((column) => row[column]?.trim() || null) };
  });
}

/** Throws `link_out_unwritable`. */
async function writePairs(result: LinkResult, path: string): Promise<{ same: number; review: number }> {
  const counts = { same: 0, review: 0 };
  function* lines(): Generator<string> {
    yield 'left,right,score,band\n';
    for (const { left, right, bits, band } of result.pairs()) {
      counts[band]++;
      const score = (bits - result.model.calibration.evenBits).toFixed(2);
      yield `${Papa.unparse([[left, right, score, band]])}\n`;
    }
  }
  try {
    await pipeline(lines, createWriteStream(path));
  } catch (error) {
    throw new AppError('link_out_unwritable', 'invalid', { file: path }, { cause: error });
  }
  return counts;
}
