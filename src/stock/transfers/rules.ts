/** How far a transfer is, who takes it on, and what came otherwise than it was sent. Pure. */
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import type { Discrepancy, Holding } from '../contract.ts';
import {
  type Difference,
  SETTLEMENT_WAYS,
  type SettlementWay,
  type Transfer,
  type TransferLine,
  type TransferStep,
} from './contract.ts';

/** What may follow, and who does it: the giver sends or refuses, the receiver confirms or takes his request back. */
const NEXT: Readonly<Record<'none' | TransferStep, readonly TransferStep[]>> = {
  none: ['requested', 'sent'],
  requested: ['sent', 'refused', 'cancelled'],
  sent: ['received'],
  received: [],
  refused: [],
  cancelled: [],
};
export const mayFollow = (before: TransferStep | null, step: TransferStep): boolean =>
  NEXT[before ?? 'none'].includes(step);
export const actsFor = (step: TransferStep): 'giver' | 'receiver' =>
  step === 'sent' || step === 'refused' ? 'giver' : 'receiver';

/** What was received otherwise than it was sent, lot by lot, and how much of it nobody settled yet. */
export function differencesOf({ steps, settlements }: Transfer): Difference[] {
  const of = (step: TransferStep) => steps.findLast((one) => one.step === step)?.lines ?? [];
  const received = of('received');
  if (received.length === 0) return [];
  const keys = new Set([...of('sent'), ...received].map(({ item, lot }) => `${item}|${lot}`));
  const sum = (lines: readonly TransferLine[], key: string): number =>
    lines.reduce((total, { item, lot, doses }) => total + (`${item}|${lot}` === key ? doses : 0), 0);
  return [...keys].flatMap((key) => {
    const [item, lot] = key.split('|') as [string, string];
    const [gone, came] = [sum(of('sent'), key), sum(received, key)];
    if (gone === came) return [];
    const settled = settlements
      .filter((one) => one.item === item && one.undone === null)
      .reduce(
        (total, one) =>
          total +
          (one.lot === lot ? (SETTLES[one.way].missing ? one.doses : -one.doses) : 0) -
          (one.instead === lot ? one.doses : 0),
        0,
      );
    return [{ item, lot, sent: gone, received: came, open: gone - came - settled }];
  });
}

/** Whether a way explains missing doses or such as were too many, and whose store it corrects: that side may say so. */
const SETTLES: Readonly<
  Record<SettlementWay, Readonly<{ missing: boolean; by: 'giver' | 'receiver' | 'either' }>>
> = {
  arrived: { missing: true, by: 'receiver' },
  lost: { missing: true, by: 'either' },
  broken: { missing: true, by: 'either' },
  sent_less: { missing: true, by: 'giver' },
  wrong_lot: { missing: true, by: 'giver' },
  sent_more: { missing: false, by: 'giver' },
  counted_over: { missing: false, by: 'receiver' },
};

/** Sides for which somebody acts; one above both stores acts for both. */
export type Sides = Readonly<{ giver: boolean; receiver: boolean }>;

export function maySettle(way: SettlementWay, { giver, receiver }: Sides): boolean {
  const { by } = SETTLES[way];
  return (by !== 'receiver' && giver) || (by !== 'giver' && receiver);
}

/** Ways in which a difference may still be settled by one who acts for these sides. */
export const waysFor = (
  { open, item }: Difference,
  all: readonly Difference[],
  sides: Sides,
): SettlementWay[] =>
  SETTLEMENT_WAYS.filter(
    (way) =>
      open !== 0 &&
      SETTLES[way].missing === open > 0 &&
      maySettle(way, sides) &&
      (way !== 'wrong_lot' || all.some((other) => other.item === item && other.open < 0)),
  );

/** What the stock tells of differences, at the store that has the doses in its ledger: open ones, and how others were settled. */
export function tellDifferences(transfer: Transfer): (Holding & Readonly<{ told: Discrepancy }>)[] {
  const { fromUnitId, fromFacility, toUnitId, toFacility, steps, settlements } = transfer;
  const ends = { from: fromFacility, to: toFacility };
  const on = dayInVietnam(new Date(steps.at(-1)!.at));
  return differencesOf(transfer).flatMap(({ item, lot, sent, received, open }) => {
    const at = {
      ...(sent > received
        ? { unitId: fromUnitId, facility: fromFacility }
        : { unitId: toUnitId, facility: toFacility }),
      item,
      lot,
    };
    const settled = settlements
      .filter((one) => one.item === item && (one.lot === lot || one.instead === lot) && one.undone === null)
      .map(({ doses, reason, by, at: when }) => ({
        ...at,
        told: {
          code: 'transfer_settled' as const,
          severity: 'info' as const,
          detail: { ...ends, doses, reason, by, date: dayInVietnam(new Date(when)) },
        },
      }));
    if (open === 0) return settled;
    const detail = { ...ends, sent, received, doses: Math.abs(open), date: on };
    return [
      ...settled,
      { ...at, told: { code: 'transfer_difference' as const, severity: 'warning' as const, detail } },
    ];
  });
}
