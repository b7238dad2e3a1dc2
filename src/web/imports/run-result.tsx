import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Run } from '../app/api-types.ts';
import { figure } from '../app/format.ts';
import { Notice } from '../ui/states.tsx';
import { MatchSamples } from './match-samples.tsx';

type Result = NonNullable<Run['result']>;

/** What came of the file, first in a sentence, then in numbers: rows of the file, people, doses. */
export function RunResult({ run, result }: { run: Run; result: Result }) {
  const { t } = useTranslation();
  const dry = run.options.dryRun;
  const gone = result.rowsGone ?? 0;
  const same = result.rowsRead > 0 && result.rowsUnchanged === result.rowsRead;
  const sentence = same
    ? t(dry ? 'result.same_dry' : 'imports.same_again')
    : t(dry ? 'result.dry' : 'result.taken', {
        taken: figure(result.rowsTaken),
        read: figure(result.rowsRead),
      });
  const figures = [
    ['rows', result.rowsRead, true],
    [dry ? 'would_take' : 'taken', result.rowsTaken, true],
    ['waiting', result.rowsWaiting, result.rowsWaiting > 0],
    ['review', result.rowsReview, result.rowsReview > 0],
    ['unchanged', result.rowsUnchanged, result.rowsUnchanged > 0],
    ['new_people', result.personsCreated, true],
    ['known_people', result.personsMatched, true],
    ['new_doses', result.injectionsCreated, result.injectionsCreated > 0 || result.kind === 'injections'],
  ] as const;
  return (
    <>
      <Notice tone={dry ? 'wait' : 'ok'}>
        {sentence} {result.rowsWaiting > 0 ? t('result.waiting', { n: figure(result.rowsWaiting) }) : ''}
      </Notice>
      {gone > 0 && (
        <Notice
          tone="warn"
          action={
            dry ? undefined : (
              <Link className="plain-button small" to="/absences" search={true}>
                {t('result.to_absences')}
              </Link>
            )
          }
        >
          {t(dry ? 'result.gone_dry' : 'result.gone', { n: figure(gone) })}
        </Notice>
      )}
      <div className="figures small">
        {figures
          .filter(([, , shown]) => shown)
          .map(([label, value]) => (
            <div key={label}>
              <b>{figure(value)}</b>
              <span>{t(`imports.${label}`)}</span>
            </div>
          ))}
      </div>
      {dry && result.samples && <MatchSamples samples={result.samples} />}
    </>
  );
}
