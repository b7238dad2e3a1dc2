/** Several files in one go: the next is read while the one before is stored, so that neither the processor nor the database waits. */
import type { Units, UnitVersion } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { type ImportedFile, takeList } from './import-file.ts';
import { type ImportOptions, ImportSteps, type ListFile, type ReadList, readList } from './read-list.ts';

export type FileToImport = Readonly<{ file: ListFile; options: ImportOptions }>;
export type FileOutcome = Readonly<
  { file: ListFile } & ({ result: ImportedFile; problem: null } | { problem: AppError; result: null })
>;

/**
 * Imports files in their order and yields what became of each; a file that cannot be taken does not stop the others. Files
 * of one go belong together: one without a date in its titles is of the date of those before it, one without a unit of theirs.
 */
export async function* importFiles(
  db: Database,
  units: Units,
  actor: Actor,
  files: AsyncIterable<FileToImport> | Iterable<FileToImport>,
  today: PlainDate,
): AsyncGenerator<FileOutcome> {
  const source = Symbol.asyncIterator in files ? files[Symbol.asyncIterator]() : files[Symbol.iterator]();
  let day = today;
  let hint: UnitVersion | null = null;

  const readNext = async (): Promise<
    (FileToImport & { steps: ImportSteps; read: ReadList | AppError }) | null
  > => {
    const next = await source.next();
    if (next.done) return null;
    const { file, options } = next.value;
    const steps = new ImportSteps();
    const read = await orProblem(readList(file, options, day, steps));
    if (!(read instanceof AppError) && read.asOf < day) day = read.asOf;
    return { file, options, steps, read };
  };

  let current = await readNext();
  while (current !== null) {
    const { file, options, steps, read } = current;
    const ahead = readNext();
    // Its failure is looked at in its turn.
    ahead.catch(() => {});
    const result: ImportedFile | AppError =
      read instanceof AppError
        ? read
        : await orProblem(takeList(db, units, actor, read, options, steps, hint));
    if (result instanceof AppError) yield { file, problem: result, result: null };
    else {
      hint = units.get(result.unitId, result.asOf);
      yield { file, result, problem: null };
    }
    current = await ahead;
  }
}

const orProblem = <T>(work: Promise<T>): Promise<T | AppError> =>
  work.catch((error: unknown) => {
    if (error instanceof AppError) return error;
    throw error;
  });
