/** How far a transfer is, who takes it on, and what came otherwise than it was sent. Pure. */
import type { Difference, Transfer, TransferLine, TransferStep } from './contract.ts';

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

/** What was received otherwise than it was sent, lot by lot. */
export function differencesOf({ steps }: Transfer): Difference[] {
  const of = (step: TransferStep) => steps.findLast((one) => one.step === step)?.lines ?? [];
  const received = of('received');
  if (received.length === 0) return [];
  const keys = new Set([...of('sent'), ...received].map(({ item, lot }) => `${item}|${lot}`));
  const sum = (lines: readonly TransferLine[], key: string): number =>
    lines.reduce((total, { item, lot, doses }) => total + (`${item}|${lot}` === key ? doses : 0), 0);
  return [...keys].flatMap((key) => {
    const [item, lot] = key.split('|') as [string, string];
    const difference = { item, lot, sent: sum(of('sent'), key), received: sum(received, key) };
    return difference.sent === difference.received ? [] : [difference];
  });
}
