import type { Units } from '../../src/areas/units.ts';
import { type ImportedFile, importFile } from '../../src/immunizations/import-file.ts';
import type { Actor } from '../../src/kernel/actor.ts';
import type { Database } from '../../src/platform/database.ts';
import { AS_OF, type CommuneList } from './province-lists.ts';

const actor: Actor = { accountId: null, name: 'bench', onBehalfOf: null, requestId: 'bench', reason: null };

/** One list through the whole pipeline, as the command line and the worker do it. */
export const importList = (
  db: Database,
  units: Units,
  list: CommuneList,
  source: 'commune' | 'police' = 'commune',
): Promise<ImportedFile> =>
  importFile(
    db,
    units,
    actor,
    { path: list.path, name: list.path },
    {
      kind: 'residents',
      source,
      unitCode: list.unitCode,
      asOf: AS_OF,
      complete: true,
      dryRun: false,
    },
    AS_OF,
  );
