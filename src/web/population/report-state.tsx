import { useTranslation } from 'react-i18next';
import type { ReportState } from '../../population/contract.ts';
import { Status } from '../ui/states.tsx';

const LOOK: Readonly<Record<ReportState | 'census', string>> = {
  draft: 'checked',
  submitted: 'waiting',
  returned: 'failed',
  accepted: 'waiting',
  locked: 'valid',
  census: 'valid',
};

/** How far a version has come, by colour, icon and word. */
export function ReportStatus({ state }: { state: ReportState | 'census' }) {
  const { t } = useTranslation();
  return <Status name={LOOK[state]}>{t(`population.state.${state}`)}</Status>;
}
