import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../app/api-types.ts';
import { apiUrl } from '../app/base.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { useMe } from '../app/place.ts';
import { Refused } from '../ui/states.tsx';

/** The next step after an import has ended: take it, mend the file, tell the columns, or look at the people. */
export function RunNext({ run }: { run: Run }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const actions = useMe().data!.actions;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const may = actions.includes('list.import');
  const take = async () => {
    setBusy(true);
    try {
      const { id } = await send<{ id: string }>('POST', `/imports/${run.id}/commit`);
      await navigate({ to: '/imports/$id', params: { id }, search: true });
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };
  const columns = run.layouts !== null && run.layouts.length > 0 && (
    <Link to="/imports/$id/columns" params={{ id: run.id }} search={true} className="plain-button">
      {t('imports.columns')}
    </Link>
  );
  return (
    <>
      {problem && <Refused problem={problem} />}
      {run.state === 'checked' && may && (
        <div className="actions main-action">
          <Button type="primary" size="large" loading={busy} onClick={() => void take()}>
            {t('imports.take_now')}
          </Button>
        </div>
      )}
      <div className="actions">
        {run.state === 'committed' && actions.includes('person.search') && (
          <Link className="main-button" to="/people" search={true}>
            {t('result.to_people')}
          </Link>
        )}
        {run.result !== null && (
          <a className="plain-button" href={apiUrl(`/imports/${run.id}/returned`)} download>
            {t('imports.returned')}
          </a>
        )}
        {columns}
        {(run.state === 'failed' || run.state === 'cancelled') && may && (
          <Link className="main-button" to="/imports" search={true}>
            {t('result.other_file')}
          </Link>
        )}
      </div>
    </>
  );
}
