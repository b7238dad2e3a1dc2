import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Coverage, FindingCount, Me, Run } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { useOpenAbsences } from '../app/navigation.tsx';
import { usePlace } from '../app/place.ts';
import { causeAndRemedy } from '../ui/cause.ts';
import { useChaseDuties } from '../urging/use-chase-duties.tsx';
import { useDoseDuties } from './dose-duties.tsx';
import type { Duty } from './duty.ts';
import { useQuestionDuties } from './question-duties.tsx';
import { useReconciliationDuties } from './reconciliation-duties.tsx';

/** The duties of the account's roles in the chosen unit, the most pressing first, each with the way to it. */
export function Duties({
  me,
  coverage,
  runs,
}: {
  me: Me;
  coverage: Coverage | undefined;
  runs: readonly Run[] | undefined;
}) {
  const { t } = useTranslation();
  const place = usePlace();
  const may = (action: string): boolean => me.actions.includes(action);
  const absences = useOpenAbsences(me);
  const findings = useQuery({
    queryKey: ['findings', place.unit, place.map],
    queryFn: () => get<{ findings: FindingCount[] }>('/findings', { unit: place.unit, mapDate: place.map }),
    enabled: may('person.search'),
  });
  const reconciling = useReconciliationDuties(me);
  const asked = useQuestionDuties(me);
  const chasing = useChaseDuties(me);
  const injected = useDoseDuties(me);
  const duties: Duty[] = [...injected, ...chasing, ...asked, ...reconciling];
  const without = coverage && coverage.completeness.communes - coverage.completeness.communesWithData;
  if (may('list.import')) {
    const unsaved = runs?.filter((run) => waitsToBeTaken(run, runs)) ?? [];
    const stuck = runs?.filter(({ state }) => state === 'needs-layout') ?? [];
    for (const run of [...stuck, ...unsaved].slice(0, 2))
      duties.push({
        key: run.id,
        what: t(run.state === 'checked' ? 'duty.unsaved' : 'duty.columns', { file: run.fileName }),
        why: t(run.state === 'checked' ? 'duty.unsaved_why' : 'duty.columns_why'),
        go: (
          <Link className="plain-button" to="/imports/$id" params={{ id: run.id }} search={true}>
            {t('duty.open')}
          </Link>
        ),
      });
    duties.push({
      key: 'upload',
      what: t(coverage?.completeness.files === 0 ? 'duty.first_list' : 'home.upload'),
      why: t('home.upload_help'),
      go: (
        <Link className="main-button" to="/imports" search={true}>
          {t('home.upload_go')}
        </Link>
      ),
    });
  }
  if (absences > 0)
    duties.push({
      key: 'absences',
      what: t('duty.absences', { n: figure(absences) }),
      why: t('duty.absences_why'),
      go: (
        <Link className="plain-button" to="/absences" search={true}>
          {t('duty.settle')}
        </Link>
      ),
    });
  if (without !== undefined && without > 0 && coverage!.completeness.communes > 1)
    duties.push({
      key: 'without',
      what: t('duty.without', { n: figure(without), all: figure(coverage!.completeness.communes) }),
      why: t('duty.without_why'),
      go: (
        <Link
          className="plain-button"
          to="/coverage"
          search={(before: object) => ({ ...before, by: 'communes' }) as never}
        >
          {t('duty.which')}
        </Link>
      ),
    });
  for (const { code, people, message } of findings.data?.findings.slice(0, 3) ?? []) {
    const { cause, remedy } = causeAndRemedy(message);
    duties.push({
      key: code,
      what: t('duty.finding', { n: figure(people), cause }),
      why: remedy,
      go: (
        <Link
          className="plain-button"
          to="/people"
          search={(before: object) => ({ ...before, finding: code }) as never}
        >
          {t('duty.look')}
        </Link>
      ),
    });
  }
  if (may('account.manage'))
    duties.push({
      key: 'accounts',
      what: t('duty.accounts'),
      why: t('duty.accounts_why'),
      go: (
        <Link className="plain-button" to="/accounts" search={true}>
          {t('duty.open')}
        </Link>
      ),
    });
  if (may('audit.view'))
    duties.push({
      key: 'audit',
      what: t('duty.audit'),
      why: t('audit.lead'),
      go: (
        <Link className="plain-button" to="/audit" search={true}>
          {t('duty.open')}
        </Link>
      ),
    });
  if (duties.length === 0) return null;
  return (
    <ul className="duties">
      {duties.map(({ key, what, why, go }) => (
        <li key={key}>
          <div className="what">
            <b>{what}</b>
            <span>{why}</span>
          </div>
          {go}
        </li>
      ))}
    </ul>
  );
}

/** A trial that would change something, of a file that nothing newer was done with. */
const waitsToBeTaken = (run: Run, runs: readonly Run[]): boolean =>
  run.state === 'checked' &&
  run.result !== null &&
  run.result.rowsUnchanged < run.result.rowsRead &&
  !runs.some(({ fileName, requestedAt }) => fileName === run.fileName && requestedAt > run.requestedAt);
