import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { demoFiles } from '../../db/demo/province.ts';
import type { Units } from '../areas/units.ts';
import { type FileToImport, importFiles } from '../immunizations/import-files.ts';
import type { Actor } from '../kernel/actor.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, withDatabase } from './context.ts';
import { loadDemoBacklog } from './demo-backlog.ts';
import { loadDemoCampaigns } from './demo-campaigns.ts';
import { loadDemoDuties } from './demo-duties.ts';
import { loadDemoFocals } from './demo-focals.ts';
import { loadDemoPopulation } from './demo-population.ts';
import { loadDemoScreenings } from './demo-screenings.ts';
import { loadDemoStock } from './demo-stock.ts';

const FOLDER = join(import.meta.dirname, '../../demo-files');

export function register(program: Command): void {
  withCommon(program.command('demo').description('load the demonstration province'))
    .option('--scale <scale>', 'share of the real population; 1 is 1.3 million people', '0.01')
    .action((options: CommonOptions & { scale: string }) =>
      withDatabase(options, async ({ db, units, actor }) => {
        await loadDemo(db, units, actor, (text) => process.stderr.write(`${text}\n`), Number(options.scale));
        return 0;
      }),
    );
}

/**
 * Makes the demonstration files, imports most of them and leaves some in `demo-files/`. Does nothing in a register that holds
 * other lists; goes on where it was stopped if it was.
 */
export async function loadDemo(
  db: Database,
  units: Units,
  actor: Actor,
  say: (text: string) => void,
  scale = 0.01,
): Promise<void> {
  const editions = await db.query<{ name: string }>(
    'SELECT DISTINCT file_name AS name FROM app.list_edition',
  );
  const loaded = new Set(editions.map(({ name }) => name));
  const names = [...demoFiles(units, scale)].flatMap(({ name, leave }) => (leave ? [] : [name]));
  if (loaded.size > 0 && !names.some((name) => loaded.has(name))) return;
  if (names.every((name) => loaded.has(name))) return;
  say('Đang nạp tỉnh trình diễn… / loading the demonstration province…');
  await mkdir(FOLDER, { recursive: true });
  const asOf = '2021-12-14' as PlainDate;
  async function* toImport(): AsyncGenerator<FileToImport> {
    for (const { name, bytes, source, unitCode, complete, leave } of demoFiles(units, scale)) {
      if (loaded.has(name)) continue;
      const path = join(FOLDER, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await bytes());
      const options = { kind: 'auto', source, unitCode, asOf, complete, dryRun: false } as const;
      if (!leave) yield { file: { path, name }, options };
    }
  }
  for await (const { problem } of importFiles(db, units, actor, toImport(), asOf))
    if (problem !== null) throw problem;
  await loadDemoPopulation(db, units, actor, FOLDER);
  await loadDemoDuties(db, units, actor);
  await loadDemoFocals(db, units, actor);
  await loadDemoBacklog(db, units, actor);
  await loadDemoStock(db, units, actor);
  await loadDemoScreenings(db, units, actor);
  await loadDemoCampaigns(db, units, actor);
  say(`Tệp để tự nạp thử / files to upload yourself: ${(await stat(FOLDER)).isDirectory() ? FOLDER : ''}`);
}
