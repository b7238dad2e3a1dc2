import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Me } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { useDuties } from '../duties/use-duties.ts';
import { useUnit } from '../ui/inputs.tsx';
import type { Duty } from './duty.ts';

type Signed = { signed: { version: number; receipts: { role: string }[] } | null };

/** What waits for the account between the lists: people to verify, moves to answer or settle, a list to sign or to receive. */
export function useReconciliationDuties(me: Me): Duty[] {
  const { t } = useTranslation();
  const place = usePlace();
  const leaf = useUnit(place.unit, place.map).data?.leaf ?? false;
  const may = (action: string): boolean => me.actions.includes(action);
  const where = { unit: place.unit, mapDate: place.map };
  const verification = useQuery({
    queryKey: ['verification', 'overview', where],
    queryFn: () => get<{ counts: Record<string, number> }>('/verification/overview', where),
    enabled: may('identity.verify'),
  });
  const moves = useQuery({
    queryKey: ['moves', 'count', where],
    queryFn: () => get<{ answer: number; settle: number }>('/moves/count', where),
    enabled: may('list.settle'),
  });
  const handover = useQuery({
    queryKey: ['handover', 'overview', where],
    queryFn: () => get<{ communes: Signed[] }>('/handover/overview', where),
    enabled: leaf && (may('list.sign') || may('list.receive')),
  });
  const owed = useDuties('self', { enabled: may('list.sign') }).data;
  const duties: Duty[] = [];
  const waiting = verification.data?.counts;
  if (waiting !== undefined && waiting.waiting! + waiting.stale! > 0)
    duties.push({
      key: 'verification',
      what: t('duty.verify', { n: figure(waiting.waiting! + waiting.stale!) }),
      why: t('duty.verify_why'),
      go: (
        <Link className="main-button" to="/verification" search={true}>
          {t('duty.verify_go')}
        </Link>
      ),
    });
  for (const [key, n, state] of [
    ['answer', moves.data?.answer ?? 0, 'in'],
    ['settle', moves.data?.settle ?? 0, 'disputes'],
  ] as const)
    if (n > 0)
      duties.push({
        key: `moves-${key}`,
        what: t(`duty.move_${key}`, { n: figure(n) }),
        why: t(`duty.move_${key}_why`),
        go: (
          <Link
            className="plain-button"
            to="/moves"
            search={((before: object) => ({ ...before, state })) as never}
          >
            {t('duty.look')}
          </Link>
        ),
      });
  const signed = handover.data?.communes[0]?.signed;
  const own = me.roles.map(({ role }) => role);
  const toReceive =
    may('list.receive') &&
    signed != null &&
    ['commune-committee', 'health-station'].some(
      (role) => own.includes(role) && !signed.receipts.some((receipt) => receipt.role === role),
    );
  // Where a directive demands the list, it stands with its deadline among what is owed.
  if (signed === null && may('list.sign') && !owed?.duties.some(({ form }) => form === 'resident_list'))
    duties.push({
      key: 'sign',
      what: t('duty.sign'),
      why: t('duty.sign_why'),
      go: (
        <Link className="plain-button" to="/handover" search={true}>
          {t('duty.look')}
        </Link>
      ),
    });
  if (toReceive)
    duties.push({
      key: 'receive',
      what: t('duty.receive', { version: signed.version }),
      why: t('duty.receive_why'),
      go: (
        <Link className="main-button" to="/handover" search={true}>
          {t('duty.look')}
        </Link>
      ),
    });
  return duties;
}
