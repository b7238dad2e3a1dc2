/** What can be given at this table, and which of it fits somebody: found without a network, confirmed by the vaccinator. Pure. */
import type { Roster } from '../../recording/contract.ts';
import { type DoseConcern, isStop } from '../../recording/rules.ts';
import { lotHindrance } from '../../stock/rules.ts';
import type { Vial } from './session-state.ts';
import type { Choice } from './view.ts';

/** An open vial, or a planned lot of which the next vial would be opened. */
export type Offer = Readonly<{
  vaccine: string;
  lot: string;
  vial: Vial | null;
  /** Doses of a vial by its label. */
  labelled: number;
}>;

export type PlannedLot = Readonly<{
  vaccine: string;
  lot: string;
  labelled: number;
  /** Doses meant for this session; null: as many as there are. */
  doses: number | null;
  given: number;
}>;

/**
 * The lots that the session is planned with, each once; where a vaccine is planned without a lot, its first to expire. What
 * cannot be used is left out, and so is a plan that an older server did not send.
 */
export function plannedLots(
  { session, lots }: Pick<Roster, 'session' | 'lots'>,
  vials: readonly Vial[],
  on: string,
): PlannedLot[] {
  const found = (session.planned ?? []).flatMap(({ vaccine, lot, doses }): PlannedLot[] => {
    const held = lots
      .filter((one) => one.vaccine === vaccine && lotHindrance(one, on) === null)
      .find((one) => (lot === null ? one.balance !== null : one.lot === lot));
    if (held === undefined || held.dosesPerVial === null) return [];
    const given = vials
      .filter((vial) => vial.vaccine === vaccine && vial.lot === held.lot)
      .reduce((sum, vial) => sum + vial.given, 0);
    return [{ vaccine, lot: held.lot, labelled: held.dosesPerVial, doses, given }];
  });
  return [...new Map(found.map((one) => [`${one.vaccine} ${one.lot}`, one])).values()];
}

/** Open vials, then planned lots of which none is open that something is left in. */
export function offersOf(planned: readonly PlannedLot[], vials: readonly Vial[]): Offer[] {
  const open = vials.filter(({ closed }) => !closed);
  return [
    ...open.map((vial): Offer => ({ vaccine: vial.vaccine, lot: vial.lot, vial, labelled: vial.doses })),
    ...planned
      .filter(
        ({ vaccine, lot, doses, given }) =>
          (doses === null || given < doses) &&
          !open.some((vial) => vial.vaccine === vaccine && vial.lot === lot && vial.given < vial.doses),
      )
      .map(({ vaccine, lot, labelled }): Offer => ({ vaccine, lot, vial: null, labelled })),
  ];
}

/** Said of the store or the visit, not of whether the product fits: a lot outside the plan is nobody's mistake. */
const BESIDE: ReadonlySet<string> = new Set([
  'not_screened',
  'lot_unknown',
  'lot_not_in_stock',
  'vial_unknown',
]);

/**
 * The offer that fits better than what is at hand: nothing stops it, and less speaks against it. Null where what is at hand is
 * as good, or nothing fits.
 */
export function fittingOffer(
  offers: readonly Offer[],
  atHand: Choice | null,
  against: (offer: Offer) => readonly DoseConcern[],
): Offer | null {
  const judged = offers.map((offer, place) => {
    const found = against(offer).filter(({ code }) => !BESIDE.has(code));
    return {
      offer,
      place,
      stopped: found.some(isStop),
      weight: found.length,
      held: atHand !== null && offer.vial !== null && offer.vial.id === atHand.vialId,
    };
  });
  const [best] = judged
    .filter(({ stopped }) => !stopped)
    .sort((a, b) => a.weight - b.weight || Number(b.held) - Number(a.held) || a.place - b.place);
  return best === undefined || best.held ? null : best.offer;
}
