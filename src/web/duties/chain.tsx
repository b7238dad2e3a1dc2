import { useTranslation } from 'react-i18next';
import type { SignedBy } from '../../duties/contract.ts';
import { apiUrl } from '../app/base.ts';
import { day, figure } from '../app/format.ts';
import { FindingList } from '../population/finding-list.tsx';
import { Status } from '../ui/states.tsx';
import { AnnexFigures } from './annex-figures.tsx';
import { momentThere } from './due.ts';
import { fieldWords } from './field-words.ts';
import { SevereFacts } from './severe-facts.tsx';
import type { DutyAnswer, Version } from './types.ts';

const LOOK = { draft: 'checked', submitted: 'waiting', returned: 'failed', accepted: 'valid' } as const;

/** Every version of the answer with its way: nothing of it is ever changed or gone. */
export function Chain({ duty }: { duty: DutyAnswer }) {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t('duties.chain')}</h2>
      {duty.chain.map((version, at) => (
        <details key={version.id} className="version" open={at === 0}>
          <summary>
            <b>{t('duties.version', { n: version.version })}</b>
            <Status name={LOOK[version.state]}>{t(`duties.version_state.${version.state}`)}</Status>
            <span className="quiet">
              {momentThere(version.recordedAt)} · {version.by}
              {version.onBehalfOf !== null && ` (${t('duties.on_behalf', { who: version.onBehalfOf })})`}
            </span>
          </summary>
          <Content duty={duty} version={version} />
          <ol className="timeline">
            {version.steps.map((step) => (
              <li key={step.at + step.action}>
                {momentThere(step.at)} · {step.by}
                {step.checker !== null && ` (${step.checker.name})`}: {t(`duties.did.${step.action}`)}
                {step.reason !== null && ` – ${step.reason}`}
              </li>
            ))}
            {version.waitingFor !== null && (
              <li className="quiet">{t('duties.waits_for', { unit: version.waitingFor.name })}</li>
            )}
          </ol>
        </details>
      ))}
    </>
  );
}

/** What the signature over the file proves, and what it does not. */
function Signed({ by: { name, issuer, signedAt, trusted } }: { by: SignedBy }) {
  const { t } = useTranslation();
  return (
    <Status name={trusted === true ? 'ok' : trusted === false ? 'warning' : 'info'}>
      {t('duties.signed_by', { name, issuer })}
      {signedAt !== null && ` · ${momentThere(signedAt)}`}
      {` · ${t(`duties.signed.${trusted === null ? 'unjudged' : trusted ? 'trusted' : 'untrusted'}`)}`}
    </Status>
  );
}

function Content({ duty, version }: { duty: DutyAnswer; version: Version }) {
  const { t } = useTranslation();
  const paper = (signature: boolean) =>
    apiUrl(
      `/duties/${encodeURIComponent(duty.key)}/papers/${version.id}${signature ? '?signature=true' : ''}`,
    );
  const fields = Object.entries(version.figures);
  const { basis, completeness } = version;
  return (
    <>
      {version.zeroReason !== null && <p>{t('duties.zero_because', { reason: version.zeroReason })}</p>}
      {version.fields === null ? (
        <p className="quiet">{t('duties.not_for_you')}</p>
      ) : (
        <SevereFacts fields={version.fields} products={duty.products} />
      )}
      {version.text !== null && <p style={{ whiteSpace: 'pre-wrap' }}>{version.text}</p>}
      {duty.form === 'annex' ? (
        <AnnexFigures figures={version.figures} />
      ) : (
        fields.length > 0 && (
          <dl className="facts">
            {fields.map(([field, n]) => (
              <div key={field} style={{ display: 'contents' }}>
                <dt>{fieldWords(t, field, duty.products)}</dt>
                <dd>
                  {figure(n)}
                  {version.counted[field] !== undefined && version.counted[field] !== n && (
                    <small className="quiet">
                      {' '}
                      · {t('duties.named_then', { n: figure(version.counted[field]) })}
                    </small>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        )
      )}
      {(version.fileName !== null || version.signatureName !== null) && (
        <p>
          {version.fileName !== null && <a href={paper(false)}>{version.fileName}</a>}{' '}
          {version.signatureName !== null && <a href={paper(true)}>{version.signatureName}</a>}
          {version.signedBy !== null && <Signed by={version.signedBy} />}
        </p>
      )}
      {version.findings.length > 0 && (
        <FindingList
          quiet=""
          findings={version.findings.map((finding) => ({
            ...finding,
            where: `${fieldWords(t, finding.field, duty.products)}:`,
          }))}
        />
      )}
      <p className="watermark">
        {t('duties.rested_on', {
          files: figure(basis.lists),
          review: figure(basis.rowsInReview),
          filled: figure(completeness.filled),
          asked: figure(completeness.asked),
        })}
        {basis.files.length > 0 && (
          <>
            {' '}
            {basis.files
              .slice(0, 3)
              .map(({ name, asOf }) => `${name} (${day(asOf)})`)
              .join(', ')}
            {basis.files.length > 3 && '…'}
          </>
        )}
      </p>
      <p className="hash">{t('duties.hash', { hash: version.sha256 })}</p>
    </>
  );
}
