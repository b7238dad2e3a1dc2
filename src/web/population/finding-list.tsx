import { useTranslation } from 'react-i18next';
import { FindingLink } from '../help/finding-link.tsx';
import { Status } from '../ui/states.tsx';

type Told = { code: string; severity: string; params: Record<string, string | number>; where?: string };

/** What is worth a second look, a line each; nothing of it forbids to send the figures. */
export function FindingList({ findings, quiet }: { findings: readonly Told[]; quiet: string }) {
  const { t } = useTranslation();
  if (findings.length === 0) return <p className="quiet">{quiet}</p>;
  return (
    <ul className="told">
      {findings.map((finding, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: findings are told anew as a whole
        <li key={`${finding.code} ${i}`}>
          <Status name={finding.severity}>{t(`severity.${finding.severity}`)}</Status>
          <span>
            {finding.where !== undefined && <b>{finding.where} </b>}
            {t(`finding.${finding.code}`, finding.params)} <FindingLink code={finding.code} />
          </span>
        </li>
      ))}
    </ul>
  );
}
