/**
 * Stores one dose: together with others of the moment where it adds one dose at the end of a series (nearly always, see
 * dose-writer.ts), else through the general projection.
 */

import { writeAnew } from '../immunizations/commit-list.ts';
import { AT_TABLE } from '../immunizations/dose-lock.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import { allocateDose } from '../stock/use-vials.ts';
import { openConflict } from './conflict-store.ts';
import { cellsOf, type DoseToWrite, LINK_COLUMNS, RECORD_COLUMNS, type Written } from './dose-to-write.ts';
import { writeSimple } from './dose-writer.ts';
import { keepEvent } from './event-store.ts';

export async function writeDose(db: Database, dose: DoseToWrite): Promise<Written> {
  const { addition } = dose.judged;
  return addition !== null && dose.fate.result === 'stored'
    ? writeSimple(db, { dose, addition })
    : writeProjected(db, dose);
}

async function writeProjected(db: Database, dose: DoseToWrite): Promise<Written> {
  const { event, session, origin, actor, judged, fate, now, person } = dose;
  return db.transaction(actor, async (tx) => {
    const entered = await tx.query(
      'SELECT app.enter_doses(ARRAY[$1::uuid], ARRAY[$2::int], ARRAY[$3::int], $4::date, NULL)',
      [person.id, person.links, person.closed, person.countedOn],
    );
    if (entered.rowCount === 0) return 'late';
    if (!(await keepEvent(tx, event, origin, { ...fate, personId: person.id }, now))) return 'already';
    await tx.query(
      `INSERT INTO app.source_record (${RECORD_COLUMNS}) VALUES ($1, $2, $3, $3, 'injections', 'health', $4, $5, '', $6, $7, $8, $9, $10)`,
      [
        person.id,
        event.id,
        session.id,
        session.unitId,
        judged.record.asOf,
        event.sequence,
        event.id,
        JSON.stringify({ cells: cellsOf(dose) }),
        JSON.stringify(judged.record.claim),
        now,
      ],
    );
    await tx.query(
      `INSERT INTO app.person_link (${LINK_COLUMNS}) VALUES ($1, $2, $3, $1, 'auto', '${AT_TABLE}', NULL, $4, $5)`,
      [person.id, newId(), event.id, origin.author, now],
    );
    await allocateDose(
      tx,
      {
        unitId: session.unitId,
        facility: session.facility,
        item: event.payload.vaccine,
        lot: event.payload.lot,
      },
      { doseId: event.id, on: judged.record.asOf, vialId: event.payload.vialId },
      new Date(now),
    );
    if (dose.conflict !== null)
      await openConflict(tx, session, { ...event, personId: person.id }, dose.conflict, now);
    await writeAnew(tx, [person.id], new Set());
    return 'written';
  });
}
