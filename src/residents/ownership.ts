import ownership from '../../db/reference/ownership.json' with { type: 'json' };
import type { ListSource } from '../intake/claim.ts';

const rankOf = (order: readonly string[]): Record<ListSource, number> =>
  Object.fromEntries(order.map((source, rank) => [source, rank])) as Record<ListSource, number>;

/** Whose word comes first for a field, 0 before 1 (db/reference/ownership.json). */
export const IDENTITY_RANK = rankOf(ownership.identity);
export const RESIDENCE_RANK = rankOf(ownership.residence);

/** The hand whose word settles a dispute about a field. */
export const ownerOf = (field: keyof typeof ownership.settles): ListSource =>
  ownership[ownership.settles[field] as 'identity' | 'residence'][0] as ListSource;
