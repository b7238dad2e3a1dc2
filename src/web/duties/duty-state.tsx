import { useTranslation } from 'react-i18next';
import { Status } from '../ui/states.tsx';
import type { DutyRow } from './types.ts';

const LOOK: Readonly<Record<DutyRow['state'], string>> = {
  not_started: 'waiting',
  draft: 'checked',
  submitted: 'waiting',
  returned: 'failed',
  accepted: 'valid',
  late: 'error',
  zero_reported: 'valid',
};

/** How a duty stands, by colour, icon and word; what came after its time says so. */
export function DutyStatus({ duty: { state, onTime } }: { duty: Pick<DutyRow, 'state' | 'onTime'> }) {
  const { t } = useTranslation();
  const received = state === 'submitted' || state === 'accepted' || state === 'zero_reported';
  return (
    <Status name={LOOK[state]}>
      {t(`duties.state.${state}`)}
      {received && onTime === false && ` · ${t('duties.came_late')}`}
    </Status>
  );
}
