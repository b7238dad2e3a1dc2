/**
 * Coverage of the province by commune: on today's date p99 ≤ 5 ms at 13 thousand people and at 1.3 million (growth exponent
 * ≤ 0.05), on any past date ≤ 1 s at 1.3 million. The same 177 communes in both registers; a warm pool, no HTTP.
 */
import { referenceUnits } from '../src/areas/units.ts';
import type { PlainDate } from '../src/kernel/plain-date.ts';
import type { Database } from '../src/platform/database.ts';
import { coverage } from '../src/reports/coverage.ts';
import { foldCounts } from '../src/reports/fold-counts.ts';
import { provinceRegister } from './support/province-register.ts';
import { median, open, percentile, say, timed, verdict } from './support/report.ts';
import { benchServer } from './support/server.ts';

const COMMUNES = Number(process.env.BENCH_COMMUNES ?? 177);
const SMALL = Number(process.env.BENCH_SMALL_ROWS ?? 74);
const LARGE = Number(process.env.BENCH_ROWS ?? 7_345);
const ASKED = Number(process.env.BENCH_ASKED ?? 2_000);

const units = referenceUnits();
const today = new Date().toISOString().slice(0, 10) as PlainDate;
const actor = { accountId: null, name: 'bench', onBehalfOf: null, requestId: 'bench', reason: null };
// Today's map has other communes than the lists' time: both are asked for.
const MAPS = ['2021-12-14' as PlainDate, today];

const ask = (db: Database, date: PlainDate, mapDate: PlainDate) =>
  coverage(db, units, { unitCode: '22', by: 'communes', date, mapDate });

async function times(db: Database, date: PlainDate, mapDate: PlainDate, n: number): Promise<number[]> {
  for (let i = 0; i < n / 10; i++) await ask(db, date, mapDate);
  const spent: number[] = [];
  for (let i = 0; i < n; i++) spent.push(await timed(() => ask(db, date, mapDate)));
  return spent;
}

const server = await benchServer();
try {
  open(`Coverage of the province by commune, ${ASKED} questions`);
  const p99: number[][] = [];
  const sizes: number[] = [];
  for (const rows of [SMALL, LARGE]) {
    const { db, people } = await provinceRegister(server, units, COMMUNES, rows);
    sizes.push(people);
    const unfolded = await times(db, today, today, ASKED / 10);
    say(
      `${people.toLocaleString('en')} people, deltas not yet folded: median ${median(unfolded).toFixed(2)} ms`,
    );
    await foldCounts(db, actor, today);
    await db.query('VACUUM ANALYZE');
    const here: number[] = [];
    for (const map of MAPS) {
      const spent = await times(db, today, map, ASKED);
      here.push(percentile(spent, 0.99));
      say(
        `${people.toLocaleString('en')} people, today on the map of ${map}: median ${median(spent).toFixed(2)} ms, p99 ${percentile(spent, 0.99).toFixed(2)} ms`,
      );
      verdict(`p99 ${percentile(spent, 0.99).toFixed(2)} ms`, percentile(spent, 0.99) <= 5, '≤ 5 ms');
    }
    p99.push(here);
    const past: number[] = [];
    for (const date of ['2021-12-14', '2021-09-01', '2021-12-13', '2024-02-29', '2026-11-01'] as PlainDate[])
      for (const map of MAPS) past.push(await timed(() => ask(db, date, map)));
    verdict(`past dates: at most ${Math.max(...past).toFixed(0)} ms`, Math.max(...past) <= 1000, '≤ 1 s');
    await db.close();
  }
  MAPS.forEach((map, i) => {
    const exponent = Math.log(p99[1]![i]! / p99[0]![i]!) / Math.log(sizes[1]! / sizes[0]!);
    verdict(`growth exponent ${exponent.toFixed(3)} (map of ${map})`, exponent <= 0.05, '≤ 0.05');
  });
} finally {
  await server.stop();
}
