import { findGaps } from '../agreement/find-gaps.ts';
import { settleGap } from '../agreement/settle-gap.ts';
import type { Units } from '../areas/units.ts';
import { openSheet, saveRows } from '../backlog/save-rows.ts';
import { getSheet } from '../backlog/store.ts';
import type { Actor } from '../kernel/actor.ts';
import { addDays } from '../kernel/plain-date.ts';
import { momentOf } from '../kernel/vietnam-time.ts';
import { DEMO_DAY } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';

const COMMUNE = '06697';
const STATION = 'Trạm Y tế phường Hồng Hà';
const DOSE = ['1', 'AstraZeneca', 'NJ0342', '06/07/2021', ''];

/**
 * A paper register that somebody has begun to type at one station, with people who are known, one who is new and one slip;
 * and a gap of the days before that somebody has explained. Does nothing where there is a sheet already.
 */
export async function loadDemoBacklog(db: Database, units: Units, actor: Actor): Promise<void> {
  const [known] = await db.query('SELECT 1 FROM app.backlog_sheet LIMIT 1');
  if (known !== undefined) return;
  const unitId = units.byCode(COMMUNE, DEMO_DAY).id;
  const people = await db.query<{ name: string; birth: string; sex: string | null; hamlet: string | null }>(
    `SELECT name, to_char(birth_on, 'DD/MM/YYYY') AS birth, sex, hamlet FROM app.person
     WHERE unit_id = $1 AND birth_precision = 'day' AND birth_on < '2003-01-01' ORDER BY sort_key, id LIMIT 4`,
    [unitId],
  );
  const id = await openSheet(db, actor, { unitId, facility: STATION, title: 'Sổ tiêm ngày 06/07/2021' });
  const rows = [
    ...people.map(({ name, birth, sex, hamlet }) => [
      name,
      birth,
      sex === 'M' ? 'Nam' : 'Nữ',
      '',
      hamlet ?? '',
      '',
    ]),
    ['Phùng Thị Tuyết Nhung', '12/05/1979', 'Nữ', '', 'Khu phố 2', ''],
    ['Lương Văn Đạt', '31/02/1988', 'Nam', '', 'Khu phố 2', ''],
  ];
  await saveRows(
    db,
    actor,
    await getSheet(db, id),
    rows.map((cells, i) => ({ row: i + 1, cells: [...cells, ...DOSE], chosen: null, version: 0 })),
  );
  const day = addDays(DEMO_DAY, -2);
  const { gaps } = await findGaps(db, units, { unitId, from: day, to: day });
  const [gap] = gaps;
  if (gap !== undefined)
    await settleGap(
      db,
      units,
      actor,
      { ...gap, explanation: 'Danh sách giấy của điểm tiêm lưu động chưa chuyển về; đang nhập dần' },
      new Date(momentOf(addDays(day, 1), '09:00')),
    );
}
