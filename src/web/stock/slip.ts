/** A slip while it is being written, and what is sent of it. */
import type { Site } from '../../stock/contract.ts';

export const SLIP_KINDS = [
  'receipt',
  'use',
  'issue',
  'stocktake',
  'write_off',
  'quarantine',
  'release',
] as const;
export type SlipKind = (typeof SLIP_KINDS)[number];

export type SlipFields = Readonly<{
  item: string;
  lot: string;
  expiresOn: string | null;
  slip: string;
  counterpart: string;
  reason: string;
  amount: string;
  injected: string;
  wasted: string;
}>;

export const EMPTY_SLIP: SlipFields = {
  item: '',
  lot: '',
  expiresOn: null,
  slip: '',
  counterpart: '',
  reason: '',
  amount: '',
  injected: '',
  wasted: '0',
};

/** Whether enough is told to post it. */
export const slipReady = (kind: SlipKind, { item, lot, amount, injected }: SlipFields): boolean =>
  item !== '' && lot.trim().length > 1 && amount !== '' && (kind !== 'use' || injected !== '');

/** The body of the request that posts it. */
export function slipBody(kind: SlipKind, site: Site, on: string, fields: SlipFields): object {
  const { item, lot, expiresOn, slip, counterpart, reason, amount, injected, wasted } = fields;
  const shared = {
    ...site,
    kind,
    item,
    lot,
    on,
    slip: slip || null,
    counterpart: counterpart || null,
    reason: reason || null,
  };
  switch (kind) {
    case 'use':
      return { ...shared, vials: Number(amount), injected: Number(injected), wasted: Number(wasted) };
    case 'stocktake':
      return { ...shared, counted: Number(amount) };
    case 'receipt':
      return { ...shared, doses: Number(amount), expiresOn };
    default:
      return { ...shared, doses: Number(amount) };
  }
}
