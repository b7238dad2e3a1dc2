import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Me } from '../app/api-types.ts';
import { figure } from '../app/format.ts';
import { useDoseReview } from '../dose-review/use-dose-review.ts';
import type { Duty } from './duty.ts';

/** Severe events whose report is due, and doses of which two tables tell differently: before everything else. */
export function useDoseDuties(me: Me): Duty[] {
  const { t } = useTranslation();
  const { severe, conflicts } = useDoseReview(me.actions.includes('dose.record'));
  const waiting = [
    ['alarms', severe.data?.ringing ?? 0],
    ['conflicts', conflicts.data?.total ?? 0],
  ] as const;
  return waiting.flatMap(([key, n]) =>
    n === 0
      ? []
      : [
          {
            key: `dose-${key}`,
            what: t(`dose_review.${key}`, { n: figure(n) }),
            why: t(`dose_review.${key}_why`),
            go: (
              <Link className="main-button" to="/dose-review" search={true}>
                {t('dose_review.go')}
              </Link>
            ),
          },
        ],
  );
}
