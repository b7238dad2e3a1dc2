import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding, FindingGroup } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { FindingLink } from '../help/finding-link.tsx';
import { causeAndRemedy } from '../ui/cause.ts';
import { Icon } from '../ui/icon.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading, Notice, Status } from '../ui/states.tsx';

const ORDER = { error: 0, warning: 1, info: 2 } as const;

/** Findings by cause: how many rows, what is wrong, one remedy for all; and under each the rows themselves. */
export function Causes({ id, groups }: { id: string; groups: readonly FindingGroup[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const sorted = groups.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity] || b.count - a.count);
  return (
    <>
      <h2>{t('imports.findings')}</h2>
      {groups.length === 0 ? (
        <Notice tone="ok">{t('imports.no_findings')}</Notice>
      ) : (
        <ul className="causes">
          {sorted.map((group) => {
            const { cause, remedy } = causeAndRemedy(group.message);
            return (
              <li key={group.code}>
                <button
                  type="button"
                  className="cause"
                  aria-expanded={open === group.code}
                  onClick={() => setOpen(open === group.code ? null : group.code)}
                >
                  <Status name={group.severity}>{t(`severity.${group.severity}`)}</Status>
                  <span className="count">{t('imports.rows_of', { n: figure(group.count) })}</span>
                  <span>
                    {cause}
                    {remedy !== '' && <span className="remedy">{remedy}</span>}
                  </span>
                  <Icon name="down" />
                </button>
                {open === group.code && (
                  <>
                    <p className="cause-help">
                      <FindingLink code={group.code} />
                    </p>
                    <CauseRows id={id} code={group.code} />
                  </>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

/** The rows of one cause, each cell as it stood in the workbook, beside what it should be. */
function CauseRows({ id, code }: { id: string; code: string }) {
  const { t } = useTranslation();
  const [after, setAfter] = useState(0);
  const rows = useQuery({
    queryKey: ['import', id, 'findings', code, after],
    queryFn: () =>
      get<{ findings: Finding[]; total: number; next: number | null }>(`/imports/${id}/findings`, {
        code,
        after,
      }),
    placeholderData: keepPreviousData,
  });
  if (rows.isLoading) return <Loading />;
  if (rows.data === undefined) return <Failed error={rows.error} again={() => void rows.refetch()} />;
  const { findings, next } = rows.data;
  // Where every row says the same, the heading has said it already.
  const differs = new Set(findings.map(({ message }) => message)).size > 1;
  const suggests = findings.some(({ suggestion }) => suggestion !== null);
  return (
    <div className="cause-rows">
      <ScrollBox tall label={t('imports.show_rows')}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('imports.where')}</th>
              <th scope="col">{t('imports.cell')}</th>
              {suggests && <th scope="col">{t('imports.suggestion')}</th>}
              {differs && <th scope="col">{t('imports.what')}</th>}
            </tr>
          </thead>
          <tbody>
            {findings.map((finding, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: findings have no identity of their own within a page
              <tr key={i}>
                <td>
                  {finding.row === null
                    ? finding.sheet
                    : t('imports.row_at', { sheet: finding.sheet ?? '', row: finding.row })}
                  {finding.column === null ? '' : ` · ${finding.column}`}
                </td>
                <td>{finding.cell === null ? '–' : <span className="cell">{finding.cell}</span>}</td>
                {suggests && (
                  <td>{finding.suggestion !== null && <span className="cell">{finding.suggestion}</span>}</td>
                )}
                {differs && <td className="wrap">{finding.message}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {(after > 0 || next !== null) && (
        <div className="row">
          {after > 0 && (
            <Button onClick={() => setAfter(Math.max(0, after - 200))}>{t('web.previous')}</Button>
          )}
          {next !== null && <Button onClick={() => setAfter(next)}>{t('web.next')}</Button>}
        </div>
      )}
    </div>
  );
}
