import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Verdict } from './types.ts';

const VERDICTS = ['same', 'different', 'unsure'] as const;

/** The three answers, each with its key where the page listens for keys. */
export function VerdictBar({
  mayDecide,
  onDecide,
  keys = false,
  children,
}: {
  mayDecide: boolean;
  onDecide: (verdict: Verdict) => void;
  keys?: boolean;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="row verdicts">
      {VERDICTS.map((verdict, i) => (
        <button
          key={verdict}
          type="button"
          className={`verdict ${verdict}`}
          disabled={!mayDecide}
          onClick={() => onDecide(verdict)}
        >
          {keys && <kbd>{i + 1}</kbd>} {t(`review.${verdict}`)}
        </button>
      ))}
      {children}
    </div>
  );
}
