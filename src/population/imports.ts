/** Workbooks that came in, with what was said of them: to be handed back at any time. */
import type { Actor } from '../kernel/actor.ts';
import type { Database } from '../platform/database.ts';
import type { ImportedWorkbook } from './import-workbook.ts';

export type SavedImport = Readonly<{
  id: string;
  unitId: number;
  fileId: string;
  fileName: string;
  dryRun: boolean;
  result: ImportedWorkbook;
}>;

export async function saveImport(db: Database, actor: Actor, done: SavedImport, now: Date): Promise<void> {
  await db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.population_import (id, unit_id, file_id, file_name, answer, imported_by, imported_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        done.id,
        done.unitId,
        done.fileId,
        done.fileName,
        JSON.stringify({ dryRun: done.dryRun, result: done.result }),
        actor.name,
        now.toISOString(),
      ],
    ),
  );
}

export async function findImport(db: Database, id: string): Promise<SavedImport | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
  const [row] = await db.query<{
    unit_id: number;
    file_id: string;
    file_name: string;
    answer: { dryRun: boolean; result: ImportedWorkbook };
  }>('SELECT unit_id, file_id, file_name, answer FROM app.population_import WHERE id = $1', [id]);
  return row === undefined
    ? undefined
    : { id, unitId: row.unit_id, fileId: row.file_id, fileName: row.file_name, ...row.answer };
}
