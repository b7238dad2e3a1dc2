import { randomBytes } from 'node:crypto';
import { createAccount, openSession, type Session, system } from '../identity/accounts.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';

/**
 * Gives the asker the same name, roles and units in the training space as in the product, and a session there; returns its
 * token. No password goes over: the space is entered from the product only.
 */
export async function enterSpace(space: Database, { account, principal }: Session): Promise<string> {
  const id =
    (await findLearnerId(space, account.username)) ??
    (await createAccount(space, system('training'), {
      username: account.username,
      displayName: account.displayName,
      password: randomBytes(32).toString('base64url'),
      mustChange: false,
      grants: [],
    }));
  return space.transaction({ ...system(account.username), accountId: id, reason: 'training' }, async (tx) => {
    await tx.query('DELETE FROM app.role_grant WHERE account_id = $1', [id]);
    for (const { role, unitId, facility, validFrom, validTo, onBehalfOf } of principal.grants)
      await tx.query(
        `INSERT INTO app.role_grant (account_id, id, role, unit_id, facility, valid_from, valid_to, on_behalf_of, granted_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'training')`,
        [id, newId(), role, unitId, facility, validFrom, validTo, onBehalfOf],
      );
    return openSession(tx, id, { secondFactor: false, userAgent: 'training' }, new Date());
  });
}

/** The account of the training space that bears this name; undefined for who was never there, or not since it was reset. */
export const findLearnerId = async (space: Database, username: string): Promise<string | undefined> =>
  (await space.query<{ id: string }>('SELECT id FROM app.account WHERE username = $1', [username]))[0]?.id;
