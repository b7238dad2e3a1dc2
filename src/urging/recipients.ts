/** Who may be told something: open accounts with their rights of the moment, and how each is reached. */

import type { Database } from '../platform/database.ts';
import type { Language } from '../platform/messages.ts';
import type { Recipient } from './compose-digests.ts';
import { type Channel, type Contact, NO_CONTACT } from './contract.ts';

export type Reached = Recipient &
  Readonly<{ username: string; language: Language; addresses: Readonly<Partial<Record<Channel, string>>> }>;

export async function findRecipients(db: Pick<Database, 'query'>, at: Date): Promise<Reached[]> {
  const rows = await db.query<
    Contact & { id: string; username: string; language: string; grants: Recipient['grants'] }
  >(
    `SELECT a.id, a.username, a.language, c.email, c.phone,
       coalesce(c.by_email, ${NO_CONTACT.byEmail}) AS "byEmail", coalesce(c.by_sms, ${NO_CONTACT.bySms}) AS "bySms",
       coalesce(c.information, ${NO_CONTACT.information}) AS information,
       json_agg(json_build_object('role', g.role, 'unitId', g.unit_id, 'facility', g.facility)) AS grants
     FROM app.account a
     JOIN app.role_grant g ON g.account_id = a.id AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1)
     LEFT JOIN app.account_contact c ON c.account_id = a.id
     WHERE NOT a.disabled
     GROUP BY a.id, c.email, c.phone, c.by_email, c.by_sms, c.information ORDER BY a.username`,
    [at.toISOString()],
  );
  return rows.map(({ id, username, language, information, grants, email, phone, byEmail, bySms }) => ({
    id,
    username,
    language: language === 'en' ? 'en' : 'vi',
    information,
    grants,
    addresses: {
      ...(email !== null && byEmail ? { email } : {}),
      ...(phone !== null && bySms ? { sms: phone } : {}),
    },
  }));
}
