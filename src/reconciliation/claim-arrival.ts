/** A commune claims somebody who came to live there, through a form: a list of one row, matched like any other. */
import { reprojectPeople } from '../immunizations/reproject-people.ts';
import { checkIdentity } from '../intake/check/identifiers.ts';
import type { IdentifierClaim, ResidenceKind, Sex } from '../intake/claim.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { BirthDate, PlainDate } from '../kernel/plain-date.ts';
import { parseName } from '../kernel/vietnamese-name.ts';
import type { Database } from '../platform/database.ts';
import { blankClaim, fileForm } from '../residents/file-decision.ts';
import { lockRegister } from '../residents/file-list.ts';
import { loadCandidates } from '../residents/load-register.ts';
import { MatchIndex } from '../residents/match-index.ts';
import { matchRows } from '../residents/match-rows.ts';
import { type FiledClaim, sightOf } from '../residents/sight.ts';
import { birthText } from './identity-fields.ts';

export type Arrival = Readonly<{
  unitId: number;
  name: string;
  sex: Sex | null;
  birth: BirthDate | null;
  identifier: IdentifierClaim | null;
  hamlet: string | null;
  kind: Exclude<ResidenceKind, 'absent'>;
  /** The day since which he lives here. */
  from: PlainDate;
  /** Where he came from, as far as he says. */
  fromUnit: number | null;
  note: string;
}>;

export type Claimed = Readonly<{
  personId: string;
  /** known: matched to somebody of the register; review: looks like somebody; new: nobody knew him. */
  outcome: 'known' | 'review' | 'new';
  /** Where he is counted now. */
  unitId: number | null;
}>;

/** Files the claim and says whom it was matched to. Throws `decision_in_future`, `arrival_unidentified` without name and either birth date or number. */
export async function claimArrival(
  db: Database,
  actor: Actor,
  arrival: Arrival,
  today: PlainDate,
): Promise<Claimed> {
  if (arrival.from > today) throw new AppError('decision_in_future', 'invalid');
  const { key, name } = parseName(arrival.name);
  if (key === '' || (arrival.birth === null && arrival.identifier === null))
    throw new AppError('arrival_unidentified', 'invalid');
  return db.transaction(actor, async (tx) => {
    await lockRegister(tx);
    const claim = claimOf(arrival, name, today);
    const sight = sightOf(claim, arrival.unitId);
    const index = new MatchIndex();
    for (const known of await loadCandidates(tx, {
      units: [arrival.unitId],
      identifiers: claim.identifiers.map(({ value }) => value),
      mentionedUnits: arrival.fromUnit === null ? [] : [arrival.fromUnit],
      nameKeys: [sight.key],
    }))
      if (known.status !== 'review') index.add(known.personId, sightOf(known.claim, known.listUnitId));
    const decision = matchRows([{ sight }], index, newId)[0]!;
    await fileForm(
      tx,
      {
        personId: decision.personId,
        unitId: arrival.unitId,
        source: 'commune',
        on: today,
        note: [name, birthText(arrival.birth), arrival.note].filter(Boolean).join(' · '),
        question: `arrival:${arrival.identifier?.value ?? `${key} ${birthText(arrival.birth)}`}`,
        claim: decision.borrowedId
          ? { ...claim, identifiers: claim.identifiers.map((id) => ({ ...id, sound: false })) }
          : claim,
        link: { status: decision.status, reason: decision.reason, score: decision.score },
      },
      actor.name,
    );
    await reprojectPeople(tx, [decision.personId]);
    const { rows } = await tx.query<{ unit_id: number | null }>(
      'SELECT unit_id FROM app.person WHERE id = $1',
      [decision.personId],
    );
    return {
      personId: decision.personId,
      outcome: decision.created ? 'new' : decision.status === 'review' ? 'review' : 'known',
      unitId: rows[0]?.unit_id ?? null,
    };
  });
}

function claimOf(arrival: Arrival, name: string, today: PlainDate): FiledClaim {
  const { sex, identifiers } = checkIdentity(
    {
      sex: arrival.sex,
      birth: arrival.birth,
      identifiers: arrival.identifier === null ? [] : [arrival.identifier],
    },
    today,
  );
  return {
    ...blankClaim(arrival.unitId),
    name,
    sex,
    birth: arrival.birth,
    identifiers,
    hamlet: arrival.hamlet,
    residenceKind: arrival.kind,
    residenceFrom: arrival.from,
    registeredUnitId: arrival.fromUnit === arrival.unitId ? null : arrival.fromUnit,
    note: arrival.note,
  };
}
