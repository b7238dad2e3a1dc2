/** A dose that is judged and waits to be written, and how its record looks, whichever way it is written. */
import type { Actor } from '../kernel/actor.ts';
import type { NewConflict } from './conflict-store.ts';
import type { EventOf } from './contract.ts';
import type { KnownPerson } from './dose-facts.ts';
import type { Fate, Origin } from './event-store.ts';
import type { JudgedDose } from './judge-dose.ts';
import type { TableSession } from './table-session.ts';

export type DoseToWrite = Readonly<{
  conflict: NewConflict | null;
  event: EventOf<'dose_given'>;
  session: TableSession;
  origin: Origin;
  actor: Actor;
  person: KnownPerson;
  judged: JudgedDose;
  fate: Fate;
  now: string;
}>;

/** `late`: the person was written by somebody else meanwhile, judge again; `already`: the event was stored before. */
export type Written = 'written' | 'already' | 'late';

export const RECORD_COLUMNS =
  'person_id, id, edition_id, first_edition_id, kind, source, unit_id, as_of, sheet, row_no, row_hash, cells, claim, recorded_at';
export const LINK_COLUMNS =
  'person_id, id, record_id, filed_under, status, reason, score, decided_by, recorded_at';

/** What stands in the record as "the row": vaccine, lot, who and with what reasons. */
export const cellsOf = ({ event, origin }: DoseToWrite): (string | null)[] => [
  event.payload.vaccine,
  event.payload.lot,
  event.at,
  origin.author,
  ...event.payload.overrides.map(({ code, reason }) => `${code}: ${reason}`),
];
