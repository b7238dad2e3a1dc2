/** A walk-in whom the roster does not have: filed with the checks of a list, and matched as its row would be. */
import { writeAnew } from '../immunizations/commit-list.ts';
import { AT_TABLE, enterTable } from '../immunizations/dose-lock.ts';
import { checkIdentity } from '../intake/check/identifiers.ts';
import type { IdentifierClaim } from '../intake/claim.ts';
import { readPhoneNumber } from '../kernel/identifiers.ts';
import { newId } from '../kernel/ids.ts';
import type { BirthDate } from '../kernel/plain-date.ts';
import { parseName } from '../kernel/vietnamese-name.ts';
import type { Tx } from '../platform/database.ts';
import { blankClaim } from '../residents/file-decision.ts';
import { loadCandidates } from '../residents/load-register.ts';
import { MatchIndex } from '../residents/match-index.ts';
import { matchRows } from '../residents/match-rows.ts';
import { type FiledClaim, sightOf } from '../residents/sight.ts';
import { conflictWith, openConflict } from './conflict-store.ts';
import type { EventOf } from './contract.ts';
import { type Fate, STORED } from './event-store.ts';
import type { TableSession } from './table-session.ts';
import type { Handing } from './take-dose.ts';

const ADD_LOCK = 7_326_005;

/**
 * Somebody whose number or facts name a known person for sure is that person from now on (the device's id stands for
 * him). Who merely looks alike is a new person, for the vaccinator saw the others and took none, and goes to review.
 */
export async function addPerson(
  { session, origin }: Handing,
  tx: Tx,
  event: EventOf<'person_added'>,
  now: Date,
): Promise<Fate> {
  // One at a time: two tables may add one person at once.
  await tx.query('SELECT pg_advisory_xact_lock($1)', [ADD_LOCK]);
  const claim = claimOf(event, session);
  const sight = sightOf(claim, session.unitId);
  const index = new MatchIndex();
  for (const known of await loadCandidates(tx, {
    units: [],
    identifiers: claim.identifiers.map(({ value }) => value),
    mentionedUnits: session.residentsOf,
    nameKeys: [sight.key],
  }))
    if (known.status !== 'review') index.add(known.personId, sightOf(known.claim, known.listUnitId));
  const decision = matchRows([{ sight }], index, () => event.payload.personId)[0]!;
  const alike = decision.status === 'review' && !decision.created ? decision.personId : null;
  const personId = alike === null ? decision.personId : event.payload.personId;
  const isNew = alike !== null || decision.created;
  const at = now.toISOString();
  await enterTable(tx, personId);
  await tx.query(
    `INSERT INTO app.source_record (person_id, id, edition_id, first_edition_id, kind, source, unit_id, as_of, sheet, row_no, row_hash, cells, claim, recorded_at)
     VALUES ($1, $2, $3, $3, 'injections', 'health', $4, $5, '', $6, $7, $8, $9, $10)`,
    [
      personId,
      event.id,
      session.id,
      session.unitId,
      session.on,
      event.sequence,
      event.id,
      JSON.stringify({ cells: [claim.name, claim.birth?.on ?? null, claim.hamlet, event.payload.address] }),
      JSON.stringify(decision.borrowedId ? unsound(claim) : claim),
      at,
    ],
  );
  await tx.query(
    `INSERT INTO app.person_link (person_id, id, record_id, filed_under, status, reason, score, decided_by, recorded_at)
     VALUES ($1, $2, $3, $1, 'auto', $4, $5, $6, $7)`,
    [personId, newId(), event.id, AT_TABLE, decision.score, origin.author, at],
  );
  await writeAnew(tx, [personId], new Set(isNew ? [personId] : []));
  if (alike === null) return { ...STORED, personId };
  const conflict = conflictWith('person_added_twice', null);
  await openConflict(tx, session, { id: event.id, personId }, conflict, at);
  return { ...STORED, personId, result: 'conflict', conflictId: conflict.id };
}

const unsound = (claim: FiledClaim): FiledClaim => ({
  ...claim,
  identifiers: claim.identifiers.map((one) => ({ ...one, sound: false })),
});

function claimOf({ payload }: EventOf<'person_added'>, { unitId, on }: TableSession): FiledClaim {
  const birth = payload.birth as BirthDate | null;
  const stated = payload.identifiers.map(
    ({ kind, value }): IdentifierClaim => ({
      kind,
      value: value.replace(/\s+/g, '').toUpperCase(),
      sound: true,
    }),
  );
  const { sex, identifiers } = checkIdentity({ sex: payload.sex, birth, identifiers: stated }, on);
  return {
    ...blankClaim(unitId),
    name: parseName(payload.name).name,
    sex,
    birth,
    identifiers,
    phone: payload.phone === null ? null : readPhoneNumber(payload.phone).value,
    hamlet: payload.hamlet,
    entered: 'live',
  };
}
