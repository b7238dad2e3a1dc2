import type { Units } from '../areas/units.ts';
import { saveDirective } from '../duties/save-directive.ts';
import { contentSchema } from '../duties/schema.ts';
import { system } from '../identity/accounts.ts';
import { addDays } from '../kernel/plain-date.ts';
import { dayInVietnam, momentOf } from '../kernel/vietnam-time.ts';
import type { Database } from '../platform/database.ts';

/**
 * Puts a directive of practice in force in the learner's province: stations and facilities owe the report of a day since
 * the day before, so that there is something to report today and somebody late to call. Once for each province.
 */
export async function setUpDuties(space: Database, units: Units, unitId: number, now: Date): Promise<void> {
  const today = dayInVietnam(now);
  const province = units.ancestors(unitId, today).at(-1)!;
  const id = `tap-huan-${province.code}`;
  const [known] = await space.query('SELECT 1 FROM app.directive WHERE id = $1 LIMIT 1', [id]);
  if (known !== undefined) return;
  const from = addDays(today, -1);
  const content = contentSchema.parse({
    number: '01/TH',
    issuedOn: from,
    issuer: 'Không gian tập huấn',
    signer: 'Người tập huấn',
    summary: 'Văn bản để tập huấn',
    items: [
      {
        id: 'ket-qua',
        number: '1',
        title: 'Báo cáo kết quả tiêm trong ngày',
        owners: { levels: ['commune'], facilities: true, roles: ['health-station', 'facility'] },
        form: 'daily_vaccination',
        schedule: { kind: 'daily', time: '16:00' },
        from,
      },
    ],
  });
  await saveDirective(
    space,
    units,
    system('tap-huan'),
    { id, unitId: province.id, content, file: null },
    new Date(momentOf(from, '08:00')),
  );
}
