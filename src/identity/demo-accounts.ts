import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { Role } from './access.ts';
import { createAccount } from './accounts.ts';

/** Password of every demonstration account; printed at start, never used outside the demonstration. */
export const DEMO_PASSWORD = 'so-tiem-2021';

const DEMO: readonly (readonly [
  username: string,
  name: string,
  role: Role,
  unit: string,
  facility?: string,
])[] = [
  ['xa.hongha', 'Cán bộ UBND phường Hồng Hà', 'commune-clerk', '06697'],
  ['congan.hongha', 'Công an phường Hồng Hà', 'commune-police', '06697'],
  ['tram.hongha', 'Trạm Y tế phường Hồng Hà', 'health-station', '06697'],
  ['bcd.hongha', 'Ban Chỉ đạo phường Hồng Hà', 'commune-committee', '06697'],
  ['benhvien.baichay', 'Bệnh viện Bãi Cháy', 'facility', '193', 'Bệnh viện Bãi Cháy'],
  ['ttyt.halong', 'Trung tâm Y tế Hạ Long', 'district-health', '193'],
  ['ubnd.halong', 'UBND thành phố Hạ Long', 'district-committee', '193'],
  ['soyte', 'Sở Y tế Quảng Ninh', 'province-health', '22'],
  ['sotttt', 'Sở Thông tin và Truyền thông', 'information-department', '22'],
  ['lanhdao', 'Lãnh đạo UBND tỉnh', 'province-leader', '22'],
  ['boyte', 'Bộ Y tế', 'ministry', '22'],
  ['kiemtoan', 'Kiểm toán', 'auditor', '22'],
  ['quantri', 'Quản trị hệ thống', 'administrator', '22'],
];

/** One account for each role; made once. */
export async function ensureDemoAccounts(
  db: Database,
  units: Units,
  actor: Actor,
): Promise<readonly { username: string; name: string; role: Role }[]> {
  const known = new Set(
    (await db.query<{ username: string }>('SELECT username FROM app.account')).map(
      ({ username }) => username,
    ),
  );
  for (const [username, displayName, role, code, facility] of DEMO)
    if (!known.has(username))
      await createAccount(db, actor, {
        username,
        displayName,
        password: DEMO_PASSWORD,
        mustChange: false,
        grants: [
          { role, unitId: units.byCode(code, '2021-12-14' as PlainDate).id, facility: facility ?? null },
        ],
      });
  return DEMO.map(([username, name, role]) => ({ username, name, role }));
}
