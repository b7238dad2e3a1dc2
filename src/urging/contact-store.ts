/** How accounts are reached, and whom to telephone in a unit. */
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { readPhoneNumber } from '../kernel/identifiers.ts';
import type { Database } from '../platform/database.ts';
import { type Contact, type Focal, NO_CONTACT } from './contract.ts';

const CONTACT = 'email, phone, by_email AS "byEmail", by_sms AS "bySms", information';

/** The contact of an account; what holds without one where nothing was said. */
export async function findContact(db: Database, accountId: string): Promise<Contact> {
  const [row] = await db.query<Contact>(`SELECT ${CONTACT} FROM app.account_contact WHERE account_id = $1`, [
    accountId,
  ]);
  return row ?? NO_CONTACT;
}

/** A telephone number as it is kept. Throws `phone_wrong`. */
export function phoneOf(text: string): string {
  const { value } = readPhoneNumber(text);
  if (value === null) throw new AppError('phone_wrong', 'invalid');
  return value;
}

/** Says how an account is reached. Throws `phone_wrong`. */
export async function putContact(
  db: Database,
  actor: Actor,
  accountId: string,
  contact: Contact,
): Promise<void> {
  const phone = contact.phone === null ? null : phoneOf(contact.phone);
  await db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.account_contact (account_id, email, phone, by_email, by_sms, information) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (account_id) DO UPDATE SET email = EXCLUDED.email, phone = EXCLUDED.phone, by_email = EXCLUDED.by_email,
         by_sms = EXCLUDED.by_sms, information = EXCLUDED.information`,
      [accountId, contact.email, phone, contact.byEmail, contact.bySms, contact.information],
    ),
  );
}

export type FocalRow = Focal &
  Readonly<{ unitId: number; facility: string | null; recordedBy: string; recordedAt: string }>;

/** Focal persons of units and of the facilities in them. */
export async function findFocals(db: Database, unitIds: readonly number[]): Promise<FocalRow[]> {
  const rows = await db.query<Omit<FocalRow, 'recordedAt'> & { recordedAt: Date }>(
    `SELECT unit_id AS "unitId", nullif(facility, '') AS facility, name, phone, hours, recorded_by AS "recordedBy", recorded_at AS "recordedAt"
     FROM app.unit_focal WHERE unit_id = ANY($1::int[]) ORDER BY unit_id, app.unit_focal.facility`,
    [unitIds],
  );
  return rows.map((row) => ({ ...row, recordedAt: row.recordedAt.toISOString() }));
}

/** Names the focal person; null: there is none any more. Throws `phone_wrong`. */
export async function putFocal(
  db: Database,
  actor: Actor,
  of: Readonly<{ unitId: number; facility: string | null }>,
  focal: Focal | null,
  now: Date,
): Promise<void> {
  const key = [of.unitId, of.facility ?? ''];
  const phone = focal === null ? null : phoneOf(focal.phone);
  await db.transaction(actor, (tx) =>
    focal === null
      ? tx.query('DELETE FROM app.unit_focal WHERE unit_id = $1 AND facility = $2', key)
      : tx.query(
          `INSERT INTO app.unit_focal (unit_id, facility, name, phone, hours, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (unit_id, facility) DO UPDATE SET name = EXCLUDED.name, phone = EXCLUDED.phone, hours = EXCLUDED.hours,
             recorded_by = EXCLUDED.recorded_by, recorded_at = EXCLUDED.recorded_at`,
          [...key, focal.name, phone, focal.hours, actor.name, now.toISOString()],
        ),
  );
}
