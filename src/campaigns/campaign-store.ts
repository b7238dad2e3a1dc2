/** The SQL of campaigns. */
import type { Reader } from '../duties/directive-store.ts';
import type { Tx } from '../platform/database.ts';
import type { Campaign } from './contract.ts';

const SELECT = `SELECT id, unit_id AS "unitId", name, disease, target, document, from_on AS "from", to_on AS "to" FROM app.campaign`;

export async function findCampaign(db: Reader, id: string): Promise<Campaign | undefined> {
  return (await db.pool.query<Campaign>(`${SELECT} WHERE id = $1`, [id])).rows[0];
}

/** Campaigns of these units, the newest first. */
export async function findCampaigns(db: Reader, unitIds: readonly number[]): Promise<Campaign[]> {
  return (
    await db.pool.query<Campaign>(`${SELECT} WHERE unit_id = ANY($1::int[]) ORDER BY from_on DESC, name`, [
      unitIds,
    ])
  ).rows;
}

/** Opens a campaign, or states it anew. */
export async function putCampaign(
  tx: Tx,
  campaign: Campaign,
  by: { name: string; accountId: string | null; at: string },
): Promise<void> {
  const { id, unitId, name, disease, target, document, from, to } = campaign;
  await tx.query(
    `INSERT INTO app.campaign (id, unit_id, name, disease, target, document, from_on, to_on, account_id, opened_by, opened_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, target = EXCLUDED.target, document = EXCLUDED.document,
       from_on = EXCLUDED.from_on, to_on = EXCLUDED.to_on`,
    [id, unitId, name, disease, JSON.stringify(target), document, from, to, by.accountId, by.name, by.at],
  );
}
