/**
 * A province in: 1.3 million rows in 177 workbooks, read, checked, matched, stored and counted; against raw COPY of the same
 * rows into the same indexed tables (asked ≤ 3×, goal 1.5×).
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { referenceUnits } from '../src/areas/units.ts';
import { importLists } from './support/import-lists.ts';
import { provinceLists } from './support/province-lists.ts';
import { copyTables, dumpTables } from './support/raw-copy.ts';
import { open, say, seconds, timed, verdict } from './support/report.ts';
import { benchServer } from './support/server.ts';

const COMMUNES = Number(process.env.BENCH_COMMUNES ?? 177);
const ROWS = Number(process.env.BENCH_ROWS ?? 7_345);

const units = referenceUnits();
const lists = await provinceLists(units, COMMUNES, ROWS);
const server = await benchServer();
try {
  open(`A province in: ${COMMUNES} workbooks of about ${ROWS.toLocaleString('en')} rows`);
  const { db } = await server.database('bench_province');
  let rows = 0;
  let people = 0;
  let doses = 0;
  const cpu = process.cpuUsage();
  const whole = await timed(async () => {
    for (const result of await importLists(db, units, lists)) {
      rows += result.rowsRead;
      people += result.personsCreated;
      doses += result.injectionsCreated;
    }
  });
  const used = process.cpuUsage(cpu);
  say(
    `${rows.toLocaleString('en')} rows → ${people.toLocaleString('en')} people, ${doses.toLocaleString('en')} doses in ${seconds(whole)}: ${Math.round((rows / whole) * 1000).toLocaleString('en')} rows/s (this process ${seconds((used.user + used.system) / 1000)} of CPU)`,
  );
  const folder = join(tmpdir(), 'sotiem-bench-dump');
  await dumpTables(db, folder);
  await db.close();
  const floor = await server.database('bench_floor');
  const spent = await copyTables(floor.db, folder);
  await floor.db.close();
  const raw = [...spent.values()].reduce((sum, one) => sum + one, 0);
  say(
    `raw COPY ${seconds(raw)} (${[...spent]
      .filter(([, one]) => one > raw / 50)
      .map(([table, one]) => `${table} ${seconds(one)}`)
      .join(', ')})`,
  );
  verdict(`${(whole / raw).toFixed(2)} × raw COPY`, whole <= 3 * raw, '≤ 3 ×, goal 1.5 ×');
  await server.drop('bench_floor');
} finally {
  await server.stop();
}
