import { newId } from '../kernel/ids.ts';
import { type CopyValue, copyRows } from '../platform/copy-rows.ts';
import type { Tx } from '../platform/database.ts';
import { learnDosePlaces } from '../stock/facilities.ts';
import type { ProjectedDose } from './project-doses.ts';

/** The doses of all campaigns against one disease are one series. */
export const CAMPAIGN = 'covid-19';
const COLUMNS = [
  'person_id',
  'id',
  'campaign',
  'dose_no',
  'recorded_no',
  'kind',
  'vaccine',
  'vaccine_text',
  'lot',
  'given_on',
  'place',
  'unit_id',
  'validity',
  'entered',
  'record_ids',
  'version',
  'updated_at',
] as const;
const PLACE = COLUMNS.indexOf('place');

type Standing = {
  person_id: string;
  id: string;
  dose_no: number;
  given_on: string | null;
  version: number;
  content: string;
};

const content = (dose: ProjectedDose): string =>
  [
    dose.number,
    dose.recordedNumber,
    dose.kind,
    dose.vaccine,
    dose.vaccineText,
    dose.lot,
    dose.on,
    dose.place,
    dose.listUnitId,
    dose.validity,
    dose.entered,
    dose.recordIds.join(),
  ]
    .map((v) => v ?? '')
    .join('|');

/**
 * Stores the doses of people. An injection that stands keeps its id; one that changed gets the next version (the
 * audit keeps the former); one that no claim supports any more goes. Returns how many are new and how many stood.
 */
export async function writeDoses(
  tx: Tx,
  doses: ReadonlyMap<string, readonly ProjectedDose[]>,
  created: ReadonlySet<string>,
): Promise<{ injectionsCreated: number; injectionsMatched: number }> {
  const at = new Date().toISOString();
  const known = [...doses.keys()].filter((id) => !created.has(id));
  const standing = new Map<string, Standing[]>();
  if (known.length > 0) {
    const { rows } = await tx.query<Standing>({
      name: 'standing-injections',
      text: `SELECT person_id, id, dose_no, given_on, version,
               concat_ws('|', dose_no, coalesce(recorded_no::text, ''), kind, coalesce(vaccine, ''), coalesce(vaccine_text, ''), coalesce(lot, ''),
                 coalesce(given_on::text, ''), coalesce(place, ''), coalesce(unit_id::text, ''), validity, entered, array_to_string(record_ids, ',')) AS content
             FROM app.injection WHERE person_id = ANY($1::uuid[])`,
      values: [known],
    });
    for (const row of rows) standing.set(row.person_id, [...(standing.get(row.person_id) ?? []), row]);
  }
  const added: CopyValue[][] = [];
  const removed: Standing[] = [];
  let injectionsCreated = 0;
  let injectionsMatched = 0;
  for (const [personId, series] of doses) {
    const left = [...(standing.get(personId) ?? [])];
    for (const dose of series) {
      const sameDay = left.findIndex(
        (row) => row.given_on === dose.on && (dose.on !== null || row.dose_no === dose.number),
      );
      const place = sameDay >= 0 ? sameDay : left.findIndex((row) => row.dose_no === dose.number);
      const before = place >= 0 ? left.splice(place, 1)[0]! : null;
      if (before === null) injectionsCreated++;
      else injectionsMatched++;
      if (before !== null) {
        if (before.content === content(dose)) continue;
        removed.push(before);
      }
      added.push([
        personId,
        before?.id ?? newId(),
        CAMPAIGN,
        dose.number,
        dose.recordedNumber,
        dose.kind,
        dose.vaccine,
        dose.vaccineText,
        dose.lot,
        dose.on,
        dose.place,
        dose.listUnitId,
        dose.validity,
        dose.entered,
        dose.recordIds,
        (before?.version ?? 0) + 1,
        at,
      ]);
    }
    removed.push(...left);
  }
  if (removed.length > 0)
    await tx.query(
      'DELETE FROM app.injection i USING unnest($1::uuid[], $2::uuid[]) AS x(person, id) WHERE i.person_id = x.person AND i.id = x.id',
      [removed.map(({ person_id }) => person_id), removed.map(({ id }) => id)],
    );
  await copyRows(tx, 'app.injection', COLUMNS, added);
  await learnDosePlaces(
    tx,
    added.flatMap((row) => (row[PLACE] as string | null) ?? []),
  );
  return { injectionsCreated, injectionsMatched };
}
