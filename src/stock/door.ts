/** What all routes of the store share: who asks, whose store it is, and how a site and a lot are named in a request. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';

export type StockDoor = Readonly<{ db: Database; units: Units; guard: Guard; clock: Clock }>;

export const code = z.string().min(2).max(5);
export const facilityName = z.string().trim().min(2).max(200);
export const lot = z
  .string()
  .max(30)
  .transform((text) => text.toUpperCase().replace(/\s+/g, ''))
  .refine((text) => text.length >= 2);
export const reason = z.string().trim().min(3).max(300);
export const where = { unit: code, facility: facilityName, item: z.string().max(40), lot };

/** Whose store it is, and that the asker may act there. Throws `forbidden`. */
export function demandSite(
  guard: Guard,
  request: FastifyRequest,
  action: 'stock.view' | 'stock.post',
  unitId: number,
  facility: string,
): void {
  guard.demand(request, action, unitId);
  const own = guard.facilities(request, action, unitId);
  if (own !== null && !own.includes(facility)) throw new AppError('forbidden', 'forbidden', { action });
}
