import type { SchedulePage } from '../../due/contract.ts';
import type { PlainDate } from '../../kernel/plain-date.ts';
import type { RuleKind } from '../../schedules/contract.ts';
import type { AnyRule } from './rule-words.ts';

/** Products that have a primary series on the day. */
export const productsOf = (page: SchedulePage): string[] => page.rules.primary.map(({ vaccine }) => vaccine);

/** A rule to begin with where a new subject makes sense; null for kinds of which each subject has its rule. */
export function blankRule(kind: RuleKind, page: SchedulePage): AnyRule | null {
  const dated = { from: page.date as PlainDate, to: null, document: '-' };
  const [first = '', second = ''] = productsOf(page);
  if (kind === 'mixing') return { first, second, interval: [28, 28, 56], ...dated };
  if (kind === 'booster')
    return {
      number: 1 + Math.max(0, ...page.rules.booster.map(({ number }) => number)),
      interval: [120, 120, 148],
      minimumAge: 18,
      maximumAge: null,
      vaccines: page.rules.booster[0]?.vaccines ?? [first],
      ...dated,
    };
  if (kind === 'exemptions') return { condition: 'pregnant', vaccine: first, ...dated };
  return null;
}
