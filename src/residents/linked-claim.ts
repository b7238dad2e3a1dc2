import type { ListKind, ListSource } from '../intake/claim.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { FiledClaim } from './sight.ts';

/** One linked record of the person. */
export type LinkedClaim = Readonly<{
  recordId: string;
  kind: ListKind;
  source: ListSource;
  status: 'auto' | 'review' | 'manual';
  listUnitId: number;
  asOf: PlainDate;
  claim: FiledClaim;
}>;
