/** Devices at the tables: one for each sign-in, with a sequence of its own and a token that says whose sealed entries are. */
import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import type { SyncAnswer } from './contract.ts';
import type { TableSession } from './table-session.ts';

export type Device = Readonly<{
  id: string;
  accountId: string;
  author: string;
  name: string;
  storedUpTo: number;
}>;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const COLUMNS = 'id, account_id AS "accountId", author, name, stored_up_to AS "storedUpTo"';

export async function signInDevice(
  db: Database,
  { accountId, author, name }: Pick<Device, 'accountId' | 'author' | 'name'>,
  now: Date,
): Promise<{ id: string; token: string }> {
  const id = newId();
  const token = randomBytes(32).toString('base64url');
  await db.query(
    `INSERT INTO app.recording_device (id, account_id, author, name, token_hash, signed_in_at, stored_up_to)
     VALUES ($1, $2, $3, $4, $5, $6, 0)`,
    [id, accountId, author, name, hashOf(token), now.toISOString()],
  );
  return { id, token };
}

/** Throws `device_unknown`, also for a device of somebody else. */
export async function getDevice(db: Database, id: string, accountId: string): Promise<Device> {
  const [device] = await db.query<Device>(
    `SELECT ${COLUMNS} FROM app.recording_device WHERE id = $1 AND account_id = $2`,
    [id, accountId],
  );
  if (device === undefined) throw new AppError('device_unknown', 'not-found', { id });
  return device;
}

/** The device that the token of sealed entries was given to. Throws `device_unknown`. */
export async function getDeviceByToken(db: Database, id: string, token: string): Promise<Device> {
  const [device] = await db.query<Device>(
    `SELECT ${COLUMNS} FROM app.recording_device WHERE id = $1 AND token_hash = $2`,
    [id, hashOf(token)],
  );
  if (device === undefined) throw new AppError('device_unknown', 'not-found', { id });
  return device;
}

/** Notes that a device was heard, up to which event everything is stored, and where it records. */
export async function noteSync(
  db: Database,
  deviceId: string,
  storedUpTo: number,
  session: TableSession | null,
  now: Date,
): Promise<void> {
  await db.query(
    `UPDATE app.recording_device SET stored_up_to = greatest(stored_up_to, $2), last_sync_at = $3,
       unit_id = coalesce($4, unit_id), site = coalesce($5, site) WHERE id = $1`,
    [deviceId, storedUpTo, now.toISOString(), session?.unitId ?? null, session?.facility ?? null],
  );
}

const HEARD_WITHIN_HOURS = 36;

/** Devices of the neighbourhood beside this one, and when each was heard last: what they did since is not known here. */
export async function otherSites(
  db: Database,
  deviceId: string,
  unitIds: readonly number[],
  now: Date,
): Promise<SyncAnswer['otherSites']> {
  const rows = await db.query<{ site: string; device: string; author: string; lastSyncAt: Date | null }>(
    `SELECT site, name AS device, author, last_sync_at AS "lastSyncAt" FROM app.recording_device
     WHERE unit_id = ANY($1::int[]) AND id <> $2 AND signed_in_at > $3 ORDER BY last_sync_at, id LIMIT 50`,
    [unitIds, deviceId, new Date(now.getTime() - HEARD_WITHIN_HOURS * 3_600_000).toISOString()],
  );
  return rows.map((row) => ({ ...row, lastSyncAt: row.lastSyncAt?.toISOString() ?? null }));
}
