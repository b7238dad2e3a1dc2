/** The words of the stock ledger: whole doses of a lot at a facility, moved between accounts by balanced movements. */
import type { PlainDate } from '../kernel/plain-date.ts';

/** Accounts in which doses can be touched; they are never below nothing. */
export const PHYSICAL = ['on_hand', 'opened', 'quarantine', 'in_transit'] as const;

/**
 * Every account of a lot at a facility; together they are always nothing. Doses come from `external` (negative: so many
 * came), from `overfill` (more drawn than labelled) or are `adjusted` at stocktakes; `suspense` is consumption that no
 * receipt covers yet, as a debt; `repeated` are slips entered a second time.
 */
export const ACCOUNTS = [
  ...PHYSICAL,
  'injected',
  'wasted',
  'written_off',
  'external',
  'overfill',
  'adjusted',
  'repeated',
  'suspense',
] as const;
export type Account = (typeof ACCOUNTS)[number];

export const MOVEMENT_KINDS = [
  'receipt',
  'repeated_receipt',
  'issue',
  'sent',
  'delivered',
  'open',
  'use',
  'write_off',
  'quarantine',
  'release',
  'stocktake',
  'reversal',
] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

export const MOVEMENT_SOURCES = ['book', 'form', 'table', 'transfer', 'recall', 'demo'] as const;
export type MovementSource = (typeof MOVEMENT_SOURCES)[number];

/** A lot of an item at a facility: what one row of the balance is about. `facility` is its name within the unit. */
export type Holding = Readonly<{ unitId: number; facility: string; item: string; lot: string }>;

/** Doses by account; an account that is not named has none. */
export type Amounts = Readonly<Partial<Record<Account, number>>>;

/**
 * A movement before it is posted. `amounts` must add up to nothing and name no `suspense`: what `on_hand` has not, the
 * ledger takes there by itself when `short` allows it, and pays back when a receipt comes.
 */
export type NewMovement = Holding &
  Readonly<{
    /** UUIDv7; made when left out. A device may bring its own. */
    id?: string;
    kind: MovementKind;
    on: PlainDate;
    amounts: Amounts;
    vials?: number | null;
    slip?: string | null;
    counterpart?: string | null;
    reason?: string | null;
    source: MovementSource;
    importId?: string | null;
    sheet?: string | null;
    row?: number | null;
    refersTo?: string | null;
    /** Consumption with evidence goes to suspense; what is only intended is refused. */
    short: 'suspense' | 'refuse';
  }>;

export type Movement = Holding &
  Readonly<{
    id: string;
    kind: MovementKind;
    on: PlainDate;
    amounts: Amounts;
    vials: number | null;
    slip: string | null;
    counterpart: string | null;
    reason: string | null;
    source: MovementSource;
    importId: string | null;
    sheet: string | null;
    row: number | null;
    refersTo: string | null;
    recordedBy: string;
    recordedAt: string;
  }>;

export type Lot = Readonly<{
  item: string;
  lot: string;
  expiresOn: PlainDate | null;
  dosesPerVial: number;
  maxDosesPerVial: number;
}>;

/** What a site has of a lot: what stands in the refrigerator less what was used without a receipt. */
export const balanceOf = (amounts: Amounts): number => (amounts.on_hand ?? 0) + (amounts.suspense ?? 0);
