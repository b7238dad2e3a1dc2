/**
 * One list for each commune of Quảng Ninh: the national form of residents with their doses, as real workbooks. They are
 * made once into a folder of the temporary directory and found there again.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeXlsx } from 'hucre';
import { nationalSheet, type Value } from '../../db/demo/lists.ts';
import { AS_OF, type DemoPerson, makePeople } from '../../db/demo/people.ts';
import type { Units, UnitVersion } from '../../src/areas/units.ts';
import { seededRandom } from '../../src/kernel/seeded-random.ts';

export { AS_OF };
export type CommuneList = Readonly<{ path: string; unitCode: string }>;

const HAMLETS = 8;
// Rows of notes and headings in the national form, and the column of the phone.
const FIRST_ROW = 8;
const PHONE = 6;

async function write(
  path: string,
  units: Units,
  commune: UnitVersion,
  people: readonly DemoPerson[],
  correct: (row: Value[], index: number) => void = () => {},
): Promise<void> {
  const district = units.get(commune.parentId!, AS_OF);
  const sheet = nationalSheet(people, commune, district, seededRandom(Number(commune.code) + 3), {
    everyone: true,
  });
  sheet.rows.forEach((row, i) => {
    if (i >= FIRST_ROW) correct(row, i - FIRST_ROW);
  });
  writeFileSync(path, await writeXlsx({ sheets: [sheet] } as never));
}

/** Lists of the first `communes` communes of the province, about `rows` people each. */
export async function provinceLists(units: Units, communes: number, rows: number): Promise<CommuneList[]> {
  const folder = join(tmpdir(), `sotiem-bench-lists-2-${rows}`);
  mkdirSync(folder, { recursive: true });
  const province = units.byCode('22', AS_OF);
  const lists: CommuneList[] = [];
  for (const commune of units.communesUnder(province.id, AS_OF).slice(0, communes)) {
    const path = join(folder, `${commune.code}.xlsx`);
    if (!existsSync(path)) await write(path, units, commune, makePeople(Number(commune.code), rows, HAMLETS));
    lists.push({ path, unitCode: commune.code });
  }
  return lists;
}

/** A list of `rows` people of the commune that the register does not know (another seed), or the same list with every 50th corrected. */
export async function communeList(
  units: Units,
  code: string,
  rows: number,
  seed: number,
  corrected = false,
): Promise<CommuneList> {
  const folder = join(tmpdir(), `sotiem-bench-lists-2-${rows}`);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${code}-${seed}${corrected ? '-corrected' : ''}.xlsx`);
  const people = makePeople(seed, rows, HAMLETS);
  await write(path, units, units.byCode(code, AS_OF), people, (row, i) => {
    if (corrected && i % 50 === 0) row[PHONE] = `09${String(12_000_000 + i)}`;
  });
  return { path, unitCode: code };
}
