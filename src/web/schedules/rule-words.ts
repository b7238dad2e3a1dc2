/** Rules of the schedule in words. */
import type { TFunction } from 'i18next';
import type { Interval, RuleKind, ScheduleRules } from '../../schedules/contract.ts';
import { figure } from '../app/format.ts';

export type AnyRule = ScheduleRules[RuleKind][number];

/** What a rule is about: "AstraZeneca", "AstraZeneca → Pfizer", "Nhắc lại lần 1, 18 tuổi trở lên". */
export function subjectWords(kind: RuleKind, rule: AnyRule, t: TFunction): string {
  const product = (code: string | null): string =>
    code === null ? t('rules.any_product') : t(`product.${code}`);
  if ('first' in rule) return `${product(rule.first)} → ${product(rule.second)}`;
  if ('condition' in rule) return `${t(`rules.condition.${rule.condition}`)}: ${product(rule.vaccine)}`;
  if ('number' in rule)
    return t(rule.maximumAge === null ? 'rules.booster_from' : 'rules.booster_between', {
      number: rule.number,
      from: rule.minimumAge,
      to: rule.maximumAge,
    });
  if ('after' in rule) return t('rules.additional_after', { products: rule.after.map(product).join(', ') });
  if ('doses' in rule) return t('rules.primary_of', { product: product(rule.vaccine), doses: rule.doses });
  return t(`rules.kind.${kind}`);
}

const intervalWords = ([earliest, recommended, latest]: Interval, t: TFunction): string =>
  t('rules.interval', { earliest, recommended, latest });

/** What it demands. */
export function demandWords(rule: AnyRule, t: TFunction): string {
  if (rule.to === rule.from) return t('rules.withdrawn');
  const parts: string[] = [];
  if ('intervals' in rule)
    parts.push(
      ...(rule.intervals.length === 0
        ? [t('rules.one_dose')]
        : rule.intervals.map((one, i) =>
            rule.intervals.length > 1
              ? `${t('rules.before_dose', { number: i + 2 })}: ${intervalWords(one, t)}`
              : intervalWords(one, t),
          )),
    );
  if ('interval' in rule) parts.push(intervalWords(rule.interval, t));
  if ('minimumAge' in rule && !('number' in rule)) parts.push(t('rules.from_age', { age: rule.minimumAge }));
  if ('condition' in rule) parts.push(t('rules.not_given'));
  if ('graceDays' in rule)
    parts.push(t('rules.settings', { grace: figure(rule.graceDays), first: figure(rule.firstDoseDays) }));
  return parts.join('; ');
}
