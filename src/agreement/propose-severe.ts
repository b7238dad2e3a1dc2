/** The first report of a severe event as the table recorded it: a proposal, which the facility completes and sends. */
import type { Units } from '../areas/units.ts';
import type { ExpectedDuty, Fields, Figures } from '../duties/contract.ts';
import type { SevereField } from '../duties/rules.ts';
import type { Database } from '../platform/database.ts';
import { findSevereCases } from '../recording/severe-cases.ts';
import { findSevereFacts } from '../recording/severe-facts.ts';

export async function proposeSevere(
  db: Database,
  units: Units,
  duty: ExpectedDuty,
): Promise<{ fields: Fields; figures: Figures }> {
  const event = (await findSevereCases(db)).find(({ id }) => id === duty.occurrence);
  if (event === undefined) return { fields: {}, figures: {} };
  const facts = await findSevereFacts(db, event);
  const said: Partial<Record<SevereField, string | number | null>> = {
    sex: facts?.sex ?? null,
    born: facts?.born ?? null,
    commune: facts?.unitId == null ? null : units.get(facts.unitId, duty.day).fullName,
    vaccine: facts?.vaccine ?? null,
    lot: facts?.lot ?? null,
    dose: facts?.doseNo ?? null,
    given: facts?.givenAt?.toISOString() ?? null,
    type: event.type,
    onset: event.at,
    symptoms: event.note,
    treatment: event.treatment,
    outcome: event.outcome,
  };
  return {
    fields: Object.fromEntries(
      Object.entries(said).flatMap(([field, word]) => (word === null ? [] : [[field, String(word)]])),
    ),
    figures:
      facts?.lot == null
        ? {}
        : { 'same_lot.injected': facts.sameLot, 'same_lot.reactions': facts.sameLotReactions },
  };
}
