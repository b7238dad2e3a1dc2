import type { SessionFigures } from '../../campaigns/contract.ts';
import { vaccinesOf } from '../../campaigns/rules.ts';
import { addDays } from '../../kernel/plain-date.ts';

/**
 * A session as it is planned anew, seven days later: same place, hours and vaccines. Nobody is invited yet, and its lots are
 * chosen anew, for those of this week may be used up.
 */
export const nextWeek = (session: SessionFigures) => {
  const { unit, facility, campaignId, site, hamlet, address, on, from, to, capacity, walkIns, serves } =
    session;
  return {
    ...{ unit, facility, campaign: campaignId, site, hamlet, address, from, to, capacity, walkIns, serves },
    on: addDays(on, 7),
    vaccines: vaccinesOf(session).map((vaccine) => ({ vaccine, lot: null, doses: null })),
  };
};
