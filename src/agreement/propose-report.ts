/**
 * What the daily report says by itself: people from their doses, reactions and sites from the sessions, vaccine by lot
 * from the ledger. A proposal for the form of the duty, which the facility sends in its own name.
 */
import type { Units } from '../areas/units.ts';
import type { ExpectedDuty, Figures } from '../duties/contract.ts';
import { countGiven, findGivenDoses } from '../duties/given-doses.ts';
import { lotField } from '../duties/rules.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { countReactions } from '../recording/count-reactions.ts';
import type { SessionSource } from '../recording/table-session.ts';
import { balanceOf, type Movement } from '../stock/contract.ts';
import { facilityKey, isCommune, nameFacility } from '../stock/facilities.ts';
import { findItem } from '../stock/items.ts';
import { standing } from '../stock/judge-stock.ts';
import { findMovements } from '../stock/store.ts';

export type LotLine = Readonly<{
  item: string;
  lot: string;
  received: number;
  used: number;
  discarded: number;
  left: number;
}>;

/** Diluents and syringes are no doses; a product that the catalogue does not know yet is a vaccine. */
export const isVaccine = (item: string): boolean => (findItem(item)?.kind ?? 'vaccine') === 'vaccine';

/** The name under which the ledger keeps whoever owes the duty: the facility, or the unit's own site. */
export async function siteOf(
  db: Database,
  units: Units,
  { unitId, facility, day }: ExpectedDuty,
): Promise<string> {
  const unit = units.get(unitId, day);
  return nameFacility(db, unit, isCommune(units, unit, day), facility);
}

/** Vaccine of a site by lot: what came, was given and thrown away within the days, and what is left after them. */
export async function lotLines(
  db: Database,
  { unitId, site, from, to }: Readonly<{ unitId: number; site: string; from: PlainDate; to: PlainDate }>,
): Promise<LotLine[]> {
  const lots = new Map<string, Movement[]>();
  for (const movement of standing(await findMovements(db, { unitIds: [unitId], facility: site, until: to })))
    if (isVaccine(movement.item)) {
      const key = JSON.stringify([movement.item, movement.lot]);
      lots.set(key, [...(lots.get(key) ?? []), movement]);
    }
  return [...lots.values()]
    .map((movements): LotLine => {
      const [{ item, lot }] = movements as [Movement];
      const within = movements.filter(({ on }) => on >= from);
      const sum = (of: readonly Movement[], doses: (one: Movement) => number): number =>
        of.reduce((all, one) => all + doses(one), 0);
      return {
        item,
        lot,
        received: sum(within, (one) => (one.kind === 'receipt' ? balanceOf(one.amounts) : 0)),
        used: sum(within, ({ amounts }) => amounts.injected ?? 0),
        discarded: sum(within, ({ amounts }) => (amounts.wasted ?? 0) + (amounts.written_off ?? 0)),
        left: sum(movements, ({ amounts }) => balanceOf(amounts) + (amounts.opened ?? 0)),
      };
    })
    .filter(({ received, used, discarded, left }) => received + used + discarded !== 0 || left !== 0);
}

/** The figures of the form; empty when nothing happened on the day. */
export async function proposeReport(
  db: Database,
  units: Units,
  sessions: SessionSource,
  duty: ExpectedDuty,
): Promise<Figures> {
  const { unitId, period } = duty;
  const day = period.from;
  const site = await siteOf(db, units, duty);
  const injected = countGiven('daily_vaccination', await findGivenDoses(db, units, duty));
  const lots = await lotLines(db, { unitId, site, from: day, to: day });
  const used = lots.some((one) => one.received + one.used + one.discarded !== 0);
  if (Object.keys(injected).length === 0 && !used) return {};
  const { common, severe } = await countReactions(db, { unitId, facility: site, from: day, to: day });
  const held = (await sessions.onDay(day)).filter(
    (one) => one.unitId === unitId && facilityKey(one.facility) === facilityKey(site),
  );
  return {
    sites: Math.max(held.length, 1),
    'injected.dose1': 0,
    'injected.dose2': 0,
    'injected.dose3': 0,
    ...injected,
    'reactions.common': common,
    'reactions.severe': severe,
    ...Object.fromEntries(
      lots.flatMap((line) =>
        (['received', 'used', 'discarded', 'left'] as const).map((measure) => [
          lotField(line.item, line.lot, measure),
          line[measure],
        ]),
      ),
    ),
  };
}
