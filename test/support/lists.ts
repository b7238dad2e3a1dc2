import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { writeXlsx } from 'hucre';
import { referenceUnits } from '../../src/areas/units.ts';
import { type ImportedFile, importFile } from '../../src/immunizations/import-file.ts';
import type { ImportOptions } from '../../src/immunizations/read-list.ts';
import type { PlainDate } from '../../src/kernel/plain-date.ts';
import type { Database } from '../../src/platform/database.ts';
import { tester } from './database.ts';

export const units = referenceUnits();
export const day = (iso: string): PlainDate => iso as PlainDate;

type Value = string | number | null;
const folder = mkdtempSync(join(tmpdir(), 'sotiem-lists-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

export const RESIDENTS = [
  'STT',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Số CCCD',
  'Khu phố',
  'Diện cư trú',
  'Ghi chú',
];
export const INJECTIONS = [
  'STT',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Số CCCD',
  'Vắc xin',
  'Ngày tiêm',
  'Số lô',
  'Mũi số',
];

/** Writes a list as a workbook; the header is the first row, running numbers are added. */
export async function listFile(
  header: readonly string[],
  rows: readonly (readonly Value[])[],
  name = `list-${files}`,
): Promise<string> {
  const path = join(folder, `${files++}-${name}.xlsx`);
  writeFileSync(
    path,
    await writeXlsx({
      sheets: [{ name: 'DS', rows: [[...header], ...rows.map((row, i) => [i + 1, ...row])] }],
    }),
  );
  return path;
}

export async function load(
  db: Database,
  path: string,
  options: Partial<ImportOptions> = {},
  name = path,
): Promise<ImportedFile> {
  return importFile(
    db,
    units,
    tester,
    { path, name },
    {
      kind: 'auto',
      source: null,
      unitCode: '06697',
      asOf: day('2021-12-14'),
      complete: false,
      dryRun: false,
      ...options,
    },
    day('2021-12-14'),
  );
}

/** Everything the register says, without ids and times: for "changes nothing" and "ends in the same state". */
export async function state(db: Database): Promise<unknown> {
  const [people, doses, statuses, records] = await Promise.all([
    db.query(
      'SELECT name, birth_on, sex, national_id, unit_id, hamlet, residence_kind, whereabouts, sources, rows_in_review FROM app.person ORDER BY name, birth_on, national_id, hamlet',
    ),
    db.query(
      'SELECT p.name, p.birth_on, i.dose_no, i.vaccine, i.given_on, i.validity FROM app.injection i JOIN app.person p ON p.id = i.person_id ORDER BY 1, 2, 3, 5',
    ),
    db.query(
      'SELECT unit_id, residence_kind, birth_on, from_on, to_on, dose1_on, dose2_on, dose3_on, full_on FROM app.vaccination_status ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9',
    ),
    db.query('SELECT count(*)::int AS n FROM app.source_record WHERE replaced_by IS NULL'),
  ]);
  return { people, doses, statuses, records };
}
