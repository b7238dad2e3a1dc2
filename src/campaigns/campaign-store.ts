/** The SQL of campaigns and of what they were before. */
import type { Reader } from '../duties/directive-store.ts';
import type { Actor } from '../kernel/actor.ts';
import type { Tx } from '../platform/database.ts';
import type { Campaign, CampaignTerms, CampaignVersion } from './contract.ts';

const SELECT = `SELECT id, unit_id AS "unitId", name, disease, target, document, from_on AS "from", to_on AS "to", facilities, closed, version
  FROM app.campaign`;

export async function findCampaign(db: Reader, id: string): Promise<Campaign | undefined> {
  return (await db.pool.query<Campaign>(`${SELECT} WHERE id = $1`, [id])).rows[0];
}

/** Campaigns of these units: those that run first, the newest of them first. */
export async function findCampaigns(db: Reader, unitIds: readonly number[]): Promise<Campaign[]> {
  return (
    await db.pool.query<Campaign>(
      `${SELECT} WHERE unit_id = ANY($1::int[]) ORDER BY closed, from_on DESC, name`,
      [unitIds],
    )
  ).rows;
}

/** The campaign, held until the transaction ends. */
export async function lockCampaign(tx: Tx, id: string): Promise<Campaign | undefined> {
  return (await tx.query<Campaign>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id])).rows[0];
}

export const termsOf = ({
  name,
  target,
  document,
  from,
  to,
  facilities,
  closed,
}: CampaignTerms): CampaignTerms => ({ name, target, document, from, to, facilities, closed });

/** Opens a campaign, or states it anew; the statement is kept as the version that the campaign names. */
export async function putCampaign(
  tx: Tx,
  campaign: Campaign,
  { name: by, accountId, reason }: Pick<Actor, 'name' | 'accountId' | 'reason'>,
  now: Date,
): Promise<void> {
  const { id, unitId, name, disease, target, document, from, to, facilities, closed, version } = campaign;
  await tx.query(
    `INSERT INTO app.campaign (id, unit_id, name, disease, target, document, from_on, to_on, facilities, closed, version,
       account_id, opened_by, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, target = EXCLUDED.target, document = EXCLUDED.document, from_on = EXCLUDED.from_on,
       to_on = EXCLUDED.to_on, facilities = EXCLUDED.facilities, closed = EXCLUDED.closed, version = EXCLUDED.version`,
    [
      ...[id, unitId, name, disease, JSON.stringify(target), document, from, to, JSON.stringify(facilities)],
      ...[closed, version, accountId, by, now.toISOString()],
    ],
  );
  await tx.query(
    `INSERT INTO app.campaign_version (campaign_id, version, terms, reason, account_id, stated_by, stated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, version, JSON.stringify(termsOf(campaign)), reason, accountId, by, now.toISOString()],
  );
}

/** Everything that a campaign was, the newest first. */
export async function findCampaignVersions(db: Reader, id: string): Promise<CampaignVersion[]> {
  return (
    await db.pool.query<CampaignVersion>(
      `SELECT version, terms, reason, stated_by AS by, to_char(stated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at
       FROM app.campaign_version WHERE campaign_id = $1 ORDER BY version DESC`,
      [id],
    )
  ).rows;
}
