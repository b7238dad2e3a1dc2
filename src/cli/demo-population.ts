import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { populationForm } from '../../db/demo/population-form.ts';
import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { momentOf } from '../kernel/vietnam-time.ts';
import type { Database } from '../platform/database.ts';
import { census } from '../population/census.ts';
import { checkReport, getReport, progressOf } from '../population/check-report.ts';
import { bandNames, DISPATCH_BANDS, type Series } from '../population/contract.ts';
import { proposeFromRegister } from '../population/propose-from-register.ts';
import { recordOneReport } from '../population/record-report.ts';
import { registerCounter } from '../reports/register-counts.ts';

const STARTS = DISPATCH_BANDS.starts;
const BEFORE = '2021-11-30' as PlainDate;
const DAY = '2021-12-14' as PlainDate;
/** How many levels have accepted the report of the day, commune by commune; null: it owes it still. */
const WAYS = [2, 1, 0, null] as const;
const FORM = '06697-hong-ha/bieu-dan-so.xlsx';
const FORM_UNIT = '06697';

/**
 * Population figures of the demonstration, from its register: all communes with lists reported on 30/11, on 14/12 some are
 * locked, some wait, some owe. The form of Hồng Hà, with errors, is left in `folder` for the user to load.
 */
export async function loadDemoPopulation(
  db: Database,
  units: Units,
  actor: Actor,
  folder: string,
): Promise<void> {
  const known = await db.query('SELECT 1 FROM app.population_report LIMIT 1');
  if (known.length > 0) return;
  const listed = await db.query<{ unit_id: number }>(
    'SELECT DISTINCT unit_id FROM app.list_edition ORDER BY unit_id',
  );
  const count = registerCounter(db, units);
  const home = units.byCode(FORM_UNIT, DAY).id;
  let turn = 0;
  for (const { unit_id: unitId } of listed) {
    const report = async (on: PlainDate, levels: number): Promise<void> => {
      const figures = proposeFromRegister(await count(unitId, on, STARTS), STARTS);
      if (figures.length === 0) return;
      // Sent on its own day, in the first hour: at no time of the demonstration's day is it yet to come.
      const at = new Date(momentOf(on, '00:30'));
      const shared = { unitId, bandSet: DISPATCH_BANDS.id, source: 'register', note: null } as const;
      const { id } = await recordOneReport(db, units, actor, { ...shared, effectiveOn: on, figures }, at);
      const step = (action: 'submitted' | 'accepted', checkerId: number | null) =>
        checkReport(db, units, actor, id, { action, checkerId, reason: null }, at);
      await step('submitted', null);
      for (let level = 0; level < levels; level++)
        await step('accepted', progressOf(units, await getReport(db, id)).waitingFor);
    };
    await report(BEFORE, 2);
    if (unitId === home) continue;
    const levels = WAYS[turn++ % WAYS.length]!;
    if (levels !== null) await report(DAY, levels);
  }
  await leaveForm(db, units, home, join(folder, FORM));
}

async function leaveForm(db: Database, units: Units, unitId: number, path: string): Promise<void> {
  const counts = await registerCounter(db, units)(unitId, DAY, STARTS);
  if (counts.length === 0) return;
  const groups = (series: Series): number[] =>
    bandNames(STARTS).map((band) =>
      counts
        .filter((one) => one.series === series && one.band === band)
        .reduce((sum, { people }) => sum + people, 0),
    );
  const official = census(units).find(unitId, STARTS)?.total ?? 0;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(
    path,
    await populationForm(units.get(unitId, DAY).fullName, official, {
      actual: groups('actual'),
      transient: groups('transient'),
    }),
  );
}
