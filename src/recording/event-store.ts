/** What devices said, as it is kept: one row for each event, written once. */
import type { Tx } from '../platform/database.ts';
import type { Concern, Event, EventAnswer, EventKind } from './contract.ts';
import type { Refusal } from './rules.ts';

/** Who hands an event in, from which device. */
export type Origin = Readonly<{ deviceId: string; accountId: string; author: string }>;

/** What became of an event when it was stored. */
export type Fate = Readonly<{
  personId: string | null;
  result: 'stored' | 'conflict' | 'refused';
  refusal: Refusal | null;
  concerns: readonly Concern[];
  conflictId: string | null;
}>;

export const STORED: Fate = {
  personId: null,
  result: 'stored',
  refusal: null,
  concerns: [],
  conflictId: null,
};

export type StoredRow = Readonly<{
  result: Fate['result'];
  refusal: Refusal | null;
  concerns: readonly Concern[];
}>;

export const EVENT_COLUMNS =
  'session_id, id, device_id, sequence, kind, person_id, payload, happened_at, account_id, author, stored_at, result, refusal, concerns, conflict_id';

/** Values for `EVENT_COLUMNS`. */
const eventValues = (event: Event, origin: Origin, fate: Fate, now: string): unknown[] => [
  event.sessionId,
  event.id,
  origin.deviceId,
  event.sequence,
  event.kind,
  fate.personId,
  JSON.stringify(event.payload),
  event.at,
  origin.accountId,
  origin.author,
  now,
  fate.result,
  fate.refusal,
  JSON.stringify(fate.concerns),
  fate.conflictId,
];

/** Keeps an event; false when it is kept already. */
export async function keepEvent(
  tx: Tx,
  event: Event,
  origin: Origin,
  fate: Fate,
  now: string,
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'keep-table-event',
    text: `INSERT INTO app.table_event (${EVENT_COLUMNS})
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (session_id, id) DO NOTHING`,
    values: eventValues(event, origin, fate, now),
  });
  return rowCount === 1;
}

/** The answer that a stored event has for ever. */
export const answerOf = (
  event: Readonly<{ id: string; sequence: number }>,
  fate: Pick<Fate, 'result' | 'refusal' | 'concerns'>,
  again = false,
): EventAnswer => ({
  id: event.id,
  sequence: event.sequence,
  result: again && fate.result === 'stored' ? 'already' : fate.result,
  refusal: fate.refusal,
  concerns: [...fate.concerns],
  conflict: null,
});

export type { EventKind };
