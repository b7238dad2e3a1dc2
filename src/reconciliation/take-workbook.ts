/** A workbook of answers comes back from the police: good rows are taken, the others are told of, the file goes back annotated. */
import type { Readable } from 'node:stream';
import { storeFile, withStoredFile } from '../immunizations/import-runs.ts';
import { handBackStored } from '../intake/hand-back/hand-back-stored.ts';
import { toRanges } from '../intake/hand-back/row-results.ts';
import { openWorkbook } from '../intake/read/open-workbook.ts';
import { FORM_LIMITS } from '../intake/workbook.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import { newId } from '../kernel/ids.ts';
import { personCode } from '../kernel/person-code.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Language } from '../platform/messages.ts';
import { lockRegister } from '../residents/file-list.ts';
import { takeAnswers } from './check-identity.ts';
import { REFUSALS } from './decide-check.ts';
import { type AnswerRow, type AnswerSheet, readAnswers } from './read-answers.ts';

// The answers of the largest commune fit many times over; more is no such sheet.
const LIMITS = { ...FORM_LIMITS, maxFileBytes: 20 * 2 ** 20, maxRows: 200_000, maxMilliseconds: 20_000 };

export type AnswerUpload = Readonly<{
  id: string;
  unitId: number;
  fileId: string;
  fileName: string;
  sheets: readonly AnswerSheet[];
  findings: readonly Finding[];
  rowsRead: number;
  rowsTaken: number;
  rowsUnchanged: number;
  rowsBlank: number;
  loadedBy: string;
  loadedAt: string;
}>;

/** A commune and the units of record whose people stand in it on the map that is asked of. */
export type ListUnit = Readonly<{ id: number; code: string; recorded: readonly number[] }>;

/** Findings with which a row is not taken. */
const NOT_TAKEN: ReadonlySet<string> = new Set([
  'verify_code_unreadable',
  'verify_answer_unreadable',
  'verify_other_unit',
  'verify_person_unknown',
  'verify_repeated',
  ...REFUSALS,
]);

/**
 * Stores the file, takes its good rows in one transaction and keeps what there is to say of the others. The same file
 * again changes nothing. Throws the `file_…` errors and `verify_sheet_unknown`: then no row is taken.
 */
export async function takeWorkbook(
  db: Database,
  actor: Actor,
  unit: ListUnit,
  file: Readonly<{ name: string; bytes: Readable }>,
  today: PlainDate,
): Promise<AnswerUpload> {
  const fileId = await storeFile(db, actor, file.name, file.bytes);
  const read = await withStoredFile(db, fileId, async (path) => {
    const workbook = await openWorkbook(path, file.name, LIMITS);
    try {
      return await readAnswers(workbook, file.name, today);
    } finally {
      await workbook.close();
    }
  });
  return db.transaction(actor, async (tx) => {
    await lockRegister(tx);
    const { known, findings } = await recognise(tx, unit, read.rows);
    const id = newId();
    const verdicts = await takeAnswers(
      tx,
      actor,
      unit.recorded,
      known.map(({ row, personId }) => ({ ...row.answer, personId })),
      today,
      id,
    );
    const all = [...read.findings, ...findings];
    verdicts.forEach((verdict, i) => {
      const { row } = known[i]!;
      if (verdict.kind === 'refused')
        all.push(finding(row, verdict.code, verdict.field === null ? null : row.columns[verdict.field]));
    });
    const upload: AnswerUpload = {
      id,
      unitId: unit.id,
      fileId,
      fileName: file.name,
      sheets: read.sheets,
      findings: all,
      rowsRead: read.sheets.reduce((sum, { rows }) => sum + rows.length, 0),
      rowsTaken: verdicts.filter(({ kind }) => kind === 'answered' || kind === 'withdrawn').length,
      rowsUnchanged: verdicts.filter(({ kind }) => kind === 'unchanged').length,
      rowsBlank: read.blank,
      loadedBy: actor.name,
      loadedAt: new Date().toISOString(),
    };
    await tx.query(
      `INSERT INTO app.identity_upload (unit_id, id, file_id, file_name, sheets, findings, rows_read, rows_taken, rows_unchanged, rows_blank, loaded_by, loaded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        unit.id,
        id,
        fileId,
        file.name,
        JSON.stringify(upload.sheets),
        JSON.stringify(all),
        upload.rowsRead,
        upload.rowsTaken,
        upload.rowsUnchanged,
        upload.rowsBlank,
        actor.name,
        upload.loadedAt,
      ],
    );
    return upload;
  });
}

const finding = (row: AnswerRow, code: string, column: string | null = null): Finding => ({
  sheet: row.sheet,
  row: row.row,
  column,
  code,
  severity: 'error',
  params: {},
  cell: null,
  suggestion: null,
});

/** Who the rows are: by their code, within the commune whose sheet it is. */
async function recognise(
  tx: Tx,
  unit: ListUnit,
  rows: readonly AnswerRow[],
): Promise<{ known: { row: AnswerRow; personId: string }[]; findings: Finding[] }> {
  const { rows: people } = await tx.query<{ id: string }>(
    'SELECT id FROM app.person WHERE unit_id = ANY($1::int[])',
    [unit.recorded],
  );
  const byCode = new Map(people.map(({ id }) => [personCode(id), id]));
  const known: { row: AnswerRow; personId: string }[] = [];
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const personId = byCode.get(row.code);
    if (personId === undefined)
      findings.push(finding(row, row.unitCode === unit.code ? 'verify_person_unknown' : 'verify_other_unit'));
    else if (seen.has(personId)) findings.push(finding(row, 'verify_repeated'));
    else {
      seen.add(personId);
      known.push({ row, personId });
    }
  }
  return { known, findings };
}

/** An upload by its id. Throws `verify_upload_unknown`. */
export async function getUpload(db: Database, id: string): Promise<AnswerUpload> {
  const found = await uploads(db, 'id = $1', [id]);
  if (found[0] === undefined) throw new AppError('verify_upload_unknown', 'not-found', { id });
  return found[0];
}

/** The latest uploads of communes, newest first. */
export const findUploads = (db: Database, unitIds: readonly number[]): Promise<AnswerUpload[]> =>
  uploads(db, 'unit_id = ANY($1::int[])', [unitIds]);

async function uploads(db: Database, where: string, values: readonly unknown[]): Promise<AnswerUpload[]> {
  const rows = await db.query<Omit<AnswerUpload, 'loadedAt'> & { loadedAt: Date }>(
    `SELECT id, unit_id AS "unitId", file_id AS "fileId", file_name AS "fileName", sheets, findings, rows_read AS "rowsRead", rows_taken AS "rowsTaken",
       rows_unchanged AS "rowsUnchanged", rows_blank AS "rowsBlank", loaded_by AS "loadedBy", loaded_at AS "loadedAt"
     FROM app.identity_upload WHERE ${where} ORDER BY loaded_at DESC LIMIT 20`,
    values,
  );
  return rows.map((row) => ({ ...row, loadedAt: row.loadedAt.toISOString() }));
}

/** The workbook itself with what there is to say of its rows, as a stream and the name to give it. */
export const handBackAnswers = (
  db: Database,
  upload: AnswerUpload,
  language: Language,
): Promise<{ name: string; bytes: Readable }> =>
  handBackStored(
    db,
    { id: upload.fileId, name: upload.fileName },
    {
      layouts: upload.sheets.map(({ sheet, headingRow }) => ({
        sheet,
        isList: true,
        columns: [],
        headerRows: [headingRow],
      })),
      personRows: upload.sheets.map(({ sheet, rows }) => ({ sheet, ranges: toRanges(rows) })),
      findings: upload.findings,
      refusals: NOT_TAKEN,
      dryRun: false,
      language,
    },
  );
