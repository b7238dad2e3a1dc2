import { useMe } from '../app/place.ts';
import type { GuideTitle } from './types.ts';

/** Whether a page of the guide is about the work of one of the account's roles, or everybody's. */
export function useMine(): (page: GuideTitle) => boolean {
  const own = useMe().data?.roles.map(({ role }) => role) ?? [];
  return ({ roles }) => roles.length === 0 || roles.some((role) => own.includes(role));
}
