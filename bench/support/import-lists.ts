import type { Units } from '../../src/areas/units.ts';
import type { ImportedFile } from '../../src/immunizations/import-file.ts';
import { importFiles } from '../../src/immunizations/import-files.ts';
import type { Actor } from '../../src/kernel/actor.ts';
import type { Database } from '../../src/platform/database.ts';
import { AS_OF, type CommuneList } from './province-lists.ts';

const actor: Actor = { accountId: null, name: 'bench', onBehalfOf: null, requestId: 'bench', reason: null };

/** Lists through the whole pipeline, as the command line takes them. Throws the first problem. */
export async function importLists(
  db: Database,
  units: Units,
  lists: readonly CommuneList[],
  { source = 'commune', complete = true }: { source?: 'commune' | 'police'; complete?: boolean } = {},
): Promise<ImportedFile[]> {
  const files = lists.map(({ path, unitCode }) => ({
    file: { path, name: path },
    options: { kind: 'residents', source, unitCode, asOf: AS_OF, complete, dryRun: false } as const,
  }));
  const results: ImportedFile[] = [];
  for await (const { result, problem } of importFiles(db, units, actor, files, AS_OF)) {
    if (problem !== null) throw problem;
    results.push(result);
  }
  return results;
}
