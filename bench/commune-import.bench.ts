/**
 * One commune's list of 10,000 rows against a register of 1.3 million (goal 1.5 s, floor 5 s): people whom nobody knew, the same
 * people told by another list (each row must find its person), and the first list again with every 50th row corrected.
 */
import { referenceUnits } from '../src/areas/units.ts';
import { importLists } from './support/import-lists.ts';
import { type CommuneList, communeList } from './support/province-lists.ts';
import { provinceRegister } from './support/province-register.ts';
import { median, open, say, seconds, timed, verdict } from './support/report.ts';
import { benchServer } from './support/server.ts';

const COMMUNES = Number(process.env.BENCH_COMMUNES ?? 177);
const REGISTER_ROWS = Number(process.env.BENCH_ROWS ?? 7_345);
const LIST_ROWS = Number(process.env.BENCH_LIST_ROWS ?? 10_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

const units = referenceUnits();
const server = await benchServer();
try {
  open(`One list of ${LIST_ROWS.toLocaleString('en')} rows against the register of a province`);
  const { people, db: register, name } = await provinceRegister(server, units, COMMUNES, REGISTER_ROWS);
  await register.close();
  const { db } = await server.clone(name, 'bench_commune');
  say(`${people.toLocaleString('en')} people in the register`);
  const codes = units.communesUnder(units.byCode('22', '2021-12-14' as never).id, '2021-12-14' as never);
  const spent = { unknown: [] as number[], told: [] as number[], corrected: [] as number[] };
  for (let round = 0; round <= ROUNDS; round++) {
    // A commune of its own each round: lists of 30 thousand rows do not pile up in one.
    const code = codes[(round * 37 + 11) % codes.length]!.code;
    const seed = 900_000 + round + (Date.now() % 100_000) * 10;
    const take = async (list: CommuneList, kind: keyof typeof spent, source: 'commune' | 'police') => {
      const milliseconds = await timed(() => importLists(db, units, [list], { source, complete: false }));
      // The first round warms caches and compiled code and is not counted.
      if (round > 0) spent[kind].push(milliseconds);
    };
    const list = await communeList(units, code, LIST_ROWS, seed);
    await take(list, 'unknown', 'commune');
    await take(list, 'told', 'police');
    await take(await communeList(units, code, LIST_ROWS, seed, true), 'corrected', 'commune');
  }
  for (const [kind, text] of [
    ['unknown', 'people whom nobody knew'],
    ['told', 'the same people told by another list'],
    ['corrected', 'the list again, every 50th row corrected'],
  ] as const) {
    const middle = median(spent[kind]);
    verdict(`${text}: ${seconds(middle)}`, middle <= 5000, '≤ 5 s, goal 1.5 s');
  }
  await db.close();
  await server.drop('bench_commune');
} finally {
  await server.stop();
}
