import type { Units } from '../../src/areas/units.ts';
import type { Database } from '../../src/platform/database.ts';
import { importLists } from './import-lists.ts';
import { provinceLists } from './province-lists.ts';
import { say, seconds, timed } from './report.ts';
import type { BenchServer } from './server.ts';

/** A register that holds the lists of a province; one that stands from an earlier run serves again. */
export async function provinceRegister(
  server: BenchServer,
  units: Units,
  communes: number,
  rows: number,
): Promise<{ db: Database; name: string; people: number }> {
  const name = `bench_register_${communes}_${rows}`;
  const { db, made } = await server.database(name, true);
  if (made) {
    const spent = await timed(async () => {
      await importLists(db, units, await provinceLists(units, communes, rows));
      await db.query('VACUUM ANALYZE');
    });
    say(`register of ${communes} lists of ${rows} rows made in ${seconds(spent)}`);
  }
  const [counted] = await db.query<{ n: number }>('SELECT count(*)::int AS n FROM app.person');
  return { db, name, people: counted!.n };
}
